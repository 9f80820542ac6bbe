# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from ..core.dispatcher import Context
from ..core.errors import invalid, invalid_parameter
from .state import Table


def check_specification(specification: dict[str, Any] | None) -> None:
    if not specification:
        return
    if specification["StreamEnabled"] and "StreamViewType" not in specification:
        raise invalid_parameter("StreamViewType is required when StreamEnabled is true")
    if not specification["StreamEnabled"] and "StreamViewType" in specification:
        raise invalid_parameter("StreamViewType is not allowed when StreamEnabled is false")


def check_change(table: Table, specification: dict[str, Any]) -> None:
    """R25: neither on twice nor off twice, and no change of the view type in place."""
    check_specification(specification)
    if specification["StreamEnabled"] and table.stream.view_type:
        raise invalid(f"Table already has an enabled stream: TableName: {table.name}")
    if not specification["StreamEnabled"] and not table.stream.view_type:
        raise invalid(f"Table has no stream to disable: TableName: {table.name}")


def change(ctx: Context, table: Table, specification: dict[str, Any]) -> None:
    if specification["StreamEnabled"]:
        switch_on(ctx, table, specification["StreamViewType"])
    else:
        table.stream.view_type = None


def switch_on(ctx: Context, table: Table, view_type: str) -> None:
    """Every enabling makes a new stream with a label of its own (R25)."""
    now = datetime.fromtimestamp(ctx.world.now, timezone.utc)
    label = now.strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03d}"
    table.stream.view_type = view_type
    table.stream.label = label
    table.stream.arn = f"{table.arn}/stream/{label}"
