# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import invalid, invalid_parameter
from .global_tables import is_global, settle
from .state import Table
from .times import iso


def check_new(specification: dict[str, Any] | None) -> None:
    """Validate the stream specification of CreateTable."""
    if not specification:
        return
    if specification["StreamEnabled"] and "StreamViewType" not in specification:
        raise invalid_parameter("Table is being created with a stream enabled, UpdateViewType is required")
    if not specification["StreamEnabled"] and "StreamViewType" in specification:
        raise invalid_parameter("Table is being created with a stream disabled, UpdateViewType should not be specified")


def check_change(table: Table, specification: dict[str, Any]) -> None:
    """R25: a stream cannot be enabled or disabled twice, and its view type cannot change in place."""
    enabled = specification["StreamEnabled"]
    if not enabled and is_global(table) and not table.group.strong:  # R28
        raise invalid_parameter("Disabling Stream is not allowed for a Global Table replica.")
    if enabled and "StreamViewType" not in specification:
        raise invalid_parameter("If stream is being enabled then UpdateViewType is required")
    if not enabled and "StreamViewType" in specification:
        raise invalid_parameter("If stream is being disabled, then UpdateViewType must not be specified")
    if enabled and table.stream.view_type:
        raise invalid(f"Table already has an enabled stream: TableName: {table.name}")
    if not enabled and not table.stream.view_type:
        raise invalid(f"Table has no stream to disable: TableName: {table.name}")


def update(ctx: Context, table: Table, specification: dict[str, Any]) -> None:
    if specification["StreamEnabled"]:
        enable(ctx, table, specification["StreamViewType"])
    else:
        table.stream.view_type = None
    if table.status == "ACTIVE":
        table.status, table.job = "UPDATING", "stream"
        ctx.world.schedule(ctx.world.durations.stream_update, settle, table)


def enable(ctx: Context, table: Table, view_type: str) -> None:
    """Enable the stream: each time, AWS creates a new stream with a new label (R25)."""
    table.stream.view_type = view_type
    table.stream.label = iso(ctx.world.now)
    table.stream.arn = f"{table.arn}/stream/{table.stream.label}"
