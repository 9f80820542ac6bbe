# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Replicas: the other Regions of a table, with their overrides, and the consistency among them.

Other aspects plan the settings that each Region has separately (R35), such as tags.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ...core import diff, kms
from ...core.aws_errors import APPLIED, DEFER, RETRY, KnownError
from ...core.change import CREATE, DELETE, REPLACE, UPDATE
from ..changes import Phase
from ..checks import replica_errors, replica_options
from ..checks.replica_options import EVENTUAL, STRONG
from ..values import replica
from ..values.replica import TABLE, Replica
from ..values.schema import live_index_set
from ..values.throughput import billing_mode_of
from . import autoscaling, capacity, on_demand_throughput, table

# request.py adds the options of a replica that other aspects own.
OPTIONS = dict(
    replicas=dict(type="list", elements="dict", options=replica.OPTIONS),
    purge_replicas=dict(type="bool", default=False),
    multi_region_consistency=dict(type="str", choices=[EVENTUAL, STRONG]),
    witness_region=dict(type="str"),
)
RECREATES = "replicas"

_UPDATE = ("update_table",)
# Options of the table on which it depends whether AWS accepts a replica (R31, R32).
_NEEDED = ("billing_mode", "server_side_encryption")

KNOWN_ERRORS = (
    KnownError(
        DEFER,
        "R19",
        _UPDATE,
        "ValidationException",
        r"acted as a source region for new replica\(s\) being added to the table in the last \d+ hours",
        "AWS does not remove a replica that was the source of a new replica in the last 24 hours",
    ),
    KnownError(
        RETRY,
        "R29",
        ("update_table", "update_time_to_live"),
        "ValidationException",
        "is not allowed while the replica is being added to table",
    ),
    KnownError(
        RETRY,
        "R32",
        _UPDATE,
        "ValidationException",
        "Operation cannot be performed while replica server-side encryption status is in UPDATING state",
    ),
    KnownError(
        APPLIED, "R38", _UPDATE, "ValidationException", "one or more replicas were not part of the global table"
    ),
    KnownError(APPLIED, "R55", _UPDATE, "ValidationException", "one or more replicas already existed as tables"),
)


# The aspects whose settings a replica has unless it overrides them.
BASES = (capacity, on_demand_throughput, table)


@dataclass(frozen=True)
class Replicas:
    """members: {Region: Replica}; None if not declared. base: {(index name or TABLE, option): value} of the table.

    consistency: None if not declared, or without replicas. scaled: {(Region, index name or TABLE)} with scaled read
    capacity. settings: {aspect of BASES: its value}. indexes: the names of the global secondary indexes.
    local: whether the table has local indexes.
    """

    members: dict | None = None
    consistency: str | None = None
    witness: str | None = None
    base: dict = field(default_factory=dict)
    billing_mode: str | None = None
    settings: dict = field(default_factory=dict)
    indexes: frozenset = frozenset()
    scaled: frozenset = frozenset()
    purge: bool = False
    recreate: bool = False
    local: bool = False


NEW = Replicas({}, settings={aspect: aspect.NEW for aspect in BASES})


def check(params):
    return replica_options.check(params)


def want(params):
    if params["replicas"] is None:
        return None
    return Replicas(
        {entry["region"]: replica.declared(entry) for entry in params["replicas"]},
        params["multi_region_consistency"],
        params["witness_region"] or None,
        billing_mode=params["billing_mode"],
        settings={aspect: _desired(aspect, params) for aspect in BASES},
        scaled=frozenset((entry["region"], name) for entry in params["replicas"] for name in _scaled(entry, params)),
        purge=params["purge_replicas"],
        recreate=RECREATES in (params["allow_recreate"] or []),
    )


def read(region, description, want):
    """Look up the declared keys of live replicas in KMS -> {Region: answer of kms.read}."""
    live = {entry["RegionName"]: entry.get("KMSMasterKeyId") for entry in description.get("Replicas", [])}
    named = {name: member.kms_key_id for name, member in (want.members if want else {}).items()}
    lookups = {name: key for name, key in named.items() if key and name in live}
    return {name: kms.read(region.elsewhere(name), live[name], key) for name, key in lookups.items()}


def observe(description, answer):
    found = {}
    for entry in replica.replicas_of(description):
        region, member = entry["RegionName"], replica.live(entry)
        if region in answer and member.kms_key_id:
            member = replace(member, kms_key_id=kms.as_named(member.kms_key_id, answer[region]))
        found[region] = member
    settings = {aspect: aspect.observe(description) for aspect in BASES}
    witnesses = [entry["RegionName"] for entry in description.get("GlobalTableWitnesses", [])]
    return Replicas(
        found,
        description.get("MultiRegionConsistency", EVENTUAL) if found else None,
        witnesses[0] if witnesses else None,
        _base(settings),
        billing_mode_of(description),
        settings,
        frozenset(live_index_set(description).shapes),
        local=bool(description.get("LocalSecondaryIndexes")),
    )


def unlisted(want, have):
    return {} if want.purge else {"replicas": sorted(set(have.members) - set(want.members))}


def complete(want, have):
    settings = {aspect: aspect.complete(want.settings[aspect], have.settings[aspect]) for aspect in BASES}
    unlisted = {} if want.purge else have.members
    listed = {region: _completed(region, member, want, have) for region, member in want.members.items()}
    return replace(
        want,
        members={**unlisted, **listed},
        consistency=want.consistency or have.consistency or (EVENTUAL if want.members else None),
        witness=want.witness or have.witness,
        base=_base(settings),
        billing_mode=settings[capacity].billing_mode,
        settings=settings,
        indexes=frozenset(settings[capacity].index_set.shapes),
    )


