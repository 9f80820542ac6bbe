# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The gateway endpoint of a VPC for DynamoDB, from options to result."""

from __future__ import annotations

import uuid

from ..core import apply, tagging
from ..core import result as result_module
from ..core.apply import Hooks, Reconciliation
from ..core.aws_errors import APPLIED, KnownError
from ..core.change import Plan
from . import plan, read


def _plan_again(item, run):
    read.read(item, run)
    again = Plan()
    again.add(plan.plan(item.want, item.have, item.region))
    return again


# After a lost answer, or because of another caller, an endpoint may already have the route table (R113).
_WRITES = ("create_vpc_endpoint", "modify_vpc_endpoint")
HOOKS = Hooks((KnownError(APPLIED, "R113", _WRITES, "RouteAlreadyExists", ""),), _plan_again)


def reconcile(params, run):
    """Reconcile the endpoint of a VPC -> [Reconciliation], with the `have` of read.current."""
    # The token is another one in each run: AWS would return an endpoint that was deleted since.
    want = {**params, "tags": tagging.strings(params["tags"]), "token": str(uuid.uuid4())}
    item = Reconciliation(f"endpoint of {params['vpc_id']}", run.region, want)
    apply.guarded(read.read, item, item.region, run)
    apply.guarded(_plan, item, item.region, run)
    if not run.check_mode:
        apply.guarded(apply.apply, item, item.region, run, HOOKS)
    return [item]


def _plan(item, run):
    item.plan.add(plan.plan(item.want, item.have, item.region))
    item.plan.before, item.plan.after = plan.declarations(item.want, item.have)
    apply.check(item, run)


def result(items, params, run):
    """The result of the task, with "msg" if it failed."""
    (item,) = items
    created = item.answers.get("create_vpc_endpoint", {}).get("VpcEndpoint", {})
    endpoint = created or (item.have or {}).get("own", {})
    report = result_module.for_task(items, check_mode=run.check_mode, what="endpoints")
    return {**report, "vpc_endpoint_id": endpoint.get("VpcEndpointId")}
