# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Identity policies of access keys: what they allow, and AWS's errors for the rest (R116)."""

from __future__ import annotations

import json

import pytest
from ansible_collections.stackkit.dynamodb.extensions.simulator.core.dependent_actions import DEPENDENT, LINKED_ROLES
from ansible_collections.stackkit.dynamodb.extensions.simulator.core.shapes import service_model
from ansible_collections.stackkit.dynamodb.tests.unit.repository import REPO
from botocore.exceptions import ClientError

REGION, KEY = "eu-west-1", "AKIAORDERS"
TABLE = f"arn:aws:dynamodb:{REGION}:123456789012:table/orders"
USER = "User: arn:aws:iam::123456789012:user/x is not authorized to perform:"
NEW = {
    "TableName": "orders",
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "BillingMode": "PAY_PER_REQUEST",
}
VAULT = {"BackupVaultName": "vault"}
KMS = {"Enabled": True, "SSEType": "KMS"}


def allow(*actions, resource="*", effect="Allow"):
    return {"Effect": effect, "Action": list(actions), "Resource": resource}


def restricted(sim, *statements, service="dynamodb"):
    """A client of the user x, who has a policy of these statements."""
    sim.restrict(KEY, {"Version": "2012-10-17", "Statement": list(statements)}, "x")
    return sim.client(service, REGION, access_key=KEY)


def denial(call, **params):
    """(code, message) of a call that AWS denies."""
    with pytest.raises(ClientError) as caught:
        call(**params)
    return caught.value.response["Error"]["Code"], caught.value.response["Error"]["Message"]


def no_policy(action, on=""):
    return f"{USER} {action}{on} because no identity-based policy allows the {action} action"


def test_a_key_without_a_policy_may_do_everything(sim):
    sim.restrict(KEY, {"Statement": []})
    sim.client("dynamodb", REGION).create_table(**NEW)
    sim.restrict(KEY, None)
    assert sim.client("dynamodb", REGION, access_key=KEY).list_tables()["TableNames"] == ["orders"]


@pytest.mark.parametrize(
    ("statements", "allowed"),
    [
        ([allow("dynamodb:CreateTable")], True),
        ([allow("DynamoDB:create*", resource=TABLE)], True),
        ([allow("dynamodb:CreateTabl?", resource="arn:aws:dynamodb:*:*:table/ord*")], True),
        ([allow("dynamodb:CreateTable", resource=f"{TABLE}s")], False),
        ([allow("dynamodb:Create")], False),
        ([allow("*"), allow("dynamodb:CreateTable", resource="*orders", effect="Deny")], False),
        ([], False),
    ],
)
def test_actions_and_resources_have_wildcards(sim, statements, allowed):
    client = restricted(sim, *statements)
    if allowed:
        client.create_table(**NEW)
    else:
        assert denial(client.create_table, **NEW)[0] == "AccessDeniedException"
        assert [(call.operation, call.error) for call in sim.log] == [("CreateTable", "AccessDeniedException")]
        assert sim.client("dynamodb", REGION).list_tables()["TableNames"] == []


@pytest.mark.parametrize(
    ("service", "operation", "params", "error"),
    [
        (
            "dynamodb",
            "create_table",
            NEW,
            ("AccessDeniedException", no_policy("dynamodb:CreateTable", f" on resource: {TABLE}")),
        ),
        (
            "cloudwatch",
            "delete_dashboards",
            {"DashboardNames": ["one"]},
            (
                "AccessDenied",
                no_policy(
                    "cloudwatch:DeleteDashboards", " on resource: arn:aws:cloudwatch::123456789012:dashboard/one"
                ),
            ),
        ),
        (
            "resourcegroupstaggingapi",
            "get_resources",
            {},
            ("AccessDeniedException", no_policy("tag:GetResources")),
        ),
        ("backup", "list_backup_plans", {}, ("AccessDeniedException", no_policy("backup:ListBackupPlans"))),
        (
            "iam",
            "get_role",
            {"RoleName": "shop"},
            ("AccessDenied", no_policy("iam:GetRole", " on resource: role shop")),
        ),
        (
            "iam",
            "list_policies",
            {"PathPrefix": "/stackkit/"},
            ("AccessDenied", no_policy("iam:ListPolicies", " on resource: policy path /stackkit/")),
        ),
        (
            "ec2",
            "describe_vpc_endpoints",
            {},
            (
                "UnauthorizedOperation",
                f"You are not authorized to perform this operation. {no_policy('ec2:DescribeVpcEndpoints')}",
            ),
        ),
        (
            "kms",
            "describe_key",
            {"KeyId": "00000000-0000-4000-8000-000000000001"},
            (
                "AccessDeniedException",
                no_policy(
                    "kms:DescribeKey",
                    f" on resource: arn:aws:kms:{REGION}:123456789012:key/00000000-0000-4000-8000-000000000001",
                ),
            ),
        ),
    ],
)
def test_each_service_denies_in_its_own_words(sim, service, operation, params, error):
    """Simulated and mounted services; nothing reaches the mounted emulator."""
    assert denial(getattr(restricted(sim, service=service), operation), **params) == error


