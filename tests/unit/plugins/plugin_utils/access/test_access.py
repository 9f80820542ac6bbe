# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Policies for applications: what each entry becomes, and what an evaluator of IAM makes of it."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.extensions.simulator import Simulator, VirtualClock
from ansible_collections.stackkit.dynamodb.plugins.module_utils.access.plan import _differing as differing
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.access import policies as access_policies
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.access import resolve as access
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.plugin_utils.stack.stacks import (
    handed_over,
    problems,
    resolved,
    result,
)
from ministack.core import iam_evaluator

ACCOUNT = "123456789012"
HOME, AWAY = (f"arn:aws:dynamodb:{region}:{ACCOUNT}:table/orders" for region in ("eu-west-1", "us-east-1"))
KEYS = [f"arn:aws:kms:{region}:{ACCOUNT}:key/{region}" for region in ("eu-west-1", "us-east-1")]


TABLE = {
    "table_arn": HOME,
    "declaration": {
        "hash_key": "customer",
        "range_key": "at",
        "global_secondary_indexes": [{"name": "by-status", "hash_key": "status"}],
        "local_secondary_indexes": [{"name": "by-total", "range_key": "total"}],
    },
}


def with_options(table, **options):
    """A table with more options in its declaration."""
    return {**table, "declaration": {**table["declaration"], **options}}


GLOBAL = {
    **with_options(
        TABLE,
        replicas=[{"region": "us-east-1"}],
        server_side_encryption={"enabled": True, "kms_key_id": "alias/orders"},
    ),
    "replicas": [{"region_name": "us-east-1", "kms_master_key_id": KEYS[1]}],
    "sse_description": {"kms_master_key_arn": KEYS[0]},
}


def statements(table=None, **entry):
    """{Sid: statement} of an entry's policy."""
    document = access_policies.document({"name": "shop", **entry}, table or TABLE)
    assert document["Version"] == "2012-10-17"  # without it IAM replaces no variable
    return {statement.pop("Sid"): statement for statement in document["Statement"]}


def allowed(action, resource=HOME, table=None, context=None, **entry):
    """Whether IAM would let this request pass, by an evaluator that is not ours."""
    document = access_policies.document({"name": "shop", **entry}, table or TABLE)
    assert iam_evaluator.validate_policy_document(document) is None
    service_context = {key.lower(): value for key, value in (context or {}).items()}
    request = iam_evaluator.EvalContext(
        principal_arn=f"arn:aws:iam::{ACCOUNT}:role/shop",
        principal_type="AssumedRole",
        principal_account=ACCOUNT,
        action=action if ":" in action else f"dynamodb:{action}",
        resource_arn=resource,
        region="eu-west-1",
        service_context=service_context,
    )
    return iam_evaluator.evaluate(request, [iam_evaluator.parse_policy_document(document)]).decision == "Allow"


READ, WRITE = set(access_policies.READ), set(access_policies.WRITE)


@pytest.mark.parametrize(
    ("entry", "items", "indexes"),
    [
        ({"allow": "read"}, READ, ["*"]),
        ({"allow": "read", "indexes": False}, READ, None),
        ({"allow": "write"}, WRITE, None),
        ({"allow": "read_write"}, READ | WRITE, ["*"]),
        ({"allow": "read", "leading_keys": ["a"]}, READ - {"dynamodb:Scan"}, ["by-total"]),
        ({"allow": "read", "attributes": ["status"]}, READ - {"dynamodb:ConditionCheckItem"}, ["by-status"]),
        ({"allow": "read", "attributes": ["total"], "leading_keys": ["a"]}, None, ["by-total"]),
        ({"allow": "write", "attributes": ["total"]}, {"dynamodb:UpdateItem"}, None),
        ({"allow": "write", "leading_keys": ["a"]}, WRITE, None),
    ],
)
def test_an_entry_names_the_actions_and_indexes_that_it_needs(entry, items, indexes):
    found = statements(**entry)
    assert items is None or set(found["UseItems"]["Action"]) == items
    assert found["UseItems"]["Resource"] == [HOME]
    expected = indexes and [f"{HOME}/index/{index}" for index in indexes]
    assert found.get("QueryIndexes", {}).get("Resource") == expected


def test_a_table_without_indexes_has_none_to_query():
    table = {"table_arn": HOME, "declaration": {"hash_key": "customer"}}
    assert set(statements(table, allow="read")) == {"UseItems", "DescribeTable"}


