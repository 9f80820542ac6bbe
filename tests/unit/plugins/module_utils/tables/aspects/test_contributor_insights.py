# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plans for contributor insights."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.errors import StackkitError
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects import contributor_insights
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects.contributor_insights import (
    NEW,
    TABLE,
    Insights,
)
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.values.schema import GlobalIndexes, Index, Key
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import faults, in_words, run, steps, whole

ALL, THROTTLED = "ACCESSED_AND_THROTTLED_KEYS", "THROTTLED_KEYS"
BY_MAIL = Index("by-mail", (Key("mail", "S"),), (), "ALL", frozenset())
THERE = GlobalIndexes({"by-mail": BY_MAIL})
OFF = Insights(index_set=THERE)
ON = Insights(True, ALL, True, {TABLE: ALL, "by-mail": ALL}, THERE)
TABLE_ONLY = Insights(True, ALL, True, {TABLE: ALL}, THERE)

PLANS = [
    # have, want, actions
    (OFF, Insights(), []),
    (
        OFF,
        Insights(True),
        [f"enable Contributor Insights on the table: {ALL}", f"enable Contributor Insights on index by-mail: {ALL}"],
    ),
    (OFF, Insights(True, indexes=False), [f"enable Contributor Insights on the table: {ALL}"]),
    (ON, Insights(True), []),
    (ON, Insights(True, ALL), []),
    # a mode that is not declared does not change
    (Insights(True, THROTTLED, True, {TABLE: THROTTLED}, GlobalIndexes({})), Insights(True), []),
    (
        ON,
        Insights(True, THROTTLED),
        [
            f"enable Contributor Insights on the table: {THROTTLED}",
            f"enable Contributor Insights on index by-mail: {THROTTLED}",
        ],
    ),
    (TABLE_ONLY, Insights(True), [f"enable Contributor Insights on index by-mail: {ALL}"]),
    # indexes that are not declared do not change
    (TABLE_ONLY, Insights(True, indexes=False), []),
    (ON, Insights(True, indexes=False), []),
    (ON, Insights(indexes=False), ["disable Contributor Insights on the table"]),
    (
        ON,
        Insights(),
        ["disable Contributor Insights on the table", "disable Contributor Insights on index by-mail"],
    ),
    # an index that this run creates or re-creates starts without
    (
        ON,
        Insights(True, index_set=GlobalIndexes({"by-mail": replace(BY_MAIL, projection_type="KEYS_ONLY")})),
        [f"enable Contributor Insights on index by-mail: {ALL}"],
    ),
    # an index that this run deletes needs no call
    (ON, Insights(index_set=GlobalIndexes({}, purge=True)), ["disable Contributor Insights on the table"]),
    (
        NEW,
        Insights(True, index_set=THERE),
        [f"enable Contributor Insights on the table: {ALL}", f"enable Contributor Insights on index by-mail: {ALL}"],
    ),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    """The plan from the current to the desired value has these actions."""
    assert in_words(steps(contributor_insights, have=have, want=want)) == actions


def test_the_default_mode_is_not_sent_when_enabling():
    """A botocore without modes can still enable Contributor Insights."""
    table, _index = steps(contributor_insights, have=OFF, want=Insights(True))
    assert "ContributorInsightsMode" not in table.params
    table, _index = steps(contributor_insights, have=ON, want=Insights(True, THROTTLED))
    assert table.params["ContributorInsightsMode"] == THROTTLED


def summary(status, **more):
    return {"ContributorInsightsSummaries": [{"TableName": "orders", "ContributorInsightsStatus": status, **more}]}


class Failed:
    """A Region in which Contributor Insights failed for a reason."""

    name = "us-east-1"

    def __init__(self, **reason):
        self.reason, self.asked = reason, []

    def call(self, method, *, action, **params):
        self.asked.append((method, params))
        return {"FailureException": self.reason} if self.reason else {}


def test_the_status_failed_is_an_error():
    """It does not end by itself. Only DescribeContributorInsights returns the reason (R43)."""
    region = Failed(ExceptionName="LimitExceededException", ExceptionDescription="The rule quota is used up")
    words = "on index by-mail in us-east-1: LimitExceededException: The rule quota is used up"
    with pytest.raises(StackkitError, match=words):
        contributor_insights.in_progress(region, summary("FAILED", IndexName="by-mail"))
    assert region.asked == [("describe_contributor_insights", {"TableName": "orders", "IndexName": "by-mail"})]
    with pytest.raises(StackkitError, match="on the table in us-east-1: AWS gives no reason"):
        contributor_insights.in_progress(Failed(), summary("FAILED"))
    assert "by-mail" in contributor_insights.in_progress(Failed(), summary("ENABLING", IndexName="by-mail"))
    assert contributor_insights.in_progress(Failed(), summary("ENABLED")) is None


def test_a_mode_with_enabled_false_is_not_sent():
    """Users change only enabled."""
    options = {"enabled": False, "mode": THROTTLED}
    assert not faults(name="orders", contributor_insights=options)
    want = contributor_insights.want(whole(contributor_insights=options))
    assert (want.enabled, want.mode) == (False, None)


SETTINGS = {
    "name": "orders",
    "hash_key": "id",
    "attributes": [{"name": "id", "type": "S"}, {"name": "mail", "type": "S"}],
    "global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail"}],
    "contributor_insights": {"enabled": True},
}


def test_a_re_created_index_gets_contributor_insights_again(simulator):
    """In the same run."""
    assert len(run(simulator, **SETTINGS)["actions"]) == 3
    assert not run(simulator, **SETTINGS)["changed"]
    changed = {
        **SETTINGS,
        "global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail", "projection_type": "KEYS_ONLY"}],
        "allow_recreate": ["global_secondary_indexes"],
    }
    assert run(simulator, **changed)["actions"][-1] == f"enable Contributor Insights on index by-mail: {ALL}"
    assert not run(simulator, **changed)["changed"]


def test_the_reason_of_a_failure_is_returned(simulator):
    """With the Region, by one more call, which a run without a failure does not make."""

    def make_client(service, region):
        client = simulator.client(service, region)
        if service == "dynamodb":
            client.list_contributor_insights = lambda **params: {**summary("FAILED")}
            client.describe_contributor_insights = lambda **params: {
                "FailureException": {"ExceptionName": "AccessDeniedException", "ExceptionDescription": "no role"}
            }
        return client

    result = run(simulator, make_client=make_client, **SETTINGS)
    assert "on the table in eu-west-1: AccessDeniedException: no role" in result["msg"]
