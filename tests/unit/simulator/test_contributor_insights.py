# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Contributor Insights of tables and indexes."""

from __future__ import annotations

import pytest


@pytest.fixture(name="switch")
def switch_fixture(aws):
    def switch(action, **more):
        answer = aws.client.update_contributor_insights(TableName="orders", ContributorInsightsAction=action, **more)
        return answer["ContributorInsightsStatus"]

    return switch


@pytest.fixture(name="state")
def state_fixture(aws):
    def state(**more):
        answer = aws.client.describe_contributor_insights(TableName="orders", **more)
        return answer["ContributorInsightsStatus"], answer.get("ContributorInsightsMode")

    return state


@pytest.fixture(name="indexed")
def indexed_fixture(aws, make):
    aws.create(
        AttributeDefinitions=make.attributes("pk", "a"),
        KeySchema=make.key_schema("pk"),
        GlobalSecondaryIndexes=[make.index("by-a", "a")],
    )


def test_the_status_is_enabling_and_then_enabled(aws, switch, state):
    """R43: a table on which they were never enabled shows no mode; after disabling, the mode remains."""
    aws.create()
    assert state() == ("DISABLED", None)
    assert switch("ENABLE") == "ENABLING"
    aws.pass_time(5)
    assert state() == ("ENABLED", "ACCESSED_AND_THROTTLED_KEYS")
    assert switch("ENABLE") == "ENABLED"
    assert switch("DISABLE") == "DISABLING"
    aws.pass_time(5)
    assert state() == ("DISABLED", "ACCESSED_AND_THROTTLED_KEYS")
    assert switch("DISABLE") == "DISABLED"


def test_the_default_is_the_full_mode(aws, switch, state):
    """R43: another mode is ENABLING again; omitting it selects the full mode, not the previous one."""
    aws.create()
    assert switch("ENABLE", ContributorInsightsMode="THROTTLED_KEYS") == "ENABLING"
    aws.pass_time(5)
    assert state() == ("ENABLED", "THROTTLED_KEYS")
    assert switch("ENABLE") == "ENABLING"
    assert state() == ("ENABLING", "ACCESSED_AND_THROTTLED_KEYS")


def test_table_and_index_are_independent(aws, indexed, switch, state):
    """R43: a re-created index has lost its setting."""
    switch("ENABLE", IndexName="by-a")
    aws.pass_time(5)
    assert (state()[0], state(IndexName="by-a")[0]) == ("DISABLED", "ENABLED")
    aws.update(GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "by-a"}}])
    aws.pass_time(10)
    with aws.raises("ResourceNotFoundException", "Index: by-a not found for table: orders"):
        state(IndexName="by-a")


def test_an_index_must_be_active(aws, make, switch):
    """R43: while an index is allocated it is not found, while it is backfilling it is not ACTIVE."""
    aws.create()
    change = {"Create": make.index("by-a", "a")}
    aws.update(AttributeDefinitions=make.attributes("a"), GlobalSecondaryIndexUpdates=[change])
    with aws.raises("ResourceNotFoundException", "Index: by-a not found for table: orders"):
        switch("ENABLE", IndexName="by-a")
    aws.pass_time(60)
    with aws.raises("ValidationException", "IndexStatus must be ACTIVE to enable ContributorInsights."):
        switch("ENABLE", IndexName="by-a")
    aws.pass_time(1000)
    switch("ENABLE", IndexName="by-a")


def test_a_table_must_be_active(aws, switch):
    """R43: enabling fails while the table is being created."""
    aws.create(settle=False)
    with aws.raises("ValidationException", "TableStatus must be ACTIVE to enable ContributorInsights."):
        switch("ENABLE")


def test_the_list_omits_disabled_insights(aws, indexed, switch):
    """The list has pages, for one table or for all."""
    aws.create("others")
    switch("ENABLE")
    switch("ENABLE", IndexName="by-a")
    aws.client.update_contributor_insights(TableName="others", ContributorInsightsAction="ENABLE")
    first = aws.client.list_contributor_insights(MaxResults=2)
    assert [s.get("IndexName") for s in first["ContributorInsightsSummaries"]] == [None, "by-a"]
    rest = aws.client.list_contributor_insights(MaxResults=2, NextToken=first["NextToken"])
    assert [s["TableName"] for s in rest["ContributorInsightsSummaries"]] == ["others"]
    assert "NextToken" not in rest
    assert len(aws.client.list_contributor_insights(TableName="orders")["ContributorInsightsSummaries"]) == 2
