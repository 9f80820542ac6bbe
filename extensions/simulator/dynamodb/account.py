# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import AwsError
from .billing import index_units
from .find import tables_of
from .state import ON_DEMAND, PROVISIONED, Table
from .throughput import MAX_PER_TABLE

MAX_PER_ACCOUNT = 80000
UNITS = ("ReadCapacityUnits", "WriteCapacityUnits")


def describe_limits(_ctx: Context, _request: dict[str, Any]) -> dict[str, Any]:
    return {
        "AccountMaxReadCapacityUnits": MAX_PER_ACCOUNT,
        "AccountMaxWriteCapacityUnits": MAX_PER_ACCOUNT,
        "TableMaxReadCapacityUnits": MAX_PER_TABLE,
        "TableMaxWriteCapacityUnits": MAX_PER_TABLE,
    }


def describe_endpoints(ctx: Context, _request: dict[str, Any]) -> dict[str, Any]:
    return {"Endpoints": [{"Address": f"dynamodb.{ctx.region}.amazonaws.com", "CachePeriodInMinutes": 1440}]}


def check_new_table(ctx: Context, request: dict[str, Any]) -> None:
    """Check the quota of capacity of all tables and indexes of the account in the Region (R17)."""
    if request.get("BillingMode", PROVISIONED) == PROVISIONED:
        wanted = [request["ProvisionedThroughput"]]
        wanted += [index["ProvisionedThroughput"] for index in request.get("GlobalSecondaryIndexes", [])]
        _check(ctx, wanted, reserved=[])


def check_update(ctx: Context, table: Table, request: dict[str, Any]) -> None:
    """Check the same quota for a change of capacity, of the billing mode, or of indexes."""
    if request.get("BillingMode", table.billing_mode) == ON_DEMAND:
        return
    own = capacity_of(table)
    after = {**own, **index_units(request)}
    if "ProvisionedThroughput" in request:
        after[""] = request["ProvisionedThroughput"]
    for update in request.get("GlobalSecondaryIndexUpdates", []):
        if "Create" in update:
            after[update["Create"]["IndexName"]] = update["Create"]["ProvisionedThroughput"]
    _check(ctx, list(after.values()), reserved=list(own.values()))


def check_replica(ctx: Context, table: Table) -> None:
    """Check the same quota in the Region of a new replica, which has the capacity of its table."""
    _check(ctx, list(capacity_of(table).values()), reserved=[])


def capacity_of(table: Table) -> dict[str, dict[str, int]]:
    """Return the provisioned capacity of the table, under "", and of its indexes."""
    owners = {"": table.throughput, **{name: index.throughput for name, index in table.indexes.items()}}
    return {name: dict(zip(UNITS, (units.read, units.write), strict=True)) for name, units in owners.items()}


def _check(ctx: Context, wanted: list[dict[str, int]], reserved: list[dict[str, int]]) -> None:
    every = [units for table in tables_of(ctx).values() for units in capacity_of(table).values()]
    for name in UNITS:
        added = sum(units[name] for units in wanted) - sum(units[name] for units in reserved)
        current = sum(units[name] for units in every)
        if added > 0 and current + added > MAX_PER_ACCOUNT:
            raise AwsError(
                "LimitExceededException",
                f"This request would have caused the {name} limit to be exceeded for the account in {ctx.region}."
                f" Current {name} reserved by the account: {current}. Limit: {MAX_PER_ACCOUNT}. Requested: {added}."
                " Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.",
            )
