# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import in_use, invalid
from ..tagging.index import publish
from . import description, simultaneous
from .find import table_of, tables_of
from .global_tables import check_group_not_busy, is_global
from .replica_rules import check_not_source
from .replicas import remove_member
from .state import Table
from .strong_consistency import single_replica_error


def delete_table(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    table = table_of(ctx, request["TableName"])
    if table.deletion_protection and table.status not in ("CREATING", "DELETING"):  # R42
        raise invalid(
            "Resource cannot be deleted as it is currently protected against deletion. "
            "Disable deletion protection first."
        )
    _check_not_busy(ctx, table)
    if table.group is not None:
        if is_global(table) and table.group.strong:
            raise single_replica_error()
        check_not_source(ctx, table.group, table.region)
    simultaneous.check(ctx)
    table.status = "DELETING"
    ctx.world.schedule(ctx.world.durations.table_delete, _deleted, ctx, table)
    return {"TableDescription": description.of_table(ctx, table)}


def _check_not_busy(ctx: Context, table: Table) -> None:
    """R42: no operation may be in progress, not even one during which the table is ACTIVE."""
    if table.status == "CREATING":
        raise in_use(f"Table is being created: {table.name}")
    if table.status == "DELETING":
        raise in_use(f"Table is being deleted: {table.name}")
    check_group_not_busy(table)
    if any(index.status != "ACTIVE" for index in table.online_indexes()):
        raise in_use("Cannot delete table while indexes are being created, updated, or deleted.")
    if table.job == "stream":
        raise in_use("Cannot delete table while stream is being enabled/disabled.")
    increasing = any(owner.warm_throughput.target for owner in [table, *table.indexes.values()])
    if table.status == "UPDATING" or table.encryption.status == "UPDATING" or increasing:
        raise in_use(f"Table: {table.name} is in the process of being updated.")
    policy_changed_at = table.policy.changed_at
    if policy_changed_at is not None and ctx.world.now < policy_changed_at + ctx.world.durations.policy_lock:
        raise in_use(f"Table has a pending resource-based policy update: {table.name}")
    if ctx.world.now < table.tags.locked_until:  # R53
        raise in_use(f"Table tags are being updated: {table.name}")


def _deleted(ctx: Context, table: Table) -> None:
    del tables_of(ctx)[table.name]
    publish(ctx, table.arn, None)
    if table.group is not None:
        remove_member(ctx, table.group, table.region)
