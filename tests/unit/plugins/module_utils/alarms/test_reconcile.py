# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Sets of alarms on the simulator: the invariants, the calls, and failures during a run."""

from __future__ import annotations

import itertools

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.alarms import alarm, plan, read
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.change import Change
from ansible_collections.stackkit.dynamodb.tests.unit.plugins import task_invariants
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.alarms.support import (
    TOPIC,
    capacity,
    run,
    throttled,
)
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION, operations

DASHBOARD = {"name": "user", "body": {"widgets": [{"type": "text", "properties": {"markdown": "hello"}}]}}
USER = {
    "prefix": "user/",
    "alarms": [throttled(alarm_actions=[TOPIC]), capacity()],
    "purge_alarms": True,
    "tags": {"Owner": "backend-team"},
    "dashboard": DASHBOARD,
}
ARCHIVE = {
    "prefix": "user-archive/",
    "alarms": [throttled("user-archive/read-throttled"), throttled("user-archive/write-throttled")],
    "purge_alarms": True,
    "tags": {"Owner": "archive-team"},
}
BOTH = {"sets": [USER, ARCHIVE]}
# Successive declarations of two sets.
SCENARIO = [
    BOTH,
    {"sets": [{**USER, "alarms": [throttled(threshold=3), throttled("user/by-mail/read-throttled")]}, ARCHIVE]},
    {"sets": [{**USER, "alarms": [capacity("user/read-throttled")], "tags": {"Stage": "test"}}]},
    {"sets": [{**USER, "alarms": [], "dashboard": {**DASHBOARD, "body": {"widgets": []}}}, ARCHIVE]},
    {"sets": [{**USER, "purge_alarms": False}, {"prefix": "user-archive/", "state": "absent"}]},
    {"sets": [{"prefix": "user/", "state": "absent", "dashboard": {"name": "user"}}]},
]


@pytest.mark.parametrize("invariant", task_invariants.INVARIANTS)
def test_the_invariants_hold(simulator, invariant):
    """Sets are created, changed, emptied and deleted."""
    for options in SCENARIO:
        invariant(simulator, run, options)


def _moody():
    moods = itertools.count()
    return lambda want, have, region: iter(
        [Change("x", "update", f"tag by mood {next(moods)}", region, "cloudwatch", "put_dashboard", _BOARD, "sets")]
    )


_BOARD = {"DashboardName": "mood", "DashboardBody": "{}"}


def test_an_invariant_detects_a_read_that_writes(simulator, monkeypatch):
    """The invariant would be useless if nothing could break it."""
    client = simulator.client("cloudwatch", REGION)
    monkeypatch.setattr(read, "read_tags", lambda *arguments: client.put_dashboard(**_BOARD))
    with pytest.raises(AssertionError):
        task_invariants.observing_never_writes(simulator, run, BOTH)


def test_an_invariant_detects_a_plan_that_differs_in_check_mode(simulator, monkeypatch):
    """Check mode would not predict the real run."""
    monkeypatch.setattr(plan, "_present", _moody())
    with pytest.raises(AssertionError):
        task_invariants.check_mode_predicts(simulator, run, BOTH)


def test_an_invariant_detects_a_permanent_difference(simulator, monkeypatch):
    """An example is a default of AWS that the comparison does not know."""
    declare = alarm.declare
    monkeypatch.setattr(alarm, "declare", lambda params: {**declare(params), "mood": object()})
    with pytest.raises(AssertionError):
        task_invariants.the_second_run_is_unchanged(simulator, run, BOTH)


def test_sets_do_not_change_each_other(simulator):
    """The prefixes user/ and user-archive/ have only their beginning in common."""
    run(simulator, sets=[USER, ARCHIVE])
    before = _names(simulator)
    run(simulator, sets=[{"prefix": "user/", "state": "absent"}])
    assert _names(simulator) == [name for name in before if name.startswith("user-archive/")]


def test_what_is_not_declared_is_neither_read_nor_changed(simulator):
    """This holds for tags, dashboards and alarms."""
    run(simulator, **BOTH)
    simulator.log.clear()
    alarms = [throttled(), capacity()]
    result = run(simulator, sets=[{"prefix": "user/", "alarms": alarms}])
    assert operations(simulator.log) == ["DescribeAlarms"] and not result["changed"]
    simulator.log.clear()
    assert not run(simulator, sets=[{"prefix": "user/", "tags": {"a": "1"}, "purge_alarms": True}])["changed"]
    assert simulator.log == []


def test_a_run_without_changes_takes_two_calls_and_one_per_dashboard(simulator):
    """The number of sets does not matter."""
    sets = [_numbered(number) for number in range(30)]
    run(simulator, sets=sets)
    simulator.clock.sleep(3600)
    simulator.log.clear()
    run(simulator, sets=[*sets[1:], {**sets[0], "dashboard": DASHBOARD}], check_mode=True)
    assert sorted(operations(simulator.log)) == ["DescribeAlarms", "GetDashboard", "GetResources"]


