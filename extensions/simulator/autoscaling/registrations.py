# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.dispatcher import Context
from .state import Scaling, Target

if TYPE_CHECKING:  # the package imports this module
    from ..dynamodb.state import GlobalIndex, Table

KIND = "TargetTrackingScaling"
ALARMS = ("AlarmHigh", "AlarmLow", "ProvisionedCapacityHigh", "ProvisionedCapacityLow")
ROLE = (
    "role/aws-service-role/dynamodb.application-autoscaling.amazonaws.com/"
    "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable"
)
SUSPENSIONS = ("DynamicScalingInSuspended", "DynamicScalingOutSuspended", "ScheduledScalingSuspended")
# The registration that DynamoDB creates for a new index of a global table (R39).
DEFAULT_LIMITS = (1, 10)
DEFAULT_TARGET = 70.0


def targets_of(ctx: Context) -> dict[tuple[str, str], Target]:
    """Return the scalable targets of the caller's account in this Region by resource ID and dimension."""
    return ctx.world.store(Scaling, ctx.account, ctx.region).targets


def resource_of(table: str, index: str | None = None) -> str:
    return f"table/{table}/index/{index}" if index else f"table/{table}"


def new_target(ctx: Context, key: tuple[str, str], owner: Table | GlobalIndex, minimum: int, maximum: int) -> Target:
    identity = ctx.world.new_id().replace("-", "")
    return Target(
        owner=owner,
        resource_id=key[0],
        dimension=key[1],
        arn=ctx.arn("application-autoscaling", f"scalable-target/{identity}"),
        created=ctx.world.now,
        minimum=minimum,
        maximum=maximum,
        role=ctx.global_arn("iam", ROLE),
        suspended=dict.fromkeys(SUSPENSIONS, False),
    )


def put_policy(ctx: Context, target: Target, name: str, configuration: dict[str, Any]) -> dict[str, Any]:
    """Create or update a policy; return it as DescribeScalingPolicies shows it."""
    have = target.policies.get(name)
    policy = {
        "PolicyARN": have["PolicyARN"] if have else _arn(ctx, target, name),
        "PolicyName": name,
        "ServiceNamespace": "dynamodb",
        "ResourceId": target.resource_id,
        "ScalableDimension": target.dimension,
        "PolicyType": KIND,
        "TargetTrackingScalingPolicyConfiguration": configuration,
        "Alarms": have["Alarms"] if have else _alarms(ctx, target),
        "CreationTime": have["CreationTime"] if have else ctx.world.now,
    }
    target.policies[name] = policy
    return policy


def _arn(ctx: Context, target: Target, name: str) -> str:
    resource = f"resource/dynamodb/{target.resource_id}:policyName/{name}"
    return ctx.arn("autoscaling", f"scalingPolicy:{ctx.world.new_id()}:{resource}")


def _alarms(ctx: Context, target: Target) -> list[dict[str, str]]:
    """Return names of alarms only: they are not created in CloudWatch."""
    names = [f"TargetTracking-{target.resource_id}-{kind}-{ctx.world.new_id()}" for kind in ALARMS]
    return [{"AlarmName": name, "AlarmARN": ctx.arn("cloudwatch", f"alarm:{name}")} for name in names]


def _writes(index: str | None) -> str:
    return f"dynamodb:{'index' if index else 'table'}:WriteCapacityUnits"


def writes_are_scaled(ctx: Context, table: str, index: str | None = None) -> bool:
    """Whether the write capacity has a scalable target with a scaling policy (R31)."""
    target = targets_of(ctx).get((resource_of(table, index), _writes(index)))
    return target is not None and bool(target.policies)


def mirror_writes(source: Context, ctx: Context, replica: Table) -> None:
    """Copy the registrations of write capacity to a new replica, except where it has its own."""
    for index, owner in {None: replica, **replica.indexes}.items():
        key = (resource_of(replica.name, index), _writes(index))
        have = targets_of(source).get(key)
        if have is None or key in targets_of(ctx):
            continue
        target = new_target(ctx, key, owner, have.minimum, have.maximum)
        targets_of(ctx)[key] = target
        for name, policy in have.policies.items():
            put_policy(ctx, target, name, policy["TargetTrackingScalingPolicyConfiguration"])


def register_default_writes(ctx: Context, table: Table, index: GlobalIndex) -> None:
    """R39: register the write capacity of a new index of a provisioned global table."""
    key = (resource_of(table.name, index.name), _writes(index.name))
    if key in targets_of(ctx):
        return
    target = targets_of(ctx)[key] = new_target(ctx, key, index, *DEFAULT_LIMITS)
    configuration = {
        "TargetValue": DEFAULT_TARGET,
        "PredefinedMetricSpecification": {"PredefinedMetricType": "DynamoDBWriteCapacityUtilization"},
    }
    put_policy(ctx, target, f"DynamoDBWriteCapacityUtilization:{key[0]}", configuration)
