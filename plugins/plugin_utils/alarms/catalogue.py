# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The catalogue: the alarms of one table in one Region, computed from the table's declaration and the settings. Pure.

declaration: as dynamodb_stackkit and dynamodb_stackkit_info return it. settings: a table's, as settings.py resolves
them. Alarms are in the form of dynamodb_stackkit_alarms, with names that lack the table's prefix.

DynamoDB publishes no data points while nothing happens, and CloudWatch may keep an alarm's state while data are
missing. Metric math therefore fills counts and latencies with zeros, so that an alarm ends with its cause (R101).
"""

from __future__ import annotations

NAMESPACE = "AWS/DynamoDB"
KINDS = ("read", "write")
# SystemErrors has only data per operation, and an alarm can sum at most ten metrics (R83, R102).
ITEM_OPERATIONS = (
    "GetItem",
    "BatchGetItem",
    "Query",
    "Scan",
    "TransactGetItems",
    "PutItem",
    "UpdateItem",
    "DeleteItem",
    "BatchWriteItem",
    "TransactWriteItems",
)
OTHER_OPERATIONS = ("ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction", "GetRecords")
PROVISIONED, STRONG = "PROVISIONED", "STRONG"
UNLIMITED = -1


def of_table(declaration, settings, region, home):
    """Yield the alarms of one table in one Region."""
    table = declaration["name"]
    for scope in scopes(declaration, region):
        for kind in KINDS:
            yield _throttled(scope, kind, settings)
            if scope["provisioned"]:
                yield _capacity(scope, kind, settings)
            elif scope["limited"][kind]:
                yield _on_demand_maximum(scope, kind, settings)
    yield _system_errors("system-errors", "operations on items", ITEM_OPERATIONS, table, settings)
    yield _system_errors("system-errors/others", "PartiQL and stream reads", OTHER_OPERATIONS, table, settings)
    if settings["latency"]:
        for operation in settings["latency_operations"]:
            yield _latency(operation, table, settings)
    for receiver in receivers(declaration, region, home):
        yield _replication(receiver, table, settings)


def scopes(declaration, region):
    """Yield the table and each global secondary index, which have throughput metrics of their own in each Region.

    limited: {kind: whether it has a maximum on-demand throughput}.
    """
    table = declaration["name"]
    provisioned = declaration["billing_mode"] == PROVISIONED
    replica = next((entry for entry in _replicas(declaration) if entry["region"] == region), {})
    dimensions = {"TableName": table}
    yield {
        "name": "",
        "words": f"table {table}",
        "dimensions": dimensions,
        "provisioned": provisioned,
        "limited": _limited(declaration, replica),
    }
    overrides = {index["name"]: index for index in replica.get("global_secondary_indexes") or []}
    for index in declaration.get("global_secondary_indexes") or []:
        name = index["name"]
        yield {
            "name": f"{name}/",
            "words": f"index {name} of table {table}",
            "dimensions": {**dimensions, "GlobalSecondaryIndexName": name},
            "provisioned": provisioned,
            "limited": _limited(index, overrides.get(name, {})),
        }


def regions(declaration, home):
    """The Regions of the table, the home Region first."""
    return list(dict.fromkeys([home, *(replica["region"] for replica in _replicas(declaration))]))


def receivers(declaration, region, home):
    """The Regions that receive this Region's changes. DynamoDB publishes no latency with strong consistency (R103)."""
    if declaration.get("multi_region_consistency") == STRONG:
        return []
    return [other for other in regions(declaration, home) if other != region]


def _replicas(declaration):
    return declaration.get("replicas") or []


def _limited(options, replica):
    """{kind: whether there is a maximum on-demand throughput}; a replica can override that of reads."""
    maximum = dict(options.get("on_demand_throughput") or {})
    if replica.get("max_read_request_units") is not None:
        maximum["max_read_request_units"] = replica["max_read_request_units"]
    limits = {kind: maximum.get(f"max_{kind}_request_units") for kind in KINDS}
    return {kind: limit not in (None, UNLIMITED) for kind, limit in limits.items()}


