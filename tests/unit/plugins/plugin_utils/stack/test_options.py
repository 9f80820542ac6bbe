# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack.options import variable_of
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.plugin_utils.stack.stacks import (
    PROFILES,
    options,
    resolved,
)

PROVISIONED = {"stack_billing_mode": "PROVISIONED"}
BY_DAY = {
    "stack_attributes": [{"name": "user_id", "type": "S"}, {"name": "day", "type": "S"}],
    "stack_global_secondary_indexes": [{"name": "by-day", "hash_key": "day"}],
}
GLOBAL = {
    "stack_environment": "prod",
    "stack_enable_global_tables": True,
    "stack_replica_regions": ["us-east-1", {"region": "eu-central-1", "deletion_protection": False}],
}
SITE = {"stack_environments": {"dev": {"deletion_protection": True}, "qa": {"point_in_time_recovery": True}}}


def of_index(**variables):
    (index,) = options(**(BY_DAY | variables))["global_secondary_indexes"]
    return index


# (variables, option, its value)
ROWS = [
    # Layers: the collection's profile, the site's, the variable
    ({}, "deletion_protection", False),
    ({"stack_environment": "prod"}, "deletion_protection", True),
    (SITE, "deletion_protection", True),
    (SITE | {"stack_deletion_protection_enabled": False}, "deletion_protection", False),
    (SITE | {"stack_environment": "qa"}, "point_in_time_recovery", {"enabled": True, "recovery_period_in_days": 35}),
    (SITE | {"stack_environment": "qa"}, "deletion_protection", False),
    ({"stack_environment": "staging"}, "point_in_time_recovery", {"enabled": True, "recovery_period_in_days": 35}),
    ({"stack_environment": "staging"}, "deletion_protection", False),
    # Statement 2 under "Where the addon falls short": the billing mode counts in every environment
    (PROVISIONED, "billing_mode", "PROVISIONED"),
    (PROVISIONED | {"stack_environment": "staging"}, "billing_mode", "PROVISIONED"),
    # null and "" are unset
    ({"stack_billing_mode": ""}, "billing_mode", "PAY_PER_REQUEST"),
    ({"stack_ttl_enabled": None}, "ttl", {"enabled": False}),
    ({"stack_state": ""}, "name", "myapp-dev-users"),
    # Switches, and their details only while they are on
    ({"stack_ttl_enabled": True}, "ttl", {"enabled": True, "attribute_name": "expires_at"}),
    ({"stack_stream_enabled": True}, "stream", {"enabled": True, "view_type": "NEW_AND_OLD_IMAGES"}),
    ({}, "stream", {"enabled": False}),
    (GLOBAL, "stream", {"enabled": True, "view_type": "NEW_AND_OLD_IMAGES"}),
    # Capacity
    ({"stack_read_capacity": 7}, "read_capacity", None),
    (PROVISIONED | {"stack_read_capacity": 7}, "read_capacity", 7),
    (PROVISIONED | {"stack_read_capacity": 2}, "read_capacity", 5),
    (PROVISIONED | {"stack_read_capacity": 2, "stack_enable_autoscaling": False}, "read_capacity", 2),
    (PROVISIONED | {"stack_write_capacity": 90, "stack_autoscaling_write_max_capacity": 80}, "write_capacity", 80),
    ({}, "autoscaling", {"enabled": False}),
    (PROVISIONED | {"stack_enable_autoscaling": False}, "autoscaling", {"enabled": False}),
    (
        PROVISIONED | {"stack_autoscaling_read_scale_in_cooldown": 60},
        "autoscaling",
        {
            "enabled": True,
            "read": {"min_capacity": 5, "max_capacity": 40000, "target_value": 70.0, "scale_in_cooldown": 60},
            "write": {"min_capacity": 5, "max_capacity": 40000, "target_value": 70.0},
        },
    ),
    # Keys
    ({}, "server_side_encryption", {"enabled": True, "kms_key_id": "alias/myapp-dev-dynamodb"}),
    ({"stack_create_kms_key": False}, "server_side_encryption", {"enabled": True}),
    (
        {"stack_create_kms_key": False, "stack_kms_key_id": "alias/mine"},
        "server_side_encryption",
        {"enabled": True, "kms_key_id": "alias/mine"},
    ),
    ({"stack_server_side_encryption_enabled": False}, "server_side_encryption", {"enabled": False}),
    # Tags: the role's own give way
    (
        {"stack_common_tags": {"Environment": "production", "Owner": ""}},
        "tags",
        {
            "Component": "database",
            "Type": "dynamodb",
            "Project": "myapp",
            "Environment": "production",
            "ManagedBy": "ansible",
            "Owner": "",
        },
    ),
]


@pytest.mark.parametrize(("variables", "option", "value"), ROWS, ids=lambda value: str(value)[:60])
def test_variables_become_options(variables, option, value):
    assert options(**variables).get(option) == value


