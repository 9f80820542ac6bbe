# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from . import throughput
from .global_tables import settle
from .state import GlobalIndex, Table

# `{}` as a replica's maximum on-demand throughput was observed to leave the table UPDATING for an hour (R23).
STUCK_SECONDS = 3600.0


def update_later(ctx: Context, replica: Table, action: dict[str, Any]) -> None:
    """Change a replica's own settings. They are visible when its table is ACTIVE again."""
    seconds = STUCK_SECONDS if action.get("OnDemandThroughputOverride") == {} else ctx.world.durations.replica_update
    replica.status, replica.job = "UPDATING", "replica"
    ctx.world.schedule(seconds, _updated, ctx, replica, action)


def _updated(ctx: Context, replica: Table, action: dict[str, Any]) -> None:
    apply(ctx, replica, action)
    settle(replica)


def apply(ctx: Context, replica: Table, action: dict[str, Any]) -> None:
    """Set the read settings of a replica and of its indexes, and the replica's table class."""
    _apply_read_settings(ctx, replica, action)
    for index in action.get("GlobalSecondaryIndexes", []):
        if index["IndexName"] in replica.indexes:  # AWS accepts and ignores unknown names (R37)
            _apply_read_settings(ctx, replica.indexes[index["IndexName"]], index)
    if "TableClassOverride" in action:
        replica.class_summary = {
            "TableClass": action["TableClassOverride"],
            "LastUpdateDateTime": ctx.world.now,
        }
        replica.class_changes.append(ctx.world.now)


def _apply_read_settings(ctx: Context, owner: Table | GlobalIndex, action: dict[str, Any]) -> None:
    if "ProvisionedThroughputOverride" in action:
        reads = action["ProvisionedThroughputOverride"]["ReadCapacityUnits"]
        units = {"ReadCapacityUnits": reads, "WriteCapacityUnits": owner.throughput.write}
        throughput.apply(ctx, owner.throughput, owner.warm_throughput, units)
    maximum = action.get("OnDemandThroughputOverride", {}).get("MaxReadRequestUnits")
    if maximum is not None:
        # AWS stores -1 as it is (R23); clients should not send it here.
        owner.on_demand = {**owner.on_demand, "MaxReadRequestUnits": maximum}


def of(base: Table | GlobalIndex, replica: Table | GlobalIndex) -> dict[str, Any]:
    """Return the settings that differ from the base table, as DescribeTable shows them (R35)."""
    shown = {}
    if replica.throughput.read != base.throughput.read:
        shown["ProvisionedThroughputOverride"] = {"ReadCapacityUnits": replica.throughput.read}
    maximum = replica.on_demand.get("MaxReadRequestUnits")
    if maximum is not None and maximum != base.on_demand.get("MaxReadRequestUnits"):
        shown["OnDemandThroughputOverride"] = {"MaxReadRequestUnits": maximum}
    return shown
