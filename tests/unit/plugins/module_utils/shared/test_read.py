# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reading the keys and the IAM role that the tables of a stack share, from the simulator."""

from __future__ import annotations

import json

import pytest
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.modules import main
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION

ALIAS, ELSEWHERE, ROLE = "alias/shop", "us-east-1", "backup"
TRUST = {"Version": "2012-10-17", "Statement": []}
POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"}]}
OF_KEY = {"GetKeyPolicy": "policy", "GetKeyRotationStatus": "enable_key_rotation", "ListResourceTags": "tags"}


def run(simulator, **options):
    """Run one task of dynamodb_stackkit_shared_info -> what the module returns. It writes nothing."""
    before = len(simulator.writes())
    result = main("dynamodb_stackkit_shared_info", simulator, options)
    assert len(simulator.writes()) == before and not result.get("changed")
    return result


@pytest.fixture(name="kms")
def kms_fixture(simulator):
    return simulator.client("kms", REGION)


@pytest.fixture(name="key")
def key_fixture(kms):
    key = kms.create_key(Tags=[{"TagKey": "Project", "TagValue": "shop"}])["KeyMetadata"]
    kms.create_alias(AliasName=ALIAS, TargetKeyId=key["KeyId"])
    return key


@pytest.fixture(name="role")
def role_fixture(simulator):
    iam = simulator.client("iam", REGION)
    tags = [{"Key": "Project", "Value": "shop"}]
    role = iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=json.dumps(TRUST), Tags=tags)["Role"]
    iam.put_role_policy(RoleName=ROLE, PolicyName="keys", PolicyDocument=json.dumps(POLICY))
    policy = iam.create_policy(PolicyName="managed", PolicyDocument=json.dumps(POLICY))["Policy"]
    iam.attach_role_policy(RoleName=ROLE, PolicyArn=policy["Arn"])
    return {
        "arn": role["Arn"],
        "assume_role_policy_document": TRUST,
        "inline_policies": ["keys"],
        "managed_policies": [policy["Arn"]],
        "tags": {"Project": "shop"},
    }


@pytest.mark.parametrize("alias", [ALIAS, "shop"])
def test_a_key_is_read_by_its_alias(simulator, kms, key, alias):
    kms.enable_key_rotation(KeyId=key["KeyId"])
    result = run(simulator, key_alias=alias)
    (entry,) = result["kms_keys"]
    assert entry["region"] == ""
    assert json.loads(kms.get_key_policy(KeyId=key["KeyId"], PolicyName="default")["Policy"]) == entry["key"].pop(
        "policy"
    )
    assert entry["key"] == {
        "key_arn": key["Arn"],
        "key_state": "Enabled",
        "enable_key_rotation": True,
        "tags": {"Project": "shop"},
    }
    assert result["caller"] is None and "iam_role" not in result


def test_each_region_has_a_key_of_its_own(simulator, key):
    result = run(simulator, key_alias=ALIAS, key_regions=["", ELSEWHERE, REGION])
    home, elsewhere, again = result["kms_keys"]
    assert home["key"] == again["key"] and home["key"]["key_arn"] == key["Arn"]
    assert elsewhere == {"region": ELSEWHERE, "key": None}
    assert result["caller"]["account"] == key["Arn"].split(":")[4]


def test_a_role_is_read_with_what_it_has(simulator, role):
    result = run(simulator, role_name=ROLE)
    assert (result["iam_role"], result["kms_keys"], result["caller"]) == (role, [], None)


def test_for_a_role_that_does_not_exist_the_caller_is_read(simulator):
    result = run(simulator, role_name=ROLE)
    assert result["iam_role"] is None and result["caller"]["arn"].startswith("arn:aws:")


def test_nothing_is_read_that_is_not_asked_for(simulator):
    result = run(simulator)
    assert (result["kms_keys"], result["caller"], "iam_role" in result) == ([], None, False)
    assert simulator.log == []


@pytest.mark.parametrize("code", ["AccessDeniedException", "UnsupportedOperationException"])
@pytest.mark.parametrize(("operation", "name"), OF_KEY.items())
def test_what_cannot_be_read_of_a_key_is_none(simulator, key, operation, name, code):
    simulator.fail(operation, code=code)
    (entry,) = run(simulator, key_alias=ALIAS)["kms_keys"]
    assert [option for option, value in entry["key"].items() if value is None] == [name]


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        ("DescribeKey", "look up the KMS key alias/shop"),
        ("ListResourceTags", "read the KMS key alias/shop"),
        ("GetRole", "read the IAM role backup"),
        ("ListRolePolicies", "read the IAM role backup"),
        ("ListAttachedRolePolicies", "read the IAM role backup"),
    ],
)
def test_another_error_ends_the_task(simulator, key, role, operation, words):
    simulator.fail(operation, code="ValidationException")
    result = run(simulator, key_alias=ALIAS, role_name=ROLE)
    assert result["failed"] and f"Failed to {words} in {REGION}: ValidationException" in result["msg"]


def test_all_problems_of_the_options_are_reported_at_once(simulator):
    problems = run(simulator, key_alias="", key_regions=["", "Frankfurt"], role_name="a b")["problems"]
    assert [problem["path"] for problem in problems] == ["key_alias", "key_regions[1]", "role_name"]
    assert simulator.log == []
