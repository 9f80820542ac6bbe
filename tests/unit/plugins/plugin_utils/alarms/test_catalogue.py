# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which alarms a table has, which metrics each uses, and when it goes into ALARM state."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.extensions.dashboard import metric_math
from ansible_collections.stackkit.dynamodb.plugins.module_utils.alarms import request
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import validation
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables import info
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.plugin_utils.alarms.watched import (
    AWAY,
    CEILINGS,
    HOME,
    alarms,
    arn,
    table,
)

ALWAYS = {"read-throttled", "write-throttled", "system-errors", "system-errors/others"}
CAPACITY = {"read-capacity", "write-capacity"}
LATENCY = {"latency/GetItem", "latency/PutItem", "latency/Query", "latency/UpdateItem"}
INDEX = {"by-mail/read-throttled", "by-mail/write-throttled"}


MAXIMUM = {"max_read_request_units": 500}


def replica(**more):
    return {"region": AWAY, **more}


# The table's declaration, the Region, the settings -> the alarms besides those that every table has
ROWS = [
    (table(), HOME, {}, set()),
    (table(mode="PROVISIONED"), HOME, {}, CAPACITY),
    (table(indexes=["by-mail"]), HOME, {}, INDEX),
    (
        table(mode="PROVISIONED", indexes=["by-mail"]),
        HOME,
        {},
        CAPACITY | INDEX | {"by-mail/read-capacity", "by-mail/write-capacity"},
    ),
    # Maximum on-demand throughput
    (table(on_demand_throughput=CEILINGS), HOME, {}, {"on-demand-read-ceiling"}),
    (
        table(on_demand_throughput={"max_read_request_units": -1, "max_write_request_units": 5}),
        HOME,
        {},
        {"on-demand-write-ceiling"},
    ),
    (
        table(indexes=[{"name": "by-mail", "on_demand_throughput": CEILINGS}]),
        HOME,
        {},
        INDEX | {"by-mail/on-demand-read-ceiling"},
    ),
    (table(mode="PROVISIONED", on_demand_throughput=CEILINGS), HOME, {}, CAPACITY),
    # Latency only on request
    (table(), HOME, {"latency": True}, LATENCY),
    (table(), HOME, {"latency": True, "latency_operations": ["Scan"]}, {"latency/Scan"}),
    # Replicas: each Region has alarms of its own, and replication alarms for all others
    (table(replicas=[AWAY]), HOME, {}, {f"replication-latency/{AWAY}"}),
    (table(replicas=[AWAY]), AWAY, {}, {f"replication-latency/{HOME}"}),
    (
        table(replicas=[AWAY, "eu-north-1"]),
        AWAY,
        {},
        {f"replication-latency/{HOME}", "replication-latency/eu-north-1"},
    ),
    (table(replicas=[AWAY], multi_region_consistency="STRONG"), HOME, {}, set()),
    (table(replicas=[AWAY], indexes=["by-mail"]), AWAY, {}, INDEX | {f"replication-latency/{HOME}"}),
    # A replica can override the maximum of reads; that of writes is the table's
    (
        table(replicas=[replica(**MAXIMUM)], on_demand_throughput={}),
        AWAY,
        {},
        {"on-demand-read-ceiling", f"replication-latency/{HOME}"},
    ),
    (
        table(
            indexes=["by-mail"],
            replicas=[replica(global_secondary_indexes=[{"name": "by-mail", **MAXIMUM}])],
        ),
        AWAY,
        {},
        INDEX | {"by-mail/on-demand-read-ceiling", f"replication-latency/{HOME}"},
    ),
    (
        table(replicas=[replica(max_read_request_units=-1)], on_demand_throughput=CEILINGS),
        AWAY,
        {},
        {f"replication-latency/{HOME}"},
    ),
]


@pytest.mark.parametrize(("declaration", "region", "settings", "more"), ROWS)
def test_a_table_has_the_alarms_that_apply(declaration, region, settings, more):
    assert set(alarms(declaration, region, **settings)) == ALWAYS | more


def described(**more):
    """What DescribeTable returns of a table that was always provisioned: no billing mode (R47)."""
    return {
        "TableName": "shop-orders",
        "TableStatus": "ACTIVE",
        "TableArn": arn("shop-orders"),
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
        **more,
    }


@pytest.mark.parametrize(
    ("description", "more"),
    [
        (described(), CAPACITY),
        (
            described(
                BillingModeSummary={"BillingMode": "PAY_PER_REQUEST"},
                GlobalSecondaryIndexes=[{"IndexName": "by-mail", "IndexStatus": "DELETING"}],
            ),
            set(),
        ),
        (
            described(
                BillingModeSummary={"BillingMode": "PAY_PER_REQUEST"},
                Replicas=[{"RegionName": AWAY, "ReplicaStatus": "DELETING"}],
            ),
            set(),
        ),
    ],
)
def test_the_declaration_has_what_the_alarms_depend_on(description, more):
    """What is being deleted has no alarms; a table without a billing mode is provisioned."""
    declaration = info.ObservedTable("shop-orders", HOME, description).declaration
    assert set(alarms(declaration)) == ALWAYS | more


