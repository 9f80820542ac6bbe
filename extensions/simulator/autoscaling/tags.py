# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import AwsError, invalid
from .registrations import targets_of
from .state import Target

MAX_TAGS = 50


def check(new: dict[str, str], have: dict[str, str]) -> None:
    for key in new:
        if key.lower().startswith("aws:"):
            raise invalid(f"Tag keys cannot begin with aws:. Key: {key}")
        if not 1 <= len(key) <= 128:
            raise invalid(f"Tag keys have 1 to 128 characters. Key: {key}")
    if len({**have, **new}) > MAX_TAGS:
        raise AwsError("TooManyTagsException", f"A scalable target has at most {MAX_TAGS} tags")


def _target(ctx: Context, arn: str) -> Target:
    for target in targets_of(ctx).values():
        if target.arn == arn:
            return target
    raise AwsError("ResourceNotFoundException", f"The specified resource does not exist: {arn}")


def tag_resource(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    target = _target(ctx, request["ResourceARN"])
    check(request["Tags"], target.tags)
    target.tags.update(request["Tags"])
    return {}


def untag_resource(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    target = _target(ctx, request["ResourceARN"])
    for key in request["TagKeys"]:
        target.tags.pop(key, None)
    return {}


def list_tags_for_resource(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    return {"Tags": dict(sorted(_target(ctx, request["ResourceARN"]).tags.items()))}
