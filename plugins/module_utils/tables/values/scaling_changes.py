# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The Changes of one scalable target: its registration, target tracking policy and scheduled actions. Pure.

place: (index name or TABLE, READ or WRITE).
"""

from __future__ import annotations

from ...core.change import CREATE, DELETE, REPLACE, UPDATE, Change
from . import scaling
from .scaling import NAMESPACE, READ, SERVICE, TABLE

_TRACKING = ".target_value"  # the end of the key of a Change of the target tracking policy


def scale(table, place, target, live):
    """Yield the Changes from the live Target to the desired one, without a phase. live: None to create it."""
    bounds = (target.min_capacity, target.max_capacity)
    if live is None or bounds != (live.min_capacity, live.max_capacity):
        units = "RCU" if place[1] == READ else "WCU"
        bounds = f"{target.min_capacity}-{target.max_capacity} {units}"
        words = f"register a scalable target for the {_words(place)}, {bounds}"
        params = {"MinCapacity": target.min_capacity, "MaxCapacity": target.max_capacity}
        kind = UPDATE if live else CREATE
        yield _change(table, place, "", kind, words, "register_scalable_target", **params)
    if target.target_value is not None and (live is None or live.policy or target.tracking != live.tracking):
        kind = UPDATE if live and live.target_value is not None else CREATE
        if live and live.policy:
            words = f"delete scaling policy {live.policy} of the {_words(place)}"
            yield _change(table, place, _TRACKING, DELETE, words, "delete_scaling_policy", PolicyName=live.policy)
            kind = REPLACE
        yield _track(table, place, kind, target)
    if target.scheduled is not None:
        yield from _schedule(table, place, target.scheduled, (live and live.scheduled) or {})


def _track(table, place, kind, target):
    configuration = {
        "TargetValue": target.target_value,
        "PredefinedMetricSpecification": {"PredefinedMetricType": scaling.METRICS[place[1]]},
        "DisableScaleIn": bool(target.disable_scale_in),
    }
    if target.scale_in_cooldown is not None:
        configuration["ScaleInCooldown"] = target.scale_in_cooldown
    if target.scale_out_cooldown is not None:
        configuration["ScaleOutCooldown"] = target.scale_out_cooldown
    return _change(
        table,
        place,
        _TRACKING,
        kind,
        f"set target tracking of the {_words(place)} at {target.target_value:g} % utilization",
        "put_scaling_policy",
        PolicyName=scaling.policy_name(table.name, place),
        PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration=configuration,
    )


def _schedule(table, place, want, have):
    for name in have:
        if name not in want:
            words = f"delete scheduled action {name} of the {_words(place)}"
            part = f".scheduled_actions[{name}]"
            yield _change(table, place, part, DELETE, words, "delete_scheduled_action", ScheduledActionName=name)
    for name, action in want.items():
        if action != have.get(name):
            bounds = {"MinCapacity": action.min_capacity, "MaxCapacity": action.max_capacity}
            params = {
                "Timezone": action.timezone,
                "StartTime": action.start_time,
                "EndTime": action.end_time,
                "ScalableTargetAction": {key: value for key, value in bounds.items() if value is not None},
            }
            yield _change(
                table,
                place,
                f".scheduled_actions[{name}]",
                UPDATE if name in have else CREATE,
                f"put scheduled action {name} on the {_words(place)}: {action.schedule}",
                "put_scheduled_action",
                ScheduledActionName=name,
                Schedule=action.schedule,
                **{key: value for key, value in params.items() if value is not None},
            )


def deregister(table, place, phase, needs=()):
    words = f"deregister the scalable target for the {_words(place)}"
    return _change(table, place, "", DELETE, words, "deregister_scalable_target", phase=phase, needs=needs)


def _change(table, place, part, kind, action, method, phase=0, needs=(), **params):
    """part: the end of the Change's key, after the dimension."""
    index, dimension = place
    key = f"autoscaling.{dimension}" if index is TABLE else f"autoscaling.indexes[{index}].{dimension}"
    params = {
        "ServiceNamespace": NAMESPACE,
        "ResourceId": scaling.resource_id(table.name, index),
        "ScalableDimension": scaling.dimension(index, dimension),
        **params,
    }
    return Change(key + part, kind, action, table.region, SERVICE, method, params, "autoscaling", phase, needs)


def _words(place):
    index, dimension = place
    return f"{dimension} capacity of " + ("the table" if index is TABLE else f"index {index}")
