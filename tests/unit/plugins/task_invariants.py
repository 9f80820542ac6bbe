# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The invariants of the modules that manage several resources in one task, such as sets of alarms.

Each takes a simulator, run(simulator, check_mode=, **options), and the options, and raises AssertionError.
"""

from __future__ import annotations

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import apply, validation
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.client import Aws
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.module import BUSY_TIMEOUT
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.progress import Progress
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.wait import Deadline
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION, Clock, called, clients_of


def aws_of(simulator, make_client=None, interruption=None):
    return Aws(make_client or clients_of(simulator), Clock(simulator.clock), interruption)


def checked(request, options, region=REGION):
    """Check a task's options -> (options with types and defaults, {option path: problem})."""
    params, problems = validation.validated(request.MODULE_SPEC, options, lambda params: request.check(params, region))
    return params, dict(problems)


def run_task(simulator, request, reconcile, options, *, check_mode=False, log=lambda words: None, **more):
    """Run one task of a module -> its result, with its warnings and the applied Changes. more: for aws_of."""
    params, problems = checked(request, options)
    assert not problems, problems
    aws = aws_of(simulator, **more)
    deadline = Deadline(BUSY_TIMEOUT, aws.clock, aws.interruption, None)
    run = apply.Run(aws, REGION, check_mode, deadline, Progress(aws.clock, log))
    items = reconcile.reconcile(params, run)
    result = reconcile.result(items, params, run)
    result["warnings"] = [warning for item in items for warning in item.warnings()]
    result["applied_changes"] = [apply.filled(change, item.answers) for item in items for change in item.applied]
    return result


def observing_never_writes(simulator, run, options):
    """Check mode writes nothing."""
    before = len(simulator.writes())
    run(simulator, check_mode=True, **options)
    assert len(simulator.writes()) == before


def check_mode_predicts(simulator, run, options):
    """Check mode returns the actions of the run, and each action is one call. Resources change in parallel."""
    predicted = run(simulator, check_mode=True, **options)
    before = len(simulator.writes())
    result = run(simulator, **options)
    assert "msg" not in result, result["msg"]
    assert (predicted["changed"], predicted["actions"]) == (result["changed"], result["actions"])
    assert predicted["differences"] == result["differences"]
    assert predicted["diff"] == result["diff"]
    made = [(call.operation, _without_token(call.params)) for call in simulator.writes()[before:]]
    planned = [called(change) for change in result["applied_changes"]]
    assert sorted(made, key=repr) == sorted(planned, key=repr)
    assert len(result["actions"]) == len(made)


def the_second_run_is_unchanged(simulator, run, options):
    """Immediately, and after eventually consistent reads are up to date."""
    run(simulator, **options)
    for _time in ("at once", "later"):
        again = run(simulator, **options)
        assert (again["changed"], again["actions"], again["differences"], again["diff"]) == (False, [], [], {})
        simulator.clock.sleep(3600)


def _without_token(params):
    """Remove the token that botocore adds to calls that must not be repeated."""
    return {name: value for name, value in params.items() if name != "CreatorRequestId"}


INVARIANTS = (observing_never_writes, check_mode_predicts, the_second_run_is_unchanged)
