# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import datetime
import json

import pytest
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.access import resolve as access
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import problems as stack_problems
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import resolve as stack
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import variables as stack_variables
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.plugin_utils.stack.stacks import (
    PROFILES,
    USERS,
    problems,
    resolved,
)

ENTRY = {"table_name": "a", "hash_key": "user_id"}
GLOBAL = {"stack_environment": "prod", "stack_enable_global_tables": True}

ROWS = [
    # What is not set
    ({"stack_project_name": ""}, ["stack_project_name: is required"]),
    ({"stack_hash_key": None}, ["stack_hash_key: is required"]),
    ({"stack_attributes": []}, ["stack_attributes: is required"]),
    # Names that do not exist
    ({"stack_ttl_enable": True}, ["stack_ttl_enable: no such variable; did you mean stack_ttl_enabled?"]),
    ({"stack_of_books": True}, []),
    (
        {"stack_tables": [{**ENTRY, "ttl_enable": True}]},
        ["stack_tables[0].ttl_enable: no such variable; did you mean ttl_enabled?"],
    ),
    (
        {"stack_tables": [{**ENTRY, "name": "a"}]},
        ["stack_tables[0].name: no such variable; did you mean table_name?"],
    ),
    (
        {"stack_tables": [{**ENTRY, "stack_ttl_enabled": True}]},
        ["stack_tables[0].stack_ttl_enabled: must be written without its prefix in an entry: ttl_enabled"],
    ),
    (
        {"stack_tables": [{**ENTRY, "environment": "prod"}]},
        ["stack_tables[0].environment: applies to all tables of a run: set stack_environment instead"],
    ),
    # Types
    ({"stack_ttl_enabled": "false"}, ["stack_ttl_enabled: must be true or false, and is a string"]),
    (
        {"stack_tables": [ENTRY, {**ENTRY, "table_name": "b", "ttl_enabled": "no"}]},
        ["[1].ttl_enabled: must"],
    ),
    ({"stack_read_capacity": "many"}, ["stack_read_capacity: must be a whole number"]),
    ({"stack_read_capacity": 1.5}, ["stack_read_capacity: must be a whole number"]),
    ({"stack_read_capacity": "7"}, []),
    ({"stack_read_capacity": float("inf")}, ["stack_read_capacity: must be a whole number"]),
    ({"stack_common_tags": ["a"]}, ["stack_common_tags: must be a dict"]),
    ({"stack_attributes": ["user_id"]}, ["stack_attributes: must be a list of dicts"]),
    (
        {"stack_attributes": [{"name": ["user_id"], "type": "S"}]},
        ["stack_attributes: must contain the type of the key attribute user_id"],
    ),
    (
        {
            "stack_billing_mode": "PROVISIONED",
            "stack_global_secondary_indexes": [{"name": "by-id", "hash_key": "user_id", "read_capacity": "many"}],
        },
        ["stack_global_secondary_indexes[0].read_capacity: is 'many'; must be of type int"],
    ),
    # Tags of what is shared, of which no module hears before the keys are made
    ({"stack_shared_tags": {"aws:a": "b"}}, ["stack_shared_tags.aws:a: begins with aws:"]),
    ({"stack_shared_tags": {"Owner": None}}, ["stack_shared_tags.Owner: is null; the value of a tag must be a string"]),
    # Environments
    (
        {"stack_environment": "prdo"},
        ["stack_environment: is 'prdo'; must be one of dev, staging, prod", "did you mean prod?"],
    ),
    ({"stack_environment": "qa", "stack_environments": {"qa": {}}}, []),
    ({"stack_environment": 1, "stack_environments": {1: {}}}, []),
    (
        {"stack_environment": "prdo", "stack_environments": {1: {}}},
        ["stack_environment: is 'prdo'; must be one of dev, staging, prod, 1"],
    ),
    ({"stack_environments": {"qa": {"recovery": True}}}, ["stack_environments.qa.recovery: no such key"]),
    ({"stack_environments": {"qa": {"global_tables": "yes"}}}, ["stack_environments.qa.global_tables: must be true"]),
    ({"stack_environments": {"qa": []}}, ["stack_environments.qa: must be a dict"]),
    ({"stack_environments": {"qa": {"billing_mode": "FREE"}}}, ["stack_environments.qa.billing_mode: must be one of"]),
    # Numbers, names and words of AWS
    ({"stack_state": "gone"}, ["stack_state: must be one of present, absent"]),
    ({"stack_billing_mode": "FREE"}, ["stack_billing_mode: must be one of"]),
    ({"stack_aws_region": "Frankfurt"}, ["stack_aws_region: 'Frankfurt' is not the name of a Region"]),
    ({"stack_kms_deletion_window": 5}, ["stack_kms_deletion_window: must be 7 to 30 days"]),
    (
        {"stack_api_rate_share": 0},
        ["stack_api_rate_share: is 0; must be more than 0 and at most 1, such as 0.8 for 80 %"],
    ),
    ({"stack_api_rate_share": "fast"}, ["stack_api_rate_share: must be a number"]),
    ({"stack_read_capacity": 0}, ["stack_read_capacity: must be 1 or more"]),
    ({"stack_table_class": "CHEAP"}, ["stack_table_class: is 'CHEAP'; must be one of STANDARD, STANDARD_INFREQUENT"]),
    ({"stack_point_in_time_recovery_days": 40, "stack_environment": "prod"}, ["stack_point_in_time_recovery_days: "]),
    (
        {"stack_autoscaling_read_min_capacity": 9, "stack_autoscaling_read_max_capacity": 8},
        ["read_min_capacity: is 9; must be 1 to 8"],
    ),
    ({"stack_autoscaling_write_target_value": 95}, ["stack_autoscaling_write_target_value: must be 20 to 90"]),
    (
        {"stack_autoscaling_read_scheduled_actions": [{"name": "night", "schedule": "cron(0 2 * * *)"}]},
        ["stack_autoscaling_read_scheduled_actions[0].schedule: cron takes 6 fields"],
    ),
    ({"stack_kinesis_stream": {"enabled": True, "stream_arn": "orders"}}, ["stream_arn: orders is not an ARN"]),
    # Keys
    ({"stack_kms_key_id": "alias/mine"}, ["stack_kms_key_id: is used only if stack_create_kms_key is false"]),
    ({"stack_kms_key_id": "mine", "stack_create_kms_key": False}, ["stack_kms_key_id: mine is not the ARN"]),
    (
        {
            "stack_kms_key_id": "alias/mine",
            "stack_create_kms_key": False,
            "stack_server_side_encryption_enabled": False,
        },
        ["stack_kms_key_id: has no effect while stack_server_side_encryption_enabled is false"],
    ),
    # Attributes and indexes
    ({"stack_range_key": "day"}, ["stack_attributes: must contain the type of the key attribute day"]),
    (
        {"stack_global_secondary_indexes": [{"name": "by-day", "hash_key": "day"}]},
        ["stack_attributes: must contain the type of the key attribute day"],
    ),
    (
        {"stack_global_secondary_indexes": [{"name": "by-user", "hash_kye": "user_id"}]},
        ["stack_global_secondary_indexes[0].hash_kye: no such option; did you mean hash_key?"],
    ),
    # Global tables
    (
        {"stack_enable_global_tables": True, "stack_replica_regions": ["us-east-1"]},
        ["stack_enable_global_tables: the profile of dev has global_tables: false"],
    ),
    (GLOBAL, ["stack_replica_regions: must not be empty if stack_enable_global_tables is true"]),
    (
        GLOBAL | {"stack_replica_regions": [{"region": "us-east-1", "global_secondary_indexes": {"name": "by-email"}}]},
        ["stack_replica_regions[0].global_secondary_indexes: must be of type list of dict"],
    ),
    (
        GLOBAL | {"stack_replica_regions": [{"region": ["us-east-1"]}, "Frankfurt"]},
        [
            "stack_replica_regions[0]: ['us-east-1'] is not the name of a",
            "stack_replica_regions[1]: 'Frankfurt' is not the name of a Region",
        ],
    ),
    (
        GLOBAL | {"stack_replica_regions": [{"kms_key_id": "alias/a"}], "stack_state": "absent"},
        ["stack_replica_regions[0]: None is not the name of a Region"],
    ),
    ({"stack_table_name": "our users", "stack_state": "absent"}, ["stack_table_name: 'myapp-dev-our users'"]),
    (
        GLOBAL | {"stack_replica_regions": ["eu-west-1"]},
        ["stack_replica_regions[0].region: is eu-west-1"],
    ),
    (
        GLOBAL | {"stack_replica_regions": ["us-east-1", {"region": "us-east-1"}]},
        ["stack_replica_regions[1].region: us-east-1 is listed twice"],
    ),
    (
        GLOBAL | {"stack_replica_regions": ["cn-north-1"]},
        ["stack_replica_regions[0].region: is cn-north-1, which is not in aws, the partition of the table"],
    ),
    (
        GLOBAL | {"stack_replica_regions": ["us-east-1"], "stack_stream_enabled": False},
        ["stack_stream_enabled: is false; replicas with eventual consistency require the stream"],
    ),
    (
        GLOBAL | {"stack_replica_regions": ["us-east-1"], "stack_create_kms_key": False, "stack_kms_key_id": "alias/a"},
        ["stack_replica_regions[0].kms_key_id: is required: the table has a customer managed key"],
    ),
    # Many tables
    (
        {"stack_tables": [ENTRY, ENTRY]},
        [
            "stack_tables[1].table_name: myapp-dev-a is also the name of stack_tables[0]",
        ],
    ),
    (
        {"stack_tables": [{"table_name": "a", "hash_key": "b"}]},
        ["stack_attributes: must contain the type of the key attribute b"],
    ),
]


