# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plans of sets of alarms, as (have, want, actions)."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.alarms import plan, read
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.apply import Plan
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.alarms.support import (
    TOPIC,
    capacity,
    metric,
    seen,
    throttled,
    whole,
)
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import (
    REGION,
    assert_fits_botocore,
    in_words,
)

BODY = {"widgets": [{"type": "text", "properties": {"markdown": "hello"}}]}
NAME = "user/read-throttled"
P99 = throttled(statistic=None, extended_statistic="p99")
SWAPPED = capacity(metrics=list(reversed(capacity()["metrics"])))

LABELLED = capacity(metrics=[{**entry, "label": "x", "account_id": "123456789012"} for entry in SWAPPED["metrics"]])


def have(*alarms, **more):
    return seen(*alarms, **more)


PLANS = [
    # current state, desired state, actions
    (have(), {"alarms": [throttled()]}, [f"create alarm {NAME}"]),
    (have(), {"alarms": [throttled()], "tags": {"a": 1}}, [f"create alarm {NAME}, tagged with a=1"]),
    (have(throttled()), {"alarms": [throttled()]}, []),
    (have(throttled()), {"alarms": [throttled(threshold=5)]}, [f"change threshold of alarm {NAME}"]),
    (have(throttled(threshold=5)), {"alarms": [throttled(threshold="5")]}, []),
    # defaults of AWS, and order that does not matter
    (have(throttled()), {"alarms": [throttled(treat_missing_data="missing", datapoints_to_alarm=2)]}, []),
    (
        have(throttled()),
        {"alarms": [throttled(datapoints_to_alarm=1)]},
        [f"change datapoints_to_alarm of alarm {NAME}"],
    ),
    (
        have(throttled(dimensions={"TableName": "user", "Operation": "Query"})),
        {"alarms": [throttled(dimensions={"Operation": "Query", "TableName": "user"})]},
        [],
    ),
    (have(throttled(ok_actions=["a", "b"])), {"alarms": [throttled(ok_actions=["b", "a"])]}, []),
    (have(capacity()), {"alarms": [SWAPPED]}, []),
    # what AWS may add to an entry of metric math
    (have(LABELLED), {"alarms": [capacity()]}, []),
    (have(capacity()), {"alarms": [LABELLED]}, ["change metrics of alarm user/read-capacity"]),
    # omitted options are not changed
    (have(throttled(alarm_actions=[TOPIC], description="x")), {"alarms": [throttled()]}, []),
    (
        have(throttled(alarm_actions=[TOPIC])),
        {"alarms": [throttled(alarm_actions=[])]},
        [f"change alarm_actions of alarm {NAME}"],
    ),
    # but what the alarm evaluates is declared as a whole
    (have(throttled(unit="Count")), {"alarms": [throttled()]}, [f"change unit of alarm {NAME}"]),
    (have(throttled()), {"alarms": [throttled(dimensions=None)]}, [f"change dimensions of alarm {NAME}"]),
    (have(throttled()), {"alarms": [P99]}, [f"change statistic, extended_statistic of alarm {NAME}"]),
    (have(P99), {"alarms": [throttled()]}, [f"change extended_statistic, statistic of alarm {NAME}"]),
    (
        have(throttled()),
        {"alarms": [capacity(name=NAME)]},
        [
            "change threshold, metric_name, namespace, statistic, period, dimensions, metrics of alarm"
            " user/read-throttled"
        ],
    ),
    (
        have(capacity()),
        {"alarms": [capacity(metrics=[*capacity()["metrics"], metric("more", "ReadThrottleEvents")])]},
        ["change metrics of alarm user/read-capacity"],
    ),
    # an unchanged setting can conflict with a declared one
    (
        have(throttled(evaluation_periods=3, datapoints_to_alarm=3)),
        {"alarms": [throttled(evaluation_periods=2)]},
        ["no: sets[0].alarms[0].datapoints_to_alarm"],
    ),
    (
        have(throttled(evaluation_periods=3)),
        {"alarms": [throttled(evaluation_periods=2)]},
        [f"change evaluation_periods, datapoints_to_alarm of alarm {NAME}"],
    ),
    # tags
    (have(throttled(), tags={NAME: {"a": "1"}}), {"alarms": [throttled()], "tags": {"a": 1}}, []),
    (have(throttled(), tags={NAME: {"a": "1"}}), {"alarms": [throttled()]}, []),
    (
        have(throttled(), tags={NAME: {"a": "1", "b": "1"}}),
        {"alarms": [throttled()], "tags": {"a": 2, "c": 3}},
        [f"remove tags b of alarm {NAME}", f"tag alarm {NAME} with a=2, c=3"],
    ),
    # unlisted alarms
    (have(throttled(), capacity()), {"alarms": [capacity()]}, []),
    (have(throttled(), capacity()), {"alarms": [capacity()], "purge_alarms": True}, [f"delete alarm {NAME}"]),
    (
        have(throttled(), capacity()),
        {"alarms": [], "purge_alarms": True},
        [f"delete alarms user/read-capacity, {NAME}"],
    ),
    (have(throttled()), {"purge_alarms": True}, []),
    (have(composites=["user/any"]), {"alarms": [], "purge_alarms": True}, []),
    (have(composites=[NAME]), {"alarms": [throttled()]}, ["no: sets[0].alarms[0].name"]),
    # the dashboard
    (have(), {"dashboard": {"name": "user", "body": BODY}}, ["create dashboard user"]),
    (have(dashboard=BODY), {"dashboard": {"name": "user", "body": BODY}}, []),
    (have(dashboard={"widgets": []}), {"dashboard": {"name": "user", "body": BODY}}, ["change dashboard user"]),
    # absent
    (have(), {"state": "absent", "dashboard": {"name": "user"}}, []),
    (
        have(throttled(), capacity(), dashboard=BODY),
        {"state": "absent", "dashboard": {"name": "user"}},
        [f"delete alarms user/read-capacity, {NAME}", "delete dashboard user"],
    ),
    (have(throttled(), dashboard=BODY), {"state": "absent"}, [f"delete alarm {NAME}"]),
    (have(throttled(), capacity()), {"state": "absent", "names": [NAME, "user/gone"]}, [f"delete alarm {NAME}"]),
    (have(throttled(), composites=["user/any"]), {"state": "absent", "names": []}, []),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    made = planned(have, want)
    for change in made.changes:
        assert_fits_botocore(change)
    assert in_words([*made.changes, *made.errors]) == actions
    assert bool(made.before or made.after) == bool(actions)


def planned(have, want):
    made, entry = Plan(), whole(**want)
    entry["tags"] = entry["tags"] and {key: str(value) for key, value in entry["tags"].items()}
    plan.plan(made, entry, have, region=REGION)
    return made


def test_a_change_preserves_settings_without_an_option():
    """PutMetricAlarm replaces the whole alarm."""
    there = have(throttled(description="x"))
    there.alarms[NAME].update(ActionsEnabled=False, WarmUpConfiguration={"WarmUpPeriodDurationInMinutes": 5})
    (change,) = planned(there, {"alarms": [throttled(threshold=5)]}).changes
    assert change.params["ActionsEnabled"] is False
    assert change.params["WarmUpConfiguration"] == {"WarmUpPeriodDurationInMinutes": 5}
    assert change.params["AlarmDescription"] == "x"


def test_settings_of_another_kind_of_alarm_are_not_sent():
    """AWS would reject the combination."""
    there = have(P99)
    there.alarms[NAME]["EvaluateLowSampleCountPercentile"] = "ignore"
    (change,) = planned(there, {"alarms": [{**P99, "threshold": 5}]}).changes
    assert change.params["EvaluateLowSampleCountPercentile"] == "ignore"
    (change,) = planned(there, {"alarms": [throttled()]}).changes
    assert not {"EvaluateLowSampleCountPercentile", "ExtendedStatistic"} & set(change.params)
    (change,) = planned(there, {"alarms": [capacity(name=NAME)]}).changes
    assert not set(plan.alarm_module.METRIC) & set(change.params)


def test_one_call_deletes_up_to_a_hundred_alarms():
    """AWS accepts no more per call (R85)."""
    there = read.Seen(alarms={f"user/{number:03}": {"AlarmName": f"user/{number:03}"} for number in range(250)})
    made = planned(there, {"alarms": [], "purge_alarms": True})
    assert [len(change.params["AlarmNames"]) for change in made.changes] == [100, 100, 50]


def test_a_warning_names_composite_alarms():
    """They are not deleted."""
    (warning,) = planned(have(composites=["user/any"]), {"state": "absent"}).warnings
    assert "composite alarm user/any is not deleted" in warning
