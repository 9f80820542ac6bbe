# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reading many tables with few calls: the results are those of reading them one by one."""

from __future__ import annotations

from collections import Counter

import pytest
from ansible_collections.stackkit.dynamodb.extensions.simulator import Simulator, VirtualClock
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects import autoscaling, tags
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.values import scaling_reading
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.tables.test_info import read
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION, operations, run
from hypothesis import given, settings
from hypothesis import strategies as st

NIGHT = {"name": "night", "schedule": "cron(0 22 * * ? *)", "min_capacity": 2}
SCALED = {"min_capacity": 1, "max_capacity": 9}
COUNT = tags.MANY + 2
DELAY = 60  # seconds after which the Tagging API shows every change
TAG_DRIFTS = {
    "none": lambda client, arn: None,
    "another value": lambda client, arn: client.tag_resource(ResourceArn=arn, Tags=[{"Key": "team", "Value": "b"}]),
    "another tag": lambda client, arn: client.tag_resource(ResourceArn=arn, Tags=[{"Key": "more", "Value": "1"}]),
    "removed": lambda client, arn: client.untag_resource(ResourceArn=arn, TagKeys=["team"]),
}


def fleet(count=COUNT, **options):
    """Declarations of tables that differ only in their names."""
    keys = {"hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}
    return [{"name": f"table-{number:02}", **keys, **options} for number in range(count)]


def scaled(count=COUNT, **read):
    mail = {"attributes": [{"name": "id", "type": "S"}, {"name": "mail", "type": "S"}]}
    index = {"name": "by-mail", "hash_key": "mail", "read_capacity": 1, "write_capacity": 1}
    capacity = {"billing_mode": "PROVISIONED", "read_capacity": 1, "write_capacity": 1}
    scaling = {"enabled": True, "read": {**SCALED, **read}, "write": SCALED}
    return fleet(count, **mail, global_secondary_indexes=[index], **capacity, autoscaling=scaling)


def counted(simulator, **options):
    """Check what a run would change -> (its result, {operation: calls})."""
    simulator.log.clear()
    result = run(simulator, check_mode=True, **options)
    return result, Counter(operations(simulator.log))


def same_in_both_ways(simulator, aspect, **options):
    """Check many tables at once and one by one: the results are equal -> ({operation: calls}, the same one by one)."""
    result, calls = counted(simulator, **options)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.delattr(aspect, "read_many")
        alone, calls_alone = counted(simulator, **options)
    assert result == alone
    return calls, calls_alone


# Tags ----------------------------------------------------------------------------------------------------------------


def test_tags_of_many_tables_take_one_call(simulator):
    tables = fleet(tags={"team": "a"})
    run(simulator, tables=tables)
    simulator.clock.sleep(DELAY)
    calls, alone = same_in_both_ways(simulator, tags, tables=tables)
    assert calls == {"DescribeTable": COUNT, "GetResources": 1}
    assert alone == {"DescribeTable": COUNT, "ListTagsOfResource": COUNT}


def test_tags_of_few_tables_are_read_one_by_one(simulator):
    tables = fleet(tags.MANY, tags={"team": "a"})
    run(simulator, tables=tables)
    assert "GetResources" not in counted(simulator, tables=tables)[1]


@settings(max_examples=6)
@given(st.lists(st.sampled_from(sorted(TAG_DRIFTS)), min_size=COUNT, max_size=COUNT), st.sampled_from([0, DELAY]))
def test_tags_that_differ_are_found_whatever_the_tagging_api_shows(drifts, pause):
    simulator = Simulator(clock=VirtualClock())
    tables = fleet(tags={"team": "a"})
    run(simulator, tables=tables)
    simulator.clock.sleep(DELAY)
    client = simulator.client("dynamodb", REGION)
    for table, drift in zip(tables, drifts, strict=True):
        TAG_DRIFTS[drift](client, client.describe_table(TableName=table["name"])["Table"]["TableArn"])
    simulator.clock.sleep(max(pause, 5))
    result, _calls = counted(simulator, tables=tables)
    drifted = {table["name"] for table, drift in zip(tables, drifts, strict=True) if drift != "none"}
    changed = {name for name, entry in result["tables"].items() if entry["changed"]}
    assert changed <= drifted
    if pause == DELAY:
        assert changed == drifted
        same_in_both_ways(simulator, tags, tables=tables)


def test_what_the_tagging_api_does_not_show_yet_is_read_from_the_table(simulator):
    tables = fleet(tags={"team": "a"})
    run(simulator, tables=tables)
    simulator.clock.sleep(DELAY)
    tables = fleet(tags={"team": "b"})
    run(simulator, tables=tables)
    result, calls = counted(simulator, tables=tables)
    assert not result["changed"]
    assert calls["ListTagsOfResource"] == COUNT  # it still shows team=a


def test_tables_without_tags_are_read_one_by_one(simulator):
    """The Tagging API does not tell a table without tags from one that the caller may not see."""
    tables = fleet(tags={})
    run(simulator, tables=tables)
    assert counted(simulator, tables=tables)[1]["ListTagsOfResource"] == COUNT


@pytest.mark.parametrize("code", ["AccessDeniedException", "UnknownOperationException", "InternalServiceException"])
def test_without_the_tagging_api_tags_are_read_one_by_one(simulator, code, monkeypatch):
    monkeypatch.setattr("botocore.endpoint.time.sleep", simulator.clock.sleep)  # between its retries
    tables = fleet(tags={"team": "a"})
    run(simulator, tables=tables)
    simulator.clock.sleep(DELAY)
    simulator.fail("GetResources", code=code, message="no", times=10)
    told = []
    result = run(simulator, tables=tables, report=told.extend)
    assert not result["changed"] and "msg" not in result and result["warnings"] == []
    (note,) = [line for line in told if line.startswith("note ")]
    assert note.startswith(
        f"note tags in {REGION}: read with one call per table. Failed to read the tags of the tables"
    )


# Auto scaling --------------------------------------------------------------------------------------------------------


def test_policies_of_many_tables_are_read_by_pages(simulator):
    tables = scaled(scheduled_actions=[NIGHT])
    run(simulator, tables=tables)
    calls, alone = same_in_both_ways(simulator, autoscaling, tables=tables)
    policies = 4 * COUNT
    assert calls["DescribeScalingPolicies"] == -(-policies // scaling_reading.PAGE)
    assert alone["DescribeScalingPolicies"] == alone["DescribeScheduledActions"] == 2 * COUNT
    assert calls["DescribeScheduledActions"] == 1
    assert calls["DescribeScalableTargets"] == alone["DescribeScalableTargets"]


def test_policies_are_read_by_table_in_a_region_with_many_others(simulator):
    run(simulator, tables=scaled())
    calls, alone = same_in_both_ways(simulator, autoscaling, tables=scaled(3))
    assert calls == alone


def test_without_auto_scaling_no_policies_are_read(simulator):
    tables = fleet(autoscaling={"enabled": False})
    run(simulator, tables=tables)
    assert counted(simulator, tables=tables)[1] == {"DescribeTable": COUNT, "DescribeScalableTargets": 1}


def test_the_targets_of_deleted_indexes_are_found(simulator):
    tables = scaled()
    run(simulator, tables=tables)
    client = simulator.client("dynamodb", REGION)
    for table in tables[:3]:
        client.update_table(TableName=table["name"], GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "by-mail"}}])
    simulator.clock.sleep(3600)
    without = [{**table, "global_secondary_indexes": None} for table in tables]
    same_in_both_ways(simulator, autoscaling, tables=without)
    result, _calls = counted(simulator, tables=without)
    assert sum("deregister the scalable target" in action for action in result["actions"]) == 6


