# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which alarms a table has, what each watches, and when it goes off."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.extensions.dashboard import metric_math
from ansible_collections.stackkit.dynamodb.plugins.module_utils.alarms import request
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import validation
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.plugin_utils.alarms.watched import (
    AWAY,
    CEILINGS,
    HOME,
    alarms,
    table,
)

ALWAYS = {"read-throttled", "write-throttled", "system-errors", "system-errors/others"}
CAPACITY = {"read-capacity", "write-capacity"}
LATENCY = {"latency/GetItem", "latency/PutItem", "latency/Query", "latency/UpdateItem"}
INDEX = {"by-mail/read-throttled", "by-mail/write-throttled"}


def replica(**more):
    return {"region_name": AWAY, **more}


# What the table is, the region, the settings -> the alarms besides those that there are always
ROWS = [
    (table(), HOME, {}, set()),
    (table(mode="PROVISIONED"), HOME, {}, CAPACITY),
    # A table that never had another mode says nothing of it
    ({**table(), "billing_mode_summary": {}}, HOME, {}, CAPACITY),
    (table(indexes=["by-mail"]), HOME, {}, INDEX),
    (
        table(mode="PROVISIONED", indexes=["by-mail"]),
        HOME,
        {},
        CAPACITY | INDEX | {"by-mail/read-capacity", "by-mail/write-capacity"},
    ),
    (table(indexes=[{"index_name": "by-mail", "index_status": "DELETING"}]), HOME, {}, set()),
    # Ceilings
    (table(on_demand_throughput=CEILINGS), HOME, {}, {"on-demand-read-ceiling"}),
    (
        table(on_demand_throughput={"max_read_request_units": -1, "max_write_request_units": 5}),
        HOME,
        {},
        {"on-demand-write-ceiling"},
    ),
    (
        table(indexes=[{"index_name": "by-mail", "on_demand_throughput": CEILINGS}]),
        HOME,
        {},
        INDEX | {"by-mail/on-demand-read-ceiling"},
    ),
    (table(mode="PROVISIONED", on_demand_throughput=CEILINGS), HOME, {}, CAPACITY),
    # Latency by option
    (table(), HOME, {"latency": True}, LATENCY),
    (table(), HOME, {"latency": True, "latency_operations": ["Scan"]}, {"latency/Scan"}),
    # Replicas: each region has its own, and each looks to all others
    (table(replicas=[AWAY]), HOME, {}, {f"replication-latency/{AWAY}"}),
    (table(replicas=[AWAY]), AWAY, {}, {f"replication-latency/{HOME}"}),
    (
        table(replicas=[AWAY, "eu-north-1"]),
        AWAY,
        {},
        {f"replication-latency/{HOME}", "replication-latency/eu-north-1"},
    ),
    (table(replicas=[replica(replica_status="DELETING")]), HOME, {}, set()),
    (table(replicas=[AWAY], multi_region_consistency="STRONG"), HOME, {}, set()),
    (table(replicas=[AWAY], indexes=["by-mail"]), AWAY, {}, INDEX | {f"replication-latency/{HOME}"}),
    # A replica has ceilings of its own for reads; those for writes are the table's
    (
        table(replicas=[replica(on_demand_throughput_override=CEILINGS)], on_demand_throughput={}),
        AWAY,
        {},
        {"on-demand-read-ceiling", f"replication-latency/{HOME}"},
    ),
    (
        table(
            indexes=["by-mail"],
            replicas=[
                replica(global_secondary_indexes=[{"index_name": "by-mail", "on_demand_throughput_override": CEILINGS}])
            ],
        ),
        AWAY,
        {},
        INDEX | {"by-mail/on-demand-read-ceiling", f"replication-latency/{HOME}"},
    ),
]


@pytest.mark.parametrize(("facts", "region", "settings", "more"), ROWS)
def test_a_table_has_the_alarms_that_apply(facts, region, settings, more):
    assert set(alarms(facts, region, **settings)) == ALWAYS | more


EVERYTHING = [
    table(mode="PROVISIONED", indexes=["by-mail"], replicas=[AWAY]),
    table(indexes=["by-mail"], on_demand_throughput={"max_read_request_units": 5, "max_write_request_units": 5}),
]


@pytest.mark.parametrize("facts", EVERYTHING)
def test_the_module_takes_every_alarm(facts):
    """Limits of CloudWatch among the rest: ten metrics in a formula, a day of periods."""
    found = [
        {**alarm, "name": f"t/{name}"} for name, alarm in alarms(facts, latency=True, latency_statistic="p99").items()
    ]
    entry = {"sets": [{"prefix": "t/", "alarms": found}]}
    assert validation.validated(request.MODULE_SPEC, entry, lambda params: request.check(params, None))[1] == []


