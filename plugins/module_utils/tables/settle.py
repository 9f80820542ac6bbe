# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What tables add to the loop of core/apply.py: waiting between two calls, and planning again after a lost answer."""

from __future__ import annotations

from functools import partial

from ..core.apply import Hooks
from ..core.aws_errors import RETRY, KnownError
from ..core.errors import PlanFailed, StackkitError
from ..core.wait import wait_until
from . import observe, status
from . import plan as plan_module
from .aspects import ttl
from .changes import Phase, option_of
from .registry import ASPECTS
from .values import replica

# After these calls AWS rejects other calls until the operation has ended (R1).
ASYNCHRONOUS = ("create_table", "update_table", "delete_table")

_ALL = (*ASYNCHRONOUS, "update_time_to_live")
KNOWN_ERRORS = (
    KnownError(
        RETRY,
        "R1",
        (*_ALL[1:], "tag_resource", "untag_resource"),
        "ResourceInUseException",
        r"^(?!Table already exists)(?!Global table with name)(?!.*Table is being deleted)",
    ),
    KnownError(
        RETRY,
        "R17",
        _ALL,
        "LimitExceededException",
        "can be created, updated, or deleted simultaneously",
        hidden=True,
    ),
    KnownError(
        RETRY,
        "R17",
        ("create_table",),
        "LimitExceededException",
        "indexed tables that can be created simultaneously",
        hidden=True,
    ),
    *(known for aspect in ASPECTS for known in getattr(aspect, "KNOWN_ERRORS", ())),
)


class TableHooks(Hooks):
    def __init__(self):
        super().__init__(KNOWN_ERRORS)

    def settle(self, item, change, run):
        if change.service != "dynamodb":
            return
        wait(item, item.targets[change.region], run, before=change)
        for region in replica.added_by(change):  # the old table there must be deleted first (R55)
            wait(item, item.targets[region], run, before=change)
        if "MultiRegionConsistency" in change.params:
            _wait_until_ttl_is_disabled(item, run)

    def sent(self, item, change, *, accepted):
        if not accepted:
            item.targets[change.region].in_progress = True
        elif change.method in ASYNCHRONOUS:  # a change of one replica affects the status of all of them (R36)
            for target in item.targets.values():
                target.in_progress = True

    def is_still_needed(self, item, change, run):
        """Whether a new plan would contain this Change. Its params may differ, such as the revision of a policy."""
        for target in item.targets.values():
            observe.describe(item, target, run)
            for aspect, want in target.readings:
                observe.read(item, target, run, aspect, want)
        if item.home.description is None and item.params["state"] == "present":
            raise status.deleted_by_another_caller(item.name)
        plan = plan_module.plan_table(item.home, item.others)
        creating = change.phase == Phase.CREATE
        errors = [error for error in plan.errors if creating or option_of(error.path) == option_of(change.path)]
        if errors:  # another caller has changed the table to a state from which the task cannot continue
            raise PlanFailed(errors)
        again = {(one.region, one.identity) for one in plan.changes}
        if creating:  # the table may be that of another caller, and differ
            return not again <= {(one.region, one.identity) for one in item.plan.changes if one is not change}
        return (change.region, change.identity) in again

    def end_phase(self, item, changes, run):
        """Check new replicas: AWS may accept a replica and fail to create it, also without an error (R29)."""
        added = [change for change in changes if change.phase == Phase.REPLICATE]
        if not added:
            return
        wait(item, item.home, run)
        failed = {entry["RegionName"]: replica.failure(entry) for entry in replica.replicas_of(item.home.description)}
        for change in added:
            for region in replica.added_by(change):
                if failed.get(region):
                    raise StackkitError(f"Failed to {change.summary}: AWS could not create it: {failed[region]}")
            if change in item.applied and self.is_still_needed(item, change, run):
                raise StackkitError(
                    f"Failed to {change.summary}: AWS accepted the request, but the change was not applied. "
                    "Run the task again."
                )


def wait(item, target, run, before=None):
    """Wait until AWS accepts the Change `before`; if it is None, until nothing is in progress in this Region."""
    if not target.in_progress:
        return
    region = run.aws.in_region(target.region)
    sleep = partial(run.sleep, item, target.region)

    def read():
        description = status.describe(region, item.name)
        observe.record(item, target, description)
        return description

    if _is_deleted(item, target):
        status.wait_until_gone(read, sleep, target.table_id)
    elif _is_absent(item, target):
        status.wait_until_not_deleting(read, sleep)
    else:
        deleting = bool(before) and (target.removed or item.params["state"] == "absent")
        status.wait_until_settled(
            read,
            sleep,
            item.name,
            created=target.description is None and (target.being_created or _is_created(item, target)),
            is_deleted=deleting,
        )
    target.in_progress = False


def _wait_until_ttl_is_disabled(item, run):
    """AWS does not add strongly consistent replicas to a table with TTL (R30)."""
    region = run.aws.in_region(item.region)
    if ttl in item.home.answers:
        sleep = partial(run.sleep, item, item.region)
        wait_until(lambda: ttl.read(region, item.home.description, None), _disabling, sleep)


def _disabling(answer):
    status = answer["TimeToLiveDescription"]["TimeToLiveStatus"]
    return f"TTL is {status}" if status == "DISABLING" else ""


def _is_deleted(item, target):
    """Whether this run has deleted the table, or its replica, and not created it again."""
    removed = any(target.region in replica.removed_by(change) for change in item.applied)
    if target.removed:
        return removed
    return any(change.phase == Phase.DELETE for change in item.applied) or (removed and not _is_created(item, target))


def _is_absent(item, target):
    """Whether there was no table when it was read: an old one may be DELETING, or another caller may create it."""
    return target.description is None and not (target.removed or target.being_created or _is_created(item, target))


def _is_created(item, target):
    """Whether this run has created the table, or its replica, so that AWS may not show it everywhere yet."""
    if target.is_home:
        return any(change.phase == Phase.CREATE for change in item.applied)
    return any(target.region in replica.added_by(change) for change in item.applied)
