# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Backup plans for the tests, and a run of the module without AnsibleModule."""

from __future__ import annotations

from ansible_collections.stackkit.dynamodb.plugins.module_utils.backups import read, reconcile, request
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.task_invariants import checked, run_task

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/backup"
ORDERS = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/orders"
ELSEWHERE = "us-east-1"
COPIES = f"arn:aws:backup:{ELSEWHERE}:{ACCOUNT}:backup-vault:copies"


def daily(name="orders", **more):
    """A plan that does not require the advanced features."""
    entry = {
        "name": name,
        "vault": "vault",
        "schedule": "cron(0 2 ? * * *)",
        "delete_after": 35,
        "resources": [ORDERS],
        "role_arn": ROLE,
        **more,
    }
    return {option: value for option, value in entry.items() if value is not None}


def whole(entry):
    """All options of one plan, with defaults."""
    params, problems = checked(request, {"plans": [entry]})
    assert not problems, problems
    return reconcile._entry(params["plans"][0], 0, REGION)


def seen(entry=None, **more):
    """The current state with this plan, given by its options."""
    found = read.Seen(vaults={REGION: {"vault": {}}, ELSEWHERE: {"copies": {}}}, account=ACCOUNT)
    if entry:
        want = whole(entry)
        found.ids, found.arn = ["plan-1"], f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-plan:plan-1"
        found.rule = {**read.rule_module.complete(want, {}), "RuleId": "rule-1"}
        found.plan = {"BackupPlanName": want["name"], "Rules": [found.rule]}
        found.tags = want["tags"] or {}
        if want["resources"]:
            found.selections, found.selection_id = [(want["name"], "selection-1")], "selection-1"
            found.selection = read.rule_module.complete_selection(want, {})
    for name, value in more.items():
        setattr(found, name, value)
    return found


def faults(*plans, **more):
    """{option path: problem} of the plans of a task."""
    return checked(request, {"plans": list(plans), **more})[1]


def run(simulator, **task):
    """One task of dynamodb_stackkit_backup -> the result of the module, with its warnings."""
    how = {name: task.pop(name) for name in ("check_mode", "log") if name in task}
    return run_task(simulator, request, reconcile, task, **how)