@pytest.mark.parametrize("facts", EVERYTHING)
def test_every_alarm_takes_silence_for_well(facts):
    found = alarms(facts, latency=True).values()
    assert {alarm["treat_missing_data"] for alarm in found} == {"notBreaching"}
    assert {alarm["comparison"] for alarm in found} == {"GreaterThanThreshold"}


def metrics(alarm):
    """{id: (metric, its dimensions but for the table, statistic, period)}"""
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
    indexes=[{"index_name": "by-mail", "on_demand_throughput": CEILINGS}],
)


@pytest.mark.parametrize(
    ("facts", "name", "watched"),
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
def test_an_alarm_watches_the_metrics_that_there_are(facts, name, watched):
    """Statement 3 under "Where the addon falls short": ReadThrottleEvents, and of each index too."""
    assert metrics(alarms(facts, latency=True)[name]) == watched


def test_replication_is_watched_as_it_is():
    """Statement 5 under "Where the addon falls short": also to each replica. Its silence is not filled."""
    alarm = alarms(table(replicas=[AWAY]))[f"replication-latency/{AWAY}"]
    assert alarm["metric_name"] == "ReplicationLatency"
    assert alarm["dimensions"] == {"TableName": "shop-orders", "ReceivingRegion": AWAY}
    assert (alarm["statistic"], alarm["period"], alarm["evaluation_periods"]) == ("Average", 300, 3)
    assert (alarm["threshold"], alarm["datapoints_to_alarm"]) == (60000, 3)


def test_the_errors_of_every_operation_are_counted():
    """Statement 5 under "Where the addon falls short": alarms on errors exist."""
    found = alarms(table())
    told = [metrics(found[name]).values() for name in ("system-errors", "system-errors/others")]
    operations = [dimensions["Operation"] for group in told for _metric, dimensions, _statistic, _period in group]
    assert {metric for group in told for metric, *_rest in group} == {"SystemErrors"}
    assert len(operations) == len(set(operations)) == 14
    assert all(len(group) <= request.MOST_METRICS for group in told)


def goes_off(alarm, series):
    """Whether the last periods of these series set the alarm off."""
    (period,) = {entry["period"] for entry in alarm["metrics"] if "period" in entry}
    last = metric_math.watched(alarm["metrics"], series, period)[-alarm["evaluation_periods"] :]
    over = [value for value in last if value is not None and value > alarm["threshold"]]
    return len(over) >= alarm["datapoints_to_alarm"]


@pytest.mark.parametrize(
    ("series", "alarmed"),
    [
        # 300 s at 85 of 100 a second
        ({"used": [25500, 25500], "limit": [100, 100]}, True),
        # The same use, once autoscaling has set more: a fixed number would still be passed
        ({"used": [25500, 25500], "limit": [200, 200]}, False),
        # As much less, once it has set less
        ({"used": [13000, 13000], "limit": [50, 50]}, True),
        ({"used": [25500, 20000], "limit": [100, 100]}, False),
        ({"used": [None, None], "limit": [100, 100]}, False),
        # Neither used nor told
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
        # One period of trouble is not enough
        ("read-throttled", {"events": [0, 7]}, False),
        ("read-throttled", {"events": [None, 7]}, False),
        # Over: DynamoDB says nothing any more, and the alarm ends all the same
        ("read-throttled", {"events": [7, None]}, False),
        ("read-throttled", {"events": [None, None]}, False),
        ("latency/GetItem", {"taken": [101, 250]}, True),
        ("latency/GetItem", {"taken": [250, None]}, False),
        ("system-errors", {"getItem": [1, None], "putItem": [None, 2], "query": [None, None]}, True),
        ("system-errors", {"getItem": [1, None], "putItem": [None, None]}, False),
    ],
)
def test_an_alarm_ends_with_its_cause(name, series, alarmed):
    """Statement 3 under "Where the addon falls short": missing data are no breach, and with metric math not even
    for CloudWatch, which otherwise keeps an alarm of DynamoDB as it is while data are missing."""
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


def test_a_setting_of_ceilings_reaches_them():
    alarm = alarms(LIMITED, ceiling_threshold=0.5, ceiling_period=600)["on-demand-read-ceiling"]
    assert alarm["threshold"] == 0.5
    assert {entry["period"] for entry in alarm["metrics"] if "period" in entry} == {600}
