# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..autoscaling.registrations import register_default_writes
from ..core.dispatcher import Context
from . import throughput, vector_indexes
from .global_tables import is_global, settle
from .projections import sorted_projection
from .state import ON_DEMAND, GlobalIndex, Table, VectorIndex


def creates_or_deletes(request: dict[str, Any]) -> bool:
    updates = request.get("GlobalSecondaryIndexUpdates", [])
    return "VectorIndexUpdates" in request or any("Create" in update or "Delete" in update for update in updates)


def update(ctx: Context, table: Table, request: dict[str, Any], switching: bool) -> None:
    """Apply the checked actions. A switch of the billing mode has set the capacity of the indexes already (R6)."""
    types = {a["AttributeName"]: a["AttributeType"] for a in request.get("AttributeDefinitions", [])}
    for change in request.get("GlobalSecondaryIndexUpdates", []):
        if "Create" in change:
            _create(ctx, table, change["Create"], types)
        elif "Delete" in change:
            _delete(ctx, table, table.indexes[change["Delete"]["IndexName"]])
        else:
            action = change["Update"]
            if switching:
                action = {name: value for name, value in action.items() if name != "ProvisionedThroughput"}
            _update(ctx, table.indexes[action["IndexName"]], action)
    for change in request.get("VectorIndexUpdates", []):
        if "Create" in change:
            _create_vector_index(ctx, table, change["Create"], types)
        else:
            _delete(ctx, table, table.vector_indexes[change["Delete"]["IndexName"]])


def new_index(table: Table, request: dict[str, Any]) -> GlobalIndex:
    units = throughput.new_throughput(request.get("ProvisionedThroughput"))
    warm_throughput = throughput.new_warm_throughput(table.billing_mode, units)
    requested = request.get("WarmThroughput", {})
    warm_throughput.read = requested.get("ReadUnitsPerSecond", warm_throughput.read)
    warm_throughput.write = requested.get("WriteUnitsPerSecond", warm_throughput.write)
    return GlobalIndex(
        name=request["IndexName"],
        arn=f"{table.arn}/index/{request['IndexName']}",
        key_schema=request["KeySchema"],
        projection=sorted_projection(request["Projection"]),
        throughput=units,
        warm_throughput=warm_throughput,
        on_demand=request.get("OnDemandThroughput", {}),
    )


def _create(ctx: Context, table: Table, request: dict[str, Any], types: dict[str, str]) -> None:
    """R11: the table is UPDATING first, then ACTIVE while the index is backfilling."""
    index = new_index(table, request)
    table.indexes[index.name] = index
    for element in index.key_schema:
        table.attributes[element["AttributeName"]] = types[element["AttributeName"]]
    if is_global(table) and table.billing_mode != ON_DEMAND:  # R39
        register_default_writes(ctx, table, index)
    _allocate(ctx, table, index)


def _create_vector_index(ctx: Context, table: Table, request: dict[str, Any], types: dict[str, str]) -> None:
    index = vector_indexes.new_index(table, request)
    table.vector_indexes[index.name] = index
    for name in index.search_names():
        table.attributes.setdefault(name, types[name])
    _allocate(ctx, table, index)


def _allocate(ctx: Context, table: Table, index: GlobalIndex | VectorIndex) -> None:
    index.backfilling = False
    table.status, table.job = "UPDATING", "index"
    ctx.world.schedule(ctx.world.durations.index_allocate, _allocated, ctx, table, index)


def _allocated(ctx: Context, table: Table, index: GlobalIndex | VectorIndex) -> None:
    settle(table)
    index.backfilling = True
    ctx.world.schedule(ctx.world.durations.index_backfill, _backfilled, index)


def _backfilled(index: GlobalIndex | VectorIndex) -> None:
    if index.status == "CREATING":  # it may have been deleted meanwhile
        index.status, index.backfilling = "ACTIVE", None


def _delete(ctx: Context, table: Table, index: GlobalIndex | VectorIndex) -> None:
    index.status, index.backfilling = "DELETING", None
    table.status, table.job = "UPDATING", "index"
    ctx.world.schedule(ctx.world.durations.index_delete, _deleted, table, index)


def _deleted(table: Table, index: GlobalIndex | VectorIndex) -> None:
    """Remove the index, unused attribute definitions, and the index's Contributor Insights (R43)."""
    owner = table.indexes if isinstance(index, GlobalIndex) else table.vector_indexes
    del owner[index.name]
    table.insights.pop(index.name, None)
    schemas = [table.key_schema, *(other.key_schema for other in table.indexes.values())]
    schemas += [other.key_schema for other in table.local_indexes.values()]
    used = {element["AttributeName"] for key_schema in schemas for element in key_schema}
    used |= {name for other in table.vector_indexes.values() for name in other.search_names()}
    table.attributes = {name: kind for name, kind in table.attributes.items() if name in used}
    settle(table)


def _update(ctx: Context, index: GlobalIndex, request: dict[str, Any]) -> None:
    """Update the index. The table remains ACTIVE; the answer shows the old provisioned capacity."""
    if "OnDemandThroughput" in request:
        index.on_demand = throughput.merged_on_demand(index.on_demand, request["OnDemandThroughput"])
    if "WarmThroughput" in request:
        throughput.update_warm_throughput(ctx, index.warm_throughput, request["WarmThroughput"])
    if {"OnDemandThroughput", "ProvisionedThroughput"} & set(request):
        was_creating = index.status == "CREATING"
        if not was_creating:
            index.status = "UPDATING"
        units = request.get("ProvisionedThroughput")
        ctx.world.schedule(ctx.world.durations.index_update, _updated, ctx, index, units)


def _updated(ctx: Context, index: GlobalIndex, units: dict[str, int] | None) -> None:
    if units:
        throughput.apply(ctx, index.throughput, index.warm_throughput, units)
    if index.status == "UPDATING":
        index.status = "ACTIVE"
