# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Measure the tasks of the role stack in runs that change nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ..environment.simulated import REPO, ansible_playbook
from . import modules
from .measure import Sample, run

TABLE = {
    "hash_key": "user_id",
    "range_key": "created_at",
    "attributes": [{"name": name, "type": "S"} for name in ("user_id", "created_at", "email")],
    "global_secondary_indexes": [{"name": "email-index", "hash_key": "email"}],
    "ttl_enabled": True,
    "stream_enabled": True,
}
# The backup profile of prod uses cold storage, for which the account must opt in.
BACKUPS_AND_ALARMS = {"stack_enable_backup": True, "stack_create_cloudwatch_alarms": True, "stack_backup_opt_in": True}
REPLICA = {"enable_global_tables": True, "replica_regions": ["us-east-1"]}


@dataclass(frozen=True)
class Stack:
    """A stack to measure. tags: of the tasks to run. starts, seconds: targets, None if there is none."""

    title: str
    project: str
    number: int
    tags: str
    of_table: dict
    starts: int
    seconds: float | None

    def variables(self):
        tables = [{"table_name": f"users-{n:02d}", **TABLE, **self.of_table} for n in range(self.number)]
        return {
            "stack_project_name": self.project,
            "stack_environment": "prod",
            "stack_tables": tables,
            **BACKUPS_AND_ALARMS,
        }


STACKS = {
    "Without backups and alarms": [
        Stack("one table", "shop", 1, "stackkit_key,stackkit_table", {}, 3, 4),
        Stack("sixty tables", "mall", 60, "stackkit_key,stackkit_table", {}, 3, 7),
    ],
    "With backups and alarms": [
        Stack("one table", "bank", 1, "all", {}, 7, 8),
        Stack("sixty tables", "city", 60, "all", {}, 7, 15),
        Stack("one table, and a replica", "globe", 1, "all", REPLICA, 9, None),
    ],
}


@dataclass(frozen=True)
class Play:
    """One run of the role.

    tasks: {name: seconds from its start to the start of the next}; starts: {name: modules}; changed: names of tasks.
    """

    sample: Sample
    tasks: dict
    starts: dict
    changed: list


def unchanged_runs(stack, aws, runs):
    """Return [Play] of runs of the role after a first one that created everything."""
    play(stack, aws)
    return [split(*play(stack, aws)) for _run in range(runs)]


def play(stack, aws):
    """Run the role; return (Sample, the callback's records)."""
    folder = modules.CACHE
    path, notes = folder / "role.json", folder / "tasks.json"
    content = {"hosts": "localhost", "gather_facts": False, "vars": stack.variables()}
    path.write_text(json.dumps([{**content, "roles": ["stackkit.dynamodb.stack"]}]))
    callback = {"ANSIBLE_CALLBACK_PLUGINS": str(modules.HERE / "callback"), "BENCH_TASKS": str(notes)}
    sample = run(ansible_playbook(str(path), "--tags", stack.tags), modules.environment(aws, folder) | callback, REPO)
    return sample, json.loads(notes.read_text())


def split(sample, notes):
    tasks, starts = {"before the first task": notes["tasks"][0]["begun"] - sample.begun}, {}
    ends = [task["begun"] for task in notes["tasks"][1:]] + [notes["ended"]]
    for task, end in zip(notes["tasks"], ends, strict=True):
        name = _short(task["name"])
        tasks[name] = tasks.get(name, 0) + end - task["begun"]
        starts[name] = starts.get(name, 0) + task["starts"]
    tasks["after the last task"] = sample.begun + sample.wall - notes["ended"]
    return Play(sample, tasks, starts, [_short(task["name"]) for task in notes["tasks"] if task["changed"]])


def _short(name):
    return name.removeprefix("stackkit.dynamodb.")
