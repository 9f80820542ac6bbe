# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The integration targets, each played against a judge as far as it goes."""

from __future__ import annotations

import re
import subprocess
from itertools import count

from ..environment.simulated import REPO, ansible_playbook, simulator
from ..environment.simulated import environment as environment_at
from .compare import plain
from .recorder import recording

TARGETS = REPO / "tests/integration/targets"
# A judge that never gets where the play waits for it to be would hold us up for an hour.
TIME_LIMIT = 120
PASSED = "passes"

# Why a target cannot pass, where the words of the play do not tell.
WHY = {
    "alarms": "ministack loses the statistic and the period of alarms on metric math",
    "aspects": "DynamoDB Local has no recovery and no tags; ministack forgets the days, and shows other keys",
    "autoscaling": "it asks the simulator to move a capacity",
    "global": "it asks the simulator to refuse a call, and sets its clock",
    "info": "it asks the simulator to refuse a call",
    "interrupted": "it asks the simulator to refuse a call",
    "many": "it asks the simulator to refuse a call",
    "module_defaults": "it compares with the simulator's account",
    "ttl": "it sets the simulator's clock, for AWS's one change an hour",
    "wait": "it needs an index that takes its time, and sets the simulator's clock",
}

_accounts = count(200000000001)


def names():
    return sorted(path.parent.parent.name for path in TARGETS.glob("*/tasks/main.yml"))


def play(judge, url):
    """{target: PASSED, or the task at which it stops and what was said there}."""
    with simulator() as others, recording(judge, url, others["AWS_ENDPOINT_URL"]) as proxy:
        return {target: _play(target, proxy) for target in names()}


def _play(target, url):
    command = ansible_playbook("tests/integration/target.yml", "--extra-vars", f"target={target}")
    # Every target under an account of its own: nothing of the one before is there.
    environment = environment_at(url) | {"AWS_ACCESS_KEY_ID": str(next(_accounts)), "ANSIBLE_NOCOLOR": "1"}
    try:
        done = subprocess.run(
            command,
            cwd=REPO,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=TIME_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        return f"{_task((late.stdout or b'').decode())}: not done after {TIME_LIMIT} s"
    return PASSED if done.returncode == 0 else plain(stop(done.stdout))


def stop(output):
    """The task that failed, and Ansible's message, in one line."""
    before, _fatal, after = output.partition("fatal: [")
    message = re.search(r"msg: *(.+?)(?=\n    \w+:|\n\n|\Z)", after, re.DOTALL)
    words = " ".join((message[1] if message else after or output[-300:]).split())
    return f"{_task(before)}: {words}"


def _task(output):
    tasks = re.findall(r"^TASK \[(.+?)\] ", output, re.MULTILINE)
    return tasks[-1].rpartition(" : ")[2] if tasks else "before the first task"
