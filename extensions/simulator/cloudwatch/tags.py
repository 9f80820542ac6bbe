# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import AwsError
from .errors import validation_error
from .state import Alarm, alarms_of

MAX_TAGS = 50
# Seconds until the Tagging API shows a change of tags. AWS documents only that it takes some time (R86).
DELAY = 20


def put(ctx: Context, alarm: Alarm, tags: list[dict[str, str]]) -> None:
    new = {tag["Key"]: tag["Value"] for tag in tags}
    if any(key.lower().startswith("aws:") for key in new):
        raise validation_error("Tag keys cannot begin with aws:")
    if len({**alarm.tags, **new}) > MAX_TAGS:
        raise validation_error(f"An alarm has at most {MAX_TAGS} tags")
    alarm.tags.update(new)
    _publish_later(ctx, alarm)


def _publish_later(ctx: Context, alarm: Alarm) -> None:
    ctx.world.schedule(DELAY, _publish, alarm, dict(alarm.tags))


def _publish(alarm: Alarm, tags: dict[str, str]) -> None:
    alarm.published_tags = tags


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
    _publish_later(ctx, alarm)
    return {}


def list_tags_for_resource(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    return {"Tags": _pairs(_alarm(ctx, request["ResourceARN"]).tags)}


def get_resources(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    """Return the tags of all alarms, or of alarms by ARN."""
    arns = request.get("ResourceARNList")
    others = sorted(set(request) - {"ResourceARNList"})
    if arns is not None and others:
        raise AwsError("InvalidParameterException", f"ResourceARNList cannot be combined with {', '.join(others)}")
    if arns is None and request.get("ResourceTypeFilters") != ["cloudwatch:alarm"]:
        raise AwsError("NotSimulated", "GetResources is simulated for alarms only")
    mappings = [
        {"ResourceARN": alarm.arn, "Tags": _pairs(alarm.published_tags)}
        for alarm in alarms_of(ctx).values()
        if alarm.published_tags and (arns is None or alarm.arn in arns)
    ]
    start = int(request.get("PaginationToken") or 0)
    end = start + request.get("ResourcesPerPage", 100)
    token = str(end) if end < len(mappings) else ""
    return {"ResourceTagMappingList": mappings[start:end], "PaginationToken": token}


def _pairs(tags: dict[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in sorted(tags.items())]
