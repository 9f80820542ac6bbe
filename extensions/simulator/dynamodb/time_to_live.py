# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import in_use, invalid
from . import simultaneous
from .find import table_of
from .global_tables import is_global, tables_of_group
from .state import Table

# AWS documents an hour; half an hour was measured. Use the longer one to be safe.
INTERVAL = 3600.0


def update_time_to_live(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    specification = request["TimeToLiveSpecification"]
    table = table_of(ctx, request["TableName"])
    if table.status == "CREATING":
        raise in_use(f"Table {table.name} is being created")
    if table.status == "DELETING":
        raise in_use(f"Table is being deleted: {table.name}")
    _check_replicas(table)
    _check(ctx, table, specification)
    simultaneous.check(ctx)
    for member in tables_of_group(table):  # R35
        have = member.time_to_live
        have.changed_at = ctx.world.now
        have.attribute = specification["AttributeName"]
        have.status = "ENABLING" if specification["Enabled"] else "DISABLING"
        ctx.world.schedule(ctx.world.durations.time_to_live_update, _settled, member)
    return {"TimeToLiveSpecification": specification}


def _check_replicas(table: Table) -> None:
    """R29, R30: TTL cannot change while a replica is being added, or with strong consistency."""
    if not is_global(table):
        return
    for member in table.group.members.values():
        if member.status == "CREATING":
            raise invalid(
                "Create/Update/Delete of replica is not allowed while the replica is being added to table with name:"
                f" \N{LEFT SINGLE QUOTATION MARK}{table.name}\N{RIGHT SINGLE QUOTATION MARK} in region:"
                f" \N{LEFT SINGLE QUOTATION MARK}{member.region}\N{RIGHT SINGLE QUOTATION MARK}."
            )
    if table.group.strong:
        raise invalid("Time to live is not supported with MultiRegionConsistency set to STRONG.")


def _check(ctx: Context, table: Table, specification: dict[str, Any]) -> None:
    """R14 before R13: AWS validates the request before it checks the interval."""
    have, enabled = table.time_to_live, specification["Enabled"]
    on = have.status in ("ENABLING", "ENABLED")
    if not on and not enabled:
        raise invalid("TimeToLive is already disabled")
    if on and specification["AttributeName"] != have.attribute:
        raise invalid(f"TimeToLive is active on a different AttributeName: current AttributeName is {have.attribute}")
    if on and enabled:
        raise invalid("TimeToLive is already enabled")
    if have.changed_at is not None and ctx.world.now < have.changed_at + INTERVAL:
        raise invalid("Time to live has been modified multiple times within a fixed interval")


def _settled(table: Table) -> None:
    have = table.time_to_live
    if have.status == "ENABLING":
        have.status = "ENABLED"
    elif have.status == "DISABLING":
        have.status, have.attribute = "DISABLED", None


def describe_time_to_live(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    table = table_of(ctx, request["TableName"])
    if table.status in ("CREATING", "DELETING"):
        raise invalid(
            f"Cannot describe time to live while table is in {table.status} state: Current table state is"
            f" {table.status}"
        )
    have = table.time_to_live
    return {"TimeToLiveDescription": {"TimeToLiveStatus": have.status, "AttributeName": have.attribute}}