@pytest.mark.parametrize(("variables", "lines"), ROWS, ids=lambda value: str(value)[:60])
def test_a_fault_is_named_by_its_variable(variables, lines):
    found = problems(**variables)
    assert bool(found) == bool(lines)
    for line in lines:
        assert any(line in problem for problem in found), found


def test_all_faults_are_named_at_once():
    """Statement 10 under "Where the addon falls short": all of it is checked before the first call."""
    found = problems(
        stack_environment="prdo",
        stack_ttl_enable=True,
        stack_point_in_time_recovery_enabled="yes",
        stack_range_key="day",
        stack_billing_mode="FREE",
        stack_aws_region="Frankfurt",
        stack_write_capacity=0,
    )
    assert [line.partition(":")[0] for line in found] == [
        "stack_ttl_enable",
        "stack_point_in_time_recovery_enabled",
        "stack_aws_region",
        "stack_environment",
        "stack_billing_mode",
        "stack_attributes",
        "stack_write_capacity",
    ]


def test_a_fault_that_many_tables_share_is_named_once():
    entries = [{"table_name": str(number)} for number in range(100, 160)]
    assert problems(stack_tables=entries, stack_table_class="CHEAP") == [
        "stack_table_class: is 'CHEAP'; must be one of STANDARD, STANDARD_INFREQUENT_ACCESS"
    ]


