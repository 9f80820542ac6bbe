# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from .policies import delete_scaling_policy, describe_scaling_policies, put_scaling_policy
from .schedules import delete_scheduled_action, describe_scheduled_actions, put_scheduled_action
from .tags import list_tags_for_resource, tag_resource, untag_resource
from .targets import deregister_scalable_target, describe_scalable_targets, register_scalable_target

# Operation -> function of (context, validated request) that returns the answer or raises AwsError.
OPERATIONS = {
    "DeleteScalingPolicy": delete_scaling_policy,
    "DeleteScheduledAction": delete_scheduled_action,
    "DeregisterScalableTarget": deregister_scalable_target,
    "DescribeScalableTargets": describe_scalable_targets,
    "DescribeScalingPolicies": describe_scaling_policies,
    "DescribeScheduledActions": describe_scheduled_actions,
    "ListTagsForResource": list_tags_for_resource,
    "PutScalingPolicy": put_scaling_policy,
    "PutScheduledAction": put_scheduled_action,
    "RegisterScalableTarget": register_scalable_target,
    "TagResource": tag_resource,
    "UntagResource": untag_resource,
}
