# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Planning the gateway endpoint of a VPC. It is shared, so nothing is removed from it. Pure."""

from __future__ import annotations

from ..core import tagging
from ..core.change import CREATE, UPDATE, Change
from ..core.policy_document import differ, digest, parsed, sent
from .read import service

KEY = "vpc_endpoint"
# The policy of an endpoint that is created without one (R113).
OPEN = {"Version": "2008-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}


def plan(want, have, region):
    """Yield Changes. No route table or tag is removed, and no value of a tag is changed."""
    tables = [table for table in dict.fromkeys(want["route_table_ids"]) if table not in have.get("routed", ())]
    policy = parsed(want["policy"])
    routes = f"for {', '.join(tables)}" if tables else "without a route table"
    if not have:
        params = {"VpcEndpointType": "Gateway", "VpcId": want["vpc_id"], "ServiceName": service(region)}
        params["ClientToken"] = want["token"]  # or botocore's retry after a lost answer would create a second endpoint
        if tables:
            params["RouteTableIds"] = tables
        if policy:
            params["PolicyDocument"] = sent(policy)
        if want["tags"]:
            tags = {"ResourceType": "vpc-endpoint", "Tags": tagging.pairs(want["tags"])}
            params["TagSpecifications"] = [tags]
        words = f"create the endpoint of {want['vpc_id']} to DynamoDB {routes}"
        yield Change(KEY, CREATE, words, region, "ec2", "create_vpc_endpoint", params, "vpc_id")
        return
    own = have["own"]
    params, parts = {}, []
    if tables:
        params["AddRouteTableIds"] = tables
        parts.append(f"add {' and '.join(tables)}")
    if policy and differ(_policy(own), policy):
        params["PolicyDocument"] = sent(policy)
        parts.append("replace the policy")
    if params:
        words = f"change the endpoint {own['VpcEndpointId']} of {want['vpc_id']}: {', '.join(parts)}"
        params["VpcEndpointId"] = own["VpcEndpointId"]
        path = "route_table_ids" if tables else "policy"
        yield Change(KEY, UPDATE, words, region, "ec2", "modify_vpc_endpoint", params, path)
    missing = {key: value for key, value in (want["tags"] or {}).items() if key not in _tags(own)}
    if missing:
        words = f"tag the endpoint {own['VpcEndpointId']} with {tagging.words(missing)}"
        params = {"Resources": [own["VpcEndpointId"]], "Tags": tagging.pairs(missing)}
        yield Change(f"{KEY}.tags", UPDATE, words, region, "ec2", "create_tags", params, "tags")


def declarations(want, have):
    """The current and the desired state as options -> (before, after), with a digest of the policy."""
    own = have.get("own", {})
    before = {"route_table_ids": sorted(have["routed"]), "tags": _tags(own)} if have else {}
    after = {
        "route_table_ids": sorted({*have.get("routed", ()), *want["route_table_ids"]}),
        "tags": {**(want["tags"] or {}), **_tags(own)},
    }
    if want["policy"] is not None:
        policy = parsed(want["policy"])
        same = have and not differ(_policy(own), policy)
        before.update({"policy": digest(_policy(own))} if have else {})
        after["policy"] = digest(_policy(own) if same else policy)
    return before, after


def _tags(own):
    return {tag["Key"]: tag["Value"] for tag in own.get("Tags", [])}


def _policy(own):
    return parsed(own.get("PolicyDocument")) or OPEN
