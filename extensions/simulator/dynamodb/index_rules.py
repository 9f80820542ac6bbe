# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import in_use, invalid, invalid_parameter, limit_exceeded, not_found
from . import billing, schema, throughput, vector_indexes
from .global_tables import is_global
from .replica_rules import check_index_writes_are_scaled
from .state import ON_DEMAND, GlobalIndex, Table, Throughput

ACTIONS = ("Update", "Create", "Delete")


def check_updates(request: dict[str, Any]) -> None:
    """Validate GlobalSecondaryIndexUpdates as far as possible without the table."""
    updates = request.get("GlobalSecondaryIndexUpdates")
    if updates is None:
        return
    if not updates:
        raise invalid_parameter("List of GlobalSecondaryIndexUpdates is empty")
    names: set[str] = set()
    for update in updates:
        if not update:
            raise invalid_parameter(
                "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create,"
                " GlobalSecondaryIndexUpdate.Delete must not be null"
            )
        if len(update) > 1:
            raise invalid_parameter(
                "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object"
            )
        ((action, index),) = update.items()
        if index["IndexName"] in names:
            raise invalid_parameter(
                "Only one global secondary index update per index is allowed simultaneously."
                f" Index: {index['IndexName']}"
            )
        names.add(index["IndexName"])
        if action == "Create":
            _check_create(request, index)
        elif action == "Update" and index.get("WarmThroughput") == {}:
            raise invalid_parameter(
                "WarmThroughput must have at least one of ReadUnitsPerSecond or WriteUnitsPerSecond specified for"
                f" index: {index['IndexName']}"
            )


def _check_create(request: dict[str, Any], index: dict[str, Any]) -> None:
    if not request.get("AttributeDefinitions"):
        raise invalid_parameter(f"AttributeDefinitions is not specified for index: {index['IndexName']}")
    # R9: the call must define all key attributes, even those the table defines already. It may define others.
    defined = [definition["AttributeName"] for definition in request["AttributeDefinitions"]]
    schema.check_enough(index["KeySchema"], defined)
    schema.check_defined([element["AttributeName"] for element in index["KeySchema"]], defined)
    schema.check_global_index(index)
    schema.check_bounds(index.get("ProvisionedThroughput"))


def check_create(ctx: Context, table: Table, index: dict[str, Any], types: dict[str, str]) -> None:
    name = index["IndexName"]
    have = table.indexes.get(name)
    if have and have.status in ("CREATING", "DELETING"):
        raise in_use(f"Index is being {have.status[:-3].lower()}ed. Table: {table.name} Index: {name}")
    if have or name in table.local_indexes or name in table.vector_indexes:
        raise invalid("Attempting to create an index which already exists")
    for element in index["KeySchema"]:
        _check_type(table, element["AttributeName"], types)
    if len(table.indexes) >= schema.MAX_GLOBAL_INDEXES:  # R21
        raise limit_exceeded("Number of global secondary indexes exceeds per-table limit of 20")
    error = schema.too_many_projected(vector_indexes.projected_in(table) + schema.projected_by(index))
    if error:
        raise error
    _check_new_capacity(ctx, table, index)


def _check_type(table: Table, attribute: str, types: dict[str, str]) -> None:
    vectors = [index.definition["VectorAttribute"]["AttributeName"] for index in table.vector_indexes.values()]
    if attribute in vectors:  # R69
        raise vector_indexes.conflicting(attribute)
    have = table.attributes.get(attribute)
    if have and have != types[attribute]:
        raise invalid_parameter(
            "Attributes cannot be redefined. Please check that your attribute has the same type as previously defined."
            f" Existing schema: Schema:[SchemaElement: key{{{attribute}:{have}}}]"
            f" New schema: Schema:[SchemaElement: key{{{attribute}:{types[attribute]}}}]"
        )


def _check_new_capacity(ctx: Context, table: Table, index: dict[str, Any]) -> None:
    """R8: an index of a provisioned table needs capacity; one of an on-demand table has none."""
    name, units = index["IndexName"], index.get("ProvisionedThroughput")
    if table.billing_mode == ON_DEMAND and units:
        raise invalid_parameter(
            f"Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: {name}"
            " when BillingMode is PAY_PER_REQUEST"
        )
    if table.billing_mode != ON_DEMAND and not units:
        raise invalid_parameter(f"Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: {name}")
    throughput.check_quota(ctx, units, name)
    throughput.check_new_on_demand(ctx, table.billing_mode, index.get("OnDemandThroughput"), name)
    default = throughput.new_warm_throughput(table.billing_mode, throughput.new_throughput(units))
    throughput.check_new_warm_throughput(ctx, table.billing_mode, index.get("WarmThroughput"), default, name)


