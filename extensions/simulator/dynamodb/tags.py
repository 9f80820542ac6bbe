# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import invalid, invalid_parameter
from .find import table_by_arn

MOST_TAGS = 50


def check_new(new: list[dict[str, str]], old: dict[str, str]) -> None:
    """No reserved key, no key twice, no more than fifty (R21)."""
    keys = [tag["Key"] for tag in new]
    for key in keys:
        if key.lower().startswith("aws:"):
            raise invalid_parameter(f"Tag keys cannot start with aws:. Key: {key}")
        if keys.count(key) > 1:
            raise invalid_parameter(f"Duplicate tag key: {key}")
    if len(set(keys) | set(old)) > MOST_TAGS:
        raise invalid("Too many tags: the limit is 50 tags per resource")


def tag_resource(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    if not request["Tags"]:
        raise invalid("Atleast one Tag needs to be provided as Input.")
    table = table_by_arn(ctx, request["ResourceArn"])
    check_new(request["Tags"], table.tags)
    table.tags.update({tag["Key"]: tag["Value"] for tag in request["Tags"]})
    return {}


def untag_resource(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    if not request["TagKeys"]:
        raise invalid("Atleast one Tag Key needs to be provided as Input.")
    table = table_by_arn(ctx, request["ResourceArn"])
    for key in request["TagKeys"]:
        table.tags.pop(key, None)
    return {}


def list_tags_of_resource(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    table = table_by_arn(ctx, request["ResourceArn"])
    return {"Tags": [{"Key": key, "Value": value} for key, value in sorted(table.tags.items())]}
