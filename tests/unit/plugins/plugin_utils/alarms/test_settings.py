# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Checks of the variables of the role alarms."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import settings as alarm_settings

TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms"
OWN = {"name": "lost", "comparison": "GreaterThanThreshold", "threshold": 0, "evaluation_periods": 1}
OWN |= {"namespace": "Shop", "metric_name": "Lost", "statistic": "Sum", "period": 300}


def problems(**variables):
    given = {"alarms_table_name": "shop-orders"} | variables
    return [f"{path}: {words}" for path, words in alarm_settings.resolve(given)[1]]


ROWS = [
    ({}, []),
    ({"alarms_table_name": ""}, ["alarms_table_name: is required"]),
    ({"alarms_table_name": None, "alarms_tables": [{"table_name": "a"}, {"table_name": "b"}]}, []),
    ({"alarms_table_name": None, "alarms_tables": [{}]}, ["alarms_table_name: is required"]),
    ({"alarms_tables": ["a", {"table_name": "b"}]}, []),
    ({"alarms_tables": [7]}, ["alarms_tables[0]: must be the name of a table, or a dict"]),
    (
        {"alarms_tables": [{"table_name": "a"}] * 2},
        ["alarms_tables[1].table_name: a is also the table of alarms_tables[0]"],
    ),
    (
        {"alarms_latency_treshold": 5},
        ["alarms_latency_treshold: no such variable; did you mean alarms_latency_threshold?"],
    ),
    ({"alarms_of_the_house": 5}, []),
    ({"alarms_tables": [{"tags_": {}}]}, ["alarms_tables[0].tags_: no such variable; did you mean tags?"]),
    ({"alarms_state": "off"}, ["alarms_state: must be one of present, absent"]),
    ({"alarms_region": "Dublin"}, ["alarms_region: 'Dublin' is not the name of a Region"]),
    ({"alarms_latency": "yes"}, ["alarms_latency: must be true or false, and is a string"]),
    ({"alarms_actions": TOPIC}, ["alarms_actions: must be a list"]),
    ({"alarms_actions": ["alarms"]}, ["alarms_actions[0]: alarms is not an ARN"]),
    ({"alarms_ok_actions": [TOPIC, "x"]}, ["alarms_ok_actions[1]: x is not an ARN"]),
    ({"alarms_actions": [TOPIC] * 6}, ["alarms_actions: has 6 actions; CloudWatch accepts up to 5"]),
    ({"alarms_write_throttle_threshold": -1}, ["alarms_write_throttle_threshold: must be 0 or more"]),
    ({"alarms_latency_threshold": "fast"}, ["alarms_latency_threshold: must be a number"]),
    ({"alarms_throttle_period": 90}, ["alarms_throttle_period: must be a multiple of 60 seconds"]),
    ({"alarms_throttle_period": 60}, []),
    ({"alarms_capacity_period": 60}, ["alarms_capacity_period: must be a multiple of 300 seconds"]),
    ({"alarms_throttle_evaluation_periods": 0}, ["alarms_throttle_evaluation_periods: must be 1 or more"]),
    (
        {"alarms_throttle_evaluation_periods": 289},
        ["alarms_throttle_evaluation_periods: must be 1 or more; together the periods can have up to 86400 s"],
    ),
    (
        {"alarms_latency_datapoints_to_alarm": 3},
        ["alarms_latency_datapoints_to_alarm: must be 1 to latency_evaluation_periods, which is 2"],
    ),
    ({"alarms_latency_statistic": "p99.9"}, []),
    ({"alarms_latency_statistic": "mean"}, ["alarms_latency_statistic: must be Average, Minimum, Maximum, or a"]),
    (
        {"alarms_latency_operations": ["Getitem"]},
        ["alarms_latency_operations[0]: Getitem is not an operation of", "mean GetItem?"],
    ),
    # Custom alarms in the form of the module
    ({"alarms_custom": [OWN]}, []),
    ({"alarms_custom": [OWN, {**OWN, "name": "shop-orders/lost"}]}, ["alarms_custom[1].name: shop-orders/lost is"]),
    (
        {"alarms_custom": [{**OWN, "treshold": 1}]},
        ["alarms_custom[0].treshold: no such option; did you mean threshold?"],
    ),
    ({"alarms_custom": [{**OWN, "period": 7}]}, ["alarms_custom[0].period: must be 10, 20, 30 or a multiple of 60"]),
    (
        {"alarms_region": "us-east-1", "alarms_custom": [{**OWN, "alarm_actions": [TOPIC]}]},
        ["alarms_custom[0].alarm_actions: arn:aws:sns:eu-west-1:123456789012:alarms is in eu-west-1"],
    ),
    ({"alarms_found": {"tables": {"a": {"declaration": {}}}}}, []),
    (
        {"alarms_found": {"tables": {"a": {"table_name": "a"}}}},
        ["alarms_found: must have the declaration of each table"],
    ),
    ({"alarms_found": {"region": "eu-west-1"}}, ["alarms_found: must have the declaration of each table"]),
    ({"alarms_found": {"tables": []}}, ["alarms_found: must have the declaration of each table"]),
    # The path names the place where the variable is set
    ({"alarms_tables": [{"table_name": "a", "latency_period": 7}]}, ["alarms_tables[0].latency_period: must"]),
]


@pytest.mark.parametrize(("variables", "lines"), ROWS, ids=lambda value: str(value)[:60])
def test_a_problem_names_its_variable(variables, lines):
    found = problems(**variables)
    assert bool(found) == bool(lines), found
    for line in lines:
        assert any(line in problem for problem in found), found


def test_all_problems_are_reported_at_once():
    found = problems(alarms_state="off", alarms_actions=["x"], alarms_latency_period=1, alarms_tags=[])
    assert [line.partition(":")[0] for line in found] == [
        "alarms_tags",
        "alarms_actions[0]",
        "alarms_latency_period",
        "alarms_state",
    ]


def test_an_entry_overrides_the_roles_own_variables():
    given = {
        "alarms_latency": True,
        "alarms_capacity_threshold": 0.7,
        "alarms_tables": [{"table_name": "a"}, {"table_name": "b", "latency": False, "capacity_threshold": "0.5"}],
    }
    a, b = alarm_settings.resolve(given)[0]["tables"]
    assert (a["latency"], a["capacity_threshold"]) == (True, 0.7)
    assert (b["latency"], b["capacity_threshold"]) == (False, 0.5)
