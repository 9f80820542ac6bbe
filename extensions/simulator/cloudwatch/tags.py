# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import AwsError
from ..tagging.index import publish
from .errors import validation_error
from .state import Alarm, alarms_of

MAX_TAGS = 50


def put(ctx: Context, alarm: Alarm, tags: list[dict[str, str]]) -> None:
    new = {tag["Key"]: tag["Value"] for tag in tags}
    if any(key.lower().startswith("aws:") for key in new):
        raise validation_error("Tag keys cannot begin with aws:")
    if len({**alarm.tags, **new}) > MAX_TAGS:
        raise validation_error(f"An alarm has at most {MAX_TAGS} tags")
    alarm.tags.update(new)
    publish(ctx, alarm.arn, alarm.tags)


def _alarm(ctx: Context, arn: str) -> Alarm:
    for alarm in alarms_of(ctx).values():
        if alarm.arn == arn:
            return alarm
    raise AwsError("ResourceNotFoundException", f"Unknown resource {arn}", 404)


def tag_resource(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    put(ctx, _alarm(ctx, request["ResourceARN"]), request["Tags"])
    return {}


def untag_resource(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    alarm = _alarm(ctx, request["ResourceARN"])
    for key in request["TagKeys"]:
        alarm.tags.pop(key, None)
    publish(ctx, alarm.arn, alarm.tags)
    return {}


def list_tags_for_resource(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    return {"Tags": _pairs(_alarm(ctx, request["ResourceARN"]).tags)}


def _pairs(tags: dict[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in sorted(tags.items())]
