# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Point-in-time recovery."""

from __future__ import annotations

import pytest


@pytest.fixture(name="change")
def change_fixture(aws):
    def change(enabled, **more):
        specification = {"PointInTimeRecoveryEnabled": enabled, **more}
        answer = aws.client.update_continuous_backups(
            TableName="orders", PointInTimeRecoverySpecification=specification
        )
        return answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]

    return change


def test_backups_are_unavailable_right_after_creation(aws, change):
    """R41: first the table is not found, then backups are being enabled."""
    aws.create(settle=False)
    with aws.raises("TableNotFoundException", "Table not found: orders"):
        change(True)
    aws.pass_time(8)
    assert aws.table()["TableStatus"] == "ACTIVE"
    with aws.raises("ContinuousBackupsUnavailableException", "Backups are being enabled for the table: orders."):
        change(True)
    aws.pass_time(10)
    assert change(True)["PointInTimeRecoveryStatus"] == "ENABLED"


def test_the_default_recovery_period_is_35_days(aws, change):
    """R41: disabling recovery resets the recovery period."""
    aws.create()
    assert change(True)["RecoveryPeriodInDays"] == 35
    assert change(True, RecoveryPeriodInDays=7)["RecoveryPeriodInDays"] == 7
    assert change(False) == {"PointInTimeRecoveryStatus": "DISABLED"}
    assert change(True)["RecoveryPeriodInDays"] == 35


def test_an_invalid_recovery_period_fails(aws, change):
    """R41: 1 to 35 days, and no recovery period when recovery is disabled."""
    aws.create()
    with aws.raises("ValidationException", "Member must have value less than or equal to 35"):
        change(True, RecoveryPeriodInDays=36)
    with aws.raises("ValidationException", "Cannot specify RecoveryPeriodInDays when disabling"):
        change(False, RecoveryPeriodInDays=35)


def test_a_missing_table_has_its_own_error_code(aws):
    """R41: TableNotFoundException."""
    with aws.raises("TableNotFoundException", "Table not found: orders"):
        aws.client.describe_continuous_backups(TableName="orders")