def test_replicas_are_reached_too():
    found = statements(GLOBAL, allow="read")
    assert found["UseItems"]["Resource"] == [HOME, AWAY]
    assert found["QueryIndexes"]["Resource"] == [f"{HOME}/index/*", f"{AWAY}/index/*"]
    assert statements(GLOBAL, allow="stream")["ReadStreams"]["Resource"] == [f"{HOME}/stream/*", f"{AWAY}/stream/*"]


def test_keys_are_used_through_dynamodb_alone():
    request = {"resource": KEYS[1], "table": GLOBAL, "context": {"kms:ViaService": "dynamodb.us-east-1.amazonaws.com"}}
    assert allowed("kms:Decrypt", allow="read", **request)
    assert allowed("kms:Decrypt", allow="stream", **request)
    assert not allowed("kms:Encrypt", allow="read", **request)
    assert allowed("kms:GenerateDataKeyWithoutPlaintext", allow="write", **request)
    assert not allowed("kms:Decrypt", allow="read", **{**request, "context": {}})
    assert not allowed(
        "kms:Decrypt", allow="read", **{**request, "context": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}
    )


MANAGED = {"enabled": True, "kms_key_id": "alias/aws/dynamodb"}


@pytest.mark.parametrize("encryption", [{"enabled": False}, {"enabled": True}, MANAGED])
def test_a_key_that_aws_keeps_needs_no_permission(encryption):
    assert "UseKeysThroughDynamoDB" not in statements(
        with_options(GLOBAL, server_side_encryption=encryption), allow="read"
    )


def test_other_tables_and_changes_of_the_table_are_not_allowed():
    for allow in ("read", "write", "read_write", "stream"):
        for action in ("DeleteTable", "UpdateTable", "PutResourcePolicy", "TagResource", "CreateBackup"):
            assert not allowed(action, allow=allow)
        for action in ("GetItem", "PutItem", "GetRecords"):
            assert not allowed(action, f"{HOME}-archive", allow=allow)
    assert allowed("GetRecords", f"{HOME}/stream/2026-01-01T00:00:00.000", allow="stream")
    assert not allowed("GetItem", allow="stream")


OWN = {"dynamodb:LeadingKeys": ["ann"]}


def test_leading_keys_let_nobody_see_other_items():
    entry = {"allow": "read_write", "leading_keys": ["ann"]}
    assert allowed("GetItem", context=OWN, **entry)
    assert allowed("Query", f"{HOME}/index/by-total", context=OWN, **entry)
    assert not allowed("GetItem", context={"dynamodb:LeadingKeys": ["bob"]}, **entry)
    assert not allowed("BatchWriteItem", context={"dynamodb:LeadingKeys": ["ann", "bob"]}, **entry)
    # Its status may be called ann, whoever's it is.
    assert not allowed("Query", f"{HOME}/index/by-status", context=OWN, **entry)
    # A scan has no leading key, with which ForAllValues is content.
    assert not allowed("Scan", context={}, **entry)
    assert not allowed("Scan", f"{HOME}/index/by-total", context={}, **entry)


SOME = {"dynamodb:Attributes": ["customer", "total"], "dynamodb:Select": "SPECIFIC_ATTRIBUTES"}


def test_attributes_let_nobody_see_or_set_other_ones():
    entry = {"allow": "read_write", "attributes": ["total"]}
    assert allowed("Query", context=SOME, **entry)
    assert not allowed("Query", context={**SOME, "dynamodb:Attributes": ["customer", "card"]}, **entry)
    assert not allowed("Query", context={"dynamodb:Select": "ALL_ATTRIBUTES"}, **entry)
    update = {"dynamodb:Attributes": ["customer", "at", "total"], "dynamodb:ReturnValues": "UPDATED_NEW"}
    assert allowed("UpdateItem", context=update, **entry)
    assert not allowed("UpdateItem", context={**update, "dynamodb:ReturnValues": "ALL_OLD"}, **entry)
    for action in ("PutItem", "DeleteItem", "BatchWriteItem", "ConditionCheckItem"):
        assert not allowed(action, context=update, **entry)


def test_variables_of_iam_are_passed_on_as_they_are():
    condition = statements(allow="read", leading_keys=["${www.amazon.com:user_id}"])["UseItems"]["Condition"]
    assert condition == {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["${www.amazon.com:user_id}"]}}


def test_names_of_two_tables_never_meet():
    """user with the entry archive+x would be user+archive with x, if an entry could be named so."""
    assert access_policies.name("user", "archive-x") != access_policies.name("user-archive", "x")
    assert access_policies.path("user") != access_policies.path("user-archive")
    long = [access_policies.name("t" * 255, entry) for entry in ("a", "b")]
    assert long[0] != long[1]
    assert all(len(name.replace("{region}", "ap-southeast-1")) <= 128 for name in long)