def test_an_index_has_capacities_only_while_provisioned():
    given = [{"name": "by-day", "hash_key": "day", "range_key": "", "read_capacity": 7, "non_key_attributes": []}]
    assert of_index(stack_global_secondary_indexes=given) == {"name": "by-day", "hash_key": "day"}


def test_an_index_takes_what_it_lacks_from_the_table():
    given = [{"name": "by-day", "hash_key": "day", "read_capacity": 7}]
    found = of_index(**PROVISIONED, stack_write_capacity=9, stack_global_secondary_indexes=given)
    assert (found["read_capacity"], found["write_capacity"]) == (7, 9)


def test_an_index_starts_within_the_bounds_of_autoscaling():
    """The README's status-index starts at 25, below a minimum of 50."""
    given = [{"name": "by-day", "hash_key": "day", "read_capacity": 25, "write_capacity": 25}]
    bounds = {"stack_autoscaling_read_min_capacity": 50, "stack_autoscaling_write_min_capacity": 50}
    found = of_index(**PROVISIONED, **bounds, stack_global_secondary_indexes=given)
    assert (found["read_capacity"], found["write_capacity"]) == (50, 50)


def test_the_reads_of_a_replica_scale_as_the_tables():
    """Statement 6 under "Where the addon falls short": auto scaling covers indexes and replicas."""
    own = {"region": "eu-central-1", "autoscaling": {"read": {"min_capacity": 1, "max_capacity": 2}}}
    scaled = {"stack_billing_mode": "PROVISIONED", "stack_autoscaling_read_max_capacity": 100}
    replicas = options(**GLOBAL | scaled | {"stack_replica_regions": ["us-east-1", own]})["replicas"]
    assert replicas[0]["autoscaling"] == {"read": {"min_capacity": 5, "max_capacity": 100, "target_value": 70.0}}
    assert replicas[1]["autoscaling"] == own["autoscaling"]
    assert "autoscaling" not in options(**GLOBAL)["replicas"][0]


def test_a_replica_has_a_key_of_its_own_region():
    """Statement 7 under "Where the addon falls short": not the home region's key, which AWS rejects."""
    alias, arn = "alias/myapp-prod-dynamodb", "arn:aws:kms:us-east-1:123456789012:key/1"
    keys = [{"region": "us-east-1", "key_arn": arn}, {"region": "eu-central-1", "key_arn": None}]
    assert options(keys, **GLOBAL)["replicas"] == [
        {"region": "us-east-1", "kms_key_id": arn},
        {"region": "eu-central-1", "kms_key_id": alias, "deletion_protection": False},
    ]


def test_keys_are_needed_where_the_tables_are():
    assert resolved()["key_regions"] == ["eu-west-1"]
    assert resolved(stack_aws_region=None)["key_regions"] == [""]
    assert resolved(**GLOBAL)["key_regions"] == ["eu-west-1", "us-east-1", "eu-central-1"]
    assert resolved(**GLOBAL, stack_create_kms_key=False)["key_regions"] == []
    assert resolved(stack_server_side_encryption_enabled=False)["key_regions"] == []


def test_an_entry_of_tables_is_one_table_with_the_roles_variables_as_defaults():
    entries = [{"table_name": "a", "ttl_enabled": True}, {"table_name": "b", "ttl_attribute_name": None}]
    whole = resolved(stack_tables=entries, stack_ttl_attribute_name="until")
    assert [
        (table["name"], table["ttl_enabled"], table["ttl_attribute_name"], table["hash_key"])
        for table in whole["tables"]
    ] == [("myapp-dev-a", True, "until", "user_id"), ("myapp-dev-b", False, "until", "user_id")]


def test_what_a_sites_profile_leaves_unset_is_as_the_collection_has_it():
    site = {"stack_environments": {"prod": {"deletion_protection": None, "point_in_time_recovery": ""}}}
    assert options(stack_environment="prod", **site) == options(stack_environment="prod")
    assert resolved(stack_environment="prod", **site)["profile"] == PROFILES["prod"]


def test_absent_asks_for_nothing_else():
    assert options(stack_state="absent") == {"name": "myapp-dev-users", "state": "absent", "force_delete": False}


@pytest.mark.parametrize(
    ("path", "variable"),
    [
        ("hash_key", "hash_key"),
        ("ttl.attribute_name", "ttl_attribute_name"),
        ("ttl.enabled", "ttl_enabled"),
        ("stream", "stream_enabled"),
        ("stream.view_type", "stream_view_type"),
        ("point_in_time_recovery.recovery_period_in_days", "point_in_time_recovery_days"),
        ("replicas[1].region", "replica_regions[1].region"),
        ("tags", "common_tags"),
        ("autoscaling.read.target_value", "autoscaling_read_target_value"),
        ("autoscaling.write", "enable_autoscaling"),
        ("global_secondary_indexes[0].name", "global_secondary_indexes[0].name"),
    ],
)
def test_a_path_of_the_modules_options_is_one_of_the_roles_variables(path, variable):
    assert variable_of(path) == variable
