# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import in_use, invalid
from . import describe_table, streams
from .find import table_of
from .state import Table


def update_table(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    table = table_of(ctx, request["TableName"])
    if len(request) == 1:
        raise invalid("At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled is required")
    check_settled(table)
    if "StreamSpecification" in request:
        streams.check_change(table, request["StreamSpecification"])
        streams.change(ctx, table, request["StreamSpecification"])
    if "DeletionProtectionEnabled" in request:
        table.deletion_protection = request["DeletionProtectionEnabled"]
    table.status = "UPDATING"
    answer = {"TableDescription": describe_table.description(ctx, table)}
    ctx.world.later(ctx.world.durations.table_update, _settled, table)
    return answer


def check_settled(table: Table) -> None:
    words = {"CREATING": "created", "UPDATING": "updated", "DELETING": "deleted"}
    if table.status in words:  # R1
        raise in_use(f"Table is being {words[table.status]}: {table.name}")


def _settled(table: Table) -> None:
    table.status = "ACTIVE"
