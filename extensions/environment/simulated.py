# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A running simulator, and the environment in which plays can reach only the simulator."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPO = HERE.parent.parent
START_TIMEOUT = 30
# Creating an index takes minutes in AWS and two seconds here; a rate limit of an hour ends after fifteen seconds.
SPEED = 240


@contextmanager
def simulator(*more):
    """Start a simulator on a free port, with more options if given; yield the environment for plays; stop it."""
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder) / "ready"
        log = Path(folder) / "log"
        options = ["--port", "0", "--speed", str(SPEED), "--ready-file", ready, *more]
        command = [sys.executable, REPO / "extensions/simulator", *options]
        with log.open("wb") as output:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        try:
            wait_until_ready(ready, process, log)
            yield environment(ready.read_text().strip())
        finally:
            process.terminate()
            process.wait()


def wait_until_ready(ready, process, log):
    deadline = time.monotonic() + START_TIMEOUT
    while not (ready.is_file() and ready.read_text().strip()):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"The simulator did not start:\n{log.read_text()}")
        time.sleep(0.05)


def environment(url):
    return neutral() | {
        "AWS_ENDPOINT_URL": url,
        # The access key selects the account. The secret is long because Ansible masks it wherever it occurs.
        "AWS_ACCESS_KEY_ID": "123456789012",
        "AWS_SECRET_ACCESS_KEY": "nothing-but-the-simulator-takes-this-secret",
        "AWS_REGION": "eu-west-1",
        "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
    }


def neutral():
    """Return the user's environment without variables that configure access to AWS or the behavior of Ansible."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "ANSIBLE_"))}
    return environment | {
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "ANSIBLE_CONFIG": str(HERE / "ansible.cfg"),
    }


def ansible_playbook(*arguments):
    return [Path(sys.executable).with_name("ansible-playbook"), *arguments]