@settings(max_examples=6)
@given(st.lists(st.sampled_from(["none", "target", "policy", "another name", "actions"]), min_size=4, max_size=4))
def test_drift_of_auto_scaling_is_found_in_both_ways(drifts):
    simulator = Simulator(clock=VirtualClock())
    tables = scaled(4, scheduled_actions=[NIGHT])
    run(simulator, tables=tables)
    client = simulator.client("application-autoscaling", REGION)
    for table, drift in zip(tables, drifts, strict=True):
        drift_of(client, f"table/{table['name']}", drift)
    result, _calls = counted(simulator, tables=tables)
    same_in_both_ways(simulator, autoscaling, tables=tables)
    changed = [entry["changed"] for entry in result["tables"].values()]
    assert changed == [drift != "none" for drift in drifts]


def drift_of(client, resource, drift):
    place = {"ServiceNamespace": "dynamodb", "ResourceId": resource}
    place["ScalableDimension"] = "dynamodb:table:ReadCapacityUnits"
    if drift == "target":
        client.register_scalable_target(**place, MinCapacity=3, MaxCapacity=9)
    elif drift == "actions":
        client.delete_scheduled_action(**place, ScheduledActionName="night")
    elif drift in ("policy", "another name"):
        (policy,) = client.describe_scaling_policies(**place)["ScalingPolicies"]
        client.delete_scaling_policy(**place, PolicyName=policy["PolicyName"])
        if drift == "another name":
            names = ("PolicyType", "TargetTrackingScalingPolicyConfiguration")
            client.put_scaling_policy(**place, PolicyName="own", **{name: policy[name] for name in names})


# dynamodb_stackkit_info ----------------------------------------------------------------------------------------------


def test_info_is_the_same_in_both_ways(simulator, monkeypatch):
    run(simulator, tables=[{**table, "tags": {"team": "a"}} for table in scaled()])
    simulator.log.clear()
    found, calls = read(simulator), Counter(operations(simulator.log))
    monkeypatch.delattr(autoscaling, "read_many")
    simulator.log.clear()
    assert read(simulator) == found
    assert calls["DescribeScalingPolicies"] < Counter(operations(simulator.log))["DescribeScalingPolicies"]
    assert calls["ListTagsOfResource"] == COUNT  # nothing says which tags to expect
