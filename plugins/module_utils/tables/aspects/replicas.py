# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Replicas: in which other regions the table lives, with what overrides, and how consistent they are.

What each region keeps for itself (R35), such as tags, is the other aspects': they are kept there as at home.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ...core import diff, kms
from ...core.aws_errors import BUSY, DONE, WINDOW, KnownRefusal
from ...core.change import Notice, Phase, Refusal
from .. import replica_options
from ..replica_options import EVENTUAL, STRONG, UNSCALED
from ..values import replica, scaling
from ..values.replica import READ_CAPACITY, READ_CEILING, TABLE, TABLE_CLASS
from ..values.scaling import WRITE
from ..values.throughput import ON_DEMAND, PROVISIONED, billing_mode_of
from . import capacity, ceilings, encryption, insights, kinesis, policy, protection, recovery, table

_SCALING = dict(
    read=scaling.DIMENSION,
    indexes=dict(
        type="list",
        elements="dict",
        options=dict(name=dict(type="str", required=True), read=scaling.DIMENSION),
    ),
)
OPTIONS = dict(
    replicas=dict(
        type="list",
        elements="dict",
        options=dict(
            **replica.OPTIONS,
            **protection.OPTIONS,
            **recovery.OPTIONS,
            **insights.OPTIONS,
            **kinesis.OPTIONS,
            tags=dict(type="dict"),
            resource_policy=policy.OPTIONS["resource_policy"],
            autoscaling=dict(type="dict", options=_SCALING),
        ),
    ),
    purge_replicas=dict(type="bool", default=False),
    multi_region_consistency=dict(type="str", choices=[EVENTUAL, STRONG]),
    witness_region=dict(type="str"),
)
RECREATES = "replicas"

_UPDATE = ("update_table",)
# Options of the table that decide whether AWS takes a replica (R31, R32): while one is pending, so is the replica.
_FIRST = ("billing_mode", "server_side_encryption")

REFUSALS = (
    KnownRefusal(
        WINDOW,
        "R19",
        _UPDATE,
        "ValidationException",
        r"acted as a source region for new replica\(s\) being added to the table in the last \d+ hours",
        "the replica was the source of another one in the last 24 hours",
    ),
    KnownRefusal(
        BUSY,
        "R29",
        ("update_table", "update_time_to_live"),
        "ValidationException",
        "is not allowed while the replica is being added to table",
    ),
    KnownRefusal(
        BUSY,
        "R32",
        _UPDATE,
        "ValidationException",
        "Operation cannot be performed while replica server-side encryption status is in UPDATING state",
    ),
    KnownRefusal(DONE, "R38", _UPDATE, "ValidationException", "one or more replicas were not part of the global table"),
    KnownRefusal(DONE, "R55", _UPDATE, "ValidationException", "one or more replicas already existed as tables"),
)


@dataclass(frozen=True)
class Replicas:
    """members: {region: Member}; None: not declared. base: {(index or TABLE, setting): value} of the table itself.

    consistency None: not declared, or no replicas. owned: the {(region, index or TABLE)} whose reads are scaled.
    unknown_keys: regions for which the task names a key by an alias that KMS does not know there.
    encrypted: whether a KMS key encrypts the table; None: not declared. local: whether it has local indexes.
    """

    members: dict | None = None
    consistency: str | None = None
    witness: str | None = None
    base: dict = field(default_factory=dict)
    billing_mode: str | None = None
    settings: dict = field(default_factory=dict)
    owned: frozenset = frozenset()
    purge: bool = False
    recreate: bool = False
    unknown_keys: frozenset = frozenset()
    encrypted: bool | None = None
    local: bool = False


BASES = (capacity, ceilings, table)
NEW = Replicas({}, settings={aspect: aspect.NEW for aspect in BASES}, encrypted=False)


def check(params):
    return replica_options.check(params)


