# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from .permissions import Request

REPLICATION = "CreateTable CreateTableReplica Query Scan GetItem PutItem UpdateItem DeleteItem BatchWriteItem"
BY_DYNAMODB = "CreateGrant DescribeKey Encrypt Decrypt ReEncryptFrom ReEncryptTo"
BY_DYNAMODB += " GenerateDataKey GenerateDataKeyWithoutPlaintext"


class Dependent(NamedTuple):
    """Actions that AWS checks in addition to the called operation.

    member: the part of the request that requires them, as Request.parts takes it. resource: of (request, part); None
    if they are not required after all.
    """

    rule: str
    service: str
    operations: str
    member: str
    prefix: str
    actions: str
    resource: Callable[[Request, Any], str | None]


def _own(request: Request, _part: Any) -> str:
    return request.resources[0]


def _everything(_request: Request, _part: Any) -> str:
    return "*"


def _named(_request: Request, part: str) -> str:
    return part


def _table(request: Request, _part: Any) -> str:
    return request.table()


def _replica(request: Request, part: dict[str, Any]) -> str:
    return request.table(part["RegionName"])


def _key(request: Request, part: str) -> str | None:
    return request.customer_key(part)


def _key_of_replica(request: Request, part: dict[str, Any]) -> str | None:
    name = part.get("KMSMasterKeyId")
    return request.customer_key(name, part["RegionName"]) if name else None


_DYNAMODB, _SCALING = "dynamodb", "application-autoscaling"
_KINESIS = "EnableKinesisStreamingDestination"
DEPENDENT = (
    Dependent("R115", _DYNAMODB, "CreateTable", "Tags", "dynamodb", "TagResource", _own),
    Dependent("R115", _DYNAMODB, "CreateTable", "ResourcePolicy", "dynamodb", "PutResourcePolicy", _own),
    Dependent("R115", "cloudwatch", "PutMetricAlarm PutCompositeAlarm", "Tags", "cloudwatch", "TagResource", _own),
    Dependent("R115", "backup", "CreateBackupPlan", "BackupPlanTags", "backup", "TagResource", _own),
    Dependent("R115", "backup", "CreateBackupVault", "BackupVaultTags", "backup", "TagResource", _own),
    Dependent("R115", "iam", "CreatePolicy", "Tags.member.1.Key", "iam", "TagPolicy", _own),
    Dependent("R115", "ec2", "CreateVpcEndpoint", "TagSpecification.1.ResourceType", "ec2", "CreateTags", _own),
    Dependent("R75", _DYNAMODB, "CreateTable UpdateTable", "SSESpecification.KMSMasterKeyId", "kms", BY_DYNAMODB, _key),
    Dependent("R75", _DYNAMODB, "UpdateTable", "ReplicaUpdates.Create", "kms", BY_DYNAMODB, _key_of_replica),
    Dependent("R117", _DYNAMODB, "UpdateTable", "ReplicaUpdates.Create", "dynamodb", REPLICATION, _replica),
    Dependent(
        "R117",
        _DYNAMODB,
        "UpdateTable",
        "ReplicaUpdates.Delete",
        "dynamodb",
        "DeleteTable DeleteTableReplica",
        _replica,
    ),
    *(
        Dependent(
            "R117",
            _DYNAMODB,
            "UpdateTable",
            f"GlobalTableWitnessUpdates.{verb}",
            "dynamodb",
            f"{verb}GlobalTableWitness",
            _replica,
        )
        for verb in ("Create", "Delete")
    ),
    Dependent("R118", _DYNAMODB, _KINESIS, "StreamArn", "kinesis", "DescribeStream PutRecords", _named),
    Dependent("R118", _DYNAMODB, _KINESIS, "", "kinesis", "ListStreams", _everything),
    Dependent(
        "R118",
        _DYNAMODB,
        "DescribeKinesisStreamingDestination",
        "",
        "kinesis",
        "DescribeStream DescribeStreamSummary",
        _everything,
    ),
    Dependent("R119", _SCALING, "RegisterScalableTarget", "", "dynamodb", "DescribeTable UpdateTable", _table),
    Dependent("R119", _SCALING, "PutScalingPolicy", "", "cloudwatch", "DescribeAlarms PutMetricAlarm", _everything),
    Dependent(
        "R119", _SCALING, "DeleteScalingPolicy DeregisterScalableTarget", "", "cloudwatch", "DeleteAlarms", _everything
    ),
    Dependent("R120", "backup", "CreateBackupVault", "", "backup-storage", "MountCapsule", _everything),
    Dependent(
        "R120",
        "backup",
        "CreateBackupVault",
        "EncryptionKeyArn",
        "kms",
        "CreateGrant DescribeKey RetireGrant Decrypt GenerateDataKey",
        _key,
    ),
    Dependent("R120", "backup", "CreateBackupSelection", "BackupSelection.IamRoleArn", "iam", "PassRole", _named),
)
# (service, operation) -> (the part of the request that needs it, the service-linked role), which AWS creates on behalf
# of the caller if the account does not have it yet (R121).
LINKED_ROLES = {
    (_DYNAMODB, "UpdateTable"): (
        "ReplicaUpdates.Create",
        "replication.dynamodb.amazonaws.com/AWSServiceRoleForDynamoDBReplication",
    ),
    (_DYNAMODB, "UpdateContributorInsights"): (
        "",
        "contributorinsights.dynamodb.amazonaws.com/AWSServiceRoleForDynamoDBCloudWatchContributorInsights",
    ),
    (_DYNAMODB, _KINESIS): (
        "",
        "kinesisreplication.dynamodb.amazonaws.com/AWSServiceRoleForDynamoDBKinesisDataStreamsReplication",
    ),
    (_SCALING, "RegisterScalableTarget"): (
        "",
        "dynamodb.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_DynamoDBTable",
    ),
}


def required(request: Request) -> Iterator[tuple[str, str]]:
    """Yield (action, resource) of everything that AWS checks for a request: the operation first."""
    for resource in request.resources:
        yield request.action, resource
    for row in DEPENDENT:
        if row.service == request.service and request.operation in row.operations.split():
            for part in request.parts(row.member):
                resource = row.resource(request, part)
                for action in row.actions.split() if resource else ():
                    yield f"{row.prefix}:{action}", resource
    role = linked_role(request)
    if role:
        yield "iam:CreateServiceLinkedRole", request.arn("iam", f"role/aws-service-role/{role}")


def linked_role(request: Request) -> str | None:
    """Return the service-linked role that the call creates; None if there is none, or the account has it already."""
    member, role = LINKED_ROLES.get((request.service, request.operation), ("", None))
    if role is None or (request.account, role) in request.world.linked_roles or not any(request.parts(member)):
        return None
    return role
