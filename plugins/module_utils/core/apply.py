# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The only code that writes: one loop that applies the Changes of a plan, for every resource."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial, reduce
from itertools import groupby
from operator import attrgetter

from . import pending
from .aws_errors import APPLIED, DEFER, RETRY, find
from .change import UNKNOWN, FromAnswer, Plan, PlanError, is_within
from .errors import AwsError, PlanFailed, StackkitError
from .progress import Progress
from .wait import Deadline, pauses

HIDDEN_PAUSE = 2.0  # seconds, at least, until a call is retried while no description shows what is in progress


# Without comparison and representation, which cost every module start half a millisecond a class.
@dataclass(eq=False, repr=False)
class Run:
    """What all reconciliations of a task share.

    wait_pending: whether to wait for AWS's rate limits. fail_on_pending: whether a deferred Change is a failure.
    """

    aws: object
    region: str
    check_mode: bool
    deadline: Deadline
    progress: Progress
    wait: bool = True
    wait_pending: bool = False
    fail_on_pending: bool = False

    def sleep(self, item, region, seconds, waiting_for, cause=None):
        """Sleep until the deadline, and report what a resource waits for. The arguments are those of Deadline.sleep."""
        remaining = [] if cause else item.remaining
        report = partial(self.progress.waiting, item.name, region, remaining)
        self.deadline.sleep(seconds, waiting_for, cause, report)


@dataclass(eq=False, repr=False)
class Reconciliation:
    """The state of one resource during a run: a table in its Regions, a set of alarms, a backup plan, ...

    name: for messages. want, have: the desired and the current state, in the resource's own form.
    applied: the applied Changes. by_others: those of them that another caller has applied.
    deferred: those for a later run, and pending: these as [{path, reason, earliest}].
    answers: {method: AWS's latest answer}. sent_at: {method: time in seconds}.
    failures: {Region: its first StackkitError}.
    Only one thread at a time changes it for one Region.
    """

    name: str
    region: str
    want: object = None
    have: object = None
    plan: Plan = field(default_factory=Plan)
    applied: list = field(default_factory=list)
    by_others: list = field(default_factory=list)
    deferred: list = field(default_factory=list)
    pending: list = field(default_factory=list)
    answers: dict = field(default_factory=dict)
    sent_at: dict = field(default_factory=dict)
    failures: dict = field(default_factory=dict)

    @property
    def error(self):
        """The first failure, preferably that of the resource's own Region."""
        return self.failures.get(self.region) or next(iter(self.failures.values()), None)

    @property
    def remaining(self):
        """The Changes that are neither applied nor deferred."""
        over = {id(change) for change in self.applied + self.deferred}  # the same objects as in the plan
        return [change for change in self.plan.changes if id(change) not in over]

    @property
    def done(self):
        """The Changes that this run has applied."""
        return [change for change in self.applied if change not in self.by_others]

    def warnings(self, *, diff_mode=False):
        """What to warn of. In diff mode the plan, which Ansible prints, has the consequences of the changes."""
        is_printed = diff_mode and self.plan.changes and not self.error
        notes = [] if is_printed else self.plan.notes
        return notes + self.plan.warnings + [pending.in_words(entry) for entry in self.pending]

    def fail(self, error, region=None):
        self.failures.setdefault(region or self.region, error)

    def defer(self, change, reason, earliest):
        """Defer a Change to a later run. earliest: the time from which AWS accepts it, or None."""
        self.deferred.append(change)
        self.pending.append({"path": change.path, "reason": reason, "earliest": earliest})


@dataclass(eq=False, repr=False)
class Hooks:
    """What a resource adds to the loop: its known AWS errors, and code to run around a call.

    plan_again(item, run) -> the Plan from the current state, which it reads again into item.have.
    Tables override the methods, because they wait between two calls. Most resources change immediately and do not.
    """

    known_errors: tuple = ()
    plan_again: object = None

    def settle(self, item, change, run):
        """Run before a call: wait until AWS accepts it."""

    def sent(self, item, change, *, accepted):
        """Run after a call. accepted: False if AWS was busy."""

    def is_still_needed(self, item, change, run):
        """Run after an error that may mean "applied already": whether a new plan would contain the Change.

        Or a part of it that the current plan does not contain: what exists may not be what the Change creates.
        """
        planned = {one.identity for one in item.plan.changes if one is not change}
        again = self.plan_again(item, run).changes if self.plan_again else ()
        return any(one.identity not in planned and is_within(one.key, change.key) for one in again)

    def end_phase(self, item, changes, run):
        """Run after all Changes of one phase."""


def check(item, run):
    """Raise PlanFailed with all errors that are known before the first writing call."""
    errors = list(item.plan.errors)
    for change in item.plan.changes:
        problem = run.aws.unknown_to_sdk(filled(change, None))
        if problem:
            errors.append(PlanError(change.path, problem))
    if errors:
        raise PlanFailed(errors)


def apply(item, run, hooks):
    """Apply the Changes of a plan -> whether none failed."""
    return _apply_phases(item, run, hooks, item.plan.changes)