def want(params):
    if params["replicas"] is None:
        return None
    return Replicas(
        {entry["region"]: replica.declared(entry) for entry in params["replicas"]},
        params["multi_region_consistency"],
        params["witness_region"],
        billing_mode=params["billing_mode"],
        settings={
            aspect: aspect.asked(params) if hasattr(aspect, "asked") else aspect.want(params) for aspect in BASES
        },
        owned=frozenset(
            (entry["region"], name) for entry in params["replicas"] for name, _read in _scaled_reads(entry)
        ),
        purge=params["purge_replicas"],
        recreate=RECREATES in (params["allow_recreate"] or []),
        encrypted=params["server_side_encryption"] and params["server_side_encryption"]["enabled"],
    )


def _asked(aspect, params):
    return aspect.asked(params) if hasattr(aspect, "asked") else aspect.want(params)


def _scaled_reads(entry):
    """(index or TABLE, the options of its reads' scaling) of a replica."""
    own = entry.get("autoscaling") or {"read": None, "indexes": None}
    named = [(index["name"], index["read"]) for index in own["indexes"] or []]
    return [(name, options) for name, options in [(TABLE, own["read"]), *named] if options is not None]


def read(region, description, want):
    """What KMS knows of the keys that the options of live replicas name -> {region: its answer}."""
    live = {entry["RegionName"]: entry.get("KMSMasterKeyId") for entry in description.get("Replicas", [])}
    named = {name: member.kms_key_id for name, member in (want.members if want else {}).items()}
    asked = {name: key for name, key in named.items() if key and name in live}
    return {name: kms.read(region.elsewhere(name), live[name], key) for name, key in asked.items()}


def observe(description, answer):
    described = {entry["RegionName"]: entry for entry in replica.replicas_of(description)}
    found = {}
    for region, entry in described.items():
        member = replica.live(entry)
        if region in answer and member.kms_key_id:
            member = replace(member, kms_key_id=kms.spelled(member.kms_key_id, answer[region]))
        found[region] = member
    settings = {aspect: aspect.observe(description) for aspect in BASES}
    witnesses = [entry["RegionName"] for entry in description.get("GlobalTableWitnesses", [])]
    consistency = description.get("MultiRegionConsistency", EVENTUAL) if found else None
    billing_mode = billing_mode_of(description)
    unknown = frozenset(region for region in answer if kms.is_unknown(answer[region]))
    return Replicas(
        found,
        consistency,
        (witnesses or [None])[0],
        _base(settings),
        billing_mode,
        settings,
        unknown_keys=unknown,
        encrypted=encryption.observe(description, {}).enabled,
        local=bool(description.get("LocalSecondaryIndexes")),
    )


def unlisted(want, have):
    return {} if want.purge else {"replicas": sorted(set(have.members) - set(want.members))}


def complete(want, have):
    settings = {aspect: aspect.complete(want.settings[aspect], have.settings[aspect]) for aspect in BASES}
    left = {} if want.purge else have.members
    listed = {region: _over(region, member, want, have) for region, member in want.members.items()}
    return Replicas(
        {**left, **listed},
        want.consistency or have.consistency or (EVENTUAL if want.members else None),
        want.witness or have.witness,
        _base(settings),
        settings[capacity].billing_mode,
        settings,
        want.owned,
        want.purge,
        want.recreate,
        encrypted=have.encrypted if want.encrypted is None else want.encrypted,
    )


def going(want, have):
    """Regions whose replica is removed, for good or to be added anew."""
    _added, _changed, removed = diff.keyed(have.members, want.members)
    anew = [region for region in want.members if _key_differs(region, want, have) or _has_failed(region, want, have)]
    return removed + anew


def plan(table, *, want, have):
    refusals = list(_refusals(want, have))
    if refusals:
        yield from refusals
        return
    if want.consistency == STRONG and not have.members:
        yield from _plan_strong(table, want)
        return
    leaving = going(want, have)
    for region in leaving:
        yield _remove(table, region)
    for region, member in want.members.items():
        if region not in have.members or region in leaving:
            needs = (replica.removal(region), *_FIRST)
            yield _change(table, _creation(region, member), Phase.REPLICATE, _create(region, member), needs=needs)
            if region in leaving:
                yield Notice(f"The replica in {region} is made anew: its data is copied again")
            continue
        overrides = _to_send(member, have.members[region], want.base, have.base)
        if overrides:
            words = f"override in {region}: {replica.words(overrides)}"
            needs = ("billing_mode",)
            yield _change(table, words, Phase.REPLICATE, {"Update": replica.aws(region, overrides)}, needs=needs)