def removed(want, have):
    """The Regions whose replica is removed, including those in which it is added again."""
    _added, _changed, unlisted_ones = diff.keyed(have.members, want.members)
    return unlisted_ones + replica_errors.recreated(want, have)


def plan(table, *, want, have):
    errors = list(replica_errors.find(want, have, allow=RECREATES))
    if errors:
        yield from errors
        return
    if want.consistency == STRONG and not have.members:
        yield from _plan_strong(table, want)
        return
    removals = removed(want, have)
    for region in removals:
        yield _remove(table, region)
    for region, member in want.members.items():
        if region not in have.members or region in removals:
            kind, needs = REPLACE if region in removals else CREATE, (_key(region), *_NEEDED)
            update = {"Create": replica.aws(region, member.overrides, member.kms_key_id)}
            yield _change(
                table, _key(region), kind, _creation(region, member, kind), Phase.REPLICATE, update, needs=needs
            )
            continue
        overrides = _to_send(member, have.members[region], want.base, have.base)
        if overrides:
            words, needs = f"set overrides in {region}: {replica.words(overrides)}", ("billing_mode",)
            update = {"Update": replica.aws(region, overrides)}
            yield _change(table, _key(region), UPDATE, words, Phase.REPLICATE, update, needs=needs)


def remove(table, *, have, params):
    """Remove the replicas before the table (R38); with strong consistency, all by one call (R30)."""
    if have.consistency == STRONG:
        yield _remove_strong(table, have)
        return
    for region in have.members:
        yield _remove(table, region)


def declare(have):
    options = {"replicas": [replica.declare(region, member) for region, member in have.members.items()]}
    if have.consistency == STRONG:
        options["multi_region_consistency"] = STRONG
    return {**options, "witness_region": have.witness} if have.witness else options


def _desired(aspect, params):
    return aspect.desired(params) if hasattr(aspect, "desired") else aspect.want(params)


def _scaled(entry, params):
    """The index names, or TABLE, whose read capacity in a replica the task scales."""
    own = autoscaling.in_replica(entry, params) or {"read": None, "indexes": None}
    named = [(index["name"], index["read"]) for index in own["indexes"] or []]
    return [name for name, options in [(TABLE, own["read"]), *named] if options is not None]


def _base(settings):
    """The settings of a replica without overrides."""
    options = {}
    for aspect in BASES:
        options = diff.merged(options, aspect.declare(settings[aspect]))
    return replica.base(options)


def _completed(region, member, want, have):
    """A declared replica, with missing values from the live one, and without capacities under auto scaling."""
    live = have.members.get(region, Replica())
    scaled = {(name, "read_capacity") for where, name in want.scaled if where == region and region in have.members}
    overrides = {place: value for place, value in member.overrides.items() if place not in scaled}
    return Replica(member.kms_key_id or live.kms_key_id, {**live.overrides, **overrides}, member.declared - scaled)


def _to_send(member, live, base, base_before):
    """The declared overrides that differ from the current ones, or that a change of the table overwrites (R35)."""
    result = {}
    for place in member.declared:
        overwritten = base.get(place) != base_before.get(place)
        current = base.get(place) if overwritten else live.overrides.get(place, base_before.get(place))
        if member.overrides[place] != current:
            result[place] = member.overrides[place]
    return {place: result[place] for place in member.overrides if place in result}


def _key(region):
    return f"replicas[{region}]"


def _remove(table, region):
    words = f"remove the replica in {region}"
    return _change(table, _key(region), DELETE, words, Phase.UNREPLICATE, {"Delete": {"RegionName": region}})


def _creation(region, member, kind):
    overrides = f" with {replica.words(member.overrides)}" if member.overrides else ""
    key = f", encrypted with KMS key {member.kms_key_id}" if member.kms_key_id else ""
    return f"{'replace the' if kind == REPLACE else 'add a'} replica in {region}{overrides}{key}"


def _change(table, key, kind, action, phase, *updates, **params):
    return table.change(key, kind, action, phase=phase, ReplicaUpdates=list(updates), **params)


def _plan_strong(table, want):
    """Add all replicas and the witness by one call, to a table without replicas (R30)."""
    if not want.members:
        return
    witness, regions = {}, " and ".join(want.members)
    if want.witness:
        witness = {"GlobalTableWitnessUpdates": [{"Create": {"RegionName": want.witness}}]}
        regions += f", with a witness in {want.witness}"
    creates = [
        {"Create": replica.aws(region, member.overrides, member.kms_key_id)} for region, member in want.members.items()
    ]
    words = f"add strongly consistent replicas in {regions}"
    params = dict(needs=(*_NEEDED, "ttl"), MultiRegionConsistency=STRONG, **witness)
    yield _change(table, RECREATES, CREATE, words, Phase.REPLICATE, *creates, **params)


def _remove_strong(table, have):
    witness = {"GlobalTableWitnessUpdates": [{"Delete": {"RegionName": have.witness}}]} if have.witness else {}
    deletes = [{"Delete": {"RegionName": region}} for region in have.members]
    words = f"remove the replicas in {' and '.join(have.members)}"
    return _change(table, RECREATES, DELETE, words, Phase.UNREPLICATE, *deletes, **witness)
