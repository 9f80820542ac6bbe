# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import argparse
import asyncio
import importlib.util
import os
import sys

from .clock import RealClock
from .server import Server
from .simulator import DEFAULT_ACCOUNT, Simulator


def main() -> None:
    options = _options()
    for module in ("botocore", "ministack"):
        if importlib.util.find_spec(module) is None:
            sys.exit(f"The simulator needs {module}, which is not installed. Its README says how to install it.")
    simulator = Simulator(clock=RealClock(speed=options.speed))

    def ready(url: str) -> None:
        if options.ready_file:
            # Write the file atomically: a waiting process may read it as soon as it exists.
            temporary = f"{options.ready_file}.temporary"
            with open(temporary, "w", encoding="utf-8") as file:
                file.write(url + "\n")
            os.replace(temporary, options.ready_file)
        print(f"The simulator listens at {url}", flush=True)

    server = Server(simulator, options.account, options.latency_ms / 1000)
    try:
        asyncio.run(server.run(options.port, ready))
    except OSError as error:
        sys.exit(f"The simulator cannot listen on port {options.port}: {error.strerror}. Select another with --port.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python extensions/simulator",
        description="Simulate AWS on one loopback port: the DynamoDB control plane with its validation and timing.",
    )
    parser.add_argument("--port", type=int, default=4566, help="port on 127.0.0.1; 0 selects a free port (%(default)s)")
    parser.add_argument("--ready-file", metavar="PATH", help="write the URL to this file when ready")
    parser.add_argument("--speed", type=float, default=1.0, metavar="N", help="run the clock N times faster")
    parser.add_argument("--latency-ms", type=float, default=0.0, metavar="N", help="delay each AWS call by N ms")
    parser.add_argument(
        "--account",
        default=DEFAULT_ACCOUNT,
        help="account for access keys that are not account IDs (%(default)s)",
    )
    return parser.parse_args()
