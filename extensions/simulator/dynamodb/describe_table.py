# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from . import description
from .find import table_of, tables_of


def describe_table(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    return {"Table": description.of_table(ctx, table_of(ctx, request["TableName"]))}


def list_tables(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    after = request.get("ExclusiveStartTableName", "")
    limit = request.get("Limit", 100)
    names = sorted(name for name in tables_of(ctx) if name > after)
    last = names[limit - 1] if len(names) > limit else None
    return {"TableNames": names[:limit], "LastEvaluatedTableName": last}
