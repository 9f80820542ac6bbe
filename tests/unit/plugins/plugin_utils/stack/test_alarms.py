# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The alarms that the role stack requests of the role alarms, and the tables that it passes to it."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.extensions.simulator import Simulator, VirtualClock
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import catalogue as alarm_catalogue
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import settings as alarm_settings
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import alarms as stack_alarms
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.plugin_utils.stack.stacks import (
    problems,
    resolved,
    result,
)

TOPIC, FAR_TOPIC = (f"arn:aws:sns:{region}:123456789012:alarms" for region in ("eu-west-1", "us-east-1"))
GLOBAL = {"stack_environment": "prod", "stack_enable_global_tables": True}
INDEX = {
    "stack_attributes": [{"name": "user_id", "type": "S"}, {"name": "mail", "type": "S"}],
    "stack_global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail"}],
}
PLAIN = {"stack_create_kms_key": False, "stack_deletion_protection_enabled": False}
OWN = {"name": "lost", "comparison": "GreaterThanThreshold", "threshold": 0, "evaluation_periods": 1}
OWN |= {"namespace": "Shop", "metric_name": "Lost", "statistic": "Sum", "period": 300}


@pytest.fixture
def simulator():
    return Simulator(clock=VirtualClock())


def asked(**variables):
    """The one entry of alarms_tables, which the role alarms finds nothing wrong with."""
    (entry,) = stack_alarms.tables(resolved(**variables))
    assert alarm_settings.resolve({"alarms_tables": [entry]})[1] == []
    return entry


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, {"table_name": "myapp-dev-users", "enabled": True, "latency": False, "dashboard": False, "actions": []}),
        ({"stack_environment": "prod"}, {"latency": True}),
        ({"stack_environment": "prod", "stack_create_latency_alarms": False}, {"latency": False}),
        ({"stack_environments": {"dev": {"latency_alarms": True}}}, {"latency": True}),
        ({"stack_create_cloudwatch_alarms": False}, {"enabled": False}),
        ({"stack_alarm_actions": [TOPIC]}, {"actions": [TOPIC]}),
        ({"stack_alarm_actions": [TOPIC], "stack_ok_actions": []}, {"ok_actions": []}),
        ({"stack_read_throttle_alarm_threshold": 10}, {"read_throttle_threshold": 10}),
        ({"stack_write_throttle_alarm_threshold": "10"}, {"write_throttle_threshold": 10}),
        ({"stack_alarms": [OWN]}, {"custom": [OWN]}),
        ({"stack_create_dashboard": True}, {"dashboard": True}),
    ],
)
def test_variables_of_the_stack_become_those_of_the_alarms(variables, expected):
    entry = asked(**variables)
    assert {name: entry[name] for name in expected} == expected


def test_alarms_have_the_tables_tags():
    assert asked(stack_common_tags={"Owner": "backend-team"})["tags"]["Owner"] == "backend-team"


@pytest.mark.parametrize(
    ("variables", "line"),
    [
        ({"stack_alarm_actions": ["alarms"]}, "stack_alarm_actions[0]: alarms is not an ARN"),
        ({"stack_ok_actions": [TOPIC, "x"]}, "stack_ok_actions[1]: x is not an ARN"),
        ({"stack_alarm_actions": [FAR_TOPIC]}, "stack_alarm_actions: an alarm can notify only its own Region"),
        ({"stack_read_throttle_alarm_threshold": -1}, "stack_read_throttle_alarm_threshold: must be 0 or more"),
        ({"stack_alarms": [{**OWN, "period": 7}]}, "stack_alarms[0].period: must be 10, 20, 30 or a multiple of 60"),
        ({"stack_alarms": [{"name": "lost"}]}, "stack_alarms[0].comparison: is required"),
        ({"stack_create_dashboard": "yes"}, "stack_create_dashboard: must be true or false"),
        ({"stack_environments": {"dev": {"latency_alarms": "on"}}}, "stack_environments.dev.latency_alarms: must be"),
        (
            {"stack_tables": [{"table_name": "a", "hash_key": "user_id", "alarm_actions": ["x"]}]},
            "stack_tables[0].alarm_actions[0]: x is not an ARN",
        ),
    ],
)
def test_a_fault_is_named_by_the_stacks_variable(variables, line):
    assert any(line in problem for problem in problems(**variables))


@pytest.mark.parametrize(
    "variables",
    [
        {"stack_alarm_actions": [TOPIC]},
        {"stack_alarm_actions": [FAR_TOPIC], **GLOBAL, "stack_replica_regions": ["us-east-1"]},
        # Which region it is, is not known yet
        {"stack_alarm_actions": [FAR_TOPIC], "stack_aws_region": None},
        {"stack_alarm_actions": [FAR_TOPIC], "stack_create_cloudwatch_alarms": False},
    ],
)
def test_actions_that_some_alarm_can_take_are_well(variables):
    assert problems(**variables) == []