EVERYTHING = [
    table(mode="PROVISIONED", indexes=["by-mail"], replicas=[AWAY]),
    table(indexes=["by-mail"], on_demand_throughput={"max_read_request_units": 5, "max_write_request_units": 5}),
]


@pytest.mark.parametrize("declaration", EVERYTHING)
def test_the_module_accepts_every_alarm(declaration):
    """This includes CloudWatch's limits: ten metrics in an expression, periods of one day in total."""
    found = [
        {**alarm, "name": f"t/{name}"}
        for name, alarm in alarms(declaration, latency=True, latency_statistic="p99").items()
    ]
    entry = {"sets": [{"prefix": "t/", "alarms": found}]}
    assert validation.validated(request.MODULE_SPEC, entry, lambda params: request.check(params, None))[1] == []


@pytest.mark.parametrize("declaration", EVERYTHING)
def test_every_alarm_treats_missing_data_as_not_breaching(declaration):
    found = alarms(declaration, latency=True).values()
    assert {alarm["treat_missing_data"] for alarm in found} == {"notBreaching"}
    assert {alarm["comparison"] for alarm in found} == {"GreaterThanThreshold"}


def metrics(alarm):
    """{id: (metric, its dimensions except the table, statistic, period)}"""
    return {
        entry["id"]: (
            entry["metric_name"],
            {name: value for name, value in entry["dimensions"].items() if name != "TableName"},
            entry["statistic"],
            entry["period"],
        )
        for entry in alarm["metrics"]
        if "metric_name" in entry
    }


INDEXED = table(mode="PROVISIONED", indexes=["by-mail"])
OF_INDEX = {"GlobalSecondaryIndexName": "by-mail"}
LIMITED = table(
    on_demand_throughput={"max_read_request_units": 9, "max_write_request_units": 9},
    indexes=[{"name": "by-mail", "on_demand_throughput": CEILINGS}],
)


@pytest.mark.parametrize(
    ("declaration", "name", "watched"),
    [
        (INDEXED, "read-throttled", {"events": ("ReadThrottleEvents", {}, "Sum", 300)}),
        (INDEXED, "write-throttled", {"events": ("WriteThrottleEvents", {}, "Sum", 300)}),
        (INDEXED, "by-mail/read-throttled", {"events": ("ReadThrottleEvents", OF_INDEX, "Sum", 300)}),
        (INDEXED, "by-mail/write-throttled", {"events": ("WriteThrottleEvents", OF_INDEX, "Sum", 300)}),
        (
            INDEXED,
            "write-capacity",
            {
                "used": ("ConsumedWriteCapacityUnits", {}, "Sum", 300),
                "limit": ("ProvisionedWriteCapacityUnits", {}, "Average", 300),
            },
        ),
        (
            INDEXED,
            "by-mail/read-capacity",
            {
                "used": ("ConsumedReadCapacityUnits", OF_INDEX, "Sum", 300),
                "limit": ("ProvisionedReadCapacityUnits", OF_INDEX, "Average", 300),
            },
        ),
        (
            LIMITED,
            "on-demand-write-ceiling",
            {
                "used": ("ConsumedWriteCapacityUnits", {}, "Sum", 300),
                "limit": ("OnDemandMaxWriteRequestUnits", {}, "Average", 300),
            },
        ),
        (
            LIMITED,
            "by-mail/on-demand-read-ceiling",
            {
                "used": ("ConsumedReadCapacityUnits", OF_INDEX, "Sum", 300),
                "limit": ("OnDemandMaxReadRequestUnits", OF_INDEX, "Average", 300),
            },
        ),
        (
            INDEXED,
            "latency/Query",
            {"taken": ("SuccessfulRequestLatency", {"Operation": "Query"}, "Average", 300)},
        ),
    ],
)
def test_an_alarm_uses_metrics_that_exist(declaration, name, watched):
    """Statement 3 under "Where the addon falls short": ReadThrottleEvents, and for each index."""
    assert metrics(alarms(declaration, latency=True)[name]) == watched


def test_replication_latency_is_not_filled():
    """Statement 5 under "Where the addon falls short": there is an alarm for each replica."""
    alarm = alarms(table(replicas=[AWAY]))[f"replication-latency/{AWAY}"]
    assert alarm["metric_name"] == "ReplicationLatency"
    assert alarm["dimensions"] == {"TableName": "shop-orders", "ReceivingRegion": AWAY}
    assert (alarm["statistic"], alarm["period"], alarm["evaluation_periods"]) == ("Average", 300, 3)
    assert (alarm["threshold"], alarm["datapoints_to_alarm"]) == (60000, 3)


