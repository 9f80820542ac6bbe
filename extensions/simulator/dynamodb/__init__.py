# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from .account import describe_endpoints, describe_limits
from .continuous_backups import describe_continuous_backups, update_continuous_backups
from .create_table import create_table
from .delete_table import delete_table
from .describe_table import describe_table, list_tables
from .tags import list_tags_of_resource, tag_resource, untag_resource
from .time_to_live import describe_time_to_live, update_time_to_live
from .update_table import update_table

# Operation -> function of (context, checked request) that gives the answer or raises AwsError.
OPERATIONS = {
    "CreateTable": create_table,
    "DeleteTable": delete_table,
    "DescribeContinuousBackups": describe_continuous_backups,
    "DescribeEndpoints": describe_endpoints,
    "DescribeLimits": describe_limits,
    "DescribeTable": describe_table,
    "DescribeTimeToLive": describe_time_to_live,
    "ListTables": list_tables,
    "ListTagsOfResource": list_tags_of_resource,
    "TagResource": tag_resource,
    "UntagResource": untag_resource,
    "UpdateContinuousBackups": update_continuous_backups,
    "UpdateTable": update_table,
    "UpdateTimeToLive": update_time_to_live,
}
