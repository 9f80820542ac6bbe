# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from .account import describe_endpoints, describe_limits
from .continuous_backups import describe_continuous_backups, update_continuous_backups
from .contributor_insights import (
    describe_contributor_insights,
    list_contributor_insights,
    update_contributor_insights,
)
from .create_table import create_table
from .delete_table import delete_table
from .describe_table import describe_table, list_tables
from .kinesis import (
    describe_kinesis_streaming_destination,
    disable_kinesis_streaming_destination,
    enable_kinesis_streaming_destination,
    update_kinesis_streaming_destination,
)
from .resource_policy import delete_resource_policy, get_resource_policy, put_resource_policy
from .tags import list_tags_of_resource, tag_resource, untag_resource
from .time_to_live import describe_time_to_live, update_time_to_live
from .update_table import update_table

# Operation -> function of (context, validated request) that returns the answer or raises AwsError.
OPERATIONS = {
    "CreateTable": create_table,
    "DeleteResourcePolicy": delete_resource_policy,
    "DeleteTable": delete_table,
    "DescribeContinuousBackups": describe_continuous_backups,
    "DescribeContributorInsights": describe_contributor_insights,
    "DescribeEndpoints": describe_endpoints,
    "DescribeKinesisStreamingDestination": describe_kinesis_streaming_destination,
    "DescribeLimits": describe_limits,
    "DescribeTable": describe_table,
    "DescribeTimeToLive": describe_time_to_live,
    "DisableKinesisStreamingDestination": disable_kinesis_streaming_destination,
    "EnableKinesisStreamingDestination": enable_kinesis_streaming_destination,
    "GetResourcePolicy": get_resource_policy,
    "ListContributorInsights": list_contributor_insights,
    "ListTables": list_tables,
    "ListTagsOfResource": list_tags_of_resource,
    "PutResourcePolicy": put_resource_policy,
    "TagResource": tag_resource,
    "UntagResource": untag_resource,
    "UpdateContinuousBackups": update_continuous_backups,
    "UpdateContributorInsights": update_contributor_insights,
    "UpdateKinesisStreamingDestination": update_kinesis_streaming_destination,
    "UpdateTable": update_table,
    "UpdateTimeToLive": update_time_to_live,
}
