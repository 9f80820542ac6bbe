# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The integration targets, each played against a judge as far as it goes."""

from __future__ import annotations

import re
import subprocess
import tempfile
from itertools import count

from ..environment.simulated import REPO, ansible_playbook, simulator
from ..environment.simulated import environment as environment_at
from .compare import plain
from .recorder import recording

TARGETS = REPO / "tests/integration/targets"
# A judge that never gets where the play waits for it to be would hold us up for an hour.
TIME_LIMIT = 240
PASSED = "passes"

_accounts = count(200000000001)


def names():
    return sorted(path.parent.parent.name for path in TARGETS.glob("*/tasks/main.yml"))


def play(judge, url):
    """{target: PASSED, or the task at which it stops and what was said there}."""
    with simulator() as others:
        return {target: _play(target, judge, url, others["AWS_ENDPOINT_URL"]) for target in names()}


def _play(target, judge, url, others):
    """Under an account of its own, where nothing of the target before is, and by a proxy of its own: a module that
    still waits when the time is over loses whom it asks, and gives up."""
    command = ansible_playbook("tests/integration/target.yml", "--extra-vars", f"target={target}")
    with tempfile.TemporaryFile("w+") as output:
        with recording(judge, url, others) as proxy:
            environment = environment_at(proxy) | {"AWS_ACCESS_KEY_ID": str(next(_accounts)), "ANSIBLE_NOCOLOR": "1"}
            process = subprocess.Popen(
                command, cwd=REPO, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            )
            try:
                process.wait(TIME_LIMIT)
            except subprocess.TimeoutExpired:
                process.terminate()
        code = process.wait()
        output.seek(0)
        said = output.read()
    if code < 0:
        return f"{_task(said)}: not done after {TIME_LIMIT} s"
    return PASSED if code == 0 else plain(stop(said))


def stop(output):
    """The task that ended the play, and Ansible's message, in one line. Failures before it were rescued."""
    before, _fatal, after = output.rpartition("fatal: [")
    message = re.search(r"msg: *(.+?)(?=\n    \w+:|\n\n|\Z)", after, re.DOTALL)
    words = " ".join((message[1] if message else after[-300:]).split())
    return f"{_task(before or output)}: {words}"


def _task(output):
    tasks = re.findall(r"^TASK \[(.+?)\] ", output, re.MULTILINE)
    return tasks[-1].rpartition(" : ")[2] if tasks else "before the first task"
