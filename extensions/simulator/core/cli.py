# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import argparse
import asyncio
import os

from .clock import RealClock
from .server import Server
from .simulator import DEFAULT_ACCOUNT, Simulator


def main() -> None:
    options = _options()
    simulator = Simulator(clock=RealClock(speed=options.speed))

    def ready(url: str) -> None:
        if options.ready_file:
            # Whole at once: who waits for the file may read it as soon as it is there.
            unfinished = f"{options.ready_file}.unfinished"
            with open(unfinished, "w", encoding="utf-8") as file:
                file.write(url + "\n")
            os.replace(unfinished, options.ready_file)
        print(f"A simulated AWS listens at {url}", flush=True)

    server = Server(simulator, options.account, options.latency_ms / 1000)
    asyncio.run(server.run(options.port, ready))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python extensions/simulator",
        description="A simulated AWS on one loopback port: DynamoDB's control plane with its rules and its clock.",
    )
    parser.add_argument("--port", type=int, default=4566, help="port on 127.0.0.1; 0 for any free one (%(default)s)")
    parser.add_argument("--ready-file", metavar="PATH", help="gets the URL as soon as it answers")
    parser.add_argument("--speed", type=float, default=1.0, metavar="N", help="time passes N times faster")
    parser.add_argument("--latency-ms", type=float, default=0.0, metavar="N", help="added to each call of AWS")
    parser.add_argument("--account", default=DEFAULT_ACCOUNT, help="for access keys that are none (%(default)s)")
    return parser.parse_args()
