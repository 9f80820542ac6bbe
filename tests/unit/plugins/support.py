# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Helpers for the tests of the plugins: complete options, plans in words, and runs on a simulator."""

from __future__ import annotations

import contextlib
import functools
import time
from unittest import mock

import botocore.session
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import apply, validation
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.change import (
    Change,
    PlanError,
    PlanPending,
    PlanWarning,
)
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.client import Aws, client_config
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.interruption import Interruption
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.pace import SHARE, Pace
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.progress import Progress
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.wait import Deadline
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables import reconcile, request
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.changes import Table
from botocore.validate import ParamValidator

REGION = "eu-west-1"
TABLE = Table("orders", REGION, f"arn:aws:dynamodb:{REGION}:123456789012:table/orders")
_SESSION = botocore.session.get_session()


def whole(**params):
    """All options of one table, as the module has them; None for omitted ones."""
    entry, problems = validation.validated(request.TABLE_SPEC, {"name": "orders", **params}, lambda params: [])
    assert not problems, problems
    return {**entry, "region": REGION}


def steps(aspect, *, have, want):
    """The plan of an aspect for the completed desired value. botocore must accept every Change."""
    want = aspect.complete(want, have) if hasattr(aspect, "complete") else want
    planned = list(aspect.plan(TABLE, want=want, have=have))
    for change in planned:
        if isinstance(change, Change):
            assert_fits_botocore(change)
    return planned


def in_words(steps):
    """Changes as their actions, PlanErrors as 'no: path', without PlanWarnings and PlanPendings."""
    changes = [step.action for step in steps if isinstance(step, Change)]
    errors = [f"no: {step.path}" for step in steps if isinstance(step, PlanError)]
    assert all(isinstance(step, (Change, PlanError, PlanPending, PlanWarning)) for step in steps)
    return changes + errors


def assert_fits_botocore(change):
    """Check that botocore's model of the service accepts the call of a Change."""
    model = _SESSION.get_service_model(change.service)
    operations = {botocore.xform_name(name): name for name in model.operation_names}
    shape = model.operation_model(operations[change.method]).input_shape
    report = ParamValidator().validate(change.params, shape)
    assert not report.has_errors(), report.generate_report()


def faults(**params):
    """{option path: problem} of a task's options."""
    return dict(validation.validated(request.MODULE_SPEC, params, lambda params: request.check(params, REGION))[1])


class Clock:
    """The clock of a simulator, in the form that Aws requires."""

    def __init__(self, clock):
        self.time, self.sleep = clock.now, clock.sleep


class Pauses:
    """The module time, as botocore uses it for the pauses between its attempts: on a simulator's clock."""

    def __init__(self, simulator):
        self._simulator = simulator

    def sleep(self, _seconds):
        # botocore's own pauses are random. At AWS's rates, they must be long enough for a bucket to be filled again.
        self._simulator.clock.sleep(0.5 if self._simulator.rates == "aws" else 0.05)

    def __getattr__(self, name):
        return getattr(time, name)


@contextlib.contextmanager
def unlimited(simulator):
    """Let no call be throttled meanwhile. The calls of other threads wait, and are limited afterwards."""
    with simulator.dispatcher.locked_world() as world:
        if world.limiter is None:
            yield
            return
        # The limiter remains: without one, a waiting client would not repeat its call.
        with mock.patch.object(world.limiter, "check", lambda *_call: None):
            yield


class Paced:
    """make_client at AWS's rates: its clients, each created once, pace the calls of one run together, as in a module.

    begin() before each run: its pace knows nothing of the runs before it.
    """

    def __init__(self, simulator, make_client):
        self._simulator, self._make_client, self._clients = simulator, make_client, {}
        self._pace = Pace.__new__(Pace)
        self.begin()

    def begin(self):
        # The same object, because the clients call its methods.
        self._pace.__init__(SHARE, Interruption(), Clock(self._simulator.clock), jitter=lambda: 0.5)
        return self

    def __call__(self, service, region):
        if (service, region) not in self._clients:
            self._clients[service, region] = made = self._make_client(service, region)
            self._pace.follow(made, service, region)
        return self._clients[service, region]


def clients_of(simulator):
    """make_client for Aws: clients with the module's retry settings, each created once, because that is slow.

    At AWS's rates, they are the clients of one run.
    """
    kept, client = vars(simulator), functools.cache(lambda *of: simulator.client(*of, config=client_config()))
    if simulator.rates == "aws":
        return kept.setdefault("paced_clients_of_tests", Paced(simulator, client)).begin()
    return kept.setdefault("clients_of_tests", client)


def task(simulator, *, check_mode=False, make_client=None, interruption=None, wait_timeout=3600, report=None, **more):
    """The Run of one task on a simulator in this process."""
    aws = Aws(make_client or clients_of(simulator), Clock(simulator.clock), interruption)
    deadline = Deadline(wait_timeout, aws.clock, aws.interruption)
    progress = Progress(aws.clock, report=report)
    return apply.Run(aws, REGION, check_mode, deadline, progress, **more)


def run(simulator, *, check_mode=False, diff_mode=False, make_client=None, interruption=None, report=None, **params):
    """Run one task of dynamodb_stackkit on a simulator in this process -> the result, with its warnings and plan."""
    params, problems = validation.validated(request.MODULE_SPEC, params, lambda params: ())
    assert not problems, problems
    times = {name: params[name] for name in ("wait", "wait_pending", "fail_on_pending", "wait_timeout")}
    shared = {"make_client": make_client, "interruption": interruption, "report": report}
    this = task(simulator, check_mode=check_mode, **shared, **times)
    tables, problems = request.read(params, REGION)
    assert not problems, problems
    items = reconcile.reconcile(tables, this)
    result = reconcile.result(items, params, this)
    result["warnings"] = [warning for item in items for warning in item.warnings(diff_mode=diff_mode)]
    result["planned"] = [apply.filled(change, item.answers or None) for item in items for change in item.plan.changes]
    return result


def written(simulator, run_task):
    """Call run_task() -> (its result, [(operation, params) of the writing calls that AWS accepted meanwhile])."""
    before = len(simulator.writes())
    result = run_task()
    return result, [(call.operation, call.params) for call in simulator.writes()[before:]]


def operations(calls):
    return [call.operation for call in calls]


def called(change):
    """A Change as the simulator logs it -> (operation in CamelCase, params)."""
    operation = {botocore.xform_name(name): name for name in _SESSION.get_service_model(change.service).operation_names}
    return operation[change.method], change.params
