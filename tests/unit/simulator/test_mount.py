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


STREAM = "arn:aws:kinesis:eu-west-1:123456789012:stream/changes"
NO_STREAM = "User does not have a permission to use kinesis stream"


def destination(aws, arn):
    """Enable a destination; return its status and the reason of a failure after a while."""
    aws.create()
    aws.client.enable_kinesis_streaming_destination(TableName="orders", StreamArn=arn)
    aws.pass_time(70)
    (found,) = aws.client.describe_kinesis_streaming_destination(TableName="orders")["KinesisDataStreamDestinations"]
    return found["DestinationStatus"], found.get("DestinationStatusDescription")


def test_a_destination_requires_a_stream_of_the_mounted_kinesis(sim, aws):
    """R45: once Kinesis is used, a stream that does not exist fails after the request."""
    sim.client("kinesis", "eu-west-1").list_streams()
    assert destination(aws, STREAM) == ("ENABLE_FAILED", NO_STREAM)


def test_a_destination_finds_the_stream_of_the_mounted_kinesis(sim, aws):
    sim.client("kinesis", "eu-west-1").create_stream(StreamName="changes", ShardCount=1)
    assert destination(aws, STREAM) == ("ACTIVE", None)


def test_a_service_that_is_not_used_has_whatever_is_named(sim, aws, kms):
    """KMS is used here, Kinesis is not."""
    kms.create_key()
    assert destination(aws, STREAM) == ("ACTIVE", None)


@pytest.fixture(name="select")
def select_fixture(sim):
    """Create a backup plan whose selection has this role."""

    def select(role):
        backup = sim.client("backup", "eu-west-1")
        backup.create_backup_vault(BackupVaultName="vault")
        rule = {"RuleName": "daily", "TargetBackupVaultName": "vault"}
        plan = backup.create_backup_plan(BackupPlan={"BackupPlanName": "plan", "Rules": [rule]})["BackupPlanId"]
        selection = {"SelectionName": "all", "IamRoleArn": role, "Resources": ["*"]}
        return backup.create_backup_selection(BackupPlanId=plan, BackupSelection=selection)

    return select


ROLE = "arn:aws:iam::123456789012:role/service/backup"


def test_a_backup_plan_requires_a_role_of_the_mounted_iam(sim, select):
    """R98: once IAM is used, a role that does not exist cannot be assumed."""
    sim.client("iam", "eu-west-1").list_roles()
    with pytest.raises(ClientError, match="InvalidParameterValueException.*cannot be assumed by AWS Backup"):
        select(ROLE)


def test_a_backup_plan_finds_the_role_of_the_mounted_iam(sim, select):
    """The path of the role is part of its ARN."""
    sim.client("iam", "eu-west-1").create_role(RoleName="backup", Path="/service/", AssumeRolePolicyDocument="{}")
    assert select(ROLE)["SelectionId"]


@pytest.mark.parametrize(
    "role, error",
    [
        ("arn:aws:iam::210987654321:role/backup", "AccessDeniedException.*Cross-account pass role is not allowed"),
        ("arn:aws-cn:iam::123456789012:role/backup", "InvalidParameterValueException.*Invalid IAM role ARN"),
        ("arn:aws:iam::123456789012:user/backup", "InvalidParameterValueException.*Invalid IAM role ARN"),
    ],
)
def test_a_backup_plan_requires_a_role_of_the_account(select, role, error):
    """R98, whether IAM is used or not."""
    with pytest.raises(ClientError, match=error):
        select(role)


def test_a_key_of_another_region_cannot_encrypt_a_vault(sim):
    """R32."""
    key = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-4333-8444-555555555555"
    with pytest.raises(ClientError, match="InvalidParameterValueException.*Invalid KMS key ARN"):
        sim.client("backup", "eu-west-1").create_backup_vault(BackupVaultName="vault", EncryptionKeyArn=key)
