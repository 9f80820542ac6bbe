# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from . import replica_overrides
from .global_tables import VERSION, Member, others, status_of
from .state import GlobalIndex, Table, WarmThroughput


def of_group(table: Table) -> dict[str, Any]:
    """Return the members of TableDescription about other Regions; none without replicas (R47)."""
    members = others(table)
    witness = table.group.witness if table.group else None
    shown: dict[str, Any] = {}
    if members:
        shown["Replicas"] = [_replica(table, member) for member in members]
        shown["GlobalTableVersion"] = VERSION
        shown["GlobalTableSettingsReplicationMode"] = "ENABLED_WITH_OVERRIDES"
        # AWS never shows EVENTUAL.
        shown["MultiRegionConsistency"] = "STRONG" if table.group.strong else None
    if witness and witness.visible:
        shown["GlobalTableWitnesses"] = [{"RegionName": witness.region, "WitnessStatus": witness.status}]
    return shown


def _replica(base: Table, member: Member) -> dict[str, Any]:
    replica = member.table
    return {
        "RegionName": member.region,
        "ReplicaStatus": status_of(member),
        "KMSMasterKeyId": replica.encryption.key_arn,
        **replica_overrides.of(base, replica),
        "WarmThroughput": _warm_throughput(replica.warm_throughput),
        "GlobalSecondaryIndexes": [_index(base, index) for index in replica.indexes.values()] or None,
        "ReplicaTableClassSummary": replica.class_summary,
    }


def _index(base: Table, index: GlobalIndex) -> dict[str, Any]:
    same = base.indexes.get(index.name)
    overrides = replica_overrides.of(same, index) if same else {}
    return {"IndexName": index.name, **overrides, "WarmThroughput": _warm_throughput(index.warm_throughput)}


def _warm_throughput(warm_throughput: WarmThroughput) -> dict[str, Any]:
    return {
        "ReadUnitsPerSecond": warm_throughput.read,
        "WriteUnitsPerSecond": warm_throughput.write,
        "Status": warm_throughput.status,
    }
