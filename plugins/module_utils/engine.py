# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Observe, plan, apply: how tables are brought to what a task declares. The only file that knows all three."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timezone

from . import aws as aws_module
from . import plan as plan_module
from . import refusals
from .change import Phase, Refusal, Table
from .errors import AwsError, Refused, StackkitError
from .registry import ASPECTS

WRITERS = 32  # threads; they mostly wait

# After these calls the table is not at rest, and AWS refuses the next (R1).
MOVING = ("create_table", "update_table", "delete_table")

REFUSALS = refusals.REFUSALS + tuple(known for aspect in ASPECTS for known in getattr(aspect, "REFUSALS", ()))


@dataclass
class Keeping:
    """One table's way through a run. Only one thread at a time changes it.

    description: DescribeTable's latest, None while there is no table. answers: {aspect: its reading}.
    moving: whether description may be out of date because something is under way.
    applied: the Changes made. pending: [{path, reason, earliest}]. sent_at: {method: seconds}.
    """

    request: object
    region: str
    description: dict | None = None
    answers: dict = field(default_factory=dict)
    plan: plan_module.Plan = field(default_factory=plan_module.Plan)
    applied: list = field(default_factory=list)
    pending: list = field(default_factory=list)
    sent_at: dict = field(default_factory=dict)
    moving: bool = False
    error: StackkitError | None = None

    @property
    def name(self):
        return self.request.name

    @property
    def live(self):
        """The description, None also where the table is being deleted."""
        return None if aws_module.is_gone(self.description) else self.description

    @property
    def table(self):
        return Table(self.name, self.region, self.live["TableArn"] if self.live else None)

    @property
    def remaining(self):
        """Changes neither made nor pending."""
        paths = {entry["path"] for entry in self.pending}
        return [change for change in self.plan.changes if change not in self.applied and change.path not in paths]


def keep(requests, aws, region, *, check_mode, wait, wait_timeout, log):
    """Bring every requested table to what is declared -> [Keeping], in the order of the requests.

    A table that fails raises nothing: its Keeping has the error, and the others go on. log(words) tells progress.
    """
    keepings = [Keeping(request, region) for request in requests]
    deadline = aws_module.Deadline(wait_timeout, aws.clock)
    _observe(keepings, aws, deadline)
    for keeping in keepings:
        _guarded(_plan, keeping, aws)
    if not check_mode:
        with ThreadPoolExecutor(WRITERS) as pool:
            _each(pool, _apply, [(keeping, aws, deadline, wait, log) for keeping in keepings if _has_work(keeping)])
    return keepings


def _observe(keepings, aws, deadline):
    """Two round trips for everything: the descriptions, then whatever the declared aspects read beside them."""
    with ThreadPoolExecutor(aws_module.READERS) as pool:
        _each(pool, _describe, [(keeping, aws, deadline) for keeping in keepings])
        _each(pool, _read, [(keeping, aws, *reading) for keeping in keepings for reading in _readings(keeping)])


def _describe(keeping, aws, deadline):
    region = aws.in_region(keeping.region)
    keeping.description = region.describe_table(keeping.name)
    if keeping.description and keeping.description["TableStatus"] == "CREATING":
        # Somebody else is creating it. Until that is done, the other readings say "not found" (R79).
        keeping.description = aws_module.wait_until_settled(
            lambda: region.describe_table(keeping.name), deadline, keeping.name
        )
    keeping.moving = bool(keeping.description and aws_module.unsettled(keeping.description))


def _readings(keeping):
    return plan_module.readings(keeping.request.params) if keeping.live else []


def _read(keeping, aws, aspect, want):
    keeping.answers[aspect] = aspect.read(aws.in_region(keeping.region), keeping.live, want)


def _read_again(keeping, aws, aspect, want, deadline, wait):
    """Read what was changed. Some aspects take their time beside the table's, and may fail in the end."""

    def read():
        _read(keeping, aws, aspect, want)
        return keeping.answers[aspect]

    if wait and hasattr(aspect, "unsettled"):
        aws_module.wait_until(read, aspect.unsettled, deadline)
    else:
        read()


def _plan(keeping, aws):
    plan = plan_module.plan_table(keeping.request.params, keeping.table, keeping.live, keeping.answers)
    keeping.plan = plan
    for change in plan.changes:
        problem = aws.unknown_to_sdk(change)
        if problem:
            plan.refusals.append(Refusal(change.path, problem))
    if plan.refusals:
        raise Refused(plan.refusals)


