# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the tests of the plugins share: options whole from options in part, plans in words, and runs on a simulator."""

from __future__ import annotations

import botocore.session
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import validation
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.change import Change, Notice, Refusal, Table
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.client import Aws, client_config
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables import reconcile, report, request
from botocore.validate import ParamValidator

REGION = "eu-west-1"
TABLE = Table("orders", REGION, f"arn:aws:dynamodb:{REGION}:123456789012:table/orders")
_SESSION = botocore.session.get_session()


def whole(**params):
    """Every option of one table, as the module would have it: None where left out."""
    entry, problems = validation.validated(request.TABLE_SPEC, {"name": "orders", **params}, lambda params: [])
    assert not problems, problems
    return {**entry, "region": REGION}


def steps(aspect, *, have, want):
    """What an aspect plans, after it has completed the want; every Change is one that botocore accepts."""
    want = aspect.complete(want, have) if hasattr(aspect, "complete") else want
    planned = list(aspect.plan(TABLE, want=want, have=have))
    for change in planned:
        if isinstance(change, Change):
            assert_fits_botocore(change)
    return planned


def in_words(steps):
    """Changes as their sentence, refusals as 'no: path', notices left out."""
    changes = [step.action for step in steps if isinstance(step, Change)]
    refusals = [f"no: {step.path}" for step in steps if isinstance(step, Refusal)]
    assert all(isinstance(step, (Change, Refusal, Notice)) for step in steps)
    return changes + refusals


def assert_fits_botocore(change):
    """The Change is a call that botocore's own model of the service describes."""
    model = _SESSION.get_service_model(change.service)
    operations = {botocore.xform_name(name): name for name in model.operation_names}
    shape = model.operation_model(operations[change.method]).input_shape
    report = ParamValidator().validate(change.params, shape)
    assert not report.has_errors(), report.generate_report()


def faults(**params):
    """{option path: problem} of a task's options; {} where there is none."""
    return dict(validation.validated(request.MODULE_SPEC, params, lambda params: request.read(params, REGION)[1])[1])


class Clock:
    """A simulator's clock, as Aws wants it."""

    def __init__(self, clock):
        self.time, self.sleep = clock.now, clock.sleep


def clients_of(simulator):
    """make_client for Aws: clients that retry as the module's do, each made once, which takes longer than its calls."""
    made = vars(simulator).setdefault("clients_of_tests", {})

    def client(service, region):
        if (service, region) not in made:
            made[service, region] = simulator.client(service, region, config=client_config())
        return made[service, region]

    return client


def run(simulator, *, check_mode=False, make_client=None, **params):
    """One task of dynamodb_stackkit on a simulator in this process -> the module's result, its warnings and plan."""
    params, problems = validation.validated(request.MODULE_SPEC, params, lambda params: request.read(params, REGION)[1])
    assert not problems, problems
    requests, problems = request.read(params, REGION)
    assert not problems, problems
    keepings = reconcile.keep(
        requests,
        Aws(make_client or clients_of(simulator), Clock(simulator.clock)),
        check_mode=check_mode,
        wait=params["wait"],
        wait_timeout=params["wait_timeout"],
        log=lambda words: None,
    )
    result = report.for_task(keepings, check_mode=check_mode, many=params["tables"] is not None)
    result["warnings"] = [warning for keeping in keepings for warning in keeping.plan.warnings]
    result["changes"] = [
        reconcile.resolved(change, keeping.lanes[change.region].arn)
        for keeping in keepings
        for change in keeping.plan.changes
    ]
    return result


def written(simulator, run_task):
    """Call run_task() -> (its result, the log of the writes that AWS took meanwhile as (operation, params))."""
    before = len(simulator.writes())
    result = run_task()
    return result, [(call.operation, call.params) for call in simulator.writes()[before:]]


def operations(calls):
    return [call.operation for call in calls]


def called(change):
    """A Change as the simulator logs it: (operation in CamelCase, params)."""
    operation = {botocore.xform_name(name): name for name in _SESSION.get_service_model(change.service).operation_names}
    return operation[change.method], change.params
