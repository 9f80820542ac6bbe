# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Observe, plan, apply: how tables are brought to what a task declares. The only file that knows all three."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from itertools import groupby

from ..core import aws_errors, validation
from ..core import client as aws_module
from ..core.change import ARN, Phase, Refusal
from ..core.errors import AwsError, Refused, StackkitError
from . import plan as plan_module
from . import regions
from .registry import ASPECTS
from .values import replica

WRITERS = 32  # threads; they mostly wait

# After these calls the table is not at rest, and AWS refuses the next (R1).
MOVING = ("create_table", "update_table", "delete_table")

REFUSALS = aws_errors.REFUSALS + tuple(known for aspect in ASPECTS for known in getattr(aspect, "REFUSALS", ()))


@dataclass
class Keeping:
    """One table's way through a run.

    lanes: {region: Lane}, of the table and of those replicas that the task declares or takes away.
    applied: the Changes made. deferred: those left to a later run, and pending: as [{path, reason, earliest}].
    sent_at: {method: seconds}.
    errors: what went wrong, at most one a region.
    """

    name: str
    params: dict
    plan: plan_module.TablePlan = field(default_factory=plan_module.TablePlan)
    lanes: dict = field(default_factory=dict)
    applied: list = field(default_factory=list)
    deferred: list = field(default_factory=list)
    pending: list = field(default_factory=list)
    sent_at: dict = field(default_factory=dict)
    errors: dict = field(default_factory=dict)

    @property
    def region(self):
        return self.params["region"]

    @property
    def home(self):
        return self.lanes[self.region]

    @property
    def others(self):
        return [lane for lane in self.lanes.values() if not lane.at_home and lane.region not in self.errors]

    @property
    def error(self):
        """The first error; at home, if there is one there."""
        return self.errors.get(self.region) or next(iter(self.errors.values()), None)

    @property
    def remaining(self):
        """Changes neither made nor pending."""
        return [change for change in self.plan.changes if change not in self.applied + self.deferred]

    def defer(self, change, reason, earliest):
        """Leave a Change to a later run."""
        self.deferred.append(change)
        self.pending.append({"path": change.path, "reason": reason, "earliest": earliest})


@dataclass(frozen=True)
class Run:
    """What all tables of a run share."""

    aws: aws_module.Aws
    deadline: aws_module.Deadline
    wait: bool
    log: object


def keep(requests, aws, *, check_mode, wait, wait_timeout, log):
    """Bring every requested table to what is declared -> [Keeping], in the order of the requests.

    A table that fails raises nothing: its Keeping has the error, and the others go on; so do the regions of one table.
    log(words) tells progress.
    """
    run = Run(aws, aws_module.Deadline(wait_timeout, aws.clock), wait, log)
    keepings = [Keeping(request.name, request.params, lanes=regions.lanes(request.params)) for request in requests]
    _observe(keepings, run)
    for keeping in keepings:
        _guarded(_plan, keeping, keeping.home, run)
    if not check_mode:
        with ThreadPoolExecutor(WRITERS) as pool:
            _each(pool, _apply, [(keeping, keeping.home, run) for keeping in keepings if _has_work(keeping)])
    return keepings


# Observing -----------------------------------------------------------------------------------------------------------


def _observe(keepings, run):
    """Two round trips: all descriptions, then whatever the declared aspects read beside them.

    A third one reads replicas that the task takes away without naming them: only the description tells which.
    """
    with ThreadPoolExecutor(aws_module.READERS) as pool:
        _each(pool, _describe, [(keeping, lane, run) for keeping in keepings for lane in keeping.lanes.values()])
        found = [(keeping, lane, run) for keeping in keepings for lane in _leaving(keeping)]
        _each(pool, _describe, found + [reading for keeping in keepings for reading in _readings(keeping, run)])
        _each(pool, _read, [(*one, *reading) for one in found for reading in regions.readings(one[1])])
    for keeping in keepings:
        _expect(keeping)


def _describe(keeping, lane, run, aspect=None, want=None):
    """Look at a table in one region; with an aspect, read that instead."""
    if aspect is not None:
        _read(keeping, lane, run, aspect, want)
        return
    region = run.aws.in_region(lane.region)
    description = region.describe_table(keeping.name)
    if description and description["TableStatus"] == "CREATING":
        # Somebody else is creating it. Until that is done, the other readings say "not found" (R79).
        description = aws_module.wait_until_settled(
            lambda: region.describe_table(keeping.name), run.deadline, keeping.name
        )
    _take(keeping, lane, description)
    lane.moving = bool(description and aws_module.unsettled(description))


def _take(keeping, lane, description):
    """Keep a description, and the ARN for all regions: a replica's differs by the region alone."""
    lane.description = None if aws_module.is_gone(description) else description
    if lane.at_home and lane.description:
        for one in keeping.lanes.values():
            one.arn = description["TableArn"].replace(f":{lane.region}:", f":{one.region}:")


