# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import AwsError, invalid
from .registrations import KIND, put_policy
from .resources import missing, page, selected, target_of, target_text
from .state import Target

# DynamoDB's range of target utilization, in percent (R90).
MIN_TARGET, MAX_TARGET = 10.0, 90.0


def put_scaling_policy(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    target = target_of(ctx, request)
    # The default type is step scaling, which DynamoDB does not support.
    if request.get("PolicyType", "StepScaling") != KIND:
        raise invalid("DynamoDB supports scaling policies of the type TargetTrackingScaling only")
    configuration = request.get("TargetTrackingScalingPolicyConfiguration")
    if configuration is None:
        raise invalid("TargetTrackingScalingPolicyConfiguration is required for the type TargetTrackingScaling")
    _check(target, configuration)
    name = request["PolicyName"]
    if any(other != name for other in target.policies):
        raise AwsError(
            "ValidationException", "Only one TargetTrackingScaling policy for a given metric specification is allowed."
        )
    policy = put_policy(ctx, target, name, configuration)
    return {"PolicyARN": policy["PolicyARN"], "Alarms": policy["Alarms"]}


def _check(target: Target, configuration: dict[str, Any]) -> None:
    value = configuration["TargetValue"]
    metric = configuration.get("PredefinedMetricSpecification", {}).get("PredefinedMetricType")
    if not MIN_TARGET <= value <= MAX_TARGET:
        raise invalid(
            f"For predefined metric type {metric}, target value must be between '{MIN_TARGET}' and '{MAX_TARGET}',"
            f" but was '{float(value)}'."
        )
    if metric is None and "CustomizedMetricSpecification" not in configuration:
        raise invalid("Either PredefinedMetricSpecification or CustomizedMetricSpecification must be specified")
    wanted = "DynamoDBReadCapacityUtilization" if "Read" in target.dimension else "DynamoDBWriteCapacityUtilization"
    if metric is not None and metric != wanted:
        raise invalid(f"The predefined metric {metric} does not fit the scalable dimension {target.dimension}")
    for name in ("ScaleInCooldown", "ScaleOutCooldown"):
        if configuration.get(name, 0) < 0:
            raise invalid(f"{name} must not be negative")


def delete_scaling_policy(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    target = target_of(ctx, request)
    if target.policies.pop(request["PolicyName"], None) is None:
        raise missing(
            f"No scaling policy found for {target_text(target.resource_id, target.dimension)},"
            f" policy name: {request['PolicyName']}"
        )
    return {}


def describe_scaling_policies(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    wanted = request.get("PolicyNames")
    policies = [
        policy
        for target in selected(ctx, request)
        for name, policy in sorted(target.policies.items())
        if not wanted or name in wanted
    ]
    return page("ScalingPolicies", policies, request, most=10)
