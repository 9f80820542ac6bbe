# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Run each integration target against an engine, as far as it gets."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from itertools import count

from ..environment.simulated import REPO, ansible_playbook, neutral, simulator
from ..environment.simulated import environment as environment_at
from .compare import normalized
from .recorder import recording

TARGETS = REPO / "tests/integration/targets"
# Stop a run that waits for a state that the engine never reaches.
TIME_LIMIT = 240
# For a real account, where an index takes minutes.
ACCOUNT_TIME_LIMIT = 3600
# The targets that need nothing of the simulator but its answers.
ON_ACCOUNT = ("account",)
PASSED = "passes"

_accounts = count(200000000001)


def names():
    return sorted(path.parent.parent.name for path in TARGETS.glob("*/tasks/main.yml"))


def run(engine, url):
    """Return {target: PASSED, or the task at which it stops and its message}."""
    with simulator() as others:
        return {target: _run_target(target, engine, url, others["AWS_ENDPOINT_URL"]) for target in names()}


def run_on_account(target, prefix, region):
    """Run a target with the environment's credentials; its tables get the prefix. Return as run does."""
    own = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
    neutral_to_ansible = {name: value for name, value in neutral().items() if not name.startswith("AWS_")}
    more = {"AWS_REGION": region, "ANSIBLE_PYTHON_INTERPRETER": sys.executable}
    environment = neutral_to_ansible | own | more
    return _play(target, environment, ACCOUNT_TIME_LIMIT, f"prefix={prefix}")


def _run_target(target, engine, url, others):
    """Run a target with a new account, so that nothing of the previous target exists, and a new proxy: a module that
    still waits at the time limit loses its connection and stops."""
    with recording(engine, url, others) as proxy:
        return _play(target, environment_at(proxy) | {"AWS_ACCESS_KEY_ID": str(next(_accounts))}, TIME_LIMIT)


def _play(target, environment, limit, *variables):
    command = ansible_playbook(
        "tests/integration/target.yml", "--extra-vars", " ".join([f"target={target}", *variables])
    )
    environment |= {"ANSIBLE_NOCOLOR": "1"}
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            command, cwd=REPO, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            process.wait(limit)
        except subprocess.TimeoutExpired:
            process.terminate()
        except BaseException:
            process.terminate()
            process.wait()
            raise
        code = process.wait()
        output.seek(0)
        text = output.read()
    if code < 0:
        return f"{_task(text)}: not finished after {limit} s"
    return PASSED if code == 0 else normalized(stop(text))


def stop(output):
    """Return the task that ended the play, and Ansible's message, in one line. Earlier failures were rescued."""
    before, _fatal, after = output.rpartition("fatal: [")
    message = re.search(r"msg: *(.+?)(?=\n    \w+:|\n\n|\Z)", after, re.DOTALL)
    reason = " ".join((message[1] if message else after[-300:]).split())
    return f"{_task(before or output)}: {reason}"


def _task(output):
    tasks = re.findall(r"^TASK \[(.+?)\] ", output, re.MULTILINE)
    return tasks[-1].rpartition(" : ")[2] if tasks else "before the first task"
