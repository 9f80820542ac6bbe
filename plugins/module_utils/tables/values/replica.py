# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One replica of a global table as a value: its KMS key, and its overrides of settings that AWS synchronizes (R35).

Each override is one row of OVERRIDES.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce

from .throughput import ON_DEMAND, PROVISIONED

TABLE = None  # the key of the table itself in dicts by index name


@dataclass(frozen=True)
class Override:
    """An option of a replica that overrides one of the table.

    option, spec: of an entry of `replicas`. base: the path of the table's option.
    sent: the path in a Create or Update of ReplicaUpdates. shown: the path in DescribeTable's Replicas.
    of_indexes: whether indexes have the option as well. needs: the billing mode that it requires.
    words: for an action.
    """

    option: str
    spec: dict
    base: tuple
    sent: tuple
    shown: tuple
    words: str
    of_indexes: bool = False
    needs: str | None = None


OVERRIDES = (
    Override(
        "table_class",
        dict(type="str", choices=["STANDARD", "STANDARD_INFREQUENT_ACCESS"]),
        base=("table_class",),
        sent=("TableClassOverride",),
        shown=("ReplicaTableClassSummary", "TableClass"),
        words="table class",
    ),
    Override(
        "read_capacity",
        dict(type="int"),
        base=("read_capacity",),
        sent=("ProvisionedThroughputOverride", "ReadCapacityUnits"),
        shown=("ProvisionedThroughputOverride", "ReadCapacityUnits"),
        words="RCU",
        of_indexes=True,
        needs=PROVISIONED,
    ),
    Override(
        "max_read_request_units",
        dict(type="int"),
        base=("on_demand_throughput", "max_read_request_units"),
        sent=("OnDemandThroughputOverride", "MaxReadRequestUnits"),
        shown=("OnDemandThroughputOverride", "MaxReadRequestUnits"),
        words="maximum read request units",
        of_indexes=True,
        needs=ON_DEMAND,
    ),
)
OF_INDEXES = tuple(override for override in OVERRIDES if override.of_indexes)
BY_OPTION = {override.option: override for override in OVERRIDES}

INDEX_OPTIONS = dict(
    name=dict(type="str", required=True), **{override.option: override.spec for override in OF_INDEXES}
)
OPTIONS = dict(
    region=dict(type="str", required=True),
    kms_key_id=dict(type="str"),
    **{override.option: override.spec for override in OVERRIDES},
    global_secondary_indexes=dict(type="list", elements="dict", options=INDEX_OPTIONS),
)


@dataclass(frozen=True)
class Replica:
    """overrides: {(index name or TABLE, option): value}. declared: the keys of those that the task declares.

    kms_key_id: None if it is not declared, or not a customer managed key. failed: why AWS could not create it, or "".
    """

    kms_key_id: str | None = None
    overrides: dict = field(default_factory=dict)
    declared: frozenset = frozenset()
    failed: str = field(default="", compare=False)


def declared(entry):
    """Convert one entry of `replicas` -> Replica."""
    found = _options_of(entry)
    return Replica(entry["kms_key_id"] or None, found, frozenset(found))


def base(declaration):
    """Convert the options of a table -> {(index name or TABLE, option): value} of a replica without overrides."""
    return _options_of(declaration, lambda override: override.base)


def _options_of(options, path=lambda override: (override.option,)):
    places = [(TABLE, options, OVERRIDES)]
    places += [(index["name"], index, OF_INDEXES) for index in options.get("global_secondary_indexes") or []]
    found = {(name, override.option): _at(path(override), part) for name, part, rows in places for override in rows}
    return {place: value for place, value in found.items() if value is not None}


def live(described):
    """Convert one entry of DescribeTable's Replicas -> Replica."""
    places = [(TABLE, described, OVERRIDES)]
    places += [(index["IndexName"], index, OF_INDEXES) for index in described.get("GlobalSecondaryIndexes", [])]
    found = {(name, override.option): _at(override.shown, part) for name, part, rows in places for override in rows}
    overrides = {place: value for place, value in found.items() if value is not None}
    return Replica(described.get("KMSMasterKeyId"), overrides, failed=failure(described))


def failure(described):
    """Why AWS could not create a replica; "" if it could."""
    failed = described.get("ReplicaStatus") == "CREATION_FAILED"
    return described.get("ReplicaStatusDescription", "AWS gives no reason") if failed else ""


def replicas_of(description):
    """DescribeTable's Replicas, without the table's own Region and without those that are being deleted."""
    own = description["TableArn"].split(":")[3]
    return [
        entry
        for entry in description.get("Replicas", [])
        if entry["RegionName"] != own and entry.get("ReplicaStatus") != "DELETING"
    ]


def aws(region, overrides, kms_key_id=None):
    """A Create or Update of ReplicaUpdates."""
    result = {"RegionName": region, **({"KMSMasterKeyId": kms_key_id} if kms_key_id else {})}
    indexes = {}
    for (name, option), value in sorted(overrides.items(), key=str):
        part = result if name is TABLE else indexes.setdefault(name, {"IndexName": name})
        *outer, last = BY_OPTION[option].sent
        for member in outer:
            part = part.setdefault(member, {})
        part[last] = value
    return {**result, "GlobalSecondaryIndexes": list(indexes.values())} if indexes else result


def declare(region, replica):
    """A Replica as an entry of `replicas`."""
    options = {"region": region}
    if replica.kms_key_id:
        options["kms_key_id"] = replica.kms_key_id
    indexes = {}
    for (name, option), value in replica.overrides.items():
        entry = options if name is TABLE else indexes.setdefault(name, {"name": name})
        entry[option] = value
    return {**options, "global_secondary_indexes": list(indexes.values())} if indexes else options


def words(overrides):
    """Overrides in words, for an action."""
    parts = [
        f"{BY_OPTION[option].words} {value}" + ("" if index is TABLE else f" of index {index}")
        for (index, option), value in overrides.items()
    ]
    return ", ".join(parts)


def added_by(change):
    """The Regions in which a Change adds replicas."""
    return _regions(change, "Create")


def removed_by(change):
    """The Regions from which a Change removes replicas."""
    return _regions(change, "Delete")


def _regions(change, kind):
    updates = change.params.get("ReplicaUpdates", [])
    return [update[kind]["RegionName"] for update in updates if kind in update]


def _at(path, part):
    """The value at a path of a nested dict; None if there is none."""
    return reduce(lambda found, name: (found or {}).get(name), path, part)