def test_an_explicit_deny_has_its_own_message(sim):
    client = restricted(sim, allow("*"), allow("dynamodb:ListTables", effect="Deny"))
    words = f"dynamodb:ListTables on resource: {TABLE.replace('orders', '*')} with an explicit deny"
    assert denial(client.list_tables)[1] == f"{USER} {words} in an identity-based policy"


@pytest.mark.parametrize(
    ("service", "operation", "params", "dependent"),
    [
        ("dynamodb", "create_table", {**NEW, "Tags": [{"Key": "a", "Value": "1"}]}, "dynamodb:TagResource"),
        ("backup", "create_backup_vault", VAULT, "backup-storage:MountCapsule"),
        ("backup", "create_backup_vault", {**VAULT, "BackupVaultTags": {"a": "1"}}, "backup:TagResource"),
        (
            "iam",
            "create_policy",
            {"PolicyName": "p", "PolicyDocument": "{}", "Tags": [{"Key": "a", "Value": "1"}]},
            "iam:TagPolicy",
        ),
    ],
)
def test_dependent_actions_are_checked_too(sim, service, operation, params, dependent):
    client = restricted(sim, allow("*"), allow(dependent, effect="Deny"), service=service)
    assert f"{USER} {dependent}" in denial(getattr(client, operation), **params)[1]


def test_a_customer_managed_key_needs_permissions_and_the_managed_key_needs_none(sim):
    """R75: AWS wraps the message of KMS."""
    client = restricted(sim, allow("dynamodb:*"))
    key = "00000000-0000-4000-8000-000000000001"
    code, message = denial(client.create_table, **NEW, SSESpecification={**KMS, "KMSMasterKeyId": key})
    assert code == "AccessDeniedException"
    assert message.startswith("KMS key access denied error: com.amazonaws.services.kms.model.AWSKMSException: User: ")
    assert "kms:CreateGrant" in message
    client.create_table(**NEW, SSESpecification={**KMS, "KMSMasterKeyId": "alias/aws/dynamodb"})


def test_a_replica_needs_permissions_in_its_region_and_once_a_role(sim):
    """R117 and R121."""
    admin = sim.client("dynamodb", REGION)
    for name in ("orders", "users"):
        admin.create_table(**{**NEW, "TableName": name})
    sim.clock.sleep(60)
    there = TABLE.replace(REGION, "us-east-1")
    add = {"ReplicaUpdates": [{"Create": {"RegionName": "us-east-1"}}]}
    client = restricted(sim, allow("*", resource=TABLE))
    assert f"dynamodb:CreateTable on resource: {there}" in denial(client.update_table, TableName="orders", **add)[1]
    client = restricted(sim, allow("*", resource=[TABLE, there]))
    role = "role/aws-service-role/replication.dynamodb.amazonaws.com/AWSServiceRoleForDynamoDBReplication"
    message = denial(client.update_table, TableName="orders", **add)[1]
    assert f"iam:CreateServiceLinkedRole on resource: arn:aws:iam::123456789012:{role} because" in message
    admin.update_table(TableName="users", **add)
    client.update_table(TableName="orders", **add)


@pytest.mark.parametrize(
    ("policy", "problem"),
    [
        ({"Statement": [{**allow("*"), "Condition": {"Bool": {}}}]}, "does not evaluate Condition"),
        ({"Statement": {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}}, "does not evaluate NotAction"),
        ({"Statement": [allow("*", resource="${aws:username}")]}, "does not evaluate policy variables"),
        ({"Statement": [allow("*", effect="allow")]}, "must be Allow or Deny"),
        ({"Statement": [{"Effect": "Allow", "Action": "*"}]}, "has no Resource"),
        ({"Statement": [{"Effect": "Allow", "Action": [1], "Resource": "*"}]}, "must be a string or a list of strings"),
        ({"Statement": ["Allow"]}, "must be an object"),
        ("{}", "must be an object with a Statement"),
    ],
)
def test_what_is_not_evaluated_is_rejected_with_the_policy(sim, policy, problem):
    with pytest.raises(ValueError, match=problem):
        sim.restrict(KEY, policy)


def test_a_user_lists_what_was_checked(sim):
    client = restricted(sim, allow("*"))
    client.create_table(**NEW, Tags=[{"Key": "a", "Value": "1"}])
    assert sim.dispatcher.users[KEY].checked == [("dynamodb:CreateTable", TABLE), ("dynamodb:TagResource", TABLE)]


def test_a_reset_lifts_all_restrictions(sim):
    client = restricted(sim)
    sim.reset()
    assert client.list_tables()["TableNames"] == []


def test_dependent_actions_are_of_known_operations_and_rules():
    """A misspelt operation would never be checked."""
    rules = (REPO / "docs" / "rules.md").read_text()
    called = [(row.service, name) for row in DEPENDENT for name in row.operations.split()]
    for service, operation in [*called, *LINKED_ROLES]:
        assert operation in service_model(service).operation_names
    assert all(f"### {row.rule} " in rules for row in DEPENDENT)


def test_policies_are_json_in_the_documentation():
    """The README shows a request that the control interface accepts."""
    text = (REPO / "extensions/simulator/README.md").read_text()
    body = text.partition("curl -d '")[2].partition("'")[0]
    assert set(json.loads(body)) == {"access_key", "user", "policy"}
