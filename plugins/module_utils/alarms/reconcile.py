# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Sets of alarms from options to result."""

from __future__ import annotations

from ..core import apply, tagging
from ..core import result as result_module
from ..core.apply import Hooks, Reconciliation
from ..core.aws_errors import APPLIED, KnownError
from . import plan, read

# CloudWatch accepts three changes per second of an account; botocore retries what is throttled (R88).
WRITERS = 4
# After a lost answer, the dashboard may already be deleted.
HOOKS = Hooks(tuple(KnownError(APPLIED, "R87", ("delete_dashboards",), code, "") for code in read.NO_DASHBOARD))


def reconcile(params, run):
    """Reconcile every set -> [Reconciliation], in the order of the sets."""
    items = [
        Reconciliation(entry["prefix"], run.region, {**entry, "place": place, "tags": tagging.strings(entry["tags"])})
        for place, entry in enumerate(params["sets"])
    ]
    read.observe(items, run)
    deleting = [item for item in items if not item.error and plan.removed(item.want, item.have)]
    if deleting:  # an alarm that a composite alarm uses cannot be deleted; most runs delete none
        apply.together(deleting, read.read_rules, run)
    for item in items:
        apply.guarded(_plan, item, item.region, run)
    if not run.check_mode:
        apply.apply_all(items, run, HOOKS, WRITERS)
    if any(item.applied for item in items):
        read.observe_again(items, run)
    return items


def _plan(item, run):
    plan.plan(item.plan, item.want, item.have, region=item.region)
    apply.check(item, run)


def result(items, params, run):
    """The task's result. With "msg" in it, the task has failed."""
    unlisted = [(item.name, "alarms", name) for item in items for name in plan.unlisted(item.want, item.have)]
    report = result_module.for_task(items, check_mode=run.check_mode, what="sets of alarms", unlisted=unlisted)
    report["unlisted"] = [name for _set, _option, name in unlisted]
    report["alarms"] = [
        {"name": facts["AlarmName"], "arn": facts["AlarmArn"], "state": facts["StateValue"]}
        for item in items
        for facts in item.have.facts.values()
    ]
    return report