def remove(table, *, have, params):
    """Replicas go before the table (R38); those of strong consistency all in one call (R30)."""
    if have.consistency == STRONG:
        yield from _take_down(table, have)
        return
    for region in have.members:
        yield _remove(table, region)


def declare(have):
    options = {"replicas": [replica.declare(region, member) for region, member in have.members.items()]}
    if have.consistency == STRONG:
        options["multi_region_consistency"] = STRONG
    return {**options, "witness_region": have.witness} if have.witness else options


# What the live table does not allow ----------------------------------------------------------------------------------


def _refusals(want, have):
    names = want.settings[capacity].there.shapes
    for region, member in want.members.items():
        for name, setting in member.overrides:
            if name is not TABLE and name not in names:
                yield Refusal(f"replicas[{region}].global_secondary_indexes", f"the table has no global index {name}")
            wrong = PROVISIONED if setting == READ_CEILING else ON_DEMAND
            if setting != TABLE_CLASS and want.billing_mode == wrong and member != have.members.get(region):
                yield Refusal(f"replicas[{region}].{setting}", f"the table's billing mode is {wrong}")
        if _key_differs(region, want, have) and have.consistency == STRONG:
            words = f"is {have.members[region].kms_key_id}; a member of a strongly consistent table keeps its key (R30)"
            yield Refusal(f"replicas[{region}].kms_key_id", words)
        elif _key_differs(region, want, have) and not want.recreate:
            yield Refusal(
                f"replicas[{region}].kms_key_id",
                f"is {have.members[region].kms_key_id}; AWS has no sure way to change that into {member.kms_key_id} "
                f"(R33). To remove the replica and add it anew, list {RECREATES} in allow_recreate",
            )
        elif _key_differs(region, want, have) and region in have.unknown_keys:
            yield Refusal(f"replicas[{region}].kms_key_id", f"KMS knows no {member.kms_key_id} in {region}")
        if _has_failed(region, want, have) and (have.consistency == STRONG or not want.recreate):
            advice = f"To remove it and add it anew, list {RECREATES} in allow_recreate"
            if have.consistency == STRONG:
                advice = "The members of a strongly consistent table cannot change (R30)"
            words = f"AWS could not create it: {have.members[region].failed}. {advice}"
            yield Refusal(f"replicas[{region}]", words)
    anew = set(want.members).intersection(going(want, have)) if want.recreate else set()
    added = {region: member for region, member in want.members.items() if region not in have.members or region in anew}
    yield from _key_refusals(added, want)
    if want.consistency == STRONG and have.local and not have.members:
        yield Refusal("multi_region_consistency", "a strongly consistent table has no local indexes, and this one has")
    for region in sorted({region for region, _name in want.owned} - set(have.members)):
        if want.billing_mode == ON_DEMAND:
            yield Refusal(f"replicas[{region}].autoscaling", "the table is billed on demand, and so is its replica")
    if want.members and want.billing_mode == PROVISIONED:
        scaled, switched = want.settings[capacity].scaled, have.billing_mode != PROVISIONED
        # Where the task does not say, AWS will; but what has not been provisioned yet is not scaled yet either, and of
        # a replica to be made anew AWS would say it when the old one is gone.
        if (switched or anew or scaled is not None) and (TABLE, WRITE) not in (scaled or {}):
            yield Refusal("autoscaling.write", UNSCALED)
        for (name, kind), target in (scaled or {}).items() if anew or set(want.members) - set(have.members) else ():
            if kind == WRITE and target is None:
                yield Refusal(f"autoscaling.indexes[{name}].write", UNSCALED)
    if have.members and want.consistency != have.consistency:
        yield Refusal(
            "multi_region_consistency", f"is {have.consistency}, and cannot change while there are replicas (R30)"
        )
    elif have.consistency == STRONG and (set(want.members), want.witness) != (set(have.members), have.witness):
        yield Refusal("replicas", "the members of a strongly consistent table cannot change (R30)")