def test_alarms_are_read_in_pages_of_a_hundred(simulator):
    """This holds for DescribeAlarms and GetResources."""
    many = [throttled(f"user/{number:03}") for number in range(101)]
    entry = {"prefix": "user/", "alarms": many, "tags": {"a": "1"}}
    run(simulator, sets=[entry])
    simulator.clock.sleep(3600)
    simulator.log.clear()
    result = run(simulator, sets=[entry])
    assert operations(simulator.log) == ["DescribeAlarms"] * 2 + ["GetResources"] * 2
    assert not result["changed"] and len(result["alarms"]) == 101


def test_without_the_tagging_api_the_tags_of_each_alarm_are_read(simulator):
    entry = {"prefix": "user/", "alarms": [throttled(f"user/{number}") for number in range(3)], "tags": {"a": "1"}}
    run(simulator, sets=[entry])
    simulator.clock.sleep(3600)
    simulator.fail("GetResources", code="AccessDeniedException", times=1)
    simulator.log.clear()
    result = run(simulator, sets=[entry])
    assert not result["changed"] and "msg" not in result
    assert operations(simulator.log) == ["DescribeAlarms", "GetResources"] + ["ListTagsForResource"] * 3
    simulator.fail("GetResources", code="AccessDeniedException", times=1)
    result = run(simulator, sets=[{**entry, "tags": {}}])
    assert [change["kind"] for change in result["changes"]] == ["delete"] * 3


def test_sets_without_a_useful_common_prefix_are_read_one_by_one(simulator):
    """The module does not read thousands of alarms for two sets."""
    client = simulator.client("cloudwatch", REGION)
    for number in range(250):
        _put(client, f"other/{number}")
    sets = [_numbered(1), {"prefix": "zoo/", "alarms": []}]
    simulator.log.clear()
    run(simulator, sets=sets, check_mode=True)
    asked = [call.params.get("AlarmNamePrefix") for call in simulator.log]
    assert sorted(asked[-2:]) == ["table-01/", "zoo/"] and len(asked) == 5


NINE = [f"a{number}/" for number in range(9)]


@pytest.mark.parametrize(
    ("prefixes", "number", "read_prefixes"),
    [
        (["a1/", "a2/", "b/"], 8, {"a1/", "a2/", "b/"}),
        ([*NINE, "b/"], 2, {"a", "b/"}),  # with two alarms per page, the nine sets have one full page each
        (NINE, 2, {"a"}),
    ],
)
def test_many_alarms_are_read_in_parallel_by_parts_of_their_prefix(
    simulator, monkeypatch, prefixes, number, read_prefixes
):
    """The pages of one prefix follow each other. The result is that of one read for all sets."""
    sets = [
        {"prefix": prefix, "alarms": [throttled(f"{prefix}-{n}") for n in range(number)], "tags": {"set": prefix}}
        for prefix in prefixes
    ]
    run(simulator, sets=sets)
    simulator.clock.sleep(3600)
    together = run(simulator, sets=sets)
    simulator.log.clear()
    monkeypatch.setattr(read, "PAGE", 2)
    assert run(simulator, sets=sets) == together and not together["changed"]
    described = [call for call in simulator.log if call.operation == "DescribeAlarms"]
    assert {call.params["AlarmNamePrefix"] for call in described} == read_prefixes


def test_a_delay_of_the_tagging_api_is_no_difference(simulator):
    """Tags that seem to differ are read from CloudWatch (R86)."""
    run(simulator, **BOTH)
    simulator.log.clear()
    assert not run(simulator, **BOTH)["changed"]
    assert operations(simulator.log).count("ListTagsForResource") == 4


def test_unlisted_alarms_are_reported_and_not_deleted(simulator):
    """purge_alarms deletes them."""
    run(simulator, **BOTH)
    result = run(simulator, sets=[{"prefix": "user/", "alarms": [capacity()]}])
    assert result["unlisted"] == ["user/read-throttled"] and not result["changed"]


def test_composite_alarms_are_not_deleted(simulator):
    """They are not managed, even if their names have the prefix."""
    client = simulator.client("cloudwatch", REGION)
    client.put_composite_alarm(AlarmName="user/any", AlarmRule="TRUE")
    run(simulator, **BOTH)
    result = run(simulator, sets=[{"prefix": "user/", "state": "absent"}])
    assert "composite alarm user/any is not deleted" in result["warnings"][0] and "user/any" in _names(simulator)
    refused = run(simulator, sets=[{"prefix": "user/", "alarms": [throttled("user/any")]}])
    assert "user/any is the name of a composite alarm" in refused["msg"]


