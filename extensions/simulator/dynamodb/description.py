# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from . import replica_description
from .global_tables import is_global
from .state import PROVISIONED, GlobalIndex, LocalIndex, Table, Throughput, VectorIndex, WarmThroughput
from .times import day


def of_table(ctx: Context, table: Table) -> dict[str, Any]:
    """Return the TableDescription; members that are None are absent from the answer."""
    now = ctx.world.now
    return {
        "TableName": table.name,
        "TableArn": table.arn,
        "TableId": table.table_id,
        "TableStatus": table.status,
        "CreationDateTime": table.created,
        "AttributeDefinitions": [
            {"AttributeName": name, "AttributeType": table.attributes[name]} for name in sorted(table.attributes)
        ],
        "KeySchema": table.key_schema,
        "ItemCount": 0,
        "TableSizeBytes": 0,
        "ProvisionedThroughput": _throughput(table.throughput, now),
        "BillingModeSummary": _billing(table),
        "WarmThroughput": _warm_throughput(table.warm_throughput),
        "OnDemandThroughput": table.on_demand or None,
        "GlobalSecondaryIndexes": [_global_index(index, now) for index in table.indexes.values()] or None,
        "VectorIndexes": [_vector_index(index) for index in table.vector_indexes.values()] or None,
        "LocalSecondaryIndexes": [_local_index(index) for index in table.local_indexes.values()] or None,
        "StreamSpecification": _stream(table),
        "LatestStreamArn": table.stream.arn,
        "LatestStreamLabel": table.stream.label,
        "SSEDescription": _encryption(table),
        "TableClassSummary": table.class_summary,
        "DeletionProtectionEnabled": table.deletion_protection,
        "DisassociationProtectionEnabled": table.disassociation_protection,
        **replica_description.of_group(table),
    }


def _billing(table: Table) -> dict[str, Any] | None:
    # A provisioned table no longer shows it after its first replica is added (R47).
    return None if is_global(table) and table.billing_mode == PROVISIONED else table.billing_summary


def _global_index(index: GlobalIndex, now: float) -> dict[str, Any]:
    return {
        "IndexName": index.name,
        "IndexArn": index.arn,
        "KeySchema": index.key_schema,
        "Projection": index.projection,
        "IndexStatus": index.status,
        "Backfilling": index.backfilling,
        "ProvisionedThroughput": _throughput(index.throughput, now),
        "WarmThroughput": _warm_throughput(index.warm_throughput),
        "OnDemandThroughput": index.on_demand or None,
        "IndexSizeBytes": 0,
        "ItemCount": 0,
    }


def _vector_index(index: VectorIndex) -> dict[str, Any]:
    return {
        "IndexName": index.name,
        "IndexArn": index.arn,
        **index.definition,
        "IndexStatus": index.status,
        "Backfilling": index.backfilling,
        "IndexSizeBytes": 0,
        "ItemCount": 0,
    }


def _local_index(index: LocalIndex) -> dict[str, Any]:
    return {
        "IndexName": index.name,
        "IndexArn": index.arn,
        "KeySchema": index.key_schema,
        "Projection": index.projection,
        "IndexSizeBytes": 0,
        "ItemCount": 0,
    }


def _throughput(throughput: Throughput, now: float) -> dict[str, Any]:
    return {
        "ReadCapacityUnits": throughput.read,
        "WriteCapacityUnits": throughput.write,
        "LastIncreaseDateTime": throughput.last_increase,
        "LastDecreaseDateTime": throughput.last_decrease,
        "NumberOfDecreasesToday": len([t for t in throughput.decreases if day(t) == day(now)]),
    }


def _warm_throughput(warm_throughput: WarmThroughput) -> dict[str, Any]:
    return {
        "ReadUnitsPerSecond": warm_throughput.read,
        "WriteUnitsPerSecond": warm_throughput.write,
        "Status": warm_throughput.status,
    }


def _stream(table: Table) -> dict[str, Any] | None:
    # Absent, not false, when the stream is disabled (R26).
    if table.stream.view_type is None:
        return None
    return {"StreamEnabled": True, "StreamViewType": table.stream.view_type}


def _encryption(table: Table) -> dict[str, Any] | None:
    """Return the SSEDescription, which is absent, not DISABLED, for the AWS owned key (R34)."""
    have = table.encryption
    if have.key_arn is None:
        return {"Status": "UPDATING"} if have.status == "UPDATING" else None
    return {"Status": have.status, "SSEType": "KMS", "KMSMasterKeyArn": have.key_arn}
