# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A pytest plugin for tests of your own playbooks and programs: the fixture `dynamodb_simulator`.

docs/testing-your-playbooks.md says how to use it. It needs Python 3.11 or newer and pytest; the first run installs what
else the simulator needs in the virtual environment STACKKIT_SIMULATOR_VENV, by default ~/.cache/stackkit-simulator.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

SIMULATOR = Path(__file__).resolve().parent.parent / "simulator"
VENV = os.environ.get("STACKKIT_SIMULATOR_VENV", "~/.cache/stackkit-simulator")
# The first start installs packages.
START_TIMEOUT = 300


class RunningSimulator:
    """A simulator that runs in a process of its own.

    url: its address. environment: the variables of a process whose AWS calls are to go to it, and nowhere else.
    """

    def __init__(self, url):
        self.url = url
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")} | {
            "AWS_ENDPOINT_URL": url,
            "AWS_ACCESS_KEY_ID": "123456789012",
            "AWS_SECRET_ACCESS_KEY": "nothing-but-the-simulator-takes-this-secret",
            "AWS_REGION": "eu-west-1",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def control(self, method, name, **arguments):
        """Send a control request, such as control("POST", "clock", advance=3600); return its answer."""
        request = urllib.request.Request(f"{self.url}/_simulator/{name}", json.dumps(arguments).encode(), method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def calls(self):
        """Return all AWS calls of the test as dicts: service, operation, region, table, params, error, write."""
        return self.control("GET", "log")["log"]


@pytest.fixture(scope="session")
def dynamodb_simulator_process(tmp_path_factory):
    """Start a simulator for the whole session, on a free port of the loopback interface."""
    folder = tmp_path_factory.mktemp("simulator")
    ready, log = folder / "ready", folder / "log"
    options = ["--venv", VENV, "--port", "0", "--speed", "240", "--ready-file", ready]
    with log.open("wb") as output:
        process = subprocess.Popen([sys.executable, SIMULATOR, *options], stdout=output, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + START_TIMEOUT
        while not ready.is_file():
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"The simulator did not start:\n{log.read_text()}")
            time.sleep(0.05)
        yield RunningSimulator(ready.read_text().strip())
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def dynamodb_simulator(dynamodb_simulator_process):
    """Return the simulator, without any tables."""
    dynamodb_simulator_process.control("POST", "reset")
    dynamodb_simulator_process.control("DELETE", "log")
    return dynamodb_simulator_process