def test_what_is_wrong_with_a_table_does_not_keep_it_from_being_taken_down():
    assert problems(stack_state="absent", stack_hash_key=None, stack_attributes=None) == []
    given = {"tables": [{"name": "myapp-dev-users", "policies": [{}]}], "state": "absent"}
    assert access.resolve(given)["problems"] == []


def test_what_is_wrong_with_an_index_is_told_beside_the_policies_that_reach_it():
    entries = [{"name": "shop", "allow": "read"}]
    assert problems(stack_access=entries, stack_global_secondary_indexes=[{"hash_key": "user_id"}]) == [
        "stack_global_secondary_indexes[0].name: is required"
    ]


def test_nothing_is_wrong_with_the_shortest_stack():
    assert problems() == []
    assert resolved()["tables"][0]["name"] == "myapp-dev-users"


def test_a_variable_that_is_nothing_like_ours_may_be_the_plays_own():
    given = {"stack_of_books": 1, "stack_ttl_enable": True, "stack_table_name": "a", "stack_outputs": {}}
    assert stack_variables.unknown_variables({**given, "stack_name": "x", "stack_ttl": True}) == {
        "stack_name": "; did you mean stack_table_name?",
        "stack_of_books": "",
        "stack_ttl": "; did you mean stack_ttl_enabled?",
    }