ROWS = [
    ({"stack_access": "read"}, ["stack_access: must be a list of dicts"]),
    ({"stack_access": [{}]}, ["stack_access[0].name: is required", "stack_access[0].allow: is required"]),
    ({"stack_access": [{"name": "a+b", "allow": "read"}]}, ["stack_access[0].name: must be 1 to 64 letters"]),
    ({"stack_access": [{"name": "a", "allow": "all"}]}, ["stack_access[0].allow: must be one of read, write"]),
    (
        {"stack_access": [{"name": "a", "allow": "read", "lead_keys": []}]},
        ["lead_keys: no such key; did you mean lead"],
    ),
    (
        {"stack_access": [{"name": "a", "allow": "read"}] * 2},
        ["[1].name: a is also the name of an earlier"],
    ),
    ({"stack_access": [{"name": "a", "allow": "read", "attributes": []}]}, ["[0].attributes: is empty"]),
    ({"stack_access": [{"name": "a", "allow": "read", "leading_keys": [7]}]}, ["leading_keys: 7 is not a string"]),
    ({"stack_access": [{"name": "a", "allow": "read", "leading_keys": ["→"]}]}, ["allows characters up to U+00FF"]),
    ({"stack_access": [{"name": "a", "allow": "stream", "attributes": ["b"]}]}, ["attributes: cannot limit a stream"]),
    (
        {"stack_access": [{"name": "a", "allow": "read", "attach_to": ["a/b"]}]},
        ["a/b is not the name of an IAM role"],
    ),
    ({"stack_access": [{"name": "a", "allow": "read", "indexes": "no"}]}, ["stack_access[0].indexes: must be true"]),
    (
        {"stack_access": [{"name": "a", "allow": "read", "attributes": ["x" * 7000]}]},
        ["stack_access[0]: becomes a policy of 7", "characters; IAM allows 6144"],
    ),
    (
        {"stack_tables": [{"table_name": "b", "hash_key": "user_id", "access": [{"name": "a"}]}]},
        ["stack_tables[0].access[0].allow: is required"],
    ),
    ({"stack_vpc_endpoint": {"vpc": "vpc-1"}}, ["stack_vpc_endpoint.vpc: no such key", "vpc_endpoint.vpc_id: is requ"]),
    ({"stack_vpc_endpoint": {"vpc_id": "orders"}}, ["stack_vpc_endpoint.vpc_id: orders is not the ID of a VPC"]),
    (
        {"stack_vpc_endpoint": {"vpc_id": "vpc-1", "route_table_ids": ["main"]}},
        [".route_table_ids[0]: main is not the ID of a route table"],
    ),
    (
        {"stack_vpc_endpoint": {"vpc_id": "vpc-1", "policy": "all"}},
        ["stack_vpc_endpoint.policy: must be a dict or JSON"],
    ),
    ({"stack_vpc_endpoint": {"vpc_id": "vpc-1", "policy": '{"Statement": []}'}}, []),
]


@pytest.mark.parametrize(("variables", "expected"), ROWS)
def test_what_is_wrong_is_said_by_the_names_of_variables(variables, expected):
    found = problems(**variables)
    assert bool(found) == bool(expected), found
    for words in expected:
        assert any(words in line for line in found), found


SHOP = {"name": "shop", "allow": "read"}


def test_a_table_that_does_not_name_its_access_is_left_alone():
    stack = resolved(
        stack_tables=[{"table_name": "a"}, {"table_name": "b", "access": [SHOP]}, {"table_name": "c", "access": []}]
    )
    assert [table["name"] for table in handed_over("access_tables", stack, {})] == ["myapp-dev-b", "myapp-dev-c"]


INDEX = {
    "stack_attributes": [{"name": "user_id", "type": "S"}, {"name": "mail", "type": "S"}],
    "stack_global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail"}],
}
PROD = {"stack_environment": "prod", "stack_create_kms_key": False, "stack_deletion_protection_enabled": False}
REPLICATED = {**PROD, "stack_enable_global_tables": True, "stack_replica_regions": ["us-east-1"]}
KEY = {"stack_kms_key_id": "alias/orders"}


