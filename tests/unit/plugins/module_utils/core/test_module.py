# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whole modules with wrong options: each problem has the path of its option, and no secret is shown."""

from __future__ import annotations

import json
import weakref

import pytest
from ansible.module_utils.basic import AnsibleModule
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables import reconcile
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.modules import main

POLICY = {"Statement": [{"Sid": "confidential"}]}


def problems(simulator, module, **arguments):
    result = main(module, simulator, arguments)
    assert result["failed"] and not simulator.log
    return {problem["path"]: problem["message"] for problem in result["problems"]}


@pytest.mark.parametrize(
    ("module", "option"),
    [
        ("dynamodb_stackkit", "name"),
        ("dynamodb_stackkit_access", "sets"),
        ("dynamodb_stackkit_alarms", "sets"),
        ("dynamodb_stackkit_endpoint", "vpc_id"),
    ],
)
def test_a_missing_option_is_named(simulator, module, option):
    assert problems(simulator, module) == {option: "is required"}


@pytest.mark.parametrize(
    ("module", "arguments", "missing"),
    [
        ("dynamodb_stackkit", {"name": "orders", "global_secondary_indexes": "hash_key=id"}, "name"),
        ("dynamodb_stackkit", {"name": "orders", "replicas": "{}"}, "region"),
        ("dynamodb_stackkit", {"name": "orders", "replicas": ["kms_key_id=a"]}, "region"),
        ("dynamodb_stackkit", {"tables": "{}"}, "name"),
        ("dynamodb_stackkit_access", {"sets": "{}"}, "path"),
        ("dynamodb_stackkit_alarms", {"sets": ["{}"]}, "prefix"),
        ("dynamodb_stackkit_backup", {"plans": "{}"}, "name"),
        ("dynamodb_stackkit_backup", {"vaults": "state=absent"}, "name"),
    ],
)
def test_an_option_is_named_that_is_missing_in_a_string(simulator, module, arguments, missing):
    """Ansible converts the string to a dict after it has looked for required options."""
    option = list(arguments)[-1]
    assert problems(simulator, module, **arguments) == {f"{option}[0].{missing}": "is required"}


@pytest.mark.parametrize(
    ("module", "arguments"),
    [
        ("dynamodb_stackkit", {"name": "orders", "resource_policy": POLICY}),
        ("dynamodb_stackkit", {"name": "orders", "resource_polcy": POLICY}),
        ("dynamodb_stackkit", {"name": "orders", "resource_polcy": json.dumps(POLICY)}),
        ("dynamodb_stackkit", {"tables": [{"name": "orders", "resource_policy": POLICY, "polcy": POLICY}]}),
        ("dynamodb_stackkit", {"tables": [{"name": "orders", "replicas": [{"resource_polcy": POLICY}]}]}),
        ("dynamodb_stackkit", {"tables": [f"name=orders resource_policy='{json.dumps(POLICY)}'"]}),
        ("dynamodb_stackkit", {"tables": "{resource_policy: confidential"}),
        ("dynamodb_stackkit", {"name": "orders", "replicas": "region resource_policy=confidential"}),
        ("dynamodb_stackkit", {"name": "orders", "secret_kye": "confidential"}),
        ("dynamodb_stackkit", {"name": "orders", "secret_key": "confidential", "ttl": "}"}),
        ("dynamodb_stackkit_access", {"sets": [{"path": "/a/", "policies": [{"name": "a", "documnt": POLICY}]}]}),
        ("dynamodb_stackkit_access", {"sets": [{"path": "/a/", "policies": {"document": POLICY}}]}),
        ("dynamodb_stackkit_endpoint", {"vpc_id": "vpc-0", "Policy": POLICY}),
        ("dynamodb_stackkit_endpoint", {"vpc_id": "no", "policy": POLICY}),
    ],
)
def test_the_result_contains_no_policy_and_no_credentials(simulator, module, arguments):
    """Also under a misspelled name, in a string or in a list."""
    result = main(module, simulator, arguments)
    assert result["failed"] and result["invocation"]["module_args"]
    assert "confidential" not in json.dumps(result)


def test_the_result_contains_the_other_options(simulator):
    arguments = {
        "tables": [{"table_name": "orders", "tags": {"a": "b"}, "ttl": {"enabled": False}, "resource_policy": None}]
    }
    result = main("dynamodb_stackkit", simulator, arguments)
    assert result["invocation"]["module_args"]["tables"] == arguments["tables"]


def test_options_of_the_connection_that_botocore_rejects(simulator):
    assert problems(simulator, "dynamodb_stackkit_info", aws_config={"retry": 5}) == {
        "aws_config": "botocore does not accept it: Got unexpected keyword argument 'retry'"
    }


def test_a_call_that_fails_for_no_single_resource(simulator):
    simulator.fail("ListTables", code="AccessDeniedException")
    result = main("dynamodb_stackkit_info", simulator, {})
    assert result["failed"] and "Failed to list the tables in eu-west-1: AccessDeniedException" in result["msg"]


def test_the_module_that_reads_returns_the_declaration_of_a_table(simulator):
    table = {"name": "orders", "hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}
    assert not main("dynamodb_stackkit", simulator, table).get("failed")
    found = main("dynamodb_stackkit_info", simulator, {"names": ["orders"]})
    assert not found.get("failed"), found
    declaration = found["tables"]["orders"]["declaration"]
    assert main("dynamodb_stackkit", simulator, declaration)["changed"] is False


def test_what_a_run_has_read_is_released_before_the_result_is_copied(simulator, monkeypatch):
    """Of 1,000 tables, it would be a fifth of the memory of the process."""
    of_table, answers, released = reconcile.of_table, [], []

    def noted(item, **mode):
        answers.append(weakref.ref(item))
        return of_table(item, **mode)

    exit_json = AnsibleModule.exit_json

    def exiting(module, **result):
        released.extend(one() is None for one in answers)
        exit_json(module, **result)

    monkeypatch.setattr(reconcile, "of_table", noted)
    monkeypatch.setattr(AnsibleModule, "exit_json", exiting)
    table = {"hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}
    result = main("dynamodb_stackkit", simulator, {"tables": [{"name": name, **table} for name in ("one", "two")]})
    assert result["changed"] and released == [True, True]
