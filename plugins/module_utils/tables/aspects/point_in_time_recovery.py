# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Point-in-time recovery (PITR), and its recovery period."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.aws_errors import RETRY, KnownError
from ...core.change import CREATE, DELETE, UPDATE
from ..changes import INHERITED, Phase

OPTIONS = dict(
    point_in_time_recovery=dict(
        type="dict",
        options=dict(enabled=dict(type="bool", required=True), recovery_period_in_days=dict(type="int")),
    ),
)
# Each replica has its own. One that does not declare the option has what the table declares.
IN_REPLICAS = INHERITED

DEFAULT_DAYS = 35  # AWS's default (R41)

KNOWN_ERRORS = (
    KnownError(
        RETRY,
        "R41",
        ("update_continuous_backups",),
        "ContinuousBackupsUnavailableException",
        "Backups are being enabled",
        hidden=True,
    ),
)


@dataclass(frozen=True)
class Recovery:
    """days: None if it is not declared, or recovery is disabled."""

    enabled: bool = False
    days: int | None = None


NEW = Recovery()


def check(params):
    recovery = params["point_in_time_recovery"]
    days = recovery["recovery_period_in_days"] if recovery else None
    if days is None:
        return
    if not 1 <= days <= 35:
        yield "point_in_time_recovery.recovery_period_in_days", f"is {days}; must be 1 to 35 days"


def want(params):
    recovery = params["point_in_time_recovery"]
    if recovery is None:
        return None
    return Recovery(True, recovery["recovery_period_in_days"]) if recovery["enabled"] else NEW


def read(region, description, want):
    return region.call(
        "describe_continuous_backups",
        action="read point-in-time recovery",
        TableName=description["TableName"],
    )


def observe(description, answer):
    recovery = answer["ContinuousBackupsDescription"].get("PointInTimeRecoveryDescription", {})
    if recovery.get("PointInTimeRecoveryStatus") != "ENABLED":
        return NEW
    return Recovery(True, recovery.get("RecoveryPeriodInDays", DEFAULT_DAYS))


def complete(want, have):
    return Recovery(True, want.days or have.days or DEFAULT_DAYS) if want.enabled else NEW


def plan(table, *, want, have):
    if want == have:
        return
    specification = {"PointInTimeRecoveryEnabled": want.enabled}
    if want.enabled and (have.enabled or want.days != DEFAULT_DAYS):
        specification["RecoveryPeriodInDays"] = want.days
    if not want.enabled:
        kind, words = DELETE, "disable point-in-time recovery"
    elif have.enabled:
        kind, words = UPDATE, f"set the recovery period of point-in-time recovery to {want.days} days"
    else:
        kind, words = CREATE, f"enable point-in-time recovery, {want.days}-day recovery period"
    yield table.change(
        "point_in_time_recovery",
        kind,
        words,
        method="update_continuous_backups",
        phase=Phase.ATTACH,
        PointInTimeRecoverySpecification=specification,
    )


def declare(have):
    options = {"enabled": have.enabled}
    if have.enabled:
        options["recovery_period_in_days"] = have.days
    return {"point_in_time_recovery": options}
