# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""make bench ONLY=fleet: measure fleets at AWS's rates. Print and write docs/performance-fleet.md."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from ..environment.simulated import REPO, simulator
from ..simulator.core.rates import RATES
from . import fleet_page, fleet_tables, measure, modules
from .measure import Failed, Sample

PAGE = REPO / "docs/performance-fleet.md"
SHARE = 0.8
LATENCY = 30
NUMBERS = (60, 300, 1000)
AS_TERRAFORM = (60,)
THEIRS = 3
NEW = 60
THEIR_ACCOUNT, NEW_ACCOUNT = "333333333333", "444444444444"
TASKS = ("the tables", "their alarms", "their backup plans")
# The clock of AWS: rates are per second, and a new table takes as long as in AWS.
OPTIONS = ("--speed", "1")


@dataclass(frozen=True)
class Measured:
    """One or more processes, and what AWS saw of them: the calls by (service, operation), and the throttled ones.

    floor: the seconds that AWS's rates leave for these calls. limit: the operations that need them.
    """

    title: str
    sample: Sample
    calls: Counter
    throttled: int
    floor: float
    limit: str


def main():
    started, load = time.monotonic(), os.getloadavg()[0]
    modules.CACHE.mkdir(parents=True, exist_ok=True)
    modules.fetch_community_aws()
    with simulator(*OPTIONS) as aws:
        their_aws, new_aws = (aws | {"AWS_ACCESS_KEY_ID": account} for account in (THEIR_ACCOUNT, NEW_ACCOUNT))
        theirs = fleet_tables.their_tasks(THEIRS, THEIR_ACCOUNT)
        with hurried(aws):
            step(f"creating {NUMBERS[-1]} tables with alarms and backup plans")
            programs = {number: payloads(number, aws) for number in sorted(NUMBERS, reverse=True)}
            new = payloads(NEW, new_aws, check_mode=True)
            step("the same by the other collections")
            payloads(THEIRS, their_aws)
            modules.play(theirs, their_aws, modules.CACHE)  # changes what their modules declare otherwise
        measure.latency(aws["AWS_ENDPOINT_URL"], LATENCY)
        figures = {
            "load": load,
            "ours": {number: tasks(programs[number], aws, changed=False) for number in NUMBERS},
            "two": two_at_once(programs[NUMBERS[-1]][0], aws),
            "terraform": {number: as_terraform(number, aws) for number in AS_TERRAFORM},
            "theirs": observed("theirs", their_aws, lambda: modules.play(theirs, their_aws, modules.CACHE), share=1),
            "new": tasks(new, new_aws, changed=True),
        }
    figures["load at the end"] = os.getloadavg()[0]
    modules.publish(fleet_page.write(figures, time.monotonic() - started), PAGE)


@contextmanager
def hurried(aws):
    """Let the simulator's clock run a hundred times faster, as long as no rates apply."""
    done = threading.Event()

    def advance():
        while not done.wait(0.2):
            post(aws, "clock", {"advance": 20})

    thread = threading.Thread(target=advance)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def payloads(number, aws, **keywords):
    """Run the three tasks for this number of tables; return their programs, which pace their calls."""
    declared = fleet_tables.tasks(number, aws["AWS_ACCESS_KEY_ID"])
    return [paced(modules.payload(module, arguments, aws, **keywords)) for module, arguments in declared]


def paced(program):
    """Return the program with a share of AWS's rates, and without check mode.

    Without the share, the modules do not pace calls to an emulator, so that the fleet is created quickly.
    """
    text = program.read_text()
    begin = '\'{"ANSIBLE_MODULE_ARGS": {'
    if begin not in text:
        raise Failed(f"{program} does not contain the arguments in the form that is expected")
    text = text.replace(begin, f'{begin}"api_rate_share": {SHARE}, ', 1)
    text = text.replace('"_ansible_check_mode": true', '"_ansible_check_mode": false', 1)
    path = program.with_name(f"paced_{program.name}")
    path.write_text(text)
    return path


def tasks(programs, aws, changed):
    """Measure the three tasks one after another, each in a quiet account."""
    found = []
    for title, program in zip(TASKS, programs, strict=True):
        found.append(observed(title, aws, lambda program=program: modules.start(program, aws)))
        answer = modules.result(found[-1].sample)
        if answer.get("failed") or answer.get("changed") != changed:
            raise Failed(f"{title}: changed is not {changed}, or failed: {json.dumps(answer)[:2000]}")
    return found


def two_at_once(program, aws):
    """Run the task that reads the tables twice at the same time -> the two samples, and what AWS saw."""
    step("two runs at once")
    refill(aws)

    def both():
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(lambda _run: modules.start(program, aws), range(2)))

    samples, log = measure.calls_of(aws["AWS_ENDPOINT_URL"], both)
    for sample in samples:
        if modules.result(sample).get("failed"):
            raise Failed(f"one of two runs failed: {sample.output[:2000]}")
    return {"samples": samples, "calls": len(log), "throttled": sum(call["throttled"] for call in log)}


def as_terraform(number, aws):
    path = modules.CACHE / "resources.json"
    path.write_text(json.dumps(fleet_tables.resources(number)))
    command = [sys.executable, modules.HERE / "refresh.py", path]
    found = observed(f"{number} tables", aws, lambda: measure.run(command, aws), share=1)
    return {"measured": found, **modules.result(found.sample)}


def observed(title, aws, function, share=SHARE):
    """Call the function, which returns a Sample, and read what AWS saw -> Measured."""
    step(title)
    refill(aws)
    sample, log = measure.calls_of(aws["AWS_ENDPOINT_URL"], function)
    calls = Counter((call["service"], call["operation"]) for call in log)
    accepted = Counter((call["service"], call["operation"]) for call in log if not call["throttled"])
    seconds, limit = floor(accepted, share)
    step(f"{title}: {sample.wall:.1f} s, at least {seconds:.1f} s, {len(log)} calls, {sample.memory:.0f} MB")
    return Measured(title, sample, calls, sum(call["throttled"] for call in log), seconds, limit)


def floor(calls, share):
    """Return the least seconds in which AWS's rates allow the calls, and the operations that need them.

    A client that uses a share of the rates uses that share of the burst, too. Rates of connections do not count,
    because a client may open any number of connections.
    """
    least, limit = 0.0, "none"
    for service, rates in RATES.items():
        own = {operation: number for (of, operation), number in calls.items() if of == service}
        for rate in rates:
            if rate.connection:
                continue
            names = list(own) if rate.operations == "*" else [name for name in rate.operations.split() if name in own]
            groups = [names] if rate.together else [[name] for name in names]
            for group in groups:
                seconds = (sum(own[name] for name in group) - rate.size * share) / (rate.per_second * share)
                if seconds > least:
                    words = f"all of {service}" if rate.operations == "*" else ", ".join(group)
                    least, limit = seconds, f"{words}: {rate.per_second:g} per second"
    return least, limit


def refill(aws):
    """Limit calls to AWS's rates, with full buckets."""
    post(aws, "rates", {"rates": "aws"})


def post(aws, name, body):
    url = f"{aws['AWS_ENDPOINT_URL']}/_simulator/{name}"
    urllib.request.urlopen(urllib.request.Request(url, method="POST", data=json.dumps(body).encode())).close()


def step(text):
    print(f"… {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