def apply_deferred(item, run, hooks):
    """Wait until AWS's rate limits allow the deferred Changes, and apply them -> whether none failed.

    Those that AWS does not allow before the deadline remain deferred.
    """
    while item.deferred and pending.wait(item, run):
        changes = [change for change in item.plan.changes if change in item.deferred]
        item.deferred, item.pending = [], []
        if not _apply_phases(item, run, hooks, changes):
            return False
    return True


def _apply_phases(item, run, hooks, changes):
    """Apply Changes -> whether none failed.

    Phases follow each other. Within a phase, Regions are changed in parallel, each in the order of the plan. A failure
    in one Region does not stop the others, but the next phase does not start.
    """
    for _phase, of_phase in groupby(changes, key=attrgetter("phase")):
        failed_before = set(item.failures)
        by_region = {}
        for change in of_phase:
            by_region.setdefault(change.region, []).append(change)
        for_each([(item, region, run, hooks, todo) for region, todo in by_region.items()], _apply_phase, len(by_region))
        guarded(hooks.end_phase, item, item.region, by_region.get(item.region, []), run)
        if set(item.failures) - failed_before:
            return False
    return True


def apply_all(items, run, hooks, threads):
    """Apply the plans of resources that do not depend on each other, in parallel."""
    work = [(item, item.region, run, hooks) for item in items if item.plan.changes]
    for_each(work, lambda item, _region, *shared: apply(item, *shared), threads)


def _apply_phase(item, region, run, hooks, changes):
    """Apply the Changes of one phase in one Region."""
    for change in changes:
        blocking = [other for other in item.deferred if change.waits_for(other)]
        if (
            blocking and blocking[0].key == change.key
        ):  # the second half of a replacement, whose first half has a reason
            item.deferred.append(change)
            continue
        if blocking:
            reason = f"Cannot {change.summary} yet: it depends on {blocking[0].path}, which is pending."
            item.defer(change, reason, None)
            continue
        hooks.settle(item, change, run)
        run.progress.applying(item.name, region, change.summary)
        _send(item, change, run, hooks)


def _send(item, change, run, hooks):
    """Send one Change, and retry while AWS is busy. A rate limit defers it, unless it is applied already."""
    started, was_repeated = run.aws.clock.time(), False
    for pause in pauses():
        try:
            item.answers[change.method] = run.aws.send(filled(change, item.answers))
            break
        except AwsError as error:
            limit, applied, busy = (
                find(hooks.known_errors, kind, change.method, error) for kind in (DEFER, APPLIED, RETRY)
            )
            was_repeated = was_repeated or error.was_repeated
            if (limit or applied) and not hooks.is_still_needed(item, change, run):
                item.answers.setdefault(change.method, {})
                if not was_repeated:
                    item.by_others.append(change)
                break
            if limit:
                item.defer(change, *_rate_limit(item, change, *limit))
                return
            if not busy or busy[0].is_over(run.aws.clock.time() - started):
                raise
            waiting_for = f"AWS still rejects the request to {change.summary}: {error.message}"
            hidden = busy[0].hidden
            run.sleep(item, change.region, max(pause, HIDDEN_PAUSE) if hidden else pause, waiting_for, cause=error)
        if not hidden:
            hooks.sent(item, change, accepted=False)
            hooks.settle(item, change, run)
    item.applied.append(change)
    item.sent_at[change.method] = run.aws.clock.time()
    hooks.sent(item, change, accepted=True)


def _rate_limit(item, change, known, match):
    """Why and until when a rate limit defers a Change -> (reason, earliest). match: the re.Match in AWS's message."""
    earliest = pending.as_iso(match.groupdict().get("earliest"))
    if known.seconds and change.method in item.sent_at:
        earliest = pending.iso(item.sent_at[change.method] + known.seconds)
    reason = f"Cannot {change.summary} yet: {known.reason} ({known.rule})."
    return " ".join(part for part in (reason, change.meanwhile, "Run the task again later.") if part), earliest


def filled(change, answers):
    """Replace each FromAnswer in the params of a Change; if answers is None, by a placeholder."""
    params = {
        name: _from_answer(value, answers) if isinstance(value, FromAnswer) else value
        for name, value in change.params.items()
    }
    return replace(change, params=params)


def _from_answer(value, answers):
    if answers is None:
        return UNKNOWN
    found = reduce(dict.__getitem__, value.key.split("."), answers[value.method])
    return found.replace(f":{found.split(':')[3]}:", f":{value.region}:", 1) if value.region else found


def guarded(function, item, region, *arguments):
    """Call function(item, ...). A StackkitError is recorded as the failure of its Region; a bug ends the run."""
    if region in item.failures:
        return
    try:
        function(item, *arguments)
    except StackkitError as error:
        item.fail(error, region)


def together(items, function, *arguments):
    """Call function(items, ...), whose AWS calls are for all items at once. A failure is recorded for each item."""
    try:
        function(items, *arguments)
    except StackkitError as error:
        for item in items:
            item.fail(error)


def for_each(calls, function, threads):
    """Call function(item, region, ...) for every tuple of arguments, guarded and in parallel."""
    if not calls:
        return
    if len(calls) == 1:
        (item, region, *arguments) = calls[0]
        guarded(function, item, region, region, *arguments)
        return
    with ThreadPoolExecutor(threads) as pool:
        for done in [
            pool.submit(guarded, function, item, region, region, *arguments) for item, region, *arguments in calls
        ]:
            done.result()
