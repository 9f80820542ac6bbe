# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Sets of alarms from options to result."""

from __future__ import annotations

from ..core import apply as keeping_module
from ..core import tagging
from ..core.apply import Keeping
from ..core.aws_errors import DONE, KnownRefusal
from . import plan, read

# A dashboard that is to be deleted may be gone already, as after an answer that was lost.
REFUSALS = tuple(KnownRefusal(DONE, "R87", ("delete_dashboards",), code, "") for code in read.NO_DASHBOARD)


def keep(params, aws, region, *, check_mode, log):
    """Bring every set to what is declared -> [Keeping], in the order of the sets."""
    keepings = [
        Keeping(entry["prefix"], region, {**entry, "place": place, "tags": tagging.strings(entry["tags"])})
        for place, entry in enumerate(params["sets"])
    ]
    read.observe(keepings, aws, region)
    _look_at_composites(keepings, aws, region)
    for keeping in keepings:
        keeping_module.guarded(_plan, keeping, aws)
    if not check_mode:
        work = [(keeping, aws, log, REFUSALS) for keeping in keepings if keeping.plan.changes]
        keeping_module.side_by_side(keeping_module.WRITERS, keeping_module.apply, work)
    if any(keeping.applied for keeping in keepings):
        read.observe_again(keepings, aws, region)
    return keepings


def _look_at_composites(keepings, aws, region):
    """An alarm that one of them uses cannot be deleted; most runs delete nothing."""
    losing = [keeping for keeping in keepings if plan.going(keeping.want, keeping.have)]
    if losing:
        keeping_module.for_all(losing, read.read_rules, aws, region)


def _plan(keeping, aws):
    plan.plan(keeping.plan, keeping.want, keeping.have, region=keeping.region)
    keeping_module.check(keeping, aws)


def result(keepings, *, check_mode):
    """The task's result. With "msg" in it, the task has failed."""
    report = keeping_module.for_task(keepings, check_mode=check_mode, what="sets of alarms")
    report["unlisted"] = [name for keeping in keepings for name in plan.unlisted(keeping.want, keeping.have)]
    report["alarms"] = [
        {"name": facts["AlarmName"], "arn": facts["AlarmArn"], "state": facts["StateValue"]}
        for keeping in keepings
        for facts in keeping.have.facts.values()
    ]
    return report
