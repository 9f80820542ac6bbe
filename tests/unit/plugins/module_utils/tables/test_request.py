# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""All options are checked before the first call, and one message lists all problems."""

from __future__ import annotations

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import validation
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import faults, run

WRONG = {
    "name": "a b",
    "hash_key": "id",
    "attributes": [{"name": "id"}],
    "billing_mode": "PAY_PER_REQUEST",
    "read_capacity": 5,
    "global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail", "projection_type": "INCLUDE"}],
    "ttl": {"enabled": True},
    "point_in_time_recovery": {"enabled": True, "recovery_period_in_days": 36},
    "stream": {"enable": True},
}
PATHS = {
    "attributes[0].type",
    "stream.enable",
    "stream.enabled",
    "name",
    "read_capacity",
    "global_secondary_indexes[0].non_key_attributes",
    "ttl.attribute_name",
    "point_in_time_recovery.recovery_period_in_days",
}


def test_all_problems_are_reported_at_once():
    """What Ansible's argument spec finds and what it cannot find."""
    assert set(faults(**WRONG)) == PATHS


def test_an_entry_of_tables_is_checked_in_the_same_way():
    """With its index in every path."""
    right = {"name": "orders", "hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}
    assert set(faults(tables=[right, WRONG])) == {f"tables[1].{path}" for path in PATHS}


def test_attributes_require_only_new_keys(simulator):
    """The live table has the types of the others. An attribute that no declared key uses may be a live key."""
    keys = [{"name": "id", "type": "S"}, {"name": "mail", "type": "S"}]
    index = {"name": "by-mail", "hash_key": "mail"}
    run(simulator, name="orders", hash_key="id", attributes=keys, global_secondary_indexes=[index])
    for attributes, warned in ((keys[1:], 0), ([{"name": "unused", "type": "S"}], 1)):
        result = run(simulator, name="orders", hash_key="id", attributes=attributes)
        assert (result["changed"], result.get("msg"), len(result["warnings"])) == (False, None, warned)
    failed = run(simulator, name="users", hash_key="id", attributes=keys[1:])
    assert "hash_key: requires the type of id in attributes" in failed["msg"]


def test_a_similar_option_is_suggested():
    assert faults(name="orders", ttl={"enabled": True, "atribute_name": "x"})["ttl.atribute_name"] == (
        "no such option; did you mean attribute_name?"
    )


def test_an_entry_has_no_options_of_connection_and_waiting():
    """A run has one connection and one deadline."""
    assert set(faults(tables=[{"name": "orders", "wait": False, "region": "eu-west-1"}])) == {
        "tables[0].wait",
        "tables[0].region",
    }


def test_a_table_can_have_only_one_entry():
    """Two would undo each other."""
    tables = [{"name": "orders"}, {"table_name": "users"}, {"name": "orders"}]
    assert faults(tables=tables) == {"tables[2].name": "orders is also the name of tables[0]"}


def test_an_option_and_its_alias_cannot_be_combined():
    """Ansible would use the alias without a message."""
    entry = {"name": "orders", "table_name": "users", "state": "absent"}
    assert faults(tables=[entry]) == {"tables[0].name": "is also given as table_name"}


def test_a_table_requires_a_name():
    """In the task, or in the entry."""
    assert set(faults(hash_key="id")) == {"name"}
    assert set(faults(tables=[{"hash_key": "id"}])) == {"tables[0].name"}


def test_options_of_a_table_cannot_be_combined_with_tables():
    """They must be set in the entries."""
    assert set(faults(tables=[{"name": "orders"}], hash_key="id", state="absent")) == {"hash_key", "state"}


def test_an_absent_table_requires_only_its_name():
    """Its other options have no meaning."""
    assert faults(name="orders", state="absent", ttl={"enabled": True}) == {}


def test_types_are_converted_as_ansible_does():
    """Templates return numbers and booleans as strings."""
    assert faults(name="orders", read_capacity="5", deletion_protection="yes") == {}
    assert faults(name="orders", read_capacity="five") == {"read_capacity": "is 'five'; must be of type int"}
    assert faults(name="orders", tables="orders, users") == {"tables": "must be of type list of dict"}


def test_a_value_that_is_not_a_dict_is_reported():
    """Ansible's own check raises an exception for such values."""
    wrong = {"ttl": True, "replicas": [5, None], "resource_tags": 5, "name": "a b"}
    expected = {
        "ttl": "is true; must be of type dict",
        "replicas[0]": "is 5; must be of type dict",
        "replicas[1]": "is null; must be of type dict",
        "tags": "is 5; must be of type dict",
        "name": "'a b' contains ' '; a name has 3 to 255 characters of a-z A-Z 0-9 _ - .",
    }
    assert faults(**wrong) == expected
    assert faults(tables=[wrong]) == {f"tables[0].{path}": problem for path, problem in expected.items()}
    assert faults(name="orders", read_capacity=float("inf")) == {"read_capacity": "is Infinity; must be of type int"}


def test_a_wait_that_no_clock_can_count_is_reported():
    assert faults(name="orders", wait_timeout=0) == {"wait_timeout": "is 0; must be 1 to 1000000000 seconds"}
    assert set(faults(name="orders", wait_timeout=10**400)) == {"wait_timeout"}


def test_null_is_reported_for_an_option_with_a_default():
    """Ansible does not use the default, and does not report the index of the entry."""
    dimension = {"min_capacity": 1, "max_capacity": 5, "target_value": None}
    wrong = {
        "purge_indexes": None,
        "contributor_insights": {"enabled": True, "indexes": None},
        "autoscaling": {"enabled": True, "read": dimension},
        "ttl": {"enabled": True},
    }
    expected = {
        "purge_indexes": "must not be null; omit it to use false",
        "contributor_insights.indexes": "must not be null; omit it to use true",
        "autoscaling.read.target_value": "must not be null; omit it to use 70.0",
        "ttl.attribute_name": "is required with enabled: true",
    }
    assert faults(name="orders", **wrong) == expected
    tables = [{"name": "orders", **wrong}, None]
    assert faults(tables=tables) == {f"tables[0].{path}": problem for path, problem in expected.items()} | {
        "tables[1]": "is null; must be of type dict",
        "tables[1].name": "is required",
    }


def test_null_is_reported_for_an_option_with_choices():
    """Ansible rejects it, and does not report the index of the entry."""
    modes = "must be one of PAY_PER_REQUEST, PROVISIONED"
    wrong = {"name": "orders", "billing_mode": None, "stream": {"enabled": True, "view_type": None}}
    expected = faults(tables=[wrong])
    assert set(expected) == {"tables[0].billing_mode", "tables[0].stream.view_type"}
    assert expected["tables[0].billing_mode"] == f"must not be null; it {modes}, or can be omitted"


def test_null_counts_as_omitted_for_other_options():
    """A template may return it."""
    assert faults(name="orders", ttl=None, tables=None, replicas=None, deletion_protection=None, stream=None) == {}
    assert faults(name="orders", stream={"enabled": None}) == {"stream.enabled": "is required"}


def test_one_problem_is_one_line_and_several_are_a_list():
    assert validation.message([("ttl", "is wrong")]) == "ttl: is wrong"
    assert validation.message([("ttl", "is wrong"), ("name", "too")]).splitlines() == [
        "2 options are invalid; no AWS call was made:",
        "- ttl: is wrong",
        "- name: too",
    ]
