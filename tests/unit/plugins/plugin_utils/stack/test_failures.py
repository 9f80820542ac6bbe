# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A failure of the module is reported by the role's variables, with the place where the user has set them."""

from __future__ import annotations

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import failures
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.plugin_utils.stack.stacks import (
    handed_over,
    resolved,
    result,
)

PLAIN = {"stack_create_kms_key": False}
ATTRIBUTES = [{"name": "user_id", "type": "S"}, {"name": "day", "type": "S"}]
ON_ID = {"global_secondary_indexes": [{"name": "by-x", "hash_key": "user_id"}]}
ON_DAY = {"global_secondary_indexes": [{"name": "by-x", "hash_key": "day"}]}


def failure(simulator, **variables):
    stack = resolved(**PLAIN, **variables)
    return handed_over("failure", stack, result(simulator, stack))


def test_a_run_that_succeeds_has_no_failure(simulator):
    assert failure(simulator) is None
    assert handed_over("failure", resolved(), {}) is None


def test_a_protected_table_is_reported_by_the_roles_variable(simulator):
    entries = [{"table_name": "a"}, {"table_name": "b", "force_delete": False}]
    assert failure(simulator, stack_tables=entries, stack_deletion_protection_enabled=True) is None
    first, second = failure(simulator, stack_tables=entries, stack_state="absent").splitlines()
    assert first.startswith(
        "myapp-dev-a was not changed: stack_force_delete: table myapp-dev-a in eu-west-1 has deletion protection; "
    )
    assert first.endswith("deleting it requires stack_force_delete: true")
    assert second.startswith("myapp-dev-b was not changed: stack_tables[1].force_delete: ")
    assert second.endswith("deleting it requires stack_tables[1].force_delete: true")


def test_a_table_that_cannot_change_is_reported_where_the_user_has_set_it(simulator):
    entries = [{"table_name": "a"}, {"table_name": "b", **ON_ID}]
    assert failure(simulator, stack_attributes=ATTRIBUTES, stack_tables=entries) is None
    entries[1].update(ON_DAY)
    message = failure(simulator, stack_attributes=ATTRIBUTES, stack_tables=entries)
    assert message.startswith(
        "myapp-dev-b was not changed: stack_tables[1].global_secondary_indexes[by-x]: is by-x with partition key"
    )
    assert message.endswith("requires stack_allow_recreate: [global_secondary_indexes]")


def test_an_error_of_aws_is_passed_on_unchanged(simulator):
    simulator.fail("CreateTable", code="AccessDeniedException", message="not you")
    stack = resolved(**PLAIN)
    returned = result(simulator, stack)
    (table,) = returned["tables"].values()
    assert "not you" in table["msg"]
    assert handed_over("failure", stack, returned) == table["msg"]


def test_options_that_the_module_rejects_are_reported_by_variables():
    stack = resolved(stack_tables=[{"table_name": "a"}, {"table_name": "b", "ttl_attribute_name": "until"}])
    problems = [
        {"path": "tables[1].ttl.attribute_name", "message": "is wrong"},
        {"path": "tables[0].ttl.attribute_name", "message": "is wrong too"},
        {"path": "region", "message": "is required"},
    ]
    assert failures.message(stack, {"msg": "3 options are invalid", "problems": problems}).splitlines() == [
        "stack_tables[1].ttl_attribute_name: is wrong",
        "stack_ttl_attribute_name: is wrong too",
        "stack_aws_region: is required",
    ]


def test_a_failure_without_problems_is_passed_on_unchanged():
    assert failures.message(resolved(), {"msg": "MODULE FAILURE"}) == "MODULE FAILURE"
