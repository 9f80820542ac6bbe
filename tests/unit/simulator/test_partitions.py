# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Partitions: Regions of China and of GovCloud have ARNs of their own and no replicas elsewhere (R130)."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

ACCOUNT = "123456789012"
REGIONS = [("aws-cn", "cn-north-1", "cn-northwest-1"), ("aws-us-gov", "us-gov-west-1", "us-gov-east-1")]
REPLICA = "arn:aws:dynamodb:eu-west-1"


@pytest.fixture(name="create")
def create_fixture(sim, make):
    """Create the table "orders" in a Region, and return the client."""

    def create(region, **params):
        client = sim.client("dynamodb", region)
        client.create_table(
            TableName="orders",
            KeySchema=make.key_schema("pk"),
            AttributeDefinitions=make.attributes("pk"),
            BillingMode="PAY_PER_REQUEST",
            **params,
        )
        sim.clock.sleep(60)
        return client

    return create


def rejected(call, **params):
    """The code and the message with which AWS rejects a call."""
    with pytest.raises(ClientError) as caught:
        call(**params)
    return tuple(caught.value.response["Error"][part] for part in ("Code", "Message"))


@pytest.mark.parametrize("partition, region, other", REGIONS)
def test_every_arn_names_the_partition(sim, create, partition, region, other):
    """Tables, replicas, keys, scalable targets, alarms, dashboards, vaults and plans."""
    client = create(region, SSESpecification={"Enabled": True})
    client.update_table(TableName="orders", ReplicaUpdates=[{"Create": {"RegionName": other}}])
    sim.clock.sleep(60)
    table = client.describe_table(TableName="orders")["Table"]
    replica = sim.client("dynamodb", other).describe_table(TableName="orders")["Table"]
    scaling = sim.client("application-autoscaling", region)
    target = scaling.register_scalable_target(
        ServiceNamespace="dynamodb",
        ResourceId="table/orders",
        ScalableDimension="dynamodb:table:ReadCapacityUnits",
        MinCapacity=1,
        MaxCapacity=2,
    )
    described = scaling.describe_scalable_targets(ServiceNamespace="dynamodb")["ScalableTargets"][0]
    cloudwatch = sim.client("cloudwatch", region)
    cloudwatch.put_metric_alarm(
        AlarmName="busy",
        Namespace="AWS/DynamoDB",
        MetricName="ConsumedReadCapacityUnits",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )
    cloudwatch.put_dashboard(DashboardName="orders", DashboardBody="{}")
    backup = sim.client("backup", region)
    vault = backup.create_backup_vault(BackupVaultName="vault")["BackupVaultArn"]
    rule = {"RuleName": "daily", "TargetBackupVaultName": "vault"}
    plan = backup.create_backup_plan(BackupPlan={"BackupPlanName": "plan", "Rules": [rule]})["BackupPlanArn"]
    arns = [
        *(table["TableArn"], table["SSEDescription"]["KMSMasterKeyArn"], table["LatestStreamArn"]),
        *(replica["TableArn"], replica["SSEDescription"]["KMSMasterKeyArn"]),
        *(target["ScalableTargetARN"], described["RoleARN"]),
        cloudwatch.describe_alarms()["MetricAlarms"][0]["AlarmArn"],
        cloudwatch.get_dashboard(DashboardName="orders")["DashboardArn"],
        *(vault, plan),
    ]
    assert {arn.split(":")[1] for arn in arns} == {partition}
    assert client.list_tags_of_resource(ResourceArn=table["TableArn"])["Tags"] == []


@pytest.mark.parametrize("region, other", [("eu-west-1", "cn-north-1"), ("cn-north-1", "us-gov-west-1")])
def test_a_replica_is_in_the_partition_of_its_table(create, region, other):
    """R130: the message lists the Regions of the partition."""
    client = create(region)
    code, message = rejected(
        client.update_table, TableName="orders", ReplicaUpdates=[{"Create": {"RegionName": other}}]
    )
    assert code == "ValidationException"
    assert message.startswith(f"Region {other} is not supported. The latest version of global tables are only")
    assert region in message.split("[")[1]


def test_global_tables_exist_in_36_regions(create):
    """The number that was recorded from AWS in the partition aws."""
    client = create("eu-west-1")
    _code, message = rejected(
        client.update_table, TableName="orders", ReplicaUpdates=[{"Create": {"RegionName": "us-fake-1"}}]
    )
    assert len(message.split("[")[1].split(",")) == 36


