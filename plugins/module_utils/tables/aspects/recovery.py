# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Point-in-time recovery: whether the table can be restored to any second of its last days, and of how many."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.aws_errors import BUSY, KnownRefusal
from ...core.change import INHERITED, Phase

OPTIONS = dict(
    point_in_time_recovery=dict(
        type="dict",
        options=dict(enabled=dict(type="bool", required=True), recovery_period_in_days=dict(type="int")),
    ),
)
# Each replica has its own; where it declares none, what the table declares.
IN_REPLICAS = INHERITED

DEFAULT_DAYS = 35  # what AWS takes where none are named (R41)

REFUSALS = (
    KnownRefusal(
        BUSY,
        "R41",
        ("update_continuous_backups",),
        "ContinuousBackupsUnavailableException",
        "Backups are being enabled",
    ),
)


@dataclass(frozen=True)
class Recovery:
    """days None: not declared, or recovery is off."""

    enabled: bool = False
    days: int | None = None


NEW = Recovery()


def check(params):
    recovery = params["point_in_time_recovery"]
    days = recovery and recovery["recovery_period_in_days"]
    if days is None or recovery is None:
        return
    path = "point_in_time_recovery.recovery_period_in_days"
    if not 1 <= days <= 35:
        yield path, f"must be 1 to 35, not {days}"
    if not recovery["enabled"]:
        yield path, "there is no recovery period while recovery is off"


def want(params):
    recovery = params["point_in_time_recovery"]
    return recovery and Recovery(recovery["enabled"], recovery["recovery_period_in_days"])


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
    yield table.change(
        f"keep point-in-time recovery for {want.days} days" if want.enabled else "switch point-in-time recovery off",
        method="update_continuous_backups",
        phase=Phase.ATTACH,
        path="point_in_time_recovery",
        PointInTimeRecoverySpecification=specification,
    )


def declare(have):
    options = {"enabled": have.enabled}
    if have.enabled:
        options["recovery_period_in_days"] = have.days
    return {"point_in_time_recovery": options}
