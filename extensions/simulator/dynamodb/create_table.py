# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import in_use
from . import describe_table, encryption, schema, streams, tags
from .find import region_of, table_name
from .state import ON_DEMAND, PROVISIONED, Backups, GlobalIndex, LocalIndex, Table, Throughput, Warm

# What AWS reports for on-demand tables unasked (R22).
ON_DEMAND_WARM = Warm(12000, 4000)


def create_table(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    name = table_name(ctx, request["TableName"])
    schema.check_new_table(request)
    tags.check_new(request.get("Tags", []), {})
    streams.check_specification(request.get("StreamSpecification"))
    key_arn = encryption.key_of(ctx, request.get("SSESpecification"))
    region = region_of(ctx)
    if name in region.tables:
        raise in_use_or_exists(name)
    table = _new_table(ctx, name, request)
    if key_arn:
        encryption.enable_at_birth(table, key_arn)
    view_type = request.get("StreamSpecification", {}).get("StreamViewType")
    if view_type:
        streams.switch_on(ctx, table, view_type)
    region.tables[name] = table
    ctx.world.later(ctx.world.durations.table_create, _created, table)
    return {"TableDescription": describe_table.description(ctx, table)}


def in_use_or_exists(name: str) -> Exception:
    error = in_use("")
    error.message = f"Table already exists: {name}"
    return error


def _new_table(ctx: Context, name: str, request: dict[str, Any]) -> Table:
    arn = f"arn:aws:dynamodb:{ctx.region}:{ctx.account}:table/{name}"
    mode = request.get("BillingMode", PROVISIONED)
    throughput = new_throughput(request.get("ProvisionedThroughput"))
    table = Table(
        name=name,
        arn=arn,
        account=ctx.account,
        region=ctx.region,
        table_id=ctx.world.new_id(),
        created=ctx.world.now,
        key_schema=request["KeySchema"],
        attributes={a["AttributeName"]: a["AttributeType"] for a in request["AttributeDefinitions"]},
        billing_mode=mode,
        throughput=throughput,
        warm=new_warm(mode, throughput),
        table_class=request.get("TableClass", "STANDARD"),
        deletion_protection=request.get("DeletionProtectionEnabled", False),
        tags={tag["Key"]: tag["Value"] for tag in request.get("Tags", [])},
        backups=Backups(available_at=ctx.world.now + ctx.world.durations.backups_unavailable),
    )
    if mode == ON_DEMAND:
        table.billing_summary = {"BillingMode": ON_DEMAND, "LastUpdateToPayPerRequestDateTime": ctx.world.now}
    if "TableClass" in request:
        table.class_summary = {"TableClass": table.table_class}
    for index in request.get("LocalSecondaryIndexes", []):
        table.local_indexes[index["IndexName"]] = LocalIndex(
            index["IndexName"], f"{arn}/index/{index['IndexName']}", index["KeySchema"], sorted_projection(index)
        )
    for index in request.get("GlobalSecondaryIndexes", []):
        table.indexes[index["IndexName"]] = new_global_index(table, index)
    return table


def new_global_index(table: Table, index: dict[str, Any]) -> GlobalIndex:
    throughput = new_throughput(index.get("ProvisionedThroughput"))
    return GlobalIndex(
        name=index["IndexName"],
        arn=f"{table.arn}/index/{index['IndexName']}",
        key_schema=index["KeySchema"],
        projection=sorted_projection(index),
        throughput=throughput,
        warm=new_warm(table.billing_mode, throughput),
    )


def sorted_projection(index: dict[str, Any]) -> dict[str, Any]:
    """AWS gives the projected attributes back sorted."""
    projection = dict(index["Projection"])
    if "NonKeyAttributes" in projection:
        projection["NonKeyAttributes"] = sorted(projection["NonKeyAttributes"])
    return projection


def new_throughput(request: dict[str, int] | None) -> Throughput:
    return Throughput(request["ReadCapacityUnits"], request["WriteCapacityUnits"]) if request else Throughput()


def new_warm(mode: str, throughput: Throughput) -> Warm:
    if mode == ON_DEMAND:
        return Warm(ON_DEMAND_WARM.read, ON_DEMAND_WARM.write)
    return Warm(throughput.read, throughput.write)


def _created(table: Table) -> None:
    table.status = "ACTIVE"
    for index in table.indexes.values():
        index.status = "ACTIVE"
