# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from .create_table import create_table
from .delete_table import delete_table
from .describe_table import describe_table, list_tables
from .tags import list_tags_of_resource, tag_resource, untag_resource
from .update_table import update_table

# Operation -> function of (context, checked request) that gives the answer or raises AwsError.
OPERATIONS = {
    "CreateTable": create_table,
    "DeleteTable": delete_table,
    "DescribeTable": describe_table,
    "ListTables": list_tables,
    "ListTagsOfResource": list_tags_of_resource,
    "TagResource": tag_resource,
    "UntagResource": untag_resource,
    "UpdateTable": update_table,
}
