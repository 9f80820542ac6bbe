# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from .alarms import delete_alarms, describe_alarms, put_composite_alarm, put_metric_alarm
from .dashboards import delete_dashboards, get_dashboard, list_dashboards, put_dashboard
from .tags import list_tags_for_resource, tag_resource, untag_resource

# Operation -> function of (context, validated request) that returns the answer or raises AwsError.
OPERATIONS = {
    "DeleteAlarms": delete_alarms,
    "DeleteDashboards": delete_dashboards,
    "DescribeAlarms": describe_alarms,
    "GetDashboard": get_dashboard,
    "ListDashboards": list_dashboards,
    "ListTagsForResource": list_tags_for_resource,
    "PutCompositeAlarm": put_composite_alarm,
    "PutDashboard": put_dashboard,
    "PutMetricAlarm": put_metric_alarm,
    "TagResource": tag_resource,
    "UntagResource": untag_resource,
}
