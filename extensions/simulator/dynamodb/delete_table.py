# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import in_use, invalid
from . import describe_table
from .find import region_of, table_of
from .state import Table


def delete_table(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    table = table_of(ctx, request["TableName"])
    if table.status == "CREATING":
        raise in_use(f"Table is being created: {table.name}")
    if table.status == "DELETING":
        raise in_use(f"Table is being deleted: {table.name}")
    if table.deletion_protection:  # R42
        raise invalid(
            "Resource cannot be deleted as it is currently protected against deletion. "
            "Disable deletion protection first."
        )
    if any(index.status != "ACTIVE" for index in table.indexes.values()):
        raise in_use("Cannot delete table while indexes are being created, updated, or deleted.")
    if table.status == "UPDATING":
        raise in_use(f"Table is being updated: {table.name}")
    table.status = "DELETING"
    ctx.world.later(ctx.world.durations.table_delete, _deleted, ctx, table)
    return {"TableDescription": describe_table.description(ctx, table)}


def _deleted(ctx: Context, table: Table) -> None:
    del region_of(ctx).tables[table.name]
