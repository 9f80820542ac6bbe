# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import invalid, not_found
from .find import table_of, tables_of
from .state import Insights, Table

FULL = "ACCESSED_AND_THROTTLED_KEYS"
THROTTLED = "THROTTLED_KEYS"
PAGE = 100


def update_contributor_insights(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    table = table_of(ctx, request["TableName"])
    index = request.get("IndexName", "")
    enable = request["ContributorInsightsAction"] == "ENABLE"
    _check_states(table, index)
    have = table.insights.setdefault(index, Insights())
    if enable:
        _enable(ctx, have, request.get("ContributorInsightsMode", FULL))
    elif have.status not in ("DISABLED", "DISABLING"):
        _start(ctx, have, "DISABLING", "DISABLED")
    return {**_names(table, index), "ContributorInsightsStatus": have.status, "ContributorInsightsMode": have.mode}


def _enable(ctx: Context, have: Insights, mode: str) -> None:
    """Enable the mode, by default FULL whatever it was before. The same mode again changes nothing."""
    if have.status in ("ENABLED", "ENABLING") and have.mode == mode:
        return
    have.mode = mode
    _start(ctx, have, "ENABLING", "ENABLED")


def _start(ctx: Context, have: Insights, transitional: str, final: str) -> None:
    have.status, have.changed_at = transitional, ctx.world.now
    ctx.world.schedule(ctx.world.durations.insights_update, _settled, have, transitional, final)


def _settled(have: Insights, expected: str, final: str) -> None:
    if have.status == expected:
        have.status = final


def _check_states(table: Table, index: str) -> None:
    """R43: table and index must exist and be ACTIVE; an index is not found before its backfilling starts."""
    if index:
        _check_index(table, index)
        if table.indexes[index].status in ("CREATING", "DELETING"):
            raise _not_ready("IndexStatus")
    if table.status in ("CREATING", "DELETING"):
        raise _not_ready("TableStatus")


def _not_ready(what: str):
    return invalid(
        "Table or Index is not in a valid state to update Key Access Insights:"
        f" {what} must be ACTIVE to enable ContributorInsights."
    )


def _check_index(table: Table, index: str) -> None:
    if index not in table.indexes or table.indexes[index].backfilling is False:
        raise not_found(f"Index: {index} not found for table: {table.name}")


def describe_contributor_insights(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    table = table_of(ctx, request["TableName"])
    index = request.get("IndexName", "")
    if index:
        _check_index(table, index)
    have = table.insights.get(index, Insights())
    return {
        **_names(table, index),
        "ContributorInsightsStatus": have.status,
        "ContributorInsightsMode": have.mode,
        "LastUpdateDateTime": have.changed_at,
        "ContributorInsightsRuleList": _rules(table, index, have),
    }


def _rules(table: Table, index: str, have: Insights) -> list[str] | None:
    """Return the names of the CloudWatch rules: accessed (C), throttled (T), partition key (PK), sort key (SK)."""
    if have.status != "ENABLED":
        return None
    keys = table.indexes[index].key_schema if index else table.key_schema
    kinds = ["PK"] + (["SK"] if any(key["KeyType"] == "RANGE" for key in keys) else [])
    letters = ["T"] if have.mode == THROTTLED else ["C", "T"]
    owner = f"{table.name}-{index}" if index else table.name
    stamp = int(have.changed_at * 1000)
    return [f"DynamoDBContributorInsights-{kind}{letter}-{owner}-{stamp}" for kind in kinds for letter in letters]


def list_contributor_insights(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    if "TableName" in request:
        tables = [table_of(ctx, request["TableName"])]
    else:
        tables = [table for _name, table in sorted(tables_of(ctx).items())]
    found = [
        {
            **_names(table, index),
            "ContributorInsightsStatus": have.status,
            "ContributorInsightsMode": have.mode,
        }
        for table in tables
        for index, have in sorted(table.insights.items())
        if have.status != "DISABLED"
    ]
    start = int(request.get("NextToken", "0"))
    end = start + (request.get("MaxResults") or PAGE)
    return {"ContributorInsightsSummaries": found[start:end], "NextToken": str(end) if end < len(found) else None}


def _names(table: Table, index: str) -> dict[str, Any]:
    return {"TableName": table.name, "IndexName": index or None}
