# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Autoscaling: scalable targets and target tracking policies of the table and of each global index."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ...core.aws_errors import APPLIED, KnownError
from ...core.change import CREATE, DELETE, REPLACE, UPDATE, Change, PlanError
from ...core.patterns import given_twice
from ..changes import OWN, Phase
from ..values import replica, scaling
from ..values.scaling import NAMESPACE, READ, SERVICE, TABLE, WRITE
from ..values.schema import GlobalIndexes, declared_index_set, live_index_set
from ..values.throughput import ON_DEMAND, PROVISIONED, billing_mode_of

OPTIONS = dict(
    autoscaling=dict(
        type="dict",
        options=dict(
            enabled=dict(type="bool", required=True),
            read=scaling.DIMENSION,
            write=scaling.DIMENSION,
            indexes=dict(
                type="list",
                elements="dict",
                options=dict(name=dict(type="str", required=True), read=scaling.DIMENSION, write=scaling.DIMENSION),
            ),
        ),
    ),
)
# Each replica has its own for read capacity; write capacity is scaled only in the Region of the table (R35).
IN_REPLICAS = OWN
_READS = dict(name=dict(type="str", required=True), read=scaling.DIMENSION)
REPLICA_OPTIONS = dict(
    autoscaling=dict(
        type="dict",
        options=dict(read=scaling.DIMENSION, indexes=dict(type="list", elements="dict", options=_READS)),
    ),
)

_TRACKING = ".target_value"  # the end of the key of a Change of the target tracking policy

KNOWN_ERRORS = (
    KnownError(
        APPLIED,
        "R49",
        ("deregister_scalable_target", "delete_scaling_policy", "delete_scheduled_action"),
        "ObjectNotFoundException",
        ".*",
    ),
)


@dataclass(frozen=True)
class Autoscaling:
    """targets: {(index name or TABLE, READ or WRITE): Target}. index_set: the indexes of the table.

    In a desired value, an index without an entry has the targets of TABLE, and a target None is not declared.
    billing_mode: declared or live. blocked: whether AWS rejects changes of the live indexes, because the table has
    replicas and the write capacity of an index is not scaled (R31).
    """

    enabled: bool = False
    targets: dict = field(default_factory=dict)
    index_set: GlobalIndexes = GlobalIndexes()
    billing_mode: str | None = None
    blocked: bool = False


NEW = Autoscaling(index_set=GlobalIndexes({}))


def check(params):
    autoscaling = params["autoscaling"]
    if not autoscaling or not autoscaling["enabled"]:
        return
    if params["billing_mode"] == ON_DEMAND:
        yield "autoscaling.enabled", "is true; a table with billing_mode: PAY_PER_REQUEST has no capacity to scale"
    if not (autoscaling["read"] or autoscaling["write"] or autoscaling["indexes"]):
        yield "autoscaling", "requires read, write or indexes"
    yield from _check_dimensions(autoscaling, (READ, WRITE))


def check_in_replica(entry):
    return _check_dimensions(entry["autoscaling"] or {}, (READ,))


def _check_dimensions(options, kinds):
    indexes = options.get("indexes") or []
    for place, first in given_twice([entry["name"] for entry in indexes]).items():
        words = f"{indexes[place]['name']} is also the name of indexes[{first}]"
        yield f"autoscaling.indexes[{place}].name", words
    entries = [(f"autoscaling.indexes[{place}]", entry) for place, entry in enumerate(indexes)]
    for path, entry in [("autoscaling", options), *entries]:
        for kind in kinds:
            yield from scaling.check(f"{path}.{kind}", entry.get(kind))


def in_replica(entry, params):
    """The option as it applies in a replica: its own for read capacity; disabled if it is disabled for the table."""
    if params["autoscaling"] and not params["autoscaling"]["enabled"]:
        return {"enabled": False, "read": None, "write": None, "indexes": None}
    own = entry.get("autoscaling")
    if own is None:
        return None
    indexes = [{**index, "write": None} for index in own["indexes"] or []]
    return {"enabled": True, "read": own["read"], "write": None, "indexes": indexes}


def want(params):
    autoscaling = params["autoscaling"]
    if autoscaling is None:
        return None
    entries = {TABLE: autoscaling, **{entry["name"]: entry for entry in autoscaling["indexes"] or []}}
    targets = {
        (index, kind): scaling.declared(entry[kind])
        for index, entry in entries.items()
        for kind in (READ, WRITE)
        if index is not TABLE or entry[kind] is not None
    }
    return Autoscaling(
        autoscaling["enabled"],
        targets if autoscaling["enabled"] else {},
        declared_index_set(params),
        params["billing_mode"],
    )


def read(region, description, want):
    """Read targets by one call; policies and scheduled actions, if needed, by one for the table and each index."""
    names = [TABLE, *live_index_set(description).shapes]
    resources = [scaling.resource_id(description["TableName"], name) for name in names]
    calls = [("describe_scalable_targets", "ScalableTargets", {"ResourceIds": resources})]
    scheduled = want is None or any(target and target.scheduled is not None for target in want.targets.values())
    for resource in resources if want is None or want.enabled else []:
        calls.append(("describe_scaling_policies", "ScalingPolicies", {"ResourceId": resource}))
        if scheduled:
            calls.append(("describe_scheduled_actions", "ScheduledActions", {"ResourceId": resource}))
    answer = {"ScalableTargets": [], "ScalingPolicies": [], "ScheduledActions": []}
    for (_method, key, _params), found in zip(calls, region.side_by_side([_page(region, *call) for call in calls])):
        answer[key] += found
    return answer


