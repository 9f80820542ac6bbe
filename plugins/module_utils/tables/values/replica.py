# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The members of a global table as values: the overrides that a replica may have of what is otherwise synced (R35)."""

from __future__ import annotations

from dataclasses import dataclass, field

INDEX_OPTIONS = dict(
    name=dict(type="str", required=True),
    read_capacity=dict(type="int"),
    max_read_request_units=dict(type="int"),
)
OPTIONS = dict(
    region=dict(type="str", required=True),
    kms_key_id=dict(type="str"),
    table_class=dict(type="str", choices=["STANDARD", "STANDARD_INFREQUENT_ACCESS"]),
    read_capacity=dict(type="int"),
    max_read_request_units=dict(type="int"),
    global_secondary_indexes=dict(type="list", elements="dict", options=INDEX_OPTIONS),
)

READ_CAPACITY, READ_CEILING, TABLE_CLASS = "read_capacity", "max_read_request_units", "table_class"
TABLE = None  # stands for the table itself among the names of its indexes


@dataclass(frozen=True)
class Member:
    """One replica. overrides: {(index or TABLE, setting): value}; asked: those of them that the task declares.

    kms_key_id None: not declared, or not a key of the customer's. failed: why AWS could not create it, "" otherwise.
    """

    kms_key_id: str | None = None
    overrides: dict = field(default_factory=dict)
    asked: frozenset = frozenset()
    failed: str = field(default="", compare=False)


def declared(entry):
    """One entry of `replicas` -> Member."""
    overrides = {(TABLE, setting): entry[setting] for setting in (TABLE_CLASS, READ_CAPACITY, READ_CEILING)}
    for index in entry["global_secondary_indexes"] or []:
        overrides.update({(index["name"], setting): index[setting] for setting in (READ_CAPACITY, READ_CEILING)})
    overrides = {place: value for place, value in overrides.items() if value is not None}
    return Member(entry["kms_key_id"], overrides, frozenset(overrides))


def live(described):
    """One entry of DescribeTable's Replicas -> Member."""
    overrides = {(TABLE, TABLE_CLASS): described.get("ReplicaTableClassSummary", {}).get("TableClass")}
    for name, part in [
        (TABLE, described),
        *((index["IndexName"], index) for index in described.get("GlobalSecondaryIndexes", [])),
    ]:
        overrides[name, READ_CAPACITY] = part.get("ProvisionedThroughputOverride", {}).get("ReadCapacityUnits")
        overrides[name, READ_CEILING] = part.get("OnDemandThroughputOverride", {}).get("MaxReadRequestUnits")
    overrides = {place: value for place, value in overrides.items() if value is not None}
    return Member(described.get("KMSMasterKeyId"), overrides, failed=failure(described))


def failure(described):
    """Why AWS could not create a replica; "" where it could."""
    failed = described.get("ReplicaStatus") == "CREATION_FAILED"
    return described.get("ReplicaStatusDescription", "AWS gives no reason") if failed else ""


def replicas_of(description):
    """DescribeTable's Replicas, without the described region itself and without those on their way out."""
    home = description["TableArn"].split(":")[3]
    return [
        entry
        for entry in description.get("Replicas", [])
        if entry["RegionName"] != home and entry.get("ReplicaStatus") != "DELETING"
    ]


def aws(region, overrides, kms_key_id=None):
    """A Create or Update of ReplicaUpdates."""
    result = {"RegionName": region}
    if kms_key_id:
        result["KMSMasterKeyId"] = kms_key_id
    if (TABLE, TABLE_CLASS) in overrides:
        result["TableClassOverride"] = overrides[TABLE, TABLE_CLASS]
    result.update(_throughput(overrides, TABLE))
    names = sorted({name for name, _setting in overrides if name is not TABLE})
    indexes = [{"IndexName": name, **_throughput(overrides, name)} for name in names]
    return {**result, "GlobalSecondaryIndexes": indexes} if indexes else result


def added_by(change):
    """The regions in which a Change adds replicas."""
    return _regions(change, "Create")


def removed_by(change):
    """The regions whose replicas a Change takes away."""
    return _regions(change, "Delete")


def _regions(change, kind):
    updates = change.params.get("ReplicaUpdates", [])
    return [update[kind]["RegionName"] for update in updates if kind in update]


def removal(region):
    """The words for taking away the replica of a region."""
    return f"remove the replica in {region}"


def declare(region, member):
    """A Member as an entry of `replicas`."""
    options = {"region": region}
    if member.kms_key_id:
        options["kms_key_id"] = member.kms_key_id
    indexes = {}
    for (name, setting), value in member.overrides.items():
        entry = options if name is TABLE else indexes.setdefault(name, {"name": name})
        entry[setting] = value
    return {**options, "global_secondary_indexes": list(indexes.values())} if indexes else options


def words(overrides):
    """Overrides in words, for an action."""
    names = {READ_CAPACITY: "reads", READ_CEILING: "most reads", TABLE_CLASS: "class"}
    parts = [
        f"{names[setting]} {value}" + ("" if index is TABLE else f" of index {index}")
        for (index, setting), value in overrides.items()
    ]
    return ", ".join(parts)


def _throughput(overrides, name):
    result = {}
    if (name, READ_CAPACITY) in overrides:
        result["ProvisionedThroughputOverride"] = {"ReadCapacityUnits": overrides[name, READ_CAPACITY]}
    if (name, READ_CEILING) in overrides:
        result["OnDemandThroughputOverride"] = {"MaxReadRequestUnits": overrides[name, READ_CEILING]}
    return result
