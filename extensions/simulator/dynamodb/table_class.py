# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from ..core.dispatcher import Context
from ..core.errors import limit_exceeded
from .state import Table

WINDOW = 30 * 86400.0
MOST_CHANGES = 2


def update(ctx: Context, table: Table, wanted: str) -> None:
    """R16: two changes in thirty days; after that AWS refuses even what changes nothing."""
    recent = [at for at in table.class_changes if at > ctx.world.now - WINDOW]
    if len(recent) >= MOST_CHANGES:
        raise limit_exceeded("Updates to TableClass are limited to 2 times in 30 day(s).")
    if wanted == table.table_class():
        return
    table.class_changes.append(ctx.world.now)
    table.class_wanted = wanted
    table.status, table.job = "UPDATING", "class"
    ctx.world.later(ctx.world.durations.class_update, _changed, ctx, table, wanted)


def _changed(ctx: Context, table: Table, wanted: str) -> None:
    # The answer and DescribeTable show the old class until now.
    table.class_summary = {"TableClass": wanted, "LastUpdateDateTime": ctx.world.now}
    table.status, table.job = "ACTIVE", ""