def observe(description, answer):
    targets = scaling.live(answer["ScalableTargets"], answer["ScalingPolicies"], answer["ScheduledActions"])
    index_set, billing_mode = live_index_set(description), billing_mode_of(description)
    unscaled = billing_mode == PROVISIONED and any((name, WRITE) not in targets for name in index_set.shapes)
    blocked = unscaled and bool(replica.replicas_of(description))
    return Autoscaling(bool(targets), targets, index_set, billing_mode, blocked)


def facts(answer):
    """The targets and policies in AWS's form, for the return value `table`."""
    return {"scalable_targets": answer["ScalableTargets"], "scaling_policies": answer["ScalingPolicies"]}


def complete(want, have):
    """Every index after the plan has the targets of the table, unless it has its own."""
    index_set = want.index_set.after(have.index_set)
    billing_mode = want.billing_mode or have.billing_mode
    if not want.enabled:
        return Autoscaling(False, {}, index_set, billing_mode)
    live = {place: target for place, target in have.targets.items() if place[0] in (TABLE, *index_set.shapes)}
    targets = {
        (index, kind): want.targets.get((index, kind), want.targets.get((TABLE, kind)))
        for index in (TABLE, *index_set.shapes)
        for kind in (READ, WRITE)
    }
    targets = {place: _filled_from(target, live.get(place)) for place, target in targets.items() if target}
    named = {place: target for place, target in want.targets.items() if target and place not in targets}
    return Autoscaling(True, {**live, **targets, **named}, index_set, billing_mode)


def plan(table, *, want, have):
    errors = list(_errors(want))
    if errors:
        yield from errors
        return
    unchanged = [TABLE, *want.index_set.unchanged(have.index_set)]
    # Deregister after the switch to on-demand (R15), otherwise last, because a new replica needs the targets (R31).
    deregistration = Phase.SCALE if want.billing_mode == ON_DEMAND else Phase.DEREGISTER
    needs = ("billing_mode",) if want.billing_mode != have.billing_mode else ()
    for place in have.targets:
        if (
            place[0] not in unchanged
        ):  # AWS does not delete the target with its index, and a new index of that name cannot use it (R49)
            yield _deregister(table, place, Phase.REMOVE)
        elif place not in want.targets:
            yield _deregister(table, place, deregistration, needs)
    for place, target in want.targets.items():
        is_unchanged = place[0] in unchanged
        live = have.targets.get(place) if is_unchanged else None
        phase = (Phase.UNBLOCK if have.blocked else Phase.SCALE) if is_unchanged else Phase.SCALE_ADDED
        kind = REPLACE if place in have.targets and not is_unchanged else CREATE
        for change in _scale(table, place, target, live):
            yield replace(change, phase=phase, kind=kind if change.kind == CREATE else change.kind)


def remove(table, *, have, params):
    """Deregister the targets with the table, because AWS would apply them to a new table of that name (R49)."""
    for place in have.targets:
        yield _deregister(table, place, Phase.DEREGISTER, needs=("replicas",))


def declare(have):
    """No options if an on-demand table has targets: they take effect only when it is provisioned (R15)."""
    if have.enabled and have.billing_mode == ON_DEMAND:
        return {}
    options = {"enabled": have.enabled}
    for (index, kind), target in have.targets.items():
        if index is TABLE:
            options[kind] = scaling.declare(target)
    # All indexes are listed, because an index without an entry would have the targets of the table.
    entries = {index: {"name": index} for index in have.index_set.shapes or () if have.enabled}
    for (index, kind), target in have.targets.items():
        if index is not TABLE:
            entries.setdefault(index, {"name": index})[kind] = scaling.declare(target)
    return {"autoscaling": {**options, **({"indexes": list(entries.values())} if entries else {})}}


def _page(region, method, key, params):
    return lambda: region.pages(
        method, key, action="read the auto scaling settings", service=SERVICE, ServiceNamespace=NAMESPACE, **params
    )


def _filled_from(target, live):
    """A declared target, with missing values from the live one, but not the name of the policy."""
    if live is None:
        return target
    names = ("scale_in_cooldown", "scale_out_cooldown", "disable_scale_in", "scheduled")
    target = replace(target, **{name: getattr(live, name) for name in names if getattr(target, name) is None})
    scheduled = {
        name: action.filled_from((live.scheduled or {}).get(name)) for name, action in target.scheduled.items()
    }
    return replace(target, scheduled=scheduled)


def _errors(want):
    if want.enabled and want.billing_mode == ON_DEMAND:
        yield PlanError("autoscaling.enabled", "requires billing_mode: PROVISIONED; the table has PAY_PER_REQUEST")
    for index in sorted({index for index, _kind in want.targets if index is not TABLE} - set(want.index_set.shapes)):
        yield PlanError(f"autoscaling.indexes[{index}]", "the table has no global secondary index of this name")


def _scale(table, place, target, live):
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


def _deregister(table, place, phase, needs=()):
    words = f"deregister the scalable target for the {_words(place)}"
    return _change(table, place, "", DELETE, words, "deregister_scalable_target", phase=phase, needs=needs)


def _change(table, place, part, kind, action, method, phase=Phase.SCALE, needs=(), **params):
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
