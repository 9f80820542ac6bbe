# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import limit_exceeded
from .find import tables_of

OPERATIONS = 500
INDEXED_TABLES = 250
INDEXES = {"GlobalSecondaryIndexes", "LocalSecondaryIndexes"}
SETTLED = ("ACTIVE", "ARCHIVED")


def check(ctx: Context, created: dict[str, Any] | None = None) -> None:
    """Check how many operations are in progress in the account (R135). created: the request of a new table."""
    if ctx.world.limiter is None:
        return
    tables = list(tables_of(ctx).values())
    creating = sum(t.status == "CREATING" and bool(t.indexes or t.local_indexes) for t in tables)
    if created and INDEXES & set(created) and creating >= INDEXED_TABLES:
        raise limit_exceeded(f"There are more than {INDEXED_TABLES} indexed tables that can be created simultaneously")
    indexes = [index for table in tables for index in table.online_indexes()]
    if sum(one.status not in SETTLED for one in [*tables, *indexes]) >= OPERATIONS:
        raise limit_exceeded(f"Only {OPERATIONS} tables can be created, updated, or deleted simultaneously")