def _has_work(keeping):
    return not keeping.error and (keeping.plan.changes or keeping.moving)


def _apply(keeping, aws, deadline, wait, log):
    """The only code that writes."""
    for change in keeping.plan.changes:
        waits_for = [entry["path"] for entry in keeping.pending if entry["path"] in change.needs]
        if waits_for:
            reason = f"Cannot yet {change.action}: it waits for {waits_for[0]}, which is pending itself."
            keeping.pending.append({"path": change.path, "reason": reason, "earliest": None})
            continue
        _settle(keeping, aws, deadline, before=change)
        log(f"{keeping.name}: {change.action}")
        _send(keeping, aws, change, deadline)
    if wait:
        _settle(keeping, aws, deadline)
    elif keeping.moving:
        keeping.description = aws.in_region(keeping.region).describe_table(keeping.name)
    changed = {change.path for change in keeping.applied}
    for aspect, want in _readings(keeping) if not keeping.moving else []:
        if aspect not in keeping.answers or changed & set(aspect.OPTIONS):
            _read_again(keeping, aws, aspect, want, deadline, wait)


def _settle(keeping, aws, deadline, before=None):
    """Wait until AWS takes the Change `before`; without one, until the table is as it shall stay."""
    if not keeping.moving:
        return
    region = aws.in_region(keeping.region)

    def read():
        keeping.description = region.describe_table(keeping.name)
        return keeping.description

    created, deleted = (
        any(change.phase == phase for change in keeping.applied) for phase in (Phase.CREATE, Phase.DELETE)
    )
    if deleted or aws_module.is_gone(keeping.description) and not created:
        aws_module.wait_until_gone(read, deadline)
    else:
        deleting = bool(before) and before.phase == Phase.DELETE
        aws_module.wait_until_settled(read, deadline, keeping.name, born=created, stuck_is_fine=deleting)
    keeping.moving = False


def _send(keeping, aws, change, deadline):
    """Send one Change, and again while AWS is busy. A window makes it pending, unless an answer was lost before."""
    pause = aws_module.FIRST_PAUSE
    while True:
        try:
            aws.send(change)
            break
        except AwsError as error:
            window, done, busy = (
                refusals.known(REFUSALS, kind, change.method, error)
                for kind in (refusals.WINDOW, refusals.DONE, refusals.BUSY)
            )
            if (window or done) and not _still_needed(keeping, aws, change, deadline):
                break
            if window:
                keeping.pending.append(_pending(keeping, change, *window))
                return
            if not busy:
                raise
            words = f"to {change.action}, which AWS refuses for now: {error.message}"
        keeping.moving = True
        deadline.sleep(pause, words)
        pause = min(2 * pause, aws_module.LONGEST_PAUSE)
        _settle(keeping, aws, deadline, before=change)
    keeping.applied.append(change)
    keeping.sent_at[change.method] = aws.clock.time()
    keeping.moving = keeping.moving or change.method in MOVING


def _still_needed(keeping, aws, change, deadline):
    """Look again: would the task, run now, plan this very change?"""
    _describe(keeping, aws, deadline)
    for aspect, want in _readings(keeping):
        _read(keeping, aws, aspect, want)
    plan = plan_module.plan_table(keeping.request.params, keeping.table, keeping.live, keeping.answers)
    return change in plan.changes


def _pending(keeping, change, window, match):
    """An entry of `pending` for a Change that a window refuses; match: of the window's pattern in AWS's message."""
    earliest = match.groupdict().get("earliest")
    if window.seconds and change.method in keeping.sent_at:
        last = keeping.sent_at[change.method]
        earliest = datetime.fromtimestamp(last + window.seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "path": change.path,
        "reason": f"Cannot yet {change.action}: {window.reason} ({window.rule}). Run the task again later.",
        "earliest": earliest,
    }


def _each(pool, function, calls):
    """Call function(keeping, ...) for every tuple of arguments, side by side."""
    for done in [pool.submit(_guarded, function, *arguments) for arguments in calls]:
        done.result()


def _guarded(function, keeping, *arguments):
    """One table's trouble is kept with it; a bug is not, and ends the run."""
    if keeping.error:
        return
    try:
        function(keeping, *arguments)
    except StackkitError as error:
        keeping.error = error
