# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from ..core.dispatcher import Context
from ..core.errors import AwsError

# The default policy of an endpoint (R113).
DEFAULT_POLICY = '{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}'
VpcOf = Callable[[str], "str | None"]  # the VPC with this ID or of this route table; None if it does not exist


@dataclass
class Endpoint:
    id: str
    vpc: str
    service: str
    policy: str = DEFAULT_POLICY
    route_tables: list[str] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)
    token: str = ""


@dataclass
class Endpoints:
    """The gateway endpoints of one account in one Region by ID."""

    by_id: dict[str, Endpoint] = field(default_factory=dict)


def create_vpc_endpoint(ctx: Context, form: dict[str, str], vpc_of: VpcOf) -> str:
    if form.get("VpcEndpointType", "Gateway") != "Gateway":
        raise AwsError("NotSimulated", "only gateway endpoints are simulated")
    if form.get("ServiceName") not in (f"com.amazonaws.{ctx.region}.{service}" for service in ("dynamodb", "s3")):
        raise AwsError("InvalidServiceName", f"The Vpc Endpoint Service '{form.get('ServiceName')}' does not exist")
    if vpc_of(form.get("VpcId", "")) is None:
        raise AwsError("InvalidVpcId.NotFound", f"The vpc ID '{form.get('VpcId', '')}' does not exist")
    stored = _stored(ctx)
    token = form.get("ClientToken", "")
    known = [endpoint for endpoint in stored.values() if token and endpoint.token == token]
    if known:
        return _answer("CreateVpcEndpoint", _described(ctx, known[0], "vpcEndpoint"))
    name = f"vpce-{len(stored) + 1:017x}"
    endpoint = Endpoint(name, form.get("VpcId", ""), form["ServiceName"], token=token)
    _add_route_tables(endpoint, _numbered(form, "RouteTableId"), stored, vpc_of)
    _put_policy(endpoint, form)
    for number in range(1, 51):
        key = form.get(f"TagSpecification.1.Tag.{number}.Key")
        if key:
            endpoint.tags[key] = form.get(f"TagSpecification.1.Tag.{number}.Value", "")
    stored[endpoint.id] = endpoint
    return _answer("CreateVpcEndpoint", _described(ctx, endpoint, "vpcEndpoint"))


def modify_vpc_endpoint(ctx: Context, form: dict[str, str], vpc_of: VpcOf) -> str:
    stored = _stored(ctx)
    endpoint = stored.get(form.get("VpcEndpointId", ""))
    if endpoint is None:
        raise AwsError(
            "InvalidVpcEndpointId.NotFound", f"The Vpc Endpoint Id '{form.get('VpcEndpointId')}' does not exist"
        )
    _add_route_tables(endpoint, _numbered(form, "AddRouteTableId"), stored, vpc_of)
    removed = _numbered(form, "RemoveRouteTableId")
    endpoint.route_tables = [table for table in endpoint.route_tables if table not in removed]
    _put_policy(endpoint, form)
    return _answer("ModifyVpcEndpoint", "<return>true</return>")


def describe_vpc_endpoints(ctx: Context, form: dict[str, str], _vpc_of: VpcOf) -> str:
    wanted = {}
    for number in range(1, 11):
        if f"Filter.{number}.Name" in form:
            wanted[form[f"Filter.{number}.Name"]] = _numbered(form, f"Filter.{number}.Value")
    unknown = set(wanted) - {"vpc-id", "service-name"}
    if unknown:
        raise AwsError("NotSimulated", f"filtering endpoints by {', '.join(sorted(unknown))} is not simulated")
    found = [
        endpoint
        for endpoint in _stored(ctx).values()
        if endpoint.vpc in wanted.get("vpc-id", [endpoint.vpc])
        and endpoint.service in wanted.get("service-name", [endpoint.service])
    ]
    items = "".join(_described(ctx, endpoint, "item") for endpoint in found)
    return _answer("DescribeVpcEndpoints", f"<vpcEndpointSet>{items}</vpcEndpointSet>")


def create_tags(ctx: Context, form: dict[str, str]) -> str | None:
    """Answer CreateTags for an endpoint; None for another resource, which the emulator answers."""
    endpoint = _stored(ctx).get(form.get("ResourceId.1", ""))
    if endpoint is None:
        return None
    for number in range(1, 51):
        if f"Tag.{number}.Key" in form:
            endpoint.tags[form[f"Tag.{number}.Key"]] = form.get(f"Tag.{number}.Value", "")
    return _answer("CreateTags", "<return>true</return>")


def _stored(ctx: Context) -> dict[str, Endpoint]:
    return ctx.world.store(Endpoints, ctx.account, ctx.region).by_id


def _add_route_tables(endpoint: Endpoint, tables: list[str], stored: dict[str, Endpoint], vpc_of: VpcOf) -> None:
    for table in tables:
        if vpc_of(table) != endpoint.vpc:
            raise AwsError(
                "InvalidRouteTableId.NotFound", f"The routeTable ID '{table}' does not exist in {endpoint.vpc}"
            )
        if any(table in other.route_tables for other in stored.values() if other.service == endpoint.service):
            raise AwsError("RouteAlreadyExists", f"route table {table} already has a route with this prefix list")
    endpoint.route_tables += tables


def _put_policy(endpoint: Endpoint, form: dict[str, str]) -> None:
    if "PolicyDocument" not in form:
        return
    try:
        json.loads(form["PolicyDocument"])["Statement"]
    except (KeyError, TypeError, ValueError):
        raise AwsError("InvalidPolicyDocument", "The policy document is not valid") from None
    endpoint.policy = form["PolicyDocument"]


def _numbered(form: dict[str, str], name: str) -> list[str]:
    return [form[f"{name}.{number}"] for number in range(1, 201) if f"{name}.{number}" in form]


def _described(ctx: Context, endpoint: Endpoint, element: str) -> str:
    tables = "".join(f"<item>{table}</item>" for table in endpoint.route_tables)
    tags = "".join(
        f"<item><key>{escape(key)}</key><value>{escape(value)}</value></item>" for key, value in endpoint.tags.items()
    )
    return (
        f"<{element}><vpcEndpointId>{endpoint.id}</vpcEndpointId><vpcEndpointType>Gateway</vpcEndpointType>"
        f"<vpcId>{endpoint.vpc}</vpcId><serviceName>{endpoint.service}</serviceName><state>available</state>"
        f"<policyDocument>{escape(endpoint.policy)}</policyDocument><ownerId>{ctx.account}</ownerId>"
        f"<routeTableIdSet>{tables}</routeTableIdSet><tagSet>{tags}</tagSet></{element}>"
    )


def _answer(operation: str, body: str) -> str:
    return f'<{operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">{body}</{operation}Response>'
