# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Auto scaling: scalable targets and target tracking policies of the table and of each global index."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ...core.aws_errors import APPLIED, KnownError
from ...core.change import CREATE, REPLACE, PlanError
from ...core.patterns import given_twice
from ..changes import OWN, Phase
from ..values import replica, scaling, scaling_reading
from ..values.scaling import READ, TABLE, WRITE
from ..values.scaling_changes import deregister, scale
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
    """targets: {(index name or TABLE, READ or WRITE): Target}; in a current value, also those of deleted indexes.
    remains: the same of a deleted table. index_set: the indexes of the table.

    In a desired value, an index without an entry has the targets of TABLE, and a target None is not declared.
    billing_mode: declared or live. blocked: whether AWS rejects changes of the live indexes, because the table has
    replicas and the write capacity of an index is not scaled (R31).
    """

    enabled: bool = False
    targets: dict = field(default_factory=dict)
    index_set: GlobalIndexes = GlobalIndexes()
    billing_mode: str | None = None
    blocked: bool = False
    remains: dict = field(default_factory=dict)


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


read, read_many, read_remains = scaling_reading.read, scaling_reading.read_many, scaling_reading.read_remains


def remains(answer):
    """The value of a new table: it does not use the targets of a deleted one (R49)."""
    return replace(NEW, remains=scaling.live(answer["ScalableTargets"], [], []))


def observe(description, answer):
    targets = scaling.live(answer["ScalableTargets"], answer["ScalingPolicies"], answer["ScheduledActions"])
    index_set, billing_mode = live_index_set(description), billing_mode_of(description)
    unscaled = billing_mode == PROVISIONED and any((name, WRITE) not in targets for name in index_set.shapes)
    blocked = unscaled and bool(replica.replicas_of(description))
    enabled = any(index in (TABLE, *index_set.shapes) for index, _kind in targets)
    return Autoscaling(enabled, targets, index_set, billing_mode, blocked)


def facts(answer):
    """The targets and policies in AWS's form, for the return value `table`."""
    return {"scalable_targets": answer["ScalableTargets"], "scaling_policies": answer["ScalingPolicies"]}


def complete(want, have):
    """Every index after the plan has the targets of the table, unless it has its own."""
    index_set = want.index_set.after(have.index_set)
    billing_mode = want.billing_mode or have.billing_mode
    if not want.enabled:
        return Autoscaling(False, {}, index_set, billing_mode)
    existing = (TABLE, *(name for name in index_set.shapes if name in have.index_set.shapes))
    live = {place: target for place, target in have.targets.items() if place[0] in existing}
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
    # Deregister after the switch to on-demand, because until then a replica needs the targets (R15, R31), otherwise
    # before the capacity changes, because a target would move it back (R48).
    deregistration = Phase.SCALE if want.billing_mode == ON_DEMAND else Phase.REMOVE
    needs = ("billing_mode",) if want.billing_mode == ON_DEMAND != have.billing_mode else ()
    for place in {**have.targets, **have.remains}:
        # AWS does not delete the target with its index or table, and a new one of that name cannot use it (R49).
        if place[0] not in unchanged or place in have.remains:
            yield deregister(table, place, Phase.REMOVE)
        elif place not in want.targets:
            yield deregister(table, place, deregistration, needs)
    for place, target in want.targets.items():
        is_unchanged = place[0] in unchanged
        live = have.targets.get(place) if is_unchanged else None
        phase = (Phase.UNBLOCK if have.blocked else Phase.SCALE) if is_unchanged else Phase.SCALE_ADDED
        kind = REPLACE if place in have.remains or (place in have.targets and not is_unchanged) else CREATE
        for change in scale(table, place, target, live):
            yield replace(change, phase=phase, kind=kind if change.kind == CREATE else change.kind)


def remove(table, *, have, params):
    """Deregister the targets with the table, because AWS would apply them to a new table of that name (R49)."""
    for place in have.targets:
        yield deregister(table, place, Phase.DEREGISTER, needs=("replicas",))


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
        if index in entries:
            entries[index][kind] = scaling.declare(target)
    return {"autoscaling": {**options, **({"indexes": list(entries.values())} if entries else {})}}


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
