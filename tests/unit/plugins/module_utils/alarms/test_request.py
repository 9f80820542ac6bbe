# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Checks of sets of alarms before the first call to AWS."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.alarms.support import (
    TOPIC,
    capacity,
    faults,
    metric,
    throttled,
)

ALARM, MATH = "sets[0].alarms[0]", capacity()["metrics"]


def user(**more):
    return {"prefix": "user/", **more}


def alarm(**more):
    return [user(alarms=[throttled(**more)])]


def formula(*metrics, **more):
    return [user(alarms=[capacity(metrics=list(metrics), **more)])]


def at(path, *options):
    return [f"{path}.{option}" for option in options]


BAD = [
    # sets, paths of the problems
    ([user(prefix="user")], ["sets[0].prefix"]),
    ([user(prefix="/")], ["sets[0].prefix"]),
    ([user(), user()], ["sets[1].prefix"]),
    ([user(), user(prefix="user/by-mail/")], ["sets[1].prefix"]),
    ([user(alarms=[throttled("user-archive/x")])], [f"{ALARM}.name"]),
    ([user(alarms=[throttled("user/")])], [f"{ALARM}.name"]),
    ([user(alarms=[throttled("user/" + "x" * 251)])], [f"{ALARM}.name"]),
    ([user(alarms=[throttled("user/x\n")])], [f"{ALARM}.name"]),
    ([user(alarms=[throttled(), throttled()])], ["sets[0].alarms[1].name"]),
    (alarm(metric_name=None), [f"{ALARM}.metric_name"]),
    (alarm(namespace=None), [f"{ALARM}.namespace"]),
    (alarm(period=None), [f"{ALARM}.period"]),
    (alarm(period=90), [f"{ALARM}.period"]),
    (alarm(statistic=None), [f"{ALARM}.statistic"]),
    (alarm(extended_statistic="p99"), [f"{ALARM}.statistic"]),
    (alarm(statistic=None, extended_statistic="median"), [f"{ALARM}.extended_statistic"]),
    (alarm(statistic="Median"), [f"{ALARM}.statistic"]),
    (alarm(comparison=">"), [f"{ALARM}.comparison"]),
    (alarm(threshold=float("nan")), [f"{ALARM}.threshold"]),
    (alarm(threshold="inf"), [f"{ALARM}.threshold"]),
    (alarm(evaluation_periods=0), [f"{ALARM}.evaluation_periods"]),
    (alarm(evaluation_periods=289), [f"{ALARM}.evaluation_periods"]),
    (alarm(period=3600, evaluation_periods=169), [f"{ALARM}.evaluation_periods"]),
    (alarm(datapoints_to_alarm=3), [f"{ALARM}.datapoints_to_alarm"]),
    (alarm(dimensions={str(number): "x" for number in range(31)}), [f"{ALARM}.dimensions"]),
    (alarm(dimensions={"TableName": ""}), [f"{ALARM}.dimensions.TableName"]),
    (alarm(alarm_actions=[TOPIC] * 6), [f"{ALARM}.alarm_actions"]),
    (alarm(alarm_actions=["alarms"]), [f"{ALARM}.alarm_actions"]),
    (alarm(ok_actions=[TOPIC.replace("eu-west-1", "us-east-1")]), [f"{ALARM}.ok_actions"]),
    (alarm(ok_actions=[TOPIC.replace("arn:aws", "arn:aws-cn")]), [f"{ALARM}.ok_actions"]),
    (alarm(description="x" * 1025), [f"{ALARM}.description"]),
    (
        alarm(metrics=MATH),
        [f"{ALARM}.{option}" for option in ("dimensions", "metric_name", "namespace", "period", "statistic")],
    ),
    (formula(), [f"{ALARM}.metrics"]),
    (formula(*MATH[1:]), [f"{ALARM}.metrics"]),
    (formula(MATH[0], metric("used", "x", return_data=True)), [f"{ALARM}.metrics"]),
    (formula(MATH[0], *(metric(f"m{number}", "x") for number in range(11))), [f"{ALARM}.metrics"]),
    (formula(MATH[0], metric("Used", "x")), [f"{ALARM}.metrics[1].id"]),
    (formula(MATH[0], metric("share", "x")), [f"{ALARM}.metrics[1].id"]),
    (formula({"id": "share", "return_data": True}), [f"{ALARM}.metrics[0].expression"]),
    (formula(MATH[0], metric("used", "x", expression="1")), [f"{ALARM}.metrics[1].expression"]),
    (formula(MATH[0], metric("used", "x", statistic=None)), [f"{ALARM}.metrics[1].statistic"]),
    (formula(MATH[0], metric("used", "x", statistic="Median")), [f"{ALARM}.metrics[1].statistic"]),
    (formula(MATH[0] | {"statistic": "Sum"}), [f"{ALARM}.metrics[0].statistic"]),
    (formula(*MATH, evaluation_periods=289), [f"{ALARM}.evaluation_periods"]),
    ([user(dashboard={"name": "a b", "body": {}})], ["sets[0].dashboard.name"]),
    ([user(dashboard={"name": "user"})], ["sets[0].dashboard.body"]),
    ([user(dashboard={"name": "user", "body": "[]"})], ["sets[0].dashboard.body"]),
    (
        [user(dashboard={"name": "x", "body": {}}), {"prefix": "b/", "dashboard": {"name": "x", "body": {}}}],
        ["sets[1].dashboard.name"],
    ),
    ([user(names=["user/x"])], ["sets[0].names"]),
    ([user(state="absent", names=["user/x", "order/x"])], ["sets[0].names[1]"]),
    ([user(tags={"aws:x": "1"})], ["sets[0].tags.aws:x"]),
    ([user(alarm=[])], ["sets[0].alarm"]),
    (
        [user(alarms=[{"name": "user/x"}])],
        [f"{ALARM}.{option}" for option in ("comparison", "evaluation_periods", "threshold")],
    ),
]


@pytest.mark.parametrize(("sets", "paths"), BAD)
def test_invalid_sets(sets, paths):
    assert sorted(faults(*sets)) == paths


def test_all_problems_are_reported_at_once():
    """The report does not end with the first problem."""
    bad = throttled("order/x", period=7, threshold=1, statistic=None)
    assert sorted(faults(user(alarms=[bad], tags={"aws:x": 1}))) == [
        "sets[0].alarms[0].name",
        "sets[0].alarms[0].period",
        "sets[0].alarms[0].statistic",
        "sets[0].tags.aws:x",
    ]


GOOD = [
    alarm(statistic=None, extended_statistic="p99.9"),
    alarm(period=3600, evaluation_periods=168),
    alarm(period=10, evaluation_periods=8640),
    alarm(alarm_actions=["arn:aws:ssm-incidents::123456789012:responseplan/all"]),
    formula(metric("one", "x", return_data=True)),
    [user(alarms=[throttled()]), {"prefix": "user-archive/", "alarms": [throttled("user-archive/read-throttled")]}],
    [user(state="absent", dashboard={"name": "user"}, alarms=[throttled("other/x")])],
    [user(state="absent", names=["user/read-throttled"])],
    [],
]


@pytest.mark.parametrize("sets", GOOD)
def test_valid_sets(sets):
    assert faults(*sets) == {}
