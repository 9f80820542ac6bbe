# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import in_use, invalid_parameter, limit_exceeded
from . import schema, throughput, vector_indexes
from .global_tables import settle, tables_of_group
from .state import ON_DEMAND, PROVISIONED, GlobalIndex, Table
from .times import java_form

DAY = 86400.0
MAX_SWITCHES = 4


def check_request(request: dict[str, Any]) -> None:
    """Validate the capacity parameters as far as possible without the table (R6, R7)."""
    mode, units = request.get("BillingMode"), request.get("ProvisionedThroughput")
    if mode == PROVISIONED and not units:
        raise invalid_parameter("ProvisionedThroughput must be specified when BillingMode is PROVISIONED")
    if mode == ON_DEMAND and units:
        raise invalid_parameter("ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_REQUEST")
    schema.check_bounds(units)


def check_change(ctx: Context, table: Table, request: dict[str, Any]) -> None:
    mode = request.get("BillingMode", table.billing_mode)
    units = request.get("ProvisionedThroughput")
    if mode == ON_DEMAND and units:
        raise invalid_parameter(
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"
        )
    if switches(table, request):
        _check_switch(ctx, table, request)
    elif units:
        throughput.check_change(ctx, table.throughput, units)
    if "OnDemandThroughput" in request:
        throughput.check_on_demand(ctx, mode, request["OnDemandThroughput"])


def switches(table: Table, request: dict[str, Any]) -> bool:
    return request.get("BillingMode", table.billing_mode) != table.billing_mode


def _check_switch(ctx: Context, table: Table, request: dict[str, Any]) -> None:
    for name in (name for member in tables_of_group(table) for name in member.indexes_in("UPDATING")):
        raise in_use(f"Index is being updated. Table: {table.name} Index: {name}")
    if request["BillingMode"] == ON_DEMAND:
        _check_switch_to_on_demand(ctx, table)
        return
    if table.vector_indexes:
        vector_indexes.check_mode(PROVISIONED)
    throughput.check_quota(ctx, request["ProvisionedThroughput"])
    units = index_units(request)
    missing = [name for name in table.indexes if name not in units]
    if missing:  # R6: the call must set the capacity of every index
        raise invalid_parameter(f"ProvisionedThroughput must be specified for index: {','.join(missing)}")


def _check_switch_to_on_demand(ctx: Context, table: Table) -> None:
    """R15: up to four switches to on-demand within 24 hours."""
    recent = [at for at in table.on_demand_switches if at > ctx.world.now - DAY]
    if len(recent) >= MAX_SWITCHES:
        raise limit_exceeded(
            f"Update to PayPerRequest mode are limited to {MAX_SWITCHES} times in 1 day(s). Last update at"
            f" {java_form(recent[-1])}. Next update can be made at {java_form(recent[-MAX_SWITCHES] + DAY)}"
        )


def index_units(request: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Return the provisioned throughput of the Update actions by index."""
    updates = [update["Update"] for update in request.get("GlobalSecondaryIndexUpdates", []) if "Update" in update]
    return {
        update["IndexName"]: update["ProvisionedThroughput"] for update in updates if "ProvisionedThroughput" in update
    }


def update(ctx: Context, table: Table, request: dict[str, Any]) -> None:
    if switches(table, request):
        if request["BillingMode"] == ON_DEMAND:
            _switch_to_on_demand(ctx, table)
        else:
            _switch_to_provisioned(ctx, table, request)
        _settle_later(ctx, table)
    elif "ProvisionedThroughput" in request:
        table.status, table.job = "UPDATING", "iops"
        units = request["ProvisionedThroughput"]
        ctx.world.schedule(ctx.world.durations.throughput_update, _changed, ctx, table, units)
    if "OnDemandThroughput" in request:
        table.on_demand = throughput.merged_on_demand(table.on_demand, request["OnDemandThroughput"])


def _switch_to_on_demand(ctx: Context, table: Table) -> None:
    table.billing_mode = ON_DEMAND
    table.billing_summary = {"BillingMode": ON_DEMAND, "LastUpdateToPayPerRequestDateTime": ctx.world.now}
    table.on_demand_switches.append(ctx.world.now)
    for owner in [table, *table.indexes.values()]:
        throughput.clear(owner.throughput)
        read, write = throughput.ON_DEMAND_WARM_THROUGHPUT
        owner.warm_throughput.read = max(owner.warm_throughput.read, read)
        owner.warm_throughput.write = max(owner.warm_throughput.write, write)


def _switch_to_provisioned(ctx: Context, table: Table, request: dict[str, Any]) -> None:
    """Show the new capacity at once, and remove the maximum on-demand throughput (R6, R23)."""
    table.billing_mode = PROVISIONED
    table.billing_summary = {**(table.billing_summary or {}), "BillingMode": PROVISIONED}
    wanted = {"": request["ProvisionedThroughput"], **index_units(request)}
    for name, owner in {"": table, **table.indexes}.items():
        throughput.apply(ctx, owner.throughput, owner.warm_throughput, wanted[name])
        owner.on_demand = {}


def _settle_later(ctx: Context, table: Table) -> None:
    table.status, table.job = "UPDATING", "iops"
    ctx.world.schedule(ctx.world.durations.billing_switch, settle, table)
    for index in table.indexes.values():
        index.status = "UPDATING"
        ctx.world.schedule(ctx.world.durations.index_update, _index_settled, index)


def _index_settled(index: GlobalIndex) -> None:
    index.status = "ACTIVE"


def _changed(ctx: Context, table: Table, units: dict[str, int]) -> None:
    # Until now, the answer and DescribeTable show the old values.
    throughput.apply(ctx, table.throughput, table.warm_throughput, units)
    settle(table)