def _leaving(keeping):
    """Lanes of the replicas that go without being named; they join the others."""
    if not keeping.home.description or keeping.region in keeping.errors:
        return []
    found = regions.leaving(keeping.params, keeping.home.description)
    for lane in found:
        lane.arn = keeping.home.arn.replace(f":{keeping.region}:", f":{lane.region}:")
        keeping.lanes[lane.region] = lane
    return found


def _expect(keeping):
    """Replicas that an earlier run, or somebody else, is adding: their own regions may not show them yet."""
    for member in replica.replicas_of(keeping.home.description) if keeping.home.description else []:
        lane = keeping.lanes.get(member["RegionName"])
        if lane and lane.description is None and member.get("ReplicaStatus") == "CREATING":
            lane.moving = lane.coming = True


def _readings(keeping, run):
    return [
        (keeping, lane, run, aspect, want)
        for lane in keeping.lanes.values()
        if lane.description and not lane.leaving
        for aspect, want in regions.readings(lane)
    ]


def _read(keeping, lane, run, aspect, want):
    if lane.description:
        lane.answers[aspect] = aspect.read(run.aws.in_region(lane.region), lane.description, want)


# Planning ------------------------------------------------------------------------------------------------------------


def _plan(keeping, _home, run):
    plan = keeping.plan = plan_module.plan_table(keeping.home, keeping.others)
    for change in plan.changes:
        problem = run.aws.unknown_to_sdk(change)
        if problem:
            plan.refusals.append(Refusal(change.path, problem))
    if plan.refusals:
        raise Refused(plan.refusals)


def _has_work(keeping):
    return keeping.region not in keeping.errors and (
        keeping.plan.changes or any(lane.moving for lane in keeping.lanes.values())
    )


# Applying ------------------------------------------------------------------------------------------------------------


def _apply(keeping, home, run):
    """The only code that writes. Phases follow each other; inside a phase regions go side by side, each in order."""
    for phase, changes in groupby(keeping.plan.changes, key=lambda change: change.phase):
        failed_before = set(keeping.errors)
        by_region = {}
        for change in changes:
            by_region.setdefault(change.region, []).append(change)
        calls = [(keeping, keeping.lanes[region], run, todo) for region, todo in by_region.items()]
        if len(calls) == 1:
            _guarded(_make, *calls[0])
        else:
            with ThreadPoolExecutor(len(calls)) as pool:
                _each(pool, _make, calls)
        if phase == Phase.REPLICATE:
            _guarded(_check_replicas, keeping, home, run, by_region[home.region])
        if set(keeping.errors) - failed_before:
            return
    for lane in keeping.lanes.values():
        _guarded(_finish, keeping, lane, run)


def _make(keeping, lane, run, changes):
    """Make the changes of one phase in one region."""
    for change in changes:
        waits_for = [other for other in keeping.deferred if {other.path, other.action} & set(change.needs)]
        if waits_for:
            reason = f"Cannot yet {change.action}: it waits for {waits_for[0].path}, which is pending itself."
            keeping.defer(change, reason, None)
            continue
        if change.service == "dynamodb":
            _settle(keeping, lane, run, before=change)
            for region in replica.added_by(change):  # the old table there must be gone first (R55)
                _settle(keeping, keeping.lanes[region], run, before=change)
        run.log(f"{keeping.name} in {lane.region}: {change.action}")
        _send(keeping, lane, run, change)


def _send(keeping, lane, run, change):
    """Send one Change, and again while AWS is busy. A window makes it pending, unless an answer was lost before."""
    pause = aws_module.FIRST_PAUSE
    while True:
        try:
            run.aws.send(resolved(change, lane.arn))
            break
        except AwsError as error:
            window, done, busy = (
                aws_errors.known(REFUSALS, kind, change.method, error)
                for kind in (aws_errors.WINDOW, aws_errors.DONE, aws_errors.BUSY)
            )
            if (window or done) and not _still_needed(keeping, run, change):
                break
            if window:
                keeping.defer(change, *_window(keeping, change, *window))
                return
            if not busy:
                raise
            run.deadline.sleep(pause, f"to {change.action}, which AWS refuses for now: {error.message}")
        lane.moving = True
        pause = min(2 * pause, aws_module.LONGEST_PAUSE)
        _settle(keeping, lane, run, before=change)
    keeping.applied.append(change)
    keeping.sent_at[change.method] = run.aws.clock.time()
    if change.method in MOVING:  # a change at one member moves the whole group (R36)
        for one in keeping.lanes.values():
            one.moving = True


def resolved(change, arn):
    """The Change with the table's ARN, which a plan for a table that is still to be created does not know."""
    if ARN not in change.params.values():
        return change
    return replace(change, params={name: arn if value == ARN else value for name, value in change.params.items()})


