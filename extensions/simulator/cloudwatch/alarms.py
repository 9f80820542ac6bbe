# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import re
from typing import Any

from ..core.dispatcher import Context
from . import alarm_rules, tags
from .errors import refused
from .state import Alarm, alarms_of

PAGE, LARGEST_PAGE = 50, 100
MOST_DELETED = 100


def put_metric_alarm(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    """Creates an alarm, or writes over all of it but its state and tags."""
    alarm_rules.check(ctx.region, request)
    return _put(ctx, request, composite=False)


def put_composite_alarm(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    return _put(ctx, request, composite=True)


def _put(ctx: Context, request: dict[str, Any], *, composite: bool) -> dict[str, Any]:
    name, alarms = request["AlarmName"], alarms_of(ctx)
    have = alarms.get(name)
    if have and have.composite != composite:
        raise refused(f"The alarm {name} exists already, and is of another type")
    facts = {key: value for key, value in request.items() if key != "Tags"}
    facts.setdefault("ActionsEnabled", True)
    for key in ("OKActions", "AlarmActions", "InsufficientDataActions"):
        facts.setdefault(key, [])
    if not composite:
        facts.setdefault("Dimensions", [])
    facts["AlarmArn"] = f"arn:aws:cloudwatch:{ctx.region}:{ctx.account}:alarm:{name}"
    facts["AlarmConfigurationUpdatedTimestamp"] = ctx.world.now
    facts["StateValue"] = have.facts["StateValue"] if have else "INSUFFICIENT_DATA"
    facts["StateReason"] = "Unchecked: Initial alarm creation"
    facts["StateUpdatedTimestamp"] = have.facts["StateUpdatedTimestamp"] if have else ctx.world.now
    if have:  # the tags of the request are ignored (R85)
        have.facts = facts
    else:
        alarms[name] = Alarm(facts, composite)
        tags.put(ctx, alarms[name], request.get("Tags", []))
    return {}


def describe_alarms(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    """Composite alarms are shown only to who asks for them."""
    if "AlarmNames" in request and "AlarmNamePrefix" in request:
        raise refused("AlarmNamePrefix and AlarmNames cannot both be specified")
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
        "MetricAlarms": [alarm.facts for alarm in page if not alarm.composite],
        "CompositeAlarms": [alarm.facts for alarm in page if alarm.composite],
        "NextToken": str(end) if end < len(found) else None,
    }


def delete_alarms(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    """Names that do not exist do not matter, and one composite alarm may be among them (R85).

    None is deleted where a composite alarm that stays uses one of them.
    """
    alarms = alarms_of(ctx)
    names = [name for name in request["AlarmNames"] if name in alarms]
    if sum(alarms[name].composite for name in names) > 1:
        raise refused("Only one composite alarm can be deleted by one request")
    rules = [alarm.facts["AlarmRule"] for name, alarm in alarms.items() if alarm.composite and name not in names]
    used = [name for name in names if any(_uses(rule, name) for rule in rules)]
    if used:
        them = "them" if len(used) > 1 else "it"
        raise refused(f"Cannot delete {','.join(used)} as there are composite alarm(s) depending on {them}.")
    for name in names:
        del alarms[name]
    return {}


def _uses(rule: str, name: str) -> bool:
    name = rf"(?:\S*:alarm:)?{re.escape(name)}"
    return re.search(rf'"{name}"|[(\s,]{name}[)\s,]', rule) is not None