@pytest.mark.parametrize("entry", [SHOP, {**SHOP, "attributes": ["mail"]}, {**SHOP, "allow": "stream"}])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PROD, {**PROD, **INDEX}),
        ({**PROD, **INDEX}, PROD),
        ({**PROD, **INDEX}, {**PROD, "stack_purge_indexes": True}),
        (PROD, REPLICATED),
        (REPLICATED, {**PROD, "stack_purge_replicas": True}),
        (PROD, {**PROD, **KEY}),
        ({**PROD, **KEY}, {**PROD, "stack_server_side_encryption_enabled": False}),
        ({**PROD, **KEY}, {**PROD, "stack_kms_key_id": "alias/aws/dynamodb"}),
        ({**PROD, **KEY}, {**PROD, **KEY, "stack_ttl_enabled": True}),
    ],
)
def test_check_mode_foresees_the_changes_of_the_real_run(entry, before, after):
    """Of what the module has read in check mode, the same statements differ as of what it has read afterwards."""
    simulator = Simulator(clock=VirtualClock())
    for region in ("eu-west-1", "us-east-1"):
        kms = simulator.client("kms", region)
        kms.create_alias(AliasName="alias/orders", TargetKeyId=kms.create_key()["KeyMetadata"]["KeyId"])
    had = _policy(simulator, before, entry)
    foreseen, made = (_policy(simulator, after, entry, check_mode=check_mode) for check_mode in (True, False))
    assert differing(had, foreseen) == differing(had, made)
    assert differing(made, _policy(simulator, after, entry)) == ""


def _policy(simulator, variables, entry, check_mode=False):
    stack = resolved(**variables, stack_access=[entry])
    (table,) = handed_over("access_tables", stack, result(simulator, stack, check_mode=check_mode))
    return access_policies.document(entry, table["table"])


def asked(tables, read=None, policies=(), **given):
    """What the role access passes on."""
    known = {"tables": read or {}, "policies": {"policies": policies}, "endpoint": {"vpc_endpoint_id": "vpce-1"}}
    checked = access.resolve({"tables": tables, **given})
    return checked if checked["problems"] else {**checked, **access.handover(checked, known)}


def test_every_table_that_goes_loses_its_policies():
    stack = resolved(stack_state="absent", stack_tables=[{"table_name": "a"}, {"table_name": "b", "access": [SHOP]}])
    sets = asked(handed_over("access_tables", stack, {}), state="absent")["sets"]
    assert [one["policies"] for one in sets] == [None, []]
    assert {one["state"] for one in sets} == {"absent"}


def test_the_role_alone_says_what_is_wrong_too():
    tables = [{"policies": []}, {"name": "a", "policy": []}, {"name": "b", "policies": [{"name": "x"}]}]
    tables += [{"name": ["c"], "policies": []}, {"name": "b", "policies": []}]
    assert asked(tables, vpc_endpoint={"vpc_id": "x"}, region="Frankfurt", state="gone")["problems"] == [
        "access_state: must be one of present, absent",
        "access_region: 'Frankfurt' is not the name of a Region, such as eu-west-1",
        "access_tables[0].name: is required",
        "access_tables[1].policy: no such key; the keys are name, policies, tags, table",
        "access_tables[1].policies: must be a list of dicts",
        "access_tables[2].policies[0].allow: is required",
        "access_tables[3].name: must be a string",
        "access_tables[4].name: b is also the name of access_tables[2]",
        "access_vpc_endpoint.vpc_id: x is not the ID of a VPC",
    ]
    assert asked("orders")["problems"] == ["access_tables: must be a list of dicts"]


def test_a_table_that_is_not_there_is_awaited():
    """Its policies are predicted, and never sent."""
    tables = [{"name": "orders", "policies": [SHOP]}]
    assert asked(tables)["sets"][0]["awaits"] == "table orders"
    found = asked(tables, read={"orders": TABLE})
    assert (found["unread"], found["sets"][0].get("awaits")) == (["orders"], None)
    assert HOME in repr(found["sets"])


def test_a_table_whose_facts_come_without_its_declaration_is_read():
    facts = {name: value for name, value in TABLE.items() if name != "declaration"}
    tables = [{"name": "orders", "policies": [SHOP], "table": facts}]
    assert asked(tables)["unread"] == ["orders"]
    assert asked([{**tables[0], "table": TABLE}])["unread"] == []


def test_outputs_have_an_arn_for_each_entry():
    tables = [{"name": "orders", "policies": [SHOP], "table": TABLE}]
    made = {"name": "orders+shop@eu-west-1", "path": "/stackkit/eu-west-1/orders/", "arn": "arn:…"}
    for policies, arn in (([made], "arn:…"), ([], None)):
        found = asked(tables, policies=policies)["outputs"]
        assert found == {"orders": {"access_policy_arns": {"shop": arn}, "vpc_endpoint_id": "vpce-1"}}
