# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""CloudWatch: alarms, their tags and dashboards."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.extensions.simulator.core import front
from ansible_collections.stackkit.dynamodb.extensions.simulator.core.mount import HttpRequest
from botocore.exceptions import ClientError

METRIC = {"Namespace": "AWS/DynamoDB", "MetricName": "ReadThrottleEvents", "Statistic": "Sum", "Period": 60}
WHEN = {"EvaluationPeriods": 1, "Threshold": 0.0, "ComparisonOperator": "GreaterThanThreshold"}
USED = {"Metric": {"Namespace": "AWS/DynamoDB", "MetricName": "ConsumedReadCapacityUnits"}, "Period": 60, "Stat": "Sum"}
FORMULA = [
    {"Id": "rate", "Expression": "used / PERIOD(used)", "ReturnData": True},
    {"Id": "used", "MetricStat": USED, "ReturnData": False},
]


@pytest.fixture(name="cloudwatch")
def cloudwatch_fixture(sim):
    return sim.client("cloudwatch", "eu-west-1")


@pytest.fixture(name="tagging")
def tagging_fixture(sim):
    return sim.client("resourcegroupstaggingapi", "eu-west-1")


def put(client, name="orders/a", **more):
    client.put_metric_alarm(AlarmName=name, **WHEN, **({} if "Metrics" in more else METRIC), **more)


def arn_of(client, name="orders/a"):
    return client.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]["AlarmArn"]


INVALID_ALARMS = [
    ({"Metrics": FORMULA, "Period": 60}, "Metrics list cannot be used together with Period"),
    ({"Metrics": FORMULA[1:]}, "Exactly one element of the metrics list should return data."),
    ({"Metrics": [FORMULA[0], FORMULA[0]]}, "must be unique"),
    ({"Metrics": FORMULA[:1]}, "Undefined variable used"),
    ({"Metrics": [{"Id": "x", "ReturnData": True}]}, "Exactly one of MetricStat and Expression"),
    ({"ExtendedStatistic": "p99"}, "Exactly one of Statistic and ExtendedStatistic"),
    ({"DatapointsToAlarm": 2}, "must not be greater than EvaluationPeriods"),
    ({"TreatMissingData": "maybe"}, "Unsupported treat missing data value"),
    ({"AlarmActions": ["arn:aws:sns:us-east-1:123456789012:x"]}, "Invalid region us-east-1 specified"),
    ({"AlarmActions": ["x"]}, "Invalid arn syntax"),
    ({"name": "orders/a\n"}, "control characters"),
]


@pytest.mark.parametrize(("params", "text"), INVALID_ALARMS)
def test_an_invalid_alarm_fails(cloudwatch, params, text):
    """R82 to R84."""
    with pytest.raises(ClientError, match=text):
        put(cloudwatch, **params)
    assert cloudwatch.describe_alarms()["MetricAlarms"] == []


def test_putting_an_alarm_again_overwrites_all_but_state_and_tags(cloudwatch):
    """R82: omitted members are removed. R85: tags apply to new alarms only."""
    put(cloudwatch, AlarmDescription="x", Tags=[{"Key": "a", "Value": "1"}])
    put(cloudwatch, Metrics=FORMULA, Tags=[{"Key": "b", "Value": "2"}])
    (alarm,) = cloudwatch.describe_alarms()["MetricAlarms"]
    assert "AlarmDescription" not in alarm and "MetricName" not in alarm and alarm["Metrics"] == FORMULA
    tags = cloudwatch.list_tags_for_resource(ResourceARN=alarm["AlarmArn"])["Tags"]
    assert tags == [{"Key": "a", "Value": "1"}]


def test_alarms_are_described_by_prefix_page_and_type(cloudwatch):
    """R85."""
    for number in range(120):
        put(cloudwatch, f"orders/{number:03}")
    put(cloudwatch, "orders-archive/a")
    cloudwatch.put_composite_alarm(AlarmName="orders/any", AlarmRule="TRUE")
    page = cloudwatch.describe_alarms(AlarmNamePrefix="orders/", MaxRecords=100)
    assert len(page["MetricAlarms"]) == 100 and page["CompositeAlarms"] == []
    rest = cloudwatch.describe_alarms(AlarmNamePrefix="orders/", MaxRecords=100, NextToken=page["NextToken"])
    assert len(rest["MetricAlarms"]) == 20 and "NextToken" not in rest
    both = cloudwatch.describe_alarms(AlarmNamePrefix="orders/a", AlarmTypes=["MetricAlarm", "CompositeAlarm"])
    assert [alarm["AlarmName"] for alarm in both["CompositeAlarms"]] == ["orders/any"]


