# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plans for encryption."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.errors import AwsError
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects import server_side_encryption
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects.server_side_encryption import Encryption
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import faults, in_words, run, steps, whole

OFF, MANAGED, MINE = Encryption(), Encryption(True), Encryption(True, "alias/mine")
ARN = "arn:aws:kms:eu-west-1:123456789012:key/0f0f0f0f-0000-4000-8000-000000000001"
LIVE = {"TableName": "orders", "SSEDescription": {"Status": "ENABLED", "SSEType": "KMS", "KMSMasterKeyArn": ARN}}

PLANS = [
    # have, want, actions
    (OFF, OFF, []),
    (OFF, MANAGED, ["encrypt with the AWS managed key"]),
    (OFF, MINE, ["encrypt with KMS key alias/mine"]),
    (MANAGED, MANAGED, []),
    (MINE, MINE, []),
    (MINE, MANAGED, ["encrypt with the AWS managed key"]),
    (MANAGED, MINE, ["encrypt with KMS key alias/mine"]),
    (Encryption(True, ARN), MINE, ["encrypt with KMS key alias/mine"]),
    (MINE, OFF, ["encrypt with the AWS owned key"]),
]

SAME_KEY = [
    # the task's name of the key, KMS's metadata, the name of the live key
    (ARN, None, ARN),
    (ARN.rpartition("/")[2], None, ARN.rpartition("/")[2]),
    ("alias/mine", {"Arn": ARN, "KeyManager": "CUSTOMER"}, "alias/mine"),
    ("alias/other", {"Arn": ARN[:-1] + "2", "KeyManager": "CUSTOMER"}, ARN),
    ("alias/not-there", None, ARN),
    (None, {"Arn": ARN, "KeyManager": "AWS"}, None),
    (None, {"Arn": ARN, "KeyManager": "CUSTOMER"}, ARN),
]


class Kms:
    """A Region whose KMS has one answer, and counts the calls."""

    def __init__(self, key):
        self.key, self.calls = key, []

    def once(self, method, *, action, service, KeyId):
        self.calls.append(KeyId)
        if self.key is None:
            raise AwsError(action, "eu-west-1", "NotFoundException", "Alias is not found")
        return {"KeyMetadata": self.key}


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    """The plan from the current to the desired value has these actions."""
    assert in_words(steps(server_side_encryption, have=have, want=want)) == actions


@pytest.mark.parametrize(("named", "key", "as_named"), SAME_KEY)
def test_another_name_of_the_same_key_is_no_change(named, key, as_named):
    """An alias, an ID, and an ARN can mean the same key."""
    answer = server_side_encryption.read(Kms(key), LIVE, Encryption(True, named))
    assert server_side_encryption.observe(LIVE, answer) == Encryption(True, as_named)


@pytest.mark.parametrize(
    ("want", "description"),
    [(OFF, LIVE), (MINE, {}), (Encryption(True, ARN), LIVE), (Encryption(True, "0f0f"), LIVE)],
)
def test_kms_is_called_only_if_needed(want, description):
    """kms:DescribeKey is a separate permission."""
    kms = Kms({"Arn": ARN})
    server_side_encryption.read(kms, description, want)
    assert kms.calls == []


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (ARN.replace("eu-west-1", "us-east-1"), "is in us-east-1; must be in eu-west-1"),
        (ARN.replace(":aws:", ":aws-cn:"), "is in the partition aws-cn; eu-west-1 is in aws"),
    ],
)
def test_a_key_that_no_table_of_the_region_can_have(key, words):
    """A key belongs to a Region (R32), and a Region to a partition (R130)."""
    found = faults(name="orders", server_side_encryption={"enabled": True, "kms_key_id": key})
    assert found == {"server_side_encryption.kms_key_id": f"{key} {words}"}


def test_an_alias_that_does_not_exist_is_an_error_before_the_first_change(simulator):
    """AWS would report it after other changes, such as the end of deletion protection."""
    table = {"name": "orders", "hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}
    run(simulator, **table, server_side_encryption={"enabled": True}, deletion_protection=True)
    encryption = {"enabled": True, "kms_key_id": "alias/nothing"}
    result = run(simulator, **table, server_side_encryption=encryption, deletion_protection=False)
    assert "kms_key_id: is alias/nothing, which does not exist in eu-west-1" in result["msg"]
    assert not result["changed"]


def test_an_alias_that_does_not_exist_is_a_warning_in_check_mode(simulator):
    """An earlier task of the play creates it, but not in check mode."""
    table = {"name": "orders", "hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}
    run(simulator, **table, server_side_encryption={"enabled": True})
    encryption = {"enabled": True, "kms_key_id": "alias/later"}
    result = run(simulator, **table, server_side_encryption=encryption, check_mode=True)
    assert [change["key"] for change in result["changes"]] == ["server_side_encryption"]
    assert result["declaration"]["server_side_encryption"] == encryption
    (warning,) = result["warnings"]
    assert "alias/later does not exist in eu-west-1; a run fails unless it is created before" in warning


def test_the_aws_managed_key_is_never_sent():
    """AWS rejects it or takes it for a different key (R32)."""
    (change,) = steps(
        server_side_encryption,
        have=OFF,
        want=server_side_encryption.want(whole(server_side_encryption={"enabled": True})),
    )
    assert change.params["SSESpecification"] == {"Enabled": True, "SSEType": "KMS"}


def test_a_key_with_enabled_false_is_not_sent():
    """Users change only enabled."""
    options = {"enabled": False, "kms_key_id": "alias/mine"}
    assert not faults(name="orders", server_side_encryption=options)
    assert server_side_encryption.want(whole(server_side_encryption=options)) == server_side_encryption.NEW