def test_variables_left_to_the_play_are_looked_at_too():
    lines = alarm_settings.common_problems({"alarms_latency_period": 7, "alarms_tables": 7, "alarms_of_mine": 7})
    assert [line.partition(":")[0] for line in lines] == ["alarms_latency_period"]
    assert alarm_settings.common_problems({"alarms_latency_treshold": 7}) == [
        "alarms_latency_treshold: no such variable; did you mean alarms_latency_threshold?"
    ]


def alarms(whole, found):
    """The names of the first table's alarms in each of its regions."""
    table = whole["tables"][0]
    (entry,) = alarm_settings.resolve({"alarms_tables": stack_alarms.tables(whole)})[0]["tables"]
    declaration, home = found["tables"][table["name"]]["declaration"], found["region"]
    return {
        region: {alarm["name"] for alarm in alarm_catalogue.of_table(declaration, entry, region, home)}
        for region in alarm_catalogue.regions(declaration, home)
    }


CHANGES = [
    # before (None: no table), after
    (None, {}),
    (None, {**INDEX, **GLOBAL, "stack_replica_regions": ["us-east-1"], "stack_billing_mode": "PROVISIONED"}),
    (None, {"stack_on_demand_throughput": {"max_read_request_units": 5}}),
    (
        None,
        {
            **GLOBAL,
            **INDEX,
            "stack_replica_regions": [
                {
                    "region": "us-east-1",
                    "max_read_request_units": 5,
                    "global_secondary_indexes": [{"name": "by-mail", "max_read_request_units": 5}],
                }
            ],
        },
    ),
    ({}, INDEX),
    ({}, {"stack_billing_mode": "PROVISIONED"}),
    ({}, {"stack_on_demand_throughput": {"max_write_request_units": 5}}),
    (INDEX, {}),
    (INDEX, {"stack_purge_indexes": True}),
    ({"stack_environment": "prod"}, {**GLOBAL, "stack_replica_regions": ["us-east-1"]}),
    ({**GLOBAL, "stack_replica_regions": ["us-east-1"]}, {"stack_environment": "prod", "stack_purge_replicas": True}),
    ({"stack_on_demand_throughput": {"max_read_request_units": 5}}, {}),
]


@pytest.mark.parametrize(("before", "after"), CHANGES)
def test_check_mode_foresees_the_alarms_of_the_real_run(simulator, before, after):
    """Of what the module has read in check mode, the same alarms are made as of what it has read afterwards."""
    if before is not None:
        result(simulator, resolved(**PLAIN, **before))
    whole = resolved(**PLAIN, **after)
    foreseen = stack_alarms.found(whole, result(simulator, whole, check_mode=True))
    found = stack_alarms.found(whole, result(simulator, whole))
    assert alarms(whole, foreseen) == alarms(whole, found)


def test_what_is_pending_is_not_so_yet(simulator):
    whole = resolved(**PLAIN, stack_billing_mode="PROVISIONED")
    before = result(simulator, resolved(**PLAIN))
    (table,) = before["tables"].values()
    table["pending"] = [{"path": "billing_mode", "reason": "not now", "earliest": None}]
    found = stack_alarms.found(whole, before)
    assert "read-capacity" not in alarms(whole, found)["eu-west-1"]


def test_the_alarms_read_the_declaration(simulator):
    whole = resolved(**PLAIN)
    returned = result(simulator, whole)
    (table,) = returned["tables"].values()
    (found,) = stack_alarms.found(whole, returned)["tables"].values()
    assert found["declaration"] == table["declaration"]
    assert found["table_arn"] == table["table"]["table_arn"]


def test_where_the_tables_were_not_kept_the_alarms_look_for_themselves():
    whole = resolved()
    assert stack_alarms.found(whole, {}) == {}
    assert stack_alarms.found(whole, {"tables": {"another": {}}}) == {}


def test_of_a_table_that_goes_the_declared_replicas_are_known():
    whole = resolved(**GLOBAL, stack_replica_regions=["us-east-1"], stack_state="absent")
    found = stack_alarms.found(whole, {})
    declaration = found["tables"]["myapp-prod-users"]["declaration"]
    assert alarm_catalogue.regions(declaration, found["region"]) == ["eu-west-1", "us-east-1"]


def test_of_a_table_that_goes_the_replicas_are_known_that_nobody_declares():
    whole = resolved(stack_state="absent")
    table = {"replicas": [{"region_name": "us-east-1"}]}
    found = stack_alarms.found(whole, {"tables": {"myapp-dev-users": {"table": table}}})
    declaration = found["tables"]["myapp-dev-users"]["declaration"]
    assert alarm_catalogue.regions(declaration, "eu-west-1") == ["eu-west-1", "us-east-1"]


def test_of_a_table_that_goes_the_alarms_need_nothing_but_its_name():
    whole = resolved(stack_state="absent", stack_alarms=[{"name": "wrong"}])
    assert stack_alarms.tables(whole) == [{"table_name": "myapp-dev-users"}]
