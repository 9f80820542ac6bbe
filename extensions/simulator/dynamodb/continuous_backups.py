# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import AwsError, invalid
from .find import table_name, tables_of
from .state import Backups, Table

DEFAULT_DAYS = 35
# The latest restorable time is five minutes ago.
DELAY = 300.0


def update_continuous_backups(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    wanted = request["PointInTimeRecoverySpecification"]
    enabled = wanted["PointInTimeRecoveryEnabled"]
    if not enabled and "RecoveryPeriodInDays" in wanted:
        raise invalid("Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.")
    table = _table(ctx, request["TableName"])
    have = table.backups
    if ctx.world.now < have.available_at:  # R41
        raise AwsError(
            "ContinuousBackupsUnavailableException",
            f"Backups are being enabled for the table: {table.name}. Please retry later",
        )
    if enabled:
        # An omitted recovery period is reset to the default, also while recovery is enabled.
        have.enabled_at = ctx.world.now if have.enabled_at is None else have.enabled_at
        have.days = wanted.get("RecoveryPeriodInDays", DEFAULT_DAYS)
    else:
        have.enabled_at = None
    return {"ContinuousBackupsDescription": _description(ctx, have)}


def describe_continuous_backups(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    table = _table(ctx, request["TableName"])
    return {"ContinuousBackupsDescription": _description(ctx, table.backups)}


def _table(ctx: Context, name_or_arn: str) -> Table:
    """Return the table. These operations have their own error code, and find a table only when it is ACTIVE (R41)."""
    name = table_name(ctx, name_or_arn)
    table = tables_of(ctx).get(name)
    if table is None or table.status == "DELETING" or table.backups.available_at is None:
        raise AwsError("TableNotFoundException", f"Table not found: {name}")
    return table


def _description(ctx: Context, have: Backups) -> dict[str, Any]:
    now = ctx.world.now
    if have.enabled_at is None:
        recovery = {"PointInTimeRecoveryStatus": "DISABLED"}
    else:
        recovery = {
            "PointInTimeRecoveryStatus": "ENABLED",
            "RecoveryPeriodInDays": have.days,
            "EarliestRestorableDateTime": max(have.enabled_at, now - have.days * 86400),
            "LatestRestorableDateTime": max(have.enabled_at, now - DELAY),
        }
    # This does not show whether recovery is enabled: it becomes ENABLED by itself.
    status = "ENABLED" if have.enabled_at is not None or now >= have.available_at else "DISABLED"
    return {"ContinuousBackupsStatus": status, "PointInTimeRecoveryDescription": recovery}
