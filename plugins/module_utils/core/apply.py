# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plan, check, apply and report for what AWS changes at once: sets of alarms, backup plans, IAM policies, endpoints.

Tables have the engine, which waits for them between two calls. Here a call is only sent again where AWS is known not to
have heard of the one before it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import reduce

from .aws_errors import BUSY, DONE, known
from .change import Change, Plan, Refusal
from .errors import AwsError, Refused, StackkitError

READERS = 8  # threads
# CloudWatch takes three changes a second of an account, and botocore repeats what is refused for that (R88).
WRITERS = 4
# How long a call that AWS is not ready for is sent again, and how often, in seconds (R93).
PATIENCE, PAUSE = 120, 3
# Stands for an answer that is not there yet, and is long enough for an ARN.
UNKNOWN = "?" * 20


@dataclass(frozen=True)
class FromAnswer:
    """Stands in a Change's params for what an earlier call of the same plan will have answered.

    key: where in the answer, with dots between names.
    """

    method: str
    key: str


@dataclass
class Keeping:
    """One thing's way through a run. name: as messages call it. Only one thread at a time changes it."""

    name: str
    region: str
    want: dict
    have: dict = field(default_factory=dict)
    plan: Plan = field(default_factory=Plan)
    applied: list = field(default_factory=list)
    answers: dict = field(default_factory=dict)
    error: StackkitError | None = None

    @property
    def remaining(self):
        return self.plan.changes[len(self.applied) :]


def guarded(function, keeping, *arguments):
    """One thing's trouble is kept with it, and the others go on. A bug ends the run."""
    if keeping.error:
        return
    try:
        function(keeping, *arguments)
    except StackkitError as error:
        keeping.error = error


def for_all(keepings, function, *arguments):
    """Call function(keepings, ...), whose calls are for all of them at once: its trouble is everyone's."""
    try:
        function(keepings, *arguments)
    except StackkitError as error:
        for keeping in keepings:
            keeping.error = keeping.error or error


def side_by_side(threads, function, calls):
    """Call function(keeping, ...), guarded, for every tuple of arguments."""
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(guarded, function, *arguments) for arguments in calls]:
            done.result()


def check(keeping, aws):
    """Raise what is known to go wrong, before the first call that changes anything."""
    refusals = list(keeping.plan.refusals)
    for change in keeping.plan.changes:
        problem = aws.unknown_to_sdk(_filled(change, None))
        if problem:
            refusals.append(Refusal(change.path, problem))
    if refusals:
        raise Refused(refusals)


def apply(keeping, aws, log, refusals=()):
    """The only code that writes. refusals: the KnownRefusals after which a call is sent again, or was not needed."""
    for change in keeping.plan.changes:
        change = _filled(change, keeping.answers)
        log(f"{keeping.name}: {change.action}")
        keeping.answers[change.method] = _send(change, aws, refusals)
        keeping.applied.append(change)


def _send(change, aws, refusals):
    end = aws.clock.time() + PATIENCE
    while True:
        try:
            return aws.send(change)
        except AwsError as error:
            if known(refusals, DONE, change.method, error):
                return {}
            if not known(refusals, BUSY, change.method, error) or aws.clock.time() >= end:
                raise
        aws.clock.sleep(PAUSE)


def _filled(change, answers):
    """The Change with what earlier calls answered; answers None: with something of the right type."""
    params = {
        name: value
        if not isinstance(value, FromAnswer)
        else UNKNOWN
        if answers is None
        else reduce(dict.__getitem__, value.key.split("."), answers[value.method])
        for name, value in change.params.items()
    }
    return Change(
        change.action, change.region, change.service, change.method, params, change.phase, change.path, change.needs
    )


def for_task(keepings, *, check_mode, what):
    """The whole task's result. With "msg" in it, the task has failed. what: the plural of what is kept."""
    made = [change for keeping in keepings for change in _made(keeping, check_mode)]
    result = {
        "changed": bool(made),
        "actions": [change.action for change in made],
        "diff": [_diff(keeping) for keeping in keepings if keeping.plan.changes],
    }
    failed = [keeping for keeping in keepings if keeping.error]
    if failed:
        result["msg"] = _message(failed, keepings, what)
        result["error"] = _said(failed[0].error)
        result["applied"] = [change.action for keeping in keepings for change in keeping.applied]
        result["remaining"] = [change.action for keeping in keepings for change in keeping.remaining]
    return result


def _made(keeping, check_mode):
    return keeping.plan.changes if check_mode and not keeping.error else keeping.applied


def _diff(keeping):
    header = f"{keeping.name} in {keeping.region}"
    plan = keeping.plan
    return {"before": plan.before, "after": plan.after, "before_header": header, "after_header": header}


def _message(failed, keepings, what):
    """An error that all have in common, as of a call made for all of them, is told once."""
    if len(keepings) > 1 and all(keeping.error is failed[0].error for keeping in keepings):
        return str(failed[0].error)
    told = "; ".join(f"{keeping.name}: {keeping.error}" for keeping in failed)
    return told if len(keepings) == 1 else f"{len(failed)} of {len(keepings)} {what} failed: {told}"


def _said(error):
    if isinstance(error, AwsError):
        return {"code": error.code, "message": error.message, "request_id": error.request_id}
    return {"code": None, "message": str(error), "request_id": None}
