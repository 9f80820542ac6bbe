# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Callable
from typing import Any

from .clock import RealClock
from .requests import ACCOUNT
from .server import Server
from .simulator import DEFAULT_ACCOUNT, RATES, Simulator


def main() -> None:
    options = _options()
    simulator = Simulator(clock=RealClock(speed=options.speed), rates=options.rates)

    def ready(url: str) -> None:
        if options.ready_file:
            _write(options.ready_file, url + "\n")
        print(f"The simulator listens at {url}", flush=True)

    server = Server(simulator, options.account, options.latency_ms / 1000)
    try:
        asyncio.run(server.run(options.port, ready))
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else error.strerror
        sys.exit(f"The simulator cannot listen on port {options.port}: {reason}. Select another with --port.")


def _write(path: str, text: str) -> None:
    """Write the file atomically: a waiting process may read it as soon as it exists."""
    temporary = f"{path}.temporary"
    try:
        with open(temporary, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(temporary, path)
    except OSError as error:
        sys.exit(f"The simulator cannot write {path}: {error.strerror}. Select another file with --ready-file.")


def _option(convert: Callable[[str], Any], accepts: Callable[[Any], bool], words: str) -> Callable[[str], Any]:
    """Return a type of argparse that names the valid values."""

    def option(text: str) -> Any:
        try:
            value = convert(text)
        except ValueError:
            value = None
        if value is None or not accepts(value):
            raise argparse.ArgumentTypeError(f"{text!r} is not {words}")
        return value

    return option


PORT = _option(int, lambda port: 0 <= port <= 65535, "a port from 0 to 65535")
SPEED = _option(float, lambda speed: 0 < speed < float("inf"), "a number above 0")
LATENCY = _option(float, lambda latency: 0 <= latency < float("inf"), "a number of milliseconds, 0 or more")
ACCOUNT_ID = _option(str, lambda account: ACCOUNT.fullmatch(account) is not None, "an account ID, which has 12 digits")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python extensions/simulator",
        description="Simulate AWS on one loopback port: the DynamoDB control plane with its validation and timing.",
    )
    parser.add_argument(
        "--port", type=PORT, default=4566, help="port on 127.0.0.1; 0 selects a free port (%(default)s)"
    )
    # __main__.py reads it, where nothing is installed yet.
    parser.add_argument("--venv", metavar="PATH", help="install the requirements in this virtual environment if needed")
    parser.add_argument("--ready-file", metavar="PATH", help="write the URL to this file when ready")
    parser.add_argument("--speed", type=SPEED, default=1.0, metavar="N", help="run the clock N times faster")
    parser.add_argument("--latency-ms", type=LATENCY, default=0.0, metavar="N", help="delay each AWS call by N ms")
    parser.add_argument(
        "--rates", choices=RATES, default="none", help="limit calls to the rates of AWS, or not (%(default)s)"
    )
    parser.add_argument(
        "--account",
        type=ACCOUNT_ID,
        metavar="N",
        default=DEFAULT_ACCOUNT,
        help="account for access keys that are not account IDs (%(default)s)",
    )
    return parser.parse_args()