@pytest.mark.parametrize("entry", ["us-east1", {"region": "us-east1"}])
def test_a_wrong_region_is_one_problem(entry):
    """The module that the role uses would report it too."""
    assert problems(**GLOBAL, stack_replica_regions=[entry]) == [
        "stack_replica_regions[0]: 'us-east1' is not the name of a Region, such as eu-west-1"
    ]


def test_replicas_that_are_listed_and_not_enabled_are_told():
    """Whoever lists regions wants them, or has them from a layer below."""
    listed = {"stack_replica_regions": ["us-east-1"]}
    assert stack.without_their_replicas(resolved(**listed)) == ["myapp-dev-users"]
    assert stack.without_their_replicas(resolved(**listed, **GLOBAL)) == []
    assert stack.without_their_replicas(resolved(**listed, stack_state="absent")) == []


def test_nothing_given_at_all_is_told_too():
    assert stack_problems.resolved({}, PROFILES)["problems"] == [
        "stack_project_name: is required",
        "stack_environment: is required",
        "stack_hash_key: is required",
        "stack_attributes: is required",
    ]


def test_what_is_shown_contains_no_policy():
    """Nor that of a replica or of the VPC endpoint, which each table has among its variables."""
    statement = {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "dynamodb:GetItem", "Resource": "*"}
    policy = {"Version": "2012-10-17", "Statement": [{"Sid": "confidential", **statement}]}
    stack = resolved(
        stack_environment="prod",
        stack_enable_global_tables=True,
        stack_replica_regions=[{"region": "us-east-1", "resource_policy": policy}],
        stack_resource_policy=policy,
        stack_vpc_endpoint={"vpc_id": "vpc-0", "policy": policy},
    )
    assert "confidential" not in json.dumps(stack["shown"])
    (shown,) = stack["shown"]
    assert shown["vpc_endpoint"] == {"vpc_id": "vpc-0", "policy": "(not shown)"}
    assert shown.keys() == stack["tables"][0].keys()


def test_what_a_template_omits_is_unset():
    omit = object()
    given = {**USERS, "stack_range_key": omit, "stack_tables": omit, "stack_common_tags": {"a": omit}}
    stack = stack_problems.resolved(given, PROFILES, omit)
    assert stack["problems"] == []
    assert "range_key" not in stack["options"][0] and "a" not in stack["options"][0]["tags"]


def test_a_date_is_a_problem():
    day = datetime.date(2026, 1, 1)
    words = "is a date, as YAML reads it without quotes; put it in quotes"
    assert problems(stack_tables=[{"table_name": "users", "common_tags": {"since": day}}]) == [
        f"stack_tables[0].common_tags.since: {words}"
    ]


def test_a_name_that_is_cut_is_known():
    """The filter warns of it."""
    assert stack.cut_names(resolved()) == []
    (name,) = stack.cut_names(resolved(stack_table_name="x" * 250))
    assert len(name) == 255 and name.startswith("myapp-dev-xxx")


TOPIC = "arn:aws:sns:us-east-1:123456789012:topic"


@pytest.mark.parametrize(
    ("variables", "needed"),
    [
        ({}, False),
        ({"stack_alarm_actions": [TOPIC]}, True),
        ({"stack_tables": [{**ENTRY, "backup_copy_to": [{"region": "us-east-1"}]}]}, True),
        (GLOBAL | {"stack_replica_regions": ["us-east-1"]}, True),
        ({"stack_alarm_actions": [TOPIC], "stack_state": "absent"}, False),
    ],
)
def test_the_region_of_the_session_is_needed_to_check_what_names_regions(variables, needed):
    assert stack_problems.resolved({**USERS, "stack_aws_region": None, **variables}, PROFILES)["needs_region"] is needed
    assert not stack_problems.resolved({**USERS, **variables}, PROFILES)["needs_region"]
