# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Sets of policies for the tests, and the module's way through a run without a module."""

from __future__ import annotations

from ansible_collections.stackkit.dynamodb.plugins.module_utils.access import reconcile, request
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import validation
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.task_invariants import aws_of

ORDERS, USERS = "/stackkit/{region}/orders/", "/stackkit/{region}/users/"


def document(*actions, sid="Items"):
    statement = {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def policy(name, *actions, **more):
    return {"name": name, "document": document(*actions or ("dynamodb:GetItem",)), **more}


def faults(*sets):
    """{option path: problem} of a task's sets; {} where there is none."""
    return dict(validation.validated(request.MODULE_SPEC, {"sets": list(sets)}, request.check)[1])


def run(simulator, *, check_mode=False, **task):
    """One task of dynamodb_stackkit_access -> the module's result, with its warnings and the changes made."""
    params, problems = validation.validated(request.MODULE_SPEC, task, request.check)
    assert not problems, problems
    keepings = reconcile.keep(params, aws_of(simulator), REGION, check_mode=check_mode, log=lambda words: None)
    result = reconcile.result(keepings, check_mode=check_mode)
    result["warnings"] = [warning for keeping in keepings for warning in keeping.plan.warnings]
    result["applied_changes"] = [change for keeping in keepings for change in keeping.applied]
    return result
