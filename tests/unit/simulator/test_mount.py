# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Services that a mounted emulator answers in process."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.extensions.simulator import Simulator
from botocore.exceptions import ClientError

pytest.importorskip("ministack")


@pytest.fixture(name="kms")
def kms_fixture(sim):
    return sim.client("kms", "eu-west-1")


def sse(key):
    return {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}


def test_a_table_is_encrypted_with_a_key_of_the_mounted_kms(aws, kms):
    """ID, alias and ARN identify the same key."""
    key = kms.create_key()["KeyMetadata"]
    kms.create_alias(AliasName="alias/orders", TargetKeyId=key["KeyId"])
    for number, name in enumerate((key["KeyId"], key["Arn"], "alias/orders")):
        aws.create(f"orders-{number}", SSESpecification=sse(name))
        assert aws.table(f"orders-{number}")["SSEDescription"]["KMSMasterKeyArn"] == key["Arn"]


def test_only_keys_of_the_mounted_kms_exist(aws, kms):
    """R32: after KMS is used, unknown, disabled and asymmetric keys fail."""
    disabled = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.disable_key(KeyId=disabled)
    asymmetric = kms.create_key(KeySpec="RSA_2048", KeyUsage="ENCRYPT_DECRYPT")["KeyMetadata"]["KeyId"]
    with aws.raises("ValidationException", "alias/nobody is not found"):
        aws.create(SSESpecification=sse("alias/nobody"))
    with aws.raises("ValidationException", "does not exist"):
        aws.create(SSESpecification=sse("11111111-2222-4333-8444-555555555555"))
    with aws.raises("ValidationException", "is disabled"):
        aws.create(SSESpecification=sse(disabled))
    with aws.raises("InternalServerError", "EncryptionContext is supported only when creating a grant for a symm"):
        aws.create(SSESpecification=sse(asymmetric))


def test_kms_describes_the_aws_managed_key_of_dynamodb(aws, kms):
    """KMS describes the key that DescribeTable shows as an AWS managed key."""
    aws.create(SSESpecification={"Enabled": True})
    shown = aws.table()["SSEDescription"]["KMSMasterKeyArn"]
    for name in (shown, "alias/aws/dynamodb"):
        metadata = kms.describe_key(KeyId=name)["KeyMetadata"]
        assert (metadata["Arn"], metadata["KeyManager"]) == (shown, "AWS")


def test_kms_describes_the_aws_managed_key_of_aws_backup(sim, kms):
    """A vault has this key by default."""
    backup = sim.client("backup", "eu-west-1")
    backup.create_backup_vault(BackupVaultName="vault")
    shown = backup.describe_backup_vault(BackupVaultName="vault")["EncryptionKeyArn"]
    for name in (shown, "alias/aws/backup"):
        metadata = kms.describe_key(KeyId=name)["KeyMetadata"]
        assert (metadata["Arn"], metadata["KeyManager"]) == (shown, "AWS")


def test_an_aws_backup_policy_is_attached_by_its_exact_arn(sim):
    """R97: the emulator itself accepts any ARN."""
    iam = sim.client("iam", "eu-west-1")
    iam.create_role(RoleName="backup", AssumeRolePolicyDocument="{}")
    for wrong in ("AWSBackupServiceRolePolicyForBackup", "service-role/AWSBackupServiceRolePolicyForS3Backup"):
        with pytest.raises(ClientError, match="does not exist or is not attachable"):
            iam.attach_role_policy(RoleName="backup", PolicyArn=f"arn:aws:iam::aws:policy/{wrong}")
    for right in ("service-role/AWSBackupServiceRolePolicyForRestores", "ReadOnlyAccess"):
        iam.attach_role_policy(RoleName="backup", PolicyArn=f"arn:aws:iam::aws:policy/{right}")
    assert len(iam.list_attached_role_policies(RoleName="backup")["AttachedPolicies"]) == 2


def test_log_and_faults_include_mounted_services(sim, kms):
    sim.fail("CreateKey", service="kms", code="AccessDeniedException", message="not you")
    with pytest.raises(ClientError, match="not you"):
        kms.create_key(Description="x")
    kms.create_key(Description="x")
    topics = sim.client("sns", "eu-west-1")
    sim.fail("CreateTopic", code="AuthorizationError", message="not you either")
    with pytest.raises(ClientError, match="not you either"):
        topics.create_topic(Name="alarms")
    assert [(c.service, c.operation, c.error) for c in sim.log] == [
        ("kms", "CreateKey", "AccessDeniedException"),
        ("kms", "CreateKey", None),
        ("sns", "CreateTopic", "AuthorizationError"),
    ]
    assert sim.log[0].params["Description"] == "x"


def test_a_simulator_resets_the_emulators_that_it_takes_over(sim, kms):
    """Emulators run in the process; a simulator that takes them over resets them."""
    kms.create_key()
    assert Simulator().client("kms", "eu-west-1").list_keys()["Keys"] == []
    sim.reset()
    assert kms.list_keys()["Keys"] == []