def _still_needed(keeping, run, change):
    """Look again: would the task, run now, plan this change? Its parameters may have moved on, as a revision does."""
    for lane in keeping.lanes.values():
        _describe(keeping, lane, run)
        for aspect, want in regions.readings(lane):
            _read(keeping, lane, run, aspect, want)
    plan = plan_module.plan_table(keeping.home, keeping.others)
    refusals = [one for one in plan.refusals if validation.option_of(one.path) == change.path]
    if refusals:  # what is there now, and was not when the run began, is not what the task asks for
        raise Refused(refusals)
    return any(_asks_for(keeping, other, change) for other in plan.changes)


def _asks_for(keeping, planned, change):
    """Whether a change of a later plan is this one, or what is left of it: several numbers may be half set."""
    known = [(other.action, other.region) for other in keeping.plan.changes]
    if (planned.action, planned.region) in known:
        return (planned.action, planned.region) == (change.action, change.region)
    return planned.phase == change.phase == Phase.CHANGE


def _check_replicas(keeping, home, run, changes):
    """AWS may accept a replica and give it up, also without a word (R29)."""
    _settle(keeping, home, run)
    failed = {entry["RegionName"]: replica.failure(entry) for entry in replica.replicas_of(home.description)}
    for change in changes:
        for region in replica.added_by(change):
            if failed.get(region):
                raise StackkitError(f"Failed to {change.action}: AWS gave it up: {failed[region]}")
        if change in keeping.applied and _still_needed(keeping, run, change):
            raise StackkitError(f"Failed to {change.action}: AWS accepted it, and nothing came of it. Run again.")


def _window(keeping, change, window, match):
    """Why a window refuses a Change, and until when; match: of the window's pattern in AWS's message."""
    earliest = match.groupdict().get("earliest")
    if window.seconds and change.method in keeping.sent_at:
        last = keeping.sent_at[change.method]
        earliest = datetime.fromtimestamp(last + window.seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"Cannot yet {change.action}: {window.reason} ({window.rule}). Run the task again later.", earliest


# Waiting -------------------------------------------------------------------------------------------------------------


def _settle(keeping, lane, run, before=None):
    """Wait until AWS takes the Change `before`; without one, until the table is as it shall stay in this region."""
    if not lane.moving:
        return
    region = run.aws.in_region(lane.region)

    def read():
        description = region.describe_table(keeping.name)
        _take(keeping, lane, description)
        return description

    if _is_going(keeping, lane):
        aws_module.wait_until_gone(read, run.deadline)
    else:
        deleting = bool(before) and (lane.leaving or keeping.params["state"] == "absent")
        aws_module.wait_until_settled(
            read,
            run.deadline,
            keeping.name,
            born=lane.coming or _is_born(keeping, lane),
            stuck_is_fine=deleting,
        )
    lane.moving = False


def _is_going(keeping, lane):
    """Whether there is to be no table in this region: it is being deleted, or will be made only later in this run."""
    removed = any(lane.region in replica.removed_by(change) for change in keeping.applied)
    if lane.leaving:
        return removed
    if any(change.phase == Phase.DELETE for change in keeping.applied):
        return True
    absent = lane.description is None and not lane.coming
    return (removed or absent) and not _is_born(keeping, lane)


def _is_born(keeping, lane):
    """Whether the table, or this replica of it, was made in this run, so that AWS may not show it everywhere yet."""
    if lane.at_home:
        return any(change.phase == Phase.CREATE for change in keeping.applied)
    return any(lane.region in replica.added_by(change) for change in keeping.applied)


def _finish(keeping, lane, run):
    """Wait for the last change, if the task wants that, and read again what was changed."""
    if run.wait:
        _settle(keeping, lane, run)
    elif lane.moving:
        _take(keeping, lane, run.aws.in_region(lane.region).describe_table(keeping.name))
    changed = {change.path for change in keeping.applied}
    for aspect, want in regions.readings(lane) if not lane.moving else []:
        if aspect not in lane.answers or changed & set(aspect.OPTIONS):
            _read_again(keeping, lane, run, aspect, want)


def _read_again(keeping, lane, run, aspect, want):
    """Read what was changed. Some aspects take their time beside the table's, and may fail in the end."""

    def read():
        _read(keeping, lane, run, aspect, want)
        return lane.answers.get(aspect)

    if run.wait and hasattr(aspect, "unsettled") and lane.description:
        aws_module.wait_until(read, aspect.unsettled, run.deadline)
    else:
        read()


# Side by side --------------------------------------------------------------------------------------------------------


def _each(pool, function, calls):
    """Call function(keeping, lane, ...) for every tuple of arguments, side by side."""
    for done in [pool.submit(_guarded, function, *arguments) for arguments in calls]:
        done.result()


def _guarded(function, keeping, lane, *arguments):
    """The trouble of one region is kept with its table; a bug is not, and ends the run."""
    if lane.region in keeping.errors:
        return
    try:
        function(keeping, lane, *arguments)
    except StackkitError as error:
        keeping.errors.setdefault(lane.region, error)
