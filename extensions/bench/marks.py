# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Run a module's payload in this process and record its steps with their times: python marks.py NOTES PAYLOAD.

It is not part of the collection, because nothing may be imported before the first time is taken.
"""

from __future__ import annotations

import time

BEGUN = time.time()

import json  # noqa: E402
import runpy  # noqa: E402
import sys  # noqa: E402


def main(notes, payload):
    started = time.time()
    import boto3  # noqa: F401
    import botocore.client
    import botocore.session

    marks = {"begun": BEGUN, "libraries": time.time() - started, "sessions": 0, "clients": [], "calls": []}
    watch(botocore, marks)
    sys.argv = [payload]
    try:
        runpy.run_path(payload, run_name="__main__")
    except SystemExit:
        pass
    finally:
        marks["ended"] = time.time()
        with open(notes, "w", encoding="utf-8") as file:
            json.dump(marks, file)


def watch(botocore, marks):
    """Record each session, client and call."""
    session, client = botocore.session.Session, botocore.client.BaseClient
    create_session, create_client, call = session.__init__, session.create_client, client._make_api_call

    def recorded_session(self, *arguments, **options):
        marks["sessions"] += 1
        create_session(self, *arguments, **options)

    def recorded_client(self, service, *arguments, **options):
        start = time.time()
        created = create_client(self, service, *arguments, **options)
        marks["clients"].append([f"{service} in {options.get('region_name')}", start, time.time()])
        return created

    def recorded_call(self, operation, params):
        start = time.time()
        try:
            return call(self, operation, params)
        finally:
            marks["calls"].append([operation, start, time.time()])

    session.__init__, session.create_client, client._make_api_call = recorded_session, recorded_client, recorded_call


if __name__ == "__main__":
    main(*sys.argv[1:])
