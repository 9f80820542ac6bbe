# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The gateway endpoint through which a VPC reaches DynamoDB. It is shared, so it is only added to."""

from __future__ import annotations

import re

from ansible_collections.amazon.aws.plugins.module_utils.policy import compare_policies

from ..core import apply as keeping_module
from ..core import tagging
from ..core.apply import Keeping
from ..core.change import Change, Phase
from ..core.policy_document import digest, parsed, sent

MODULE_SPEC = dict(
    vpc_id=dict(type="str", required=True),
    route_table_ids=dict(type="list", elements="str", default=[]),
    policy=dict(type="json"),
    tags=dict(type="dict"),
)
VPC = re.compile(r"vpc-[0-9a-f]+")
ROUTE_TABLE = re.compile(r"rtb-[0-9a-f]+")
# What AWS gives an endpoint that is created without a policy (R113).
OPEN = {"Version": "2008-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}
GONE = ("deleting", "deleted", "failed", "rejected", "expired")


def check(params):
    """Faults that the spec cannot express."""
    if not VPC.fullmatch(params["vpc_id"]):
        yield "vpc_id", f"{params['vpc_id']} is no VPC's id"
    for place, route_table in enumerate(params["route_table_ids"]):
        if not ROUTE_TABLE.fullmatch(route_table):
            yield f"route_table_ids[{place}]", f"{route_table} is no route table's id"
    if params["policy"] is not None and "Statement" not in (parsed(params["policy"]) or {}):
        yield "policy", "must be a JSON object with a Statement"
    yield from tagging.faults(params["tags"], "tags")


def keep(params, aws, region, *, check_mode, log):
    """Bring the VPC's endpoint to what is declared -> [its Keeping]; have: EC2's description of it, {} without one."""
    want = {**params, "tags": tagging.strings(params["tags"])}
    keeping = Keeping(f"endpoint of {params['vpc_id']}", region, want)
    keeping_module.guarded(_observe, keeping, aws)
    keeping_module.guarded(_plan, keeping, aws)
    if not check_mode:
        keeping_module.guarded(keeping_module.apply, keeping, aws, log)
    return [keeping]


def result(keepings, *, check_mode):
    """The task's result. With "msg" in it, the task has failed."""
    (keeping,) = keepings
    created = keeping.answers.get("create_vpc_endpoint", {}).get("VpcEndpoint", {})
    report = keeping_module.for_task(keepings, check_mode=check_mode, what="endpoints")
    return {**report, "vpc_endpoint_id": (created or keeping.have.get("own", {})).get("VpcEndpointId")}


def _observe(keeping, aws):
    filters = {"vpc-id": keeping.want["vpc_id"], "service-name": _service(keeping.region)}
    found = aws.in_region(keeping.region).pages(
        "describe_vpc_endpoints",
        "VpcEndpoints",
        service="ec2",
        action=f"read the endpoints of {keeping.want['vpc_id']}",
        Filters=[{"Name": name, "Values": [value]} for name, value in filters.items()],
    )
    keeping.have = seen(keeping.want, found)


def seen(want, found):
    """-> {own: the endpoint that is kept, routed: the route tables of all}; {} where there is none.

    A VPC may have several, each for other route tables (R113): then it is the one that has most of those declared. EC2
    lists them in no order, so among equals it is the first by its id, or each run could take another.
    """
    there = [one for one in found if one["VpcEndpointType"] == "Gateway" and one["State"].lower() not in GONE]
    if not there:
        return {}
    wanted = set(want["route_table_ids"])
    own = min(there, key=lambda one: (-len(wanted & set(one["RouteTableIds"])), one["VpcEndpointId"]))
    return {"own": own, "routed": {table for one in there for table in one["RouteTableIds"]}}


def _plan(keeping, aws):
    keeping.plan.add(planned(keeping.want, keeping.have, keeping.region))
    keeping.plan.before, keeping.plan.after = _declarations(keeping.want, keeping.have)
    keeping_module.check(keeping, aws)


def planned(want, have, region):
    """Changes. Nothing is taken: no route table, no tag, and no tag's value is changed."""
    tables = [table for table in dict.fromkeys(want["route_table_ids"]) if table not in have.get("routed", ())]
    policy = parsed(want["policy"])
    routes = f"for {', '.join(tables)}" if tables else "without a route table"
    if not have:
        params = {"VpcEndpointType": "Gateway", "VpcId": want["vpc_id"], "ServiceName": _service(region)}
        if tables:
            params["RouteTableIds"] = tables
        if policy:
            params["PolicyDocument"] = sent(policy)
        if want["tags"]:
            tags = {"ResourceType": "vpc-endpoint", "Tags": tagging.pairs(want["tags"])}
            params["TagSpecifications"] = [tags]
        words = f"create the endpoint of {want['vpc_id']} to DynamoDB {routes}"
        yield Change(words, region, "ec2", "create_vpc_endpoint", params, Phase.CREATE, "vpc_id")
        return
    own = have["own"]
    params, words = {}, []
    if tables:
        params["AddRouteTableIds"] = tables
        words.append(f"add {' and '.join(tables)}")
    if policy and compare_policies(_policy(own), policy):
        params["PolicyDocument"] = sent(policy)
        words.append("put another policy")
    if params:
        words = f"change the endpoint {own['VpcEndpointId']} of {want['vpc_id']}: {', '.join(words)}"
        params["VpcEndpointId"] = own["VpcEndpointId"]
        path = "route_table_ids" if tables else "policy"
        yield Change(words, region, "ec2", "modify_vpc_endpoint", params, Phase.CHANGE, path)
    missing = {key: value for key, value in (want["tags"] or {}).items() if key not in _tags(own)}
    if missing:
        words = f"tag the endpoint {own['VpcEndpointId']} with {tagging.words(missing)}"
        params = {"Resources": [own["VpcEndpointId"]], "Tags": tagging.pairs(missing)}
        yield Change(words, region, "ec2", "create_tags", params, Phase.ATTACH, "tags")


def _declarations(want, have):
    own = have.get("own", {})
    before = {"route_table_ids": sorted(have["routed"]), "tags": _tags(own)} if have else {}
    after = {
        "route_table_ids": sorted({*have.get("routed", ()), *want["route_table_ids"]}),
        "tags": {**(want["tags"] or {}), **_tags(own)},
    }
    if want["policy"] is not None:
        policy = parsed(want["policy"])
        same = have and not compare_policies(_policy(own), policy)
        before.update({"policy": digest(_policy(own))} if have else {})
        after["policy"] = digest(_policy(own) if same else policy)
    return before, after


def _service(region):
    return f"com.amazonaws.{region}.dynamodb"


def _tags(own):
    return {tag["Key"]: tag["Value"] for tag in own.get("Tags", [])}


def _policy(own):
    return parsed(own.get("PolicyDocument")) or OPEN
