# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import AwsError, in_use
from ..tagging.index import publish
from . import (
    account,
    description,
    encryption,
    indexes,
    new_table,
    policy_document,
    resource_policy,
    simultaneous,
    streams,
    tags,
    throughput,
    vector_indexes,
)
from .find import table_name, tables_of
from .projections import sorted_projection
from .state import ON_DEMAND, PROVISIONED, Encryption, LocalIndex, Table, Tags


def create_table(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    name = table_name(ctx, request["TableName"])
    if {"GlobalTableSourceArn", "GlobalTableSettingsReplicationMode"} & set(request):
        raise AwsError("NotSimulated", "multi-account global tables are not simulated")
    new_table.check(ctx, request)
    streams.check_new(request.get("StreamSpecification"))
    tags.check_new(request.get("Tags", []))
    key = encryption.wanted_key(ctx, request.get("SSESpecification"))
    if "ResourcePolicy" in request:
        policy_document.parse(ctx, request["ResourcePolicy"])
    tables = tables_of(ctx)
    if name in tables:
        if tables[name].status == "CREATING":
            raise in_use(f"Table is being created: {name}")
        raise AwsError("ResourceInUseException", f"Table already exists: {name}")
    account.check_new_table(ctx, request)
    simultaneous.check(ctx, request)
    table = _table(ctx, name, request)
    table.encryption = Encryption(key)
    view_type = request.get("StreamSpecification", {}).get("StreamViewType")
    if view_type:
        streams.enable(ctx, table, view_type)
    if "ResourcePolicy" in request:
        resource_policy.put(ctx, table, request["ResourcePolicy"])
    tables[name] = table
    publish(ctx, table.arn, table.tags.values)
    durations = ctx.world.durations
    seconds = durations.table_create_with_indexes if table.online_indexes() else durations.table_create
    ctx.world.schedule(seconds, _created, ctx, table)
    return {"TableDescription": description.of_table(ctx, table)}


def _table(ctx: Context, name: str, request: dict[str, Any]) -> Table:
    mode = request.get("BillingMode", PROVISIONED)
    units = throughput.new_throughput(request.get("ProvisionedThroughput"))
    table = Table(
        name=name,
        arn=ctx.arn("dynamodb", f"table/{name}"),
        account=ctx.account,
        region=ctx.region,
        table_id=ctx.world.new_id(),
        created=ctx.world.now,
        key_schema=request["KeySchema"],
        attributes={a["AttributeName"]: a["AttributeType"] for a in request["AttributeDefinitions"]},
        billing_mode=mode,
        throughput=units,
        warm_throughput=throughput.new_warm_throughput(mode, units),
        on_demand=request.get("OnDemandThroughput", {}),
        deletion_protection=request.get("DeletionProtectionEnabled", False),
        tags=Tags({tag["Key"]: tag["Value"] for tag in request.get("Tags", [])}),
    )
    warm_throughput = request.get("WarmThroughput", {})
    table.warm_throughput.read = warm_throughput.get("ReadUnitsPerSecond", table.warm_throughput.read)
    table.warm_throughput.write = warm_throughput.get("WriteUnitsPerSecond", table.warm_throughput.write)
    if mode == ON_DEMAND:
        table.billing_summary = {"BillingMode": ON_DEMAND, "LastUpdateToPayPerRequestDateTime": ctx.world.now}
    if "TableClass" in request:
        # DescribeTable shows it only if the request contained it, even STANDARD (R47).
        table.class_summary = {"TableClass": request["TableClass"]}
    for index in request.get("LocalSecondaryIndexes", []):
        table.local_indexes[index["IndexName"]] = LocalIndex(
            index["IndexName"],
            f"{table.arn}/index/{index['IndexName']}",
            index["KeySchema"],
            sorted_projection(index["Projection"]),
        )
    for index in request.get("GlobalSecondaryIndexes", []):
        table.indexes[index["IndexName"]] = indexes.new_index(table, index)
    for index in request.get("VectorIndexes", []):
        table.vector_indexes[index["IndexName"]] = vector_indexes.new_index(table, index)
    return table


def _created(ctx: Context, table: Table) -> None:
    table.status = "ACTIVE"
    table.backups.available_at = ctx.world.now + ctx.world.durations.backups_unavailable
    for index in table.online_indexes():
        index.status = "ACTIVE"
