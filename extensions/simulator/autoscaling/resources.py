# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import re
from typing import Any

from ..core.dispatcher import Context
from ..core.errors import AwsError, invalid
from ..dynamodb.find import tables_of
from ..dynamodb.state import GlobalIndex, Table
from .registrations import targets_of
from .state import Target

RESOURCE = re.compile(r"table/([a-zA-Z0-9_.-]{3,255})(?:/index/([a-zA-Z0-9_.-]{3,255}))?")
PAGE = 50


def check_resource(request: dict[str, Any]) -> tuple[str, str]:
    """Return (resource ID, dimension) of a request about DynamoDB; the dimension must match the resource type."""
    resource, dimension = request["ResourceId"], request["ScalableDimension"]
    check_namespace(request)
    match = RESOURCE.fullmatch(resource)
    kind = "index" if match and match[2] else "table"
    if not match or not re.fullmatch(f"dynamodb:{kind}:(Read|Write)CapacityUnits", dimension):
        raise invalid("Unsupported service namespace, resource type or scalable dimension")
    return resource, dimension


def check_namespace(request: dict[str, Any]) -> None:
    if request["ServiceNamespace"] != "dynamodb":
        raise AwsError("NotSimulated", f"autoscaling of {request['ServiceNamespace']} is not simulated")


def owner_of(ctx: Context, resource: str) -> tuple[Table | None, Table | GlobalIndex | None]:
    """Return the table of a resource ID, and the owner of the capacity: the table or its index."""
    name, index = RESOURCE.fullmatch(resource).groups()
    table = tables_of(ctx).get(name)
    if table is None or index is None:
        return table, table
    return table, table.indexes.get(index)


def owner_of_registration(ctx: Context, resource: str) -> Table | GlobalIndex:
    table, owner = owner_of(ctx, resource)
    if table is None:
        raise invalid(f"DynamoDB table does not exist: {resource}")
    if owner is None:
        raise invalid(f"DynamoDB index does not exist: {resource}")
    return owner


def target_of(ctx: Context, request: dict[str, Any]) -> Target:
    resource, dimension = check_resource(request)
    target = targets_of(ctx).get((resource, dimension))
    if target is None:
        raise missing(f"No scalable target registered for {target_text(resource, dimension)}")
    return target


def missing(message: str) -> AwsError:
    return AwsError("ObjectNotFoundException", message)


def target_text(resource: str, dimension: str) -> str:
    return f"service namespace: dynamodb, resource ID: {resource}, scalable dimension: {dimension}"


def check_bounds(minimum: int | None, maximum: int | None) -> None:
    if minimum is not None and minimum < 1:
        raise invalid("Minimum capacity must be at least 1 for DynamoDB")
    if minimum is not None and maximum is not None and maximum < minimum:
        raise invalid("Maximum capacity cannot be less than minimum capacity")


def selected(ctx: Context, request: dict[str, Any]) -> list[Target]:
    """Return the targets that a Describe request selects."""
    check_namespace(request)
    resources = request.get("ResourceIds") or ([request["ResourceId"]] if "ResourceId" in request else [])
    dimension = request.get("ScalableDimension")
    if dimension and not resources:
        raise invalid("A scalable dimension can only be specified together with a resource ID")
    return [
        target
        for (resource, of), target in sorted(targets_of(ctx).items())
        if (not resources or resource in resources) and dimension in (None, of)
    ]


def page(name: str, items: list[dict[str, Any]], request: dict[str, Any], most: int = PAGE) -> dict[str, Any]:
    size = request.get("MaxResults", most)
    if not 1 <= size <= most:
        raise invalid(f"MaxResults must be between 1 and {most}")
    token = request.get("NextToken", "0")
    if not token.isdigit():
        raise AwsError("InvalidNextTokenException", "The next token is not valid")
    end = int(token) + size
    return {name: items[int(token) : end], "NextToken": str(end) if end < len(items) else None}