def test_deleting_a_missing_alarm_succeeds(cloudwatch):
    """R85: one call can delete only one composite alarm."""
    put(cloudwatch)
    for name in ("orders/any", "orders/all"):
        cloudwatch.put_composite_alarm(AlarmName=name, AlarmRule="TRUE")
    with pytest.raises(ClientError, match="Only one composite alarm"):
        cloudwatch.delete_alarms(AlarmNames=["orders/any", "orders/all"])
    cloudwatch.delete_alarms(AlarmNames=["orders/a", "orders/any", "orders/gone"])
    assert cloudwatch.describe_alarms()["MetricAlarms"] == []


def test_an_alarm_used_by_a_composite_alarm_cannot_be_deleted(cloudwatch):
    """R85: the call then deletes no alarm."""
    put(cloudwatch)
    put(cloudwatch, "orders/b")
    cloudwatch.put_composite_alarm(AlarmName="any", AlarmRule='ALARM(orders/a) OR ALARM("orders/b")')
    with pytest.raises(ClientError, match=r"Cannot delete orders/a,orders/b as .* alarm\(s\) depending on them\."):
        cloudwatch.delete_alarms(AlarmNames=["orders/a", "orders/b"])
    assert len(cloudwatch.describe_alarms()["MetricAlarms"]) == 2
    cloudwatch.delete_alarms(AlarmNames=["orders/a", "any"])


def test_the_tagging_api_has_a_delay(sim, cloudwatch, tagging):
    """R86: CloudWatch itself has none."""
    put(cloudwatch, Tags=[{"Key": "a", "Value": "1"}])
    arn = arn_of(cloudwatch)
    assert tagging.get_resources(ResourceARNList=[arn])["ResourceTagMappingList"] == []
    sim.clock.sleep(60)
    cloudwatch.untag_resource(ResourceARN=arn, TagKeys=["a"])
    cloudwatch.tag_resource(ResourceARN=arn, Tags=[{"Key": "b", "Value": "2"}])
    (mapping,) = tagging.get_resources(ResourceARNList=[arn, arn + "x"])["ResourceTagMappingList"]
    assert mapping == {"ResourceARN": arn, "Tags": [{"Key": "a", "Value": "1"}]}
    sim.clock.sleep(60)
    (mapping,) = tagging.get_resources(ResourceTypeFilters=["cloudwatch:alarm"])["ResourceTagMappingList"]
    assert mapping["Tags"] == [{"Key": "b", "Value": "2"}]
    with pytest.raises(ClientError, match="ResourceARNList cannot be combined"):
        tagging.get_resources(ResourceARNList=[arn], ResourcesPerPage=10)


def test_alarms_belong_to_a_region_and_dashboards_do_not(sim, cloudwatch):
    """R87."""
    put(cloudwatch)
    cloudwatch.put_dashboard(DashboardName="orders", DashboardBody='{"widgets": []}')
    elsewhere = sim.client("cloudwatch", "us-east-1")
    assert elsewhere.describe_alarms()["MetricAlarms"] == []
    assert elsewhere.get_dashboard(DashboardName="orders")["DashboardBody"] == '{"widgets": []}'
    elsewhere.delete_dashboards(DashboardNames=["orders"])
    with pytest.raises(ClientError) as caught:
        cloudwatch.get_dashboard(DashboardName="orders")
    assert caught.value.response["Error"]["Code"] == "ResourceNotFound"


@pytest.mark.parametrize("body", ["", "[]", '{"widgets": {}}', '{"widgets": [{"type": "text"}]}'])
def test_an_invalid_dashboard_fails(cloudwatch, body):
    """The properties of widgets are not validated."""
    with pytest.raises(ClientError, match="DashboardBody|dashboard body"):
        cloudwatch.put_dashboard(DashboardName="orders", DashboardBody=body)


def test_the_query_protocol_fails_in_its_own_format(sim):
    """Older versions of botocore use it."""
    headers = [("content-type", "application/x-www-form-urlencoded; charset=utf-8")]
    request = HttpRequest("POST", "/", headers, b"Action=DescribeAlarms&Version=2010-08-01")
    response = front.simulated(sim.dispatcher, "cloudwatch", "eu-west-1", "123456789012", request)
    assert response.status == 400 and b"<Code>NotSimulated</Code>" in response.body