def test_a_key_of_another_partition_is_invalid(create):
    key = "arn:aws:kms:cn-north-1:123456789012:key/11111111-2222-4333-8444-555555555555"
    specification = {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}
    with pytest.raises(ClientError, match="Invalid arn"):
        create("cn-north-1", SSESpecification=specification)


def test_a_kinesis_stream_of_another_partition_fails_later(sim, create):
    """R45: AWS accepts any ARN."""
    client = create("cn-north-1")
    stream = "arn:aws:kinesis:cn-north-1:123456789012:stream/changes"
    client.enable_kinesis_streaming_destination(TableName="orders", StreamArn=stream)
    sim.clock.sleep(10)
    answer = client.describe_kinesis_streaming_destination(TableName="orders")
    assert answer["KinesisDataStreamDestinations"][0]["DestinationStatus"] == "ENABLE_FAILED"


def test_dashboards_are_those_of_the_partition(sim):
    """R87: each Region shows all dashboards of the account, whose partition is that of the Region."""
    sim.client("cloudwatch", "eu-west-1").put_dashboard(DashboardName="orders", DashboardBody="{}")
    assert sim.client("cloudwatch", "us-east-1").list_dashboards()["DashboardEntries"]
    assert not sim.client("cloudwatch", "cn-north-1").list_dashboards()["DashboardEntries"]


def test_the_action_of_an_alarm_is_in_the_partition(sim):
    client = sim.client("cloudwatch", "cn-north-1")
    alarm = dict(
        AlarmName="busy",
        Namespace="AWS/DynamoDB",
        MetricName="ConsumedReadCapacityUnits",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )
    client.put_metric_alarm(**alarm, AlarmActions=["arn:aws-cn:sns:cn-north-1:123456789012:on-call"])
    wrong = "arn:aws:sns:cn-north-1:123456789012:on-call"
    code, message = rejected(client.put_metric_alarm, **alarm, AlarmActions=[wrong])
    assert (code, message) == ("ValidationError", f"Invalid arn syntax: {wrong}")


def test_the_vault_of_a_copy_is_in_the_partition(sim):
    """AWS Backup copies between the Regions of a partition only."""
    client = sim.client("backup", "cn-north-1")
    client.create_backup_vault(BackupVaultName="vault")
    wrong = "arn:aws:backup:eu-west-1:123456789012:backup-vault:vault"
    rule = {
        "RuleName": "daily",
        "TargetBackupVaultName": "vault",
        "CopyActions": [{"DestinationBackupVaultArn": wrong}],
    }
    code, message = rejected(client.create_backup_plan, BackupPlan={"BackupPlanName": "plan", "Rules": [rule]})
    assert (code, message) == (
        "InvalidParameterValueException",
        f"Error in rule daily : Invalid backup vault ARN {wrong}",
    )


@pytest.mark.parametrize("partition, region, _other", REGIONS)
def test_the_mounted_services_have_arns_of_the_partition(sim, create, partition, region, _other):
    """KMS, IAM and STS; the ARNs of a request are those of the partition too."""
    pytest.importorskip("ministack")
    kms, iam = sim.client("kms", region), sim.client("iam", region)
    key = kms.create_key()["KeyMetadata"]["Arn"]
    assert key.startswith(f"arn:{partition}:kms:{region}:")
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["Arn"] == key
    role = iam.create_role(RoleName="backup", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    assert role == f"arn:{partition}:iam::{ACCOUNT}:role/backup"
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": key}]})
    made = iam.create_policy(PolicyName="use", PolicyDocument=policy)["Policy"]["Arn"]
    assert made == f"arn:{partition}:iam::{ACCOUNT}:policy/use"
    document = iam.get_policy_version(PolicyArn=made, VersionId="v1")["PolicyVersion"]["Document"]
    assert document["Statement"][0]["Resource"] == key
    managed = "iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"
    with pytest.raises(ClientError, match="does not exist or is not attachable"):
        iam.attach_role_policy(RoleName="backup", PolicyArn=f"arn:aws:{managed}")
    iam.attach_role_policy(RoleName="backup", PolicyArn=f"arn:{partition}:{managed}")
    attached = iam.list_attached_role_policies(RoleName="backup")["AttachedPolicies"]
    assert [one["PolicyArn"] for one in attached] == [f"arn:{partition}:{managed}"]
    assert sim.client("sts", region).get_caller_identity()["Arn"].startswith(f"arn:{partition}:")
    specification = {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}
    client = create(region, SSESpecification=specification)
    assert client.describe_table(TableName="orders")["Table"]["SSEDescription"]["KMSMasterKeyArn"] == key