RULES = [
    "ALARM(user/read-throttled)",
    'OK("user/read-throttled") AND NOT ALARM(other)',
    f"ALARM(arn:aws:cloudwatch:{REGION}:123456789012:alarm:user/read-throttled)",
    "AT_LEAST(1, ALARM, (other, user/read-throttled))",
]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("entry", [{**USER, "alarms": []}, {"prefix": "user/", "state": "absent"}])
def test_deleting_an_alarm_that_a_composite_alarm_uses_is_an_error_before_the_first_write(simulator, rule, entry):
    """AWS would delete no alarm of the set (R85). Check mode reports it too, and the other set is deleted."""
    run(simulator, **BOTH)
    client = simulator.client("cloudwatch", REGION)
    client.put_composite_alarm(AlarmName="all", AlarmRule=rule)
    sets = [entry, {"prefix": "user-archive/", "state": "absent"}]
    words = "user/read-throttled cannot be deleted, because the composite alarm all uses it"
    assert words in run(simulator, sets=sets, check_mode=True)["msg"]
    result = run(simulator, sets=sets)
    assert words in result["msg"] and len(result["applied"]) == 1
    assert _names(simulator) == ["all", "user/read-capacity", "user/read-throttled"]
    client.put_composite_alarm(AlarmName="all", AlarmRule='ALARM("user/read-throttled too")')
    assert "msg" not in run(simulator, sets=sets) and _names(simulator) == ["all"]


def test_the_result_has_names_arns_and_states(simulator):
    """They are those after the run."""
    result = run(simulator, sets=[{"prefix": "user/", "alarms": [throttled()]}])
    arn = f"arn:aws:cloudwatch:{REGION}:123456789012:alarm:user/read-throttled"
    assert result["alarms"] == [{"name": "user/read-throttled", "arn": arn, "state": "INSUFFICIENT_DATA"}]


def test_the_next_run_completes_an_interrupted_one(simulator):
    """The failure lists the applied and the remaining actions, and the next run applies the remaining ones."""
    simulator.fail("PutDashboard", code="AccessDeniedException", message="not you")
    half = run(simulator, **BOTH)
    words = "user/: Failed to create dashboard user in eu-west-1: AccessDeniedException: not you"
    assert half["msg"].startswith(f"1 of 2 sets of alarms failed: {words}")
    assert half["error"]["code"] == "AccessDeniedException" and half["changed"]
    assert half["remaining"] == ["create dashboard user"] and len(half["applied"]) == 4
    rest = run(simulator, **BOTH)
    assert rest["actions"] == half["remaining"] and not run(simulator, **BOTH)["changed"]


def test_one_set_that_fails_does_not_stop_the_others(simulator):
    """Its plan error is found before its first write."""
    client = simulator.client("cloudwatch", REGION)
    client.put_composite_alarm(AlarmName="user/read-capacity", AlarmRule="TRUE")
    result = run(simulator, **BOTH)
    assert "sets[0].alarms[1].name" in result["msg"] and len(result["applied"]) == 2
    assert [name for name in _names(simulator) if name.startswith("user/")] == ["user/read-capacity"]


def test_a_failed_common_read_fails_all_sets(simulator):
    """Nothing is written."""
    simulator.fail("DescribeAlarms", code="AccessDenied", message="not you")
    result = run(simulator, **BOTH)
    assert "Failed to read the alarms in eu-west-1" in result["msg"] and not result["changed"]
    assert simulator.writes() == []


@pytest.mark.parametrize(
    "operation",
    ["PutMetricAlarm", "PutDashboard", "TagResource", "UntagResource", "DeleteAlarms", "DeleteDashboards"],
)
def test_lost_answers_are_harmless(simulator, monkeypatch, operation):
    """botocore sends the call again, and AWS may answer that it is already done."""
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)
    for options in SCENARIO:
        simulator.fail(operation, lost=True)
        assert "msg" not in run(simulator, **options)
        assert not run(simulator, **options)["changed"]
        simulator.dispatcher.faults.clear()


def test_a_failed_read_after_the_changes_is_reported(simulator):
    """The applied actions are reported too."""
    simulator.fail("DescribeAlarms", code="AccessDenied", message="not you", times=0)
    denied = simulator.dispatcher.faults[0]

    def deny(words):
        denied.times = 1

    result = run(simulator, log=deny, sets=[{"prefix": "user/", "alarms": [throttled()]}])
    assert "Failed to read the alarms" in result["msg"] and result["applied"] == ["create alarm user/read-throttled"]
    assert result["remaining"] == []


def _numbered(number):
    prefix = f"table-{number:02}/"
    return {"prefix": prefix, "alarms": [throttled(f"{prefix}{kind}") for kind in "abc"], "tags": {"a": "1"}}


def _put(client, name):
    client.put_metric_alarm(
        AlarmName=name,
        Namespace="x",
        MetricName="y",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )


def _names(simulator):
    answer = simulator.client("cloudwatch", REGION).describe_alarms(AlarmTypes=["MetricAlarm", "CompositeAlarm"])
    return sorted(entry["AlarmName"] for kind in ("MetricAlarms", "CompositeAlarms") for entry in answer[kind])
