# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from ..core.dispatcher import Context
from ..core.errors import AwsError
from .state import Table
from .times import iso


def update(ctx: Context, table: Table, enabled: bool) -> None:
    """Deletion protection changes at once, but not twice within fifteen seconds (R42, R54)."""
    cooldown = ctx.world.durations.protection_cooldown
    changed_at = table.protection_changed_at
    if changed_at is not None and ctx.world.now < changed_at + cooldown:
        raise AwsError(
            "ThrottlingException",
            f"Deletion protection setting for table {table.name} modified within the previous"
            f" {cooldown * 1000:.0f} milliseconds. Please try again after {iso(changed_at + cooldown)}",
        )
    if enabled != table.deletion_protection:
        table.deletion_protection = enabled
        table.protection_changed_at = ctx.world.now
