# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The options of the gateway endpoint of a VPC, with all checks that need no AWS call."""

from __future__ import annotations

from ..core import policy_document, tagging
from ..core.patterns import ROUTE_TABLE_ID, VPC_ID

MODULE_SPEC = dict(
    vpc_id=dict(type="str", required=True),
    route_table_ids=dict(type="list", elements="str", default=[]),
    policy=dict(type="json"),
    tags=dict(type="dict"),
)


def check(params, region):
    """Yield (option path, problem) that the spec cannot express."""
    if params["vpc_id"] is not None and not VPC_ID.fullmatch(params["vpc_id"]):
        yield "vpc_id", f"{params['vpc_id']!r} is not the ID of a VPC, such as vpc-0a1b2c3d"
    for place, route_table in enumerate(params["route_table_ids"]):
        if not ROUTE_TABLE_ID.fullmatch(route_table):
            yield f"route_table_ids[{place}]", f"{route_table!r} is not the ID of a route table, such as rtb-0a1b2c3d"
    if params["policy"] is not None:
        problem = policy_document.problem(params["policy"])
        if problem:
            yield "policy", problem
    yield from tagging.check(params["tags"], "tags")
