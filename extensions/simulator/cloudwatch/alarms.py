# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import re
from typing import Any

from ..core.dispatcher import Context
from ..tagging.index import publish
from . import alarm_rules, tags
from .errors import validation_error
from .state import Alarm, alarms_of

PAGE = 50
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def put_metric_alarm(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    """Create an alarm, or overwrite everything except its state and tags."""
    alarm_rules.check(ctx.region, request)
    return _put(ctx, request, composite=False)


def put_composite_alarm(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    return _put(ctx, request, composite=True)


def _put(ctx: Context, request: dict[str, Any], *, composite: bool) -> dict[str, Any]:
    name, alarms = request["AlarmName"], alarms_of(ctx)
    if CONTROL.search(name):
        raise validation_error("The alarm name contains ASCII control characters")
    have = alarms.get(name)
    if have and have.composite != composite:
        raise validation_error(f"The alarm {name} exists already, and is of another type")
    description = {key: value for key, value in request.items() if key != "Tags"}
    description.setdefault("ActionsEnabled", True)
    for key in ("OKActions", "AlarmActions", "InsufficientDataActions"):
        description.setdefault(key, [])
    if not composite:
        description.setdefault("Dimensions", [])
    description["AlarmArn"] = ctx.arn("cloudwatch", f"alarm:{name}")
    description["AlarmConfigurationUpdatedTimestamp"] = ctx.world.now
    description["StateValue"] = have.description["StateValue"] if have else "INSUFFICIENT_DATA"
    description["StateReason"] = "Unchecked: Initial alarm creation"
    description["StateUpdatedTimestamp"] = have.description["StateUpdatedTimestamp"] if have else ctx.world.now
    if have:  # the tags of the request are ignored (R85)
        have.description = description
    else:
        alarms[name] = Alarm(description, composite)
        tags.put(ctx, alarms[name], request.get("Tags", []))
    return {}


def describe_alarms(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    """Describe alarms; composite alarms only on request."""
    if "AlarmNames" in request and "AlarmNamePrefix" in request:
        raise validation_error("AlarmNamePrefix and AlarmNames cannot both be specified")
    names = request.get("AlarmNames")
    types = request.get("AlarmTypes", ["MetricAlarm"])
    prefix = request.get("AlarmNamePrefix", "")
    found = [
        alarm
        for name, alarm in sorted(alarms_of(ctx).items())
        if name.startswith(prefix)
        and (names is None or name in names)
        and ("CompositeAlarm" if alarm.composite else "MetricAlarm") in types
    ]
    token = request.get("NextToken", "0")
    end = int(token) + request.get("MaxRecords", PAGE)
    page = found[int(token) : end]
    return {
        "MetricAlarms": [alarm.description for alarm in page if not alarm.composite],
        "CompositeAlarms": [alarm.description for alarm in page if alarm.composite],
        "NextToken": str(end) if end < len(found) else None,
    }


def delete_alarms(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    """Delete alarms. Missing alarms are ignored, and one of the alarms can be a composite alarm (R85).

    No alarm is deleted if a remaining composite alarm uses one of them.
    """
    alarms = alarms_of(ctx)
    names = [name for name in request["AlarmNames"] if name in alarms]
    if sum(alarms[name].composite for name in names) > 1:
        raise validation_error("Only one composite alarm can be deleted by one request")
    rules = [alarm.description["AlarmRule"] for name, alarm in alarms.items() if alarm.composite and name not in names]
    used = [name for name in names if any(_uses(rule, name) for rule in rules)]
    if used:
        them = "them" if len(used) > 1 else "it"
        raise validation_error(f"Cannot delete {','.join(used)} as there are composite alarm(s) depending on {them}.")
    for name in names:
        publish(ctx, alarms.pop(name).arn, None)
    return {}


def _uses(rule: str, name: str) -> bool:
    name = rf"(?:\S*:alarm:)?{re.escape(name)}"
    return re.search(rf'"{name}"|[(\s,]{name}[)\s,]', rule) is not None
