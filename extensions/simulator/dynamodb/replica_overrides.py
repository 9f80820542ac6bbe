# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from . import throughput
from .global_tables import settle
from .state import GlobalIndex, Table

# `{}` as a replica's ceiling was seen to hold a table UPDATING for an hour (R23).
WEDGED = 3600.0


def update_later(ctx: Context, replica: Table, action: dict[str, Any]) -> None:
    """A replica's own values show when its table is through."""
    takes = WEDGED if action.get("OnDemandThroughputOverride") == {} else ctx.world.durations.replica_update
    replica.status, replica.job = "UPDATING", "replica"
    ctx.world.schedule(takes, _updated, ctx, replica, action)


def _updated(ctx: Context, replica: Table, action: dict[str, Any]) -> None:
    apply(ctx, replica, action)
    settle(replica)


def apply(ctx: Context, replica: Table, action: dict[str, Any]) -> None:
    """Read capacity, read ceiling and class of a replica, and the reads of its indexes."""
    _apply_reads(ctx, replica, action)
    for index in action.get("GlobalSecondaryIndexes", []):
        if index["IndexName"] in replica.indexes:  # AWS takes other names, too, and ignores them (R37)
            _apply_reads(ctx, replica.indexes[index["IndexName"]], index)
    if "TableClassOverride" in action:
        replica.class_summary = {
            "TableClass": action["TableClassOverride"],
            "LastUpdateDateTime": ctx.world.now,
        }
        replica.class_changes.append(ctx.world.now)


def _apply_reads(ctx: Context, owner: Table | GlobalIndex, action: dict[str, Any]) -> None:
    if "ProvisionedThroughputOverride" in action:
        reads = action["ProvisionedThroughputOverride"]["ReadCapacityUnits"]
        units = {"ReadCapacityUnits": reads, "WriteCapacityUnits": owner.throughput.write}
        throughput.apply(ctx, owner.throughput, owner.warm, units)
    ceiling = action.get("OnDemandThroughputOverride", {}).get("MaxReadRequestUnits")
    if ceiling is not None:
        # -1 is kept as it is (R23): nobody should send it here.
        owner.on_demand = {**owner.on_demand, "MaxReadRequestUnits": ceiling}


def of(base: Table | GlobalIndex, replica: Table | GlobalIndex) -> dict[str, Any]:
    """What differs from the base, as DescribeTable shows it; what is the same is absent (R35)."""
    shown = {}
    if replica.throughput.read != base.throughput.read:
        shown["ProvisionedThroughputOverride"] = {"ReadCapacityUnits": replica.throughput.read}
    ceiling = replica.on_demand.get("MaxReadRequestUnits")
    if ceiling is not None and ceiling != base.on_demand.get("MaxReadRequestUnits"):
        shown["OnDemandThroughputOverride"] = {"MaxReadRequestUnits": ceiling}
    return shown
