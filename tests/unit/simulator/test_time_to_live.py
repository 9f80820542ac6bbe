# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Time to Live."""

from __future__ import annotations

import pytest


@pytest.fixture(name="change")
def change_fixture(aws):
    def change(enabled, attribute):
        specification = {"Enabled": enabled, "AttributeName": attribute}
        return aws.client.update_time_to_live(TableName="orders", TimeToLiveSpecification=specification)

    return change


@pytest.fixture(name="state")
def state_fixture(aws):
    return lambda: aws.client.describe_time_to_live(TableName="orders")["TimeToLiveDescription"]


def test_ttl_is_enabling_and_then_enabled(aws, change, state):
    """R14: after TTL is disabled, DescribeTimeToLive does not show the attribute."""
    aws.create()
    assert state() == {"TimeToLiveStatus": "DISABLED"}
    change(True, "expires")
    assert state() == {"TimeToLiveStatus": "ENABLING", "AttributeName": "expires"}
    aws.pass_time(60)
    assert state() == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}
    aws.pass_time(3600)
    change(False, "expires")
    assert state()["TimeToLiveStatus"] == "DISABLING"
    aws.pass_time(60)
    assert state() == {"TimeToLiveStatus": "DISABLED"}


def test_ttl_changes_once_per_hour(aws, change):
    """R13: the second change within an hour fails."""
    aws.create()
    change(True, "expires")
    aws.pass_time(3599)
    with aws.raises("ValidationException", "Time to live has been modified multiple times within a fixed interval"):
        change(False, "expires")
    aws.pass_time(1)
    change(False, "expires")


@pytest.mark.parametrize(
    "on, enabled, attribute, text",
    [
        (False, False, "expires", "TimeToLive is already disabled"),
        (True, True, "expires", "TimeToLive is already enabled"),
        (True, True, "other", "TimeToLive is active on a different AttributeName: current AttributeName is expires"),
        (True, False, "other", "TimeToLive is active on a different AttributeName: current AttributeName is expires"),
    ],
)
def test_a_change_to_the_current_state_fails(aws, change, on, enabled, attribute, text):
    """R13, R14: another attribute fails as well, before AWS checks the interval."""
    aws.create()
    if on:
        change(True, "expires")
    with aws.raises("ValidationException", text):
        change(enabled, attribute)


def test_a_table_that_is_being_created_has_no_ttl(aws, change, state):
    """AWS rejects both changes and descriptions."""
    aws.create(settle=False)
    with aws.raises("ResourceInUseException", "Table orders is being created"):
        change(True, "expires")
    with aws.raises("ValidationException", "Cannot describe time to live while table is in CREATING state"):
        state()
