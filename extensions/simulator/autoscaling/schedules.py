# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ..core.dispatcher import Context
from ..core.errors import AwsError, invalid
from .resources import check_bounds, missing, page, selected, target_of, target_text

RATE = re.compile(r"rate\(([1-9]\d*) (minute|minutes|hour|hours|day|days)\)")
CRON = re.compile(r"cron\((\S+ \S+ \S+ \S+ \S+ \S+)\)")
FIELD = re.compile(r"[0-9A-Z*?,/#L-]+W?", re.IGNORECASE)


def put_scheduled_action(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    """Store a scheduled action. It never runs."""
    target = target_of(ctx, request)
    name = request["ScheduledActionName"]
    have = target.actions.get(name, {})
    resource = f"resource/dynamodb/{target.resource_id}:scheduledActionName/{name}"
    action = {
        "ScheduledActionName": name,
        "ScheduledActionARN": have.get("ScheduledActionARN")
        or ctx.arn("autoscaling", f"scheduledAction:{ctx.world.new_id()}:{resource}"),
        "ServiceNamespace": "dynamodb",
        "ResourceId": target.resource_id,
        "ScalableDimension": target.dimension,
        "CreationTime": have.get("CreationTime", ctx.world.now),
    }
    for part in ("Schedule", "Timezone", "ScalableTargetAction"):
        action[part] = request.get(part, have.get(part))
    for part in ("StartTime", "EndTime"):  # omitted times are removed (R90)
        action[part] = request.get(part)
    _check(action)
    target.actions[name] = action
    return {}


def _check(action: dict[str, Any]) -> None:
    if action["Schedule"] is None:
        raise invalid("Schedule is required for a new scheduled action")
    check_schedule(action["Schedule"])
    if action["Timezone"] is not None:
        _check_timezone(action["Timezone"])
    if action["StartTime"] and action["EndTime"] and action["EndTime"] <= action["StartTime"]:
        raise invalid("The end time must be after the start time")
    bounds = action["ScalableTargetAction"] or {}
    if not bounds:
        raise invalid("At least one of minimum capacity and maximum capacity should be provided")
    check_bounds(bounds.get("MinCapacity"), bounds.get("MaxCapacity"))


def check_schedule(schedule: str) -> None:
    """Check a schedule: at(yyyy-mm-ddThh:mm:ss), rate(n unit) or cron with six fields."""
    rate, cron = RATE.fullmatch(schedule), CRON.fullmatch(schedule)
    if rate and (rate[1] == "1") == (not rate[2].endswith("s")):
        return
    if cron and _is_cron(cron[1].split(" ")):
        return
    if schedule.startswith("at(") and schedule.endswith(")"):
        try:
            datetime.strptime(schedule[3:-1], "%Y-%m-%dT%H:%M:%S")
            return
        except ValueError:
            pass
    raise invalid(f"Invalid schedule expression. Details: {schedule}")


def _is_cron(fields: list[str]) -> bool:
    # Either day of month or day of week is a question mark.
    return all(FIELD.fullmatch(field) for field in fields) and (fields[2] == "?") != (fields[4] == "?")


def _check_timezone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise AwsError("ValidationException", f"Invalid timezone: {name}") from None


def delete_scheduled_action(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    target = target_of(ctx, request)
    if target.actions.pop(request["ScheduledActionName"], None) is None:
        raise missing(
            f"No scheduled action found for {target_text(target.resource_id, target.dimension)},"
            f" scheduled action name: {request['ScheduledActionName']}"
        )
    return {}


def describe_scheduled_actions(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    wanted = request.get("ScheduledActionNames")
    actions = [
        action
        for target in selected(ctx, request)
        for name, action in sorted(target.actions.items())
        if not wanted or name in wanted
    ]
    return page("ScheduledActions", actions, request)