def test_system_errors_of_every_operation_are_counted():
    """Statement 5 under "Where the addon falls short": alarms on errors exist."""
    found = alarms(table())
    told = [metrics(found[name]).values() for name in ("system-errors", "system-errors/others")]
    operations = [dimensions["Operation"] for group in told for _metric, dimensions, _statistic, _period in group]
    assert {metric for group in told for metric, *_rest in group} == {"SystemErrors"}
    assert len(operations) == len(set(operations)) == 14
    assert all(len(group) <= request.MOST_METRICS for group in told)


def goes_off(alarm, series):
    """Whether the last periods of these series put the alarm into the ALARM state."""
    (period,) = {entry["period"] for entry in alarm["metrics"] if "period" in entry}
    last = metric_math.watched(alarm["metrics"], series, period)[-alarm["evaluation_periods"] :]
    over = [value for value in last if value is not None and value > alarm["threshold"]]
    return len(over) >= alarm["datapoints_to_alarm"]


@pytest.mark.parametrize(
    ("series", "alarmed"),
    [
        # 85 of 100 capacity units during 300 s
        ({"used": [25500, 25500], "limit": [100, 100]}, True),
        # The same consumption after auto scaling has set more: a fixed threshold would still be exceeded
        ({"used": [25500, 25500], "limit": [200, 200]}, False),
        # Half of it, after auto scaling has set half
        ({"used": [13000, 13000], "limit": [50, 50]}, True),
        ({"used": [25500, 20000], "limit": [100, 100]}, False),
        ({"used": [None, None], "limit": [100, 100]}, False),
        # No data at all
        ({"used": [None, None], "limit": [None, None]}, False),
    ],
)
@pytest.mark.parametrize("name", ["read-capacity", "by-mail/write-capacity"])
def test_a_scaled_tables_capacity_alarm_follows_the_capacity(name, series, alarmed):
    """Statement 4 under "Where the addon falls short": not 80 % of a fixed number."""
    assert goes_off(alarms(INDEXED)[name], series) == alarmed


@pytest.mark.parametrize(
    ("name", "series", "alarmed"),
    [
        ("read-throttled", {"events": [1, 1]}, True),
        # One period with events is not enough
        ("read-throttled", {"events": [0, 7]}, False),
        ("read-throttled", {"events": [None, 7]}, False),
        # DynamoDB publishes no more data, and the alarm ends nevertheless
        ("read-throttled", {"events": [7, None]}, False),
        ("read-throttled", {"events": [None, None]}, False),
        ("latency/GetItem", {"taken": [101, 250]}, True),
        ("latency/GetItem", {"taken": [250, None]}, False),
        ("system-errors", {"getItem": [1, None], "putItem": [None, 2], "query": [None, None]}, True),
        ("system-errors", {"getItem": [1, None], "putItem": [None, None]}, False),
    ],
)
def test_an_alarm_ends_with_its_cause(name, series, alarmed):
    """Statement 3 under "Where the addon falls short": missing data do not breach. Metric math is needed for this,
    because CloudWatch keeps the state of an alarm on DynamoDB's own metrics while data are missing."""
    assert goes_off(alarms(INDEXED, latency=True)[name], series) == alarmed


@pytest.mark.parametrize(
    ("settings", "name", "expected"),
    [
        ({"read_throttle_threshold": 10}, "read-throttled", {"threshold": 10}),
        ({"write_throttle_threshold": 3}, "by-mail/write-throttled", {"threshold": 3}),
        ({"read_throttle_threshold": 10}, "write-throttled", {"threshold": 0}),
        ({"capacity_threshold": 0.9}, "by-mail/read-capacity", {"threshold": 0.9}),
        ({"system_errors_threshold": 5}, "system-errors/others", {"threshold": 5}),
        ({"latency_threshold": 20}, "latency/Query", {"threshold": 20}),
        (
            {"throttle_evaluation_periods": 5, "throttle_datapoints_to_alarm": 3},
            "read-throttled",
            {"evaluation_periods": 5, "datapoints_to_alarm": 3},
        ),
        (
            {"capacity_evaluation_periods": 4},
            "read-capacity",
            {"evaluation_periods": 4, "datapoints_to_alarm": 4},
        ),
    ],
)
def test_settings_reach_their_alarms(settings, name, expected):
    alarm = alarms(INDEXED, latency=True, **settings)[name]
    assert {option: alarm[option] for option in expected} == expected


def test_settings_reach_the_alarms_on_maximum_on_demand_throughput():
    alarm = alarms(LIMITED, ceiling_threshold=0.5, ceiling_period=600)["on-demand-read-ceiling"]
    assert alarm["threshold"] == 0.5
    assert {entry["period"] for entry in alarm["metrics"] if "period" in entry} == {600}
