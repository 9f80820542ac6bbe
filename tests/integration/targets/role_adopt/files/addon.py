# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Create a table and its key as the Terraform addon does: its advanced usage, without the parts that AWS rejects."""

from __future__ import annotations

import time

import boto3

NAME, REGION = "global-app-prod-users", "eu-west-1"
TAGS = {
    "Owner": "backend-team",
    "Cost": "application",
    "Component": "database",
    "Type": "dynamodb",
    "Project": "global-app",
    "Environment": "production",
    "ManagedBy": "terraform",
}


def main():
    key = create_key(boto3.client("kms", REGION))
    dynamodb = boto3.client("dynamodb", REGION)
    dynamodb.create_table(
        TableName=NAME,
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "S"} for name in ("user_id", "created_at", "email", "status")
        ],
        KeySchema=key_schema("user_id"),
        BillingMode="PROVISIONED",
        ProvisionedThroughput=capacity(100),
        GlobalSecondaryIndexes=[
            index("email-index", "email", {"ProjectionType": "ALL"}, 50),
            index(
                "status-index", "status", {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["user_id", "email"]}, 25
            ),
        ],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key},
        DeletionProtectionEnabled=True,
        Tags=[{"Key": name, "Value": value} for name, value in TAGS.items()],
    )
    while dynamodb.describe_table(TableName=NAME)["Table"]["TableStatus"] != "ACTIVE":
        time.sleep(0.1)
    dynamodb.update_time_to_live(
        TableName=NAME, TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires_at"}
    )
    enable_recovery(dynamodb)
    dynamodb.update_contributor_insights(TableName=NAME, ContributorInsightsAction="ENABLE")
    enable_auto_scaling(boto3.client("application-autoscaling", REGION))


def create_key(kms):
    key = kms.create_key(Tags=[{"TagKey": "Owner", "TagValue": "backend-team"}])["KeyMetadata"]["Arn"]
    kms.create_alias(AliasName="alias/global-app-prod-dynamodb", TargetKeyId=key)
    kms.enable_key_rotation(KeyId=key)
    return key


def key_schema(hash_key):
    return [{"AttributeName": hash_key, "KeyType": "HASH"}, {"AttributeName": "created_at", "KeyType": "RANGE"}]


def capacity(units):
    return {"ReadCapacityUnits": units, "WriteCapacityUnits": units}


def index(name, hash_key, projection, units):
    return {
        "IndexName": name,
        "KeySchema": key_schema(hash_key),
        "Projection": projection,
        "ProvisionedThroughput": capacity(units),
    }


def enable_recovery(dynamodb):
    """Retry while the continuous backups of a new table are not available, as Terraform does."""
    while True:
        try:
            dynamodb.update_continuous_backups(
                TableName=NAME, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
            )
            return
        except dynamodb.exceptions.ContinuousBackupsUnavailableException:
            time.sleep(0.1)


def enable_auto_scaling(autoscaling):
    """Scale only the table, not its indexes, with policy names that DynamoDB's console does not use."""
    for kind in ("Read", "Write"):
        dimension = {
            "ServiceNamespace": "dynamodb",
            "ResourceId": f"table/{NAME}",
            "ScalableDimension": f"dynamodb:table:{kind}CapacityUnits",
        }
        autoscaling.register_scalable_target(**dimension, MinCapacity=50, MaxCapacity=1000)
        autoscaling.put_scaling_policy(
            **dimension,
            PolicyName=f"{NAME}-{kind.lower()}-scaling-policy",
            PolicyType="TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration={
                "TargetValue": 70.0,
                "PredefinedMetricSpecification": {"PredefinedMetricType": f"DynamoDB{kind}CapacityUtilization"},
            },
        )


if __name__ == "__main__":
    main()