def _key_refusals(added, want):
    """Each replica has a key of the user's, or none has (R32). The options may leave out what the table has."""
    keyed = sorted(region for region, member in added.items() if member.kms_key_id)
    for region in keyed if not want.encrypted else ():
        yield Refusal(f"replicas[{region}].kms_key_id", "the table has no key of yours, so no replica can have one")
    for region in added if keyed and want.encrypted else ():
        if region not in keyed:
            words = f"is needed, as in {', '.join(keyed)}: each replica has a key of yours, or none has"
            yield Refusal(f"replicas[{region}].kms_key_id", words)


def _key_differs(region, want, have):
    live = have.members.get(region)
    wanted = want.members[region].kms_key_id
    return live is not None and wanted is not None and wanted != live.kms_key_id


def _has_failed(region, want, have):
    """Whether a declared replica is there, but only as one that could not be created."""
    live = have.members.get(region)
    return live is not None and bool(live.failed) and want.members[region] is not live


# Overrides -----------------------------------------------------------------------------------------------------------


def _base(settings):
    """What the replicas have where nothing is overridden."""
    base = {(TABLE, TABLE_CLASS): settings[table].table_class if settings[table] else None}
    for setting, pairs in ((READ_CAPACITY, settings[capacity]), (READ_CEILING, settings[ceilings])):
        base[TABLE, setting] = pairs.table.read
        base.update({(name, setting): pair.read for name, pair in pairs.indexes.items()})
    return base


def _over(region, member, want, have):
    """A declared member with what it leaves open as it is; what is scaled there is the scaling's."""
    live = have.members.get(region, replica.Member())
    scaled = {(name, READ_CAPACITY) for where, name in want.owned if where == region and region in have.members}
    overrides = {place: value for place, value in member.overrides.items() if place not in scaled}
    return replica.Member(member.kms_key_id or live.kms_key_id, {**live.overrides, **overrides}, member.asked - scaled)


def _to_send(member, live, base, base_before):
    """Declared overrides that differ from what is in force, or that a change of the base will overwrite (R35)."""
    result = {}
    for place, value in member.overrides.items():
        if place not in member.asked:
            continue
        overwritten = base.get(place) != base_before.get(place)
        in_force = base.get(place) if overwritten else live.overrides.get(place, base_before.get(place))
        if value != in_force:
            result[place] = value
    return result


# Changes -------------------------------------------------------------------------------------------------------------


def _remove(table, region):
    return _change(table, replica.removal(region), Phase.REMOVE, {"Delete": {"RegionName": region}})


def _creation(region, member):
    overrides = f" with {replica.words(member.overrides)}" if member.overrides else ""
    key = f", encrypted by {member.kms_key_id}" if member.kms_key_id else ""
    return f"add a replica in {region}{overrides}{key}"


def _create(region, member):
    return {"Create": replica.aws(region, member.overrides, member.kms_key_id)}


def _change(table, action, phase, *updates, **params):
    return table.change(action, phase=phase, path="replicas", ReplicaUpdates=list(updates), **params)


def _plan_strong(table, want):
    """The whole group by one call, from a table that has no replicas yet (R30)."""
    if not want.members:
        return
    witness = {}
    regions = ", ".join(want.members)
    if want.witness:
        witness = {"GlobalTableWitnessUpdates": [{"Create": {"RegionName": want.witness}}]}
        regions += f", and a witness in {want.witness}"
    creates = [_create(region, member) for region, member in want.members.items()]
    words = f"add replicas of strong consistency in {regions}"
    yield _change(table, words, Phase.REPLICATE, *creates, needs=_FIRST, MultiRegionConsistency=STRONG, **witness)


def _take_down(table, have):
    witness = {"GlobalTableWitnessUpdates": [{"Delete": {"RegionName": have.witness}}]} if have.witness else {}
    deletes = [{"Delete": {"RegionName": region}} for region in have.members]
    yield _change(table, f"remove the replicas in {', '.join(have.members)}", Phase.REMOVE, *deletes, **witness)
