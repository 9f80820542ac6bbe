# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from ..core.dispatcher import Context
from ..core.errors import AwsError, invalid_parameter
from .global_tables import is_global, settle, tables_of_group
from .state import Table
from .times import iso


def update(ctx: Context, table: Table, enabled: bool) -> None:
    """Change deletion protection. It takes effect at once, and can change only once in 15 seconds (R42, R54)."""
    if enabled == table.deletion_protection:
        return
    cooldown = ctx.world.durations.protection_cooldown
    changed_at = table.protection_changed_at
    if changed_at is not None and ctx.world.now < changed_at + cooldown:
        raise AwsError(
            "ThrottlingException",
            f"Deletion protection setting for table {table.name} modified within the previous"
            f" {cooldown * 1000:.0f} milliseconds. Please try again after {iso(changed_at + cooldown)}Z",
        )
    table.deletion_protection = enabled
    table.protection_changed_at = ctx.world.now
    _set_group_updating(ctx, table)


def update_disassociation(ctx: Context, table: Table, enabled: bool) -> None:
    """R73: only a table with a replica, and without strong consistency, has disassociation protection."""
    if not is_global(table) or table.group.strong:
        raise invalid_parameter(
            "DisassociationProtectionEnabled is only supported for replicas of a global table with"
            " MultiRegionConsistency set to EVENTUAL"
        )
    table.disassociation_protection = enabled
    _set_group_updating(ctx, table)


def _set_group_updating(ctx: Context, table: Table) -> None:
    """R36: all Regions of a global table are UPDATING for half a minute, although nothing changes there."""
    if not is_global(table):
        return
    for member in tables_of_group(table):
        member.status, member.job = "UPDATING", "protection"
        ctx.world.schedule(ctx.world.durations.replica_update, settle, member)
