# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Sets of policies for the tests, and runs of the module's code on a simulator."""

from __future__ import annotations

from ansible_collections.stackkit.dynamodb.plugins.module_utils.access import reconcile, request
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.task_invariants import checked, run_task

ORDERS, USERS = "/stackkit/{region}/orders/", "/stackkit/{region}/users/"


def document(*actions, sid="Items"):
    statement = {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def policy(name, *actions, **more):
    return {"name": name, "document": document(*actions or ("dynamodb:GetItem",)), **more}


def problems(*sets):
    """{option path: problem} of a task's sets."""
    return checked(request, {"sets": list(sets)})[1]


def run(simulator, **task):
    """Run one task of dynamodb_stackkit_access -> the module's result, with its warnings and the applied changes."""
    how = {name: task.pop(name) for name in ("check_mode", "log", "interruption") if name in task}
    return run_task(simulator, request, reconcile, task, **how)