def check_delete(table: Table, name: str) -> None:
    index = find(table, name, "delete")
    if index.status == "DELETING":
        raise in_use(f"Index is being deleted. Table: {table.name} Index: {name}")
    if index.status == "CREATING" and not index.backfilling:  # R11
        raise in_use(
            "Index creation is in resource allocation phase. Retry deletion during backfilling phase or when the"
            f" index is active. Table: {table.name} Index: {name}"
        )
    if index.status == "UPDATING":
        raise in_use(f"Index is being updated. Table: {table.name} Index: {name}")


def check_update(ctx: Context, table: Table, update: dict[str, Any], mode: str, switching: bool) -> None:
    name = update["IndexName"]
    index = find(table, name, "update")
    if index.status == "DELETING":
        raise in_use(f"Index is being deleted. Table: {table.name} Index: {name}")
    if index.status == "CREATING" and not index.backfilling:
        raise in_use(f"Index is being created but is not backfilling yet. Table: {table.name} Index: {name}")
    if index.status == "UPDATING":
        raise in_use(f"Index is being updated. Table: {table.name} Index: {name}")
    units = update.get("ProvisionedThroughput")
    if mode == ON_DEMAND and (units or not {"OnDemandThroughput", "WarmThroughput"} & set(update)):
        raise invalid_parameter(
            f"The only Updates for index: {name} when TableThroughputMode is PAY_PER_REQUEST can be to"
            " OnDemandThroughput, WarmThroughput"
        )
    if mode != ON_DEMAND and len(update) == 1:
        raise invalid_parameter(f"ProvisionedThroughput must be specified for index: {name}")
    schema.check_bounds(units)
    if units:
        have = Throughput() if switching else index.throughput
        throughput.check_change(ctx, have, units, name)
    if "OnDemandThroughput" in update:
        throughput.check_on_demand(ctx, mode, update["OnDemandThroughput"], name)
    if "WarmThroughput" in update:
        throughput.check_warm_throughput(ctx, index.warm_throughput, update["WarmThroughput"], f"index {name}")


def find(table: Table, name: str, verb: str) -> GlobalIndex:
    if name in table.local_indexes:
        raise invalid(f"Cannot {verb} an index that is not a GlobalSecondaryIndex: {name}")
    if name not in table.indexes:
        raise not_found(f"Index {name} for table {table.name}")
    return table.indexes[name]


def check_change(ctx: Context, table: Table, request: dict[str, Any]) -> None:
    """Check every action of the call before the first is applied."""
    mode = request.get("BillingMode", table.billing_mode)
    types = {a["AttributeName"]: a["AttributeType"] for a in request.get("AttributeDefinitions", [])}
    updates = request.get("GlobalSecondaryIndexUpdates", [])
    for update in updates:
        if "Create" in update:
            check_create(ctx, table, update["Create"], types)
        elif "Delete" in update:
            check_delete(table, update["Delete"]["IndexName"])
        else:
            check_update(ctx, table, update["Update"], mode, billing.switches(table, request))
    online = [update for update in updates if "Create" in update or "Delete" in update]
    for update in request.get("VectorIndexUpdates", []):
        vector_indexes.check_change(table, update)
        for element in update.get("Create", {}).get("SearchSchema", []):
            _check_type(table, element["AttributeName"], types)
        online.append(update)
    _check_only_one(table, online)
    if updates and is_global(table) and table.billing_mode != ON_DEMAND:  # R31
        check_index_writes_are_scaled(ctx, table)


def _check_only_one(table: Table, online: list[dict[str, Any]]) -> None:
    """R5: one index at a time is created or deleted; an index that is backfilling can be deleted (R11)."""
    if not online:
        return
    deleted = {update["Delete"]["IndexName"] for update in online if "Delete" in update}
    under_way = set(table.indexes_in("CREATING") + table.indexes_in("DELETING")) - deleted
    if len(online) > 1 or under_way:
        raise limit_exceeded("Only 1 online index can be created or deleted simultaneously per table")