def _throttled(scope, kind, settings):
    metric = _metric("events", f"{kind.capitalize()}ThrottleEvents", scope["dimensions"], "Sum", settings, "throttle")
    return _alarm(
        f"{scope['name']}{kind}-throttled",
        f"DynamoDB throttles {kind} requests on {scope['words']}. If consumed capacity is below the provisioned"
        " capacity or the maximum on-demand throughput, look for a hot partition key.",
        _formula("FILL(events, 0)", metric),
        settings,
        "throttle",
        threshold=settings[f"{kind}_throttle_threshold"],
    )


def _capacity(scope, kind, settings):
    return _alarm(
        f"{scope['name']}{kind}-capacity",
        f"Consumed {kind} capacity of {scope['words']} exceeds {settings['capacity_threshold']:.0%} of the provisioned"
        " capacity. If the table uses auto scaling, it may have reached its maximum capacity.",
        share(scope, kind, settings, "capacity", f"Provisioned{kind.capitalize()}CapacityUnits"),
        settings,
        "capacity",
    )


def _on_demand_maximum(scope, kind, settings):
    return _alarm(
        f"{scope['name']}on-demand-{kind}-ceiling",
        f"Consumed {kind} capacity of {scope['words']} exceeds {settings['ceiling_threshold']:.0%} of the maximum"
        " on-demand throughput. DynamoDB throttles requests above the maximum.",
        share(scope, kind, settings, "ceiling", f"OnDemandMax{kind.capitalize()}RequestUnits"),
        settings,
        "ceiling",
    )


def share(scope, kind, settings, family, limit):
    """Consumed capacity as a share of a limit that is a metric too, so the alarm follows what auto scaling sets."""
    return _formula(
        "used / PERIOD(used) / limit",
        _metric("used", f"Consumed{kind.capitalize()}CapacityUnits", scope["dimensions"], "Sum", settings, family),
        _metric("limit", limit, scope["dimensions"], "Average", settings, family),
    )


def _system_errors(name, words, operations, table, settings):
    metrics = [
        _metric(
            operation[0].lower() + operation[1:],
            "SystemErrors",
            {"TableName": table, "Operation": operation},
            "Sum",
            settings,
            "system_errors",
        )
        for operation in operations
    ]
    return _alarm(
        name,
        f"DynamoDB returns system errors (HTTP 500) for {words} on table {table}. The AWS SDKs retry these requests; if"
        " the errors last, check the AWS Health Dashboard.",
        _formula("SUM(FILL(METRICS(), 0))", *metrics),
        settings,
        "system_errors",
    )


def _latency(operation, table, settings):
    statistic = settings["latency_statistic"]
    dimensions = {"TableName": table, "Operation": operation}
    return _alarm(
        f"latency/{operation}",
        f"The latency of successful {operation} requests on table {table} exceeds {settings['latency_threshold']:g} ms"
        f" ({statistic}).",
        _formula(
            "FILL(taken, 0)",
            _metric("taken", "SuccessfulRequestLatency", dimensions, statistic, settings, "latency"),
        ),
        settings,
        "latency",
    )


def _replication(receiver, table, settings):
    """Missing data are not filled: they can also mean that replication has stopped."""
    dimensions = {"TableName": table, "ReceivingRegion": receiver}
    metric = _metric("taken", "ReplicationLatency", dimensions, "Average", settings, "replication_latency")
    return _alarm(
        f"replication-latency/{receiver}",
        f"Replication of table {table} to {receiver} takes more than {settings['replication_latency_threshold']:g} ms.",
        {name: value for name, value in metric.items() if name != "id"},
        settings,
        "replication_latency",
    )


def _alarm(name, description, watched, settings, family, threshold=None):
    """family: the prefix of the settings that apply."""
    periods = settings[f"{family}_evaluation_periods"]
    return {
        "name": name,
        "description": description,
        **watched,
        "comparison": "GreaterThanThreshold",
        "threshold": settings[f"{family}_threshold"] if threshold is None else threshold,
        "evaluation_periods": periods,
        "datapoints_to_alarm": settings.get(f"{family}_datapoints_to_alarm") or periods,
        "treat_missing_data": "notBreaching",
    }


def _formula(expression, *metrics):
    return {"metrics": [{"id": "watched", "expression": expression, "return_data": True}, *metrics]}


def _metric(name, metric, dimensions, statistic, settings, family):
    return {
        "id": name,
        "namespace": NAMESPACE,
        "metric_name": metric,
        "dimensions": dimensions,
        "statistic": statistic,
        "period": settings[f"{family}_period"],
    }
