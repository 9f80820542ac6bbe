# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import AwsError
from .index import index_of

PAGE = 100
# Service in an ARN -> the separator between the type and the name of a resource.
SIMULATED = {"cloudwatch": ":", "dynamodb": "/"}


def get_resources(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    """Return the tags of tables and alarms: of these ARNs, or of all of some types."""
    arns = request.get("ResourceARNList")
    others = sorted(set(request) - {"ResourceARNList"})
    if arns is not None and others:
        raise _invalid(f"ResourceARNList cannot be combined with {', '.join(others)}")
    page = request.get("ResourcesPerPage", PAGE)
    if not 1 <= page <= PAGE:
        raise _invalid(f"ResourcesPerPage must be between 1 and {PAGE}")
    filters = request.get("ResourceTypeFilters", [])
    unknown = set(others) - {"PaginationToken", "ResourceTypeFilters", "ResourcesPerPage"}
    if unknown or (arns is None and (not filters or {f.split(":")[0] for f in filters} - set(SIMULATED))):
        raise AwsError("NotSimulated", "GetResources is simulated for tables and alarms, without filters of tags")
    mappings = [
        {"ResourceARN": arn, "Tags": [{"Key": key, "Value": value} for key, value in sorted(tags.items())]}
        for arn, tags in sorted(index_of(ctx).items())
        if (arn in arns if arns is not None else _has_type(arn, filters))
    ]
    start = int(request.get("PaginationToken") or 0)
    end = start + page
    return {
        "ResourceTagMappingList": mappings[start:end],
        "PaginationToken": str(end) if end < len(mappings) else "",
    }


def _has_type(arn: str, filters: list[str]) -> bool:
    service, resource = arn.split(":", 5)[2::3]
    kind = resource.split(SIMULATED[service])[0]
    return service in filters or f"{service}:{kind}" in filters


def _invalid(message: str) -> AwsError:
    return AwsError("InvalidParameterException", message)
