# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from ..core.dispatcher import Context
from ..core.errors import AwsError, limit_exceeded
from .global_tables import settle, tables_of_group
from .state import Table

PERIOD = 30 * 86400.0
MAX_CHANGES = 2


def update(ctx: Context, table: Table, wanted: str) -> None:
    """R16: two changes in 30 days in every Region; after that, even a call without a change fails."""
    members = tables_of_group(table)
    for member in members:
        recent = [at for at in member.class_changes if at > ctx.world.now - PERIOD]
        if len(recent) >= MAX_CHANGES:
            raise _limit_error(table, member)
    for member in members:
        if wanted != member.table_class():
            _start(ctx, member, wanted)


def _limit_error(table: Table, member: Table) -> AwsError:
    message = "Updates to TableClass are limited to 2 times in 30 day(s)"
    if member is table:
        return limit_exceeded(f"{message}.")
    return AwsError("LimitExceededException", f"Limit exceeded for replica in {member.region}. {message}")


def _start(ctx: Context, table: Table, wanted: str) -> None:
    table.class_changes.append(ctx.world.now)
    table.class_wanted = wanted
    table.status, table.job = "UPDATING", "class"
    ctx.world.schedule(ctx.world.durations.class_update, _changed, ctx, table, wanted)


def _changed(ctx: Context, table: Table, wanted: str) -> None:
    # Until now, the answer and DescribeTable show the old table class.
    table.class_summary = {"TableClass": wanted, "LastUpdateDateTime": ctx.world.now}
    settle(table)
