# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which alarms a table has in a region: from what DynamoDB tells of the table, and thresholds, to alarms. Pure.

Alarms are in the form of dynamodb_stackkit_alarms, but for their names, which are without the table's.
DynamoDB is silent where nothing happens, and CloudWatch may leave an alarm as it is on silence. So metric math fills
what is counted, and what requests take, with zeros, and the alarm ends with its cause (R101).
"""

from __future__ import annotations

NAMESPACE = "AWS/DynamoDB"
KINDS = ("read", "write")
# SystemErrors is told of each operation alone, and an alarm adds up ten metrics at most (R83, R102).
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
NO_CEILING = -1


def of_table(facts, settings, region, home):
    """The alarms of one table in one region. facts: `table` of dynamodb_stackkit; settings: as alarm_settings reads."""
    for scope in scopes(facts, region):
        for kind in KINDS:
            yield _throttled(scope, kind, settings)
            if scope["provisioned"]:
                yield _capacity(scope, kind, settings)
            elif scope["ceilings"][kind]:
                yield _ceiling(scope, kind, settings)
    yield _system_errors("system-errors", "operations on items", ITEM_OPERATIONS, facts, settings)
    yield _system_errors("system-errors/others", "PartiQL and stream reads", OTHER_OPERATIONS, facts, settings)
    if settings["latency"]:
        for operation in settings["latency_operations"]:
            yield _latency(operation, facts, settings)
    for receiver in receivers(facts, region, home):
        yield _replication(receiver, facts, settings)


def scopes(facts, region):
    """The table and each global index in a region, as what is watched for throughput."""
    # AWS leaves out PROVISIONED of a table that never had another mode (R47).
    provisioned = facts.get("billing_mode_summary", {}).get("billing_mode", "PROVISIONED") == "PROVISIONED"
    replica = next((entry for entry in _replicas(facts) if entry["region_name"] == region), {})
    dimensions = {"TableName": facts["table_name"]}
    yield {
        "name": "",
        "words": f"table {facts['table_name']}",
        "dimensions": dimensions,
        "provisioned": provisioned,
        "ceilings": _ceilings(facts, replica),
    }
    of_replica = {index["index_name"]: index for index in replica.get("global_secondary_indexes", [])}
    for index in facts.get("global_secondary_indexes", []):
        if index.get("index_status") == "DELETING":
            continue
        name = index["index_name"]
        yield {
            "name": f"{name}/",
            "words": f"index {name} of table {facts['table_name']}",
            "dimensions": {**dimensions, "GlobalSecondaryIndexName": name},
            "provisioned": provisioned,
            "ceilings": _ceilings(index, of_replica.get(name, {})),
        }


def regions(facts, home):
    """The regions that have the table, the home first."""
    return [home, *(replica["region_name"] for replica in _replicas(facts) if replica["region_name"] != home)]


def receivers(facts, region, home):
    """The regions that changes made in this one go to. DynamoDB tells no latency of strong consistency (R103)."""
    if facts.get("multi_region_consistency") == "STRONG":
        return []
    return [other for other in regions(facts, home) if other != region]


def _replicas(facts):
    return [entry for entry in facts.get("replicas", []) if entry.get("replica_status") != "DELETING"]


def _ceilings(described, replica):
    """{kind: whether there is a ceiling}; a replica can have one of its own for reads."""
    ceilings = described.get("on_demand_throughput") or {}
    own = replica.get("on_demand_throughput_override") or {}
    both = {**ceilings, **own}
    return {kind: both.get(f"max_{kind}_request_units", NO_CEILING) != NO_CEILING for kind in KINDS}


def _throttled(scope, kind, settings):
    metric = _metric("events", f"{kind.capitalize()}ThrottleEvents", scope["dimensions"], "Sum", settings, "throttle")
    return _alarm(
        f"{scope['name']}{kind}-throttled",
        f"{kind.capitalize()}s of {scope['words']} are throttled. Where its capacity or ceiling is not used up, one key"
        " or partition takes more than its share.",
        _formula("FILL(events, 0)", metric),
        settings,
        "throttle",
        threshold=settings[f"{kind}_throttle_threshold"],
    )


def _capacity(scope, kind, settings):
    return _alarm(
        f"{scope['name']}{kind}-capacity",
        f"{kind.capitalize()}s of {scope['words']} use more than {settings['capacity_threshold']:.0%} of the capacity"
        " that is provisioned at the time. If it scales by itself, it may have come to its maximum.",
        share(scope, kind, settings, "capacity", f"Provisioned{kind.capitalize()}CapacityUnits"),
        settings,
        "capacity",
    )


def _ceiling(scope, kind, settings):
    return _alarm(
        f"{scope['name']}on-demand-{kind}-ceiling",
        f"{kind.capitalize()}s of {scope['words']} use more than {settings['ceiling_threshold']:.0%} of the ceiling"
        " that is set for them. Above the ceiling requests are throttled.",
        share(scope, kind, settings, "ceiling", f"OnDemandMax{kind.capitalize()}RequestUnits"),
        settings,
        "ceiling",
    )


def share(scope, kind, settings, family, limit):
    """What is used of a limit, which is itself a metric: so the alarm follows what autoscaling sets."""
    return _formula(
        "used / PERIOD(used) / limit",
        _metric("used", f"Consumed{kind.capitalize()}CapacityUnits", scope["dimensions"], "Sum", settings, family),
        _metric("limit", limit, scope["dimensions"], "Average", settings, family),
    )


def _system_errors(name, words, operations, facts, settings):
    metrics = [
        _metric(
            operation[0].lower() + operation[1:],
            "SystemErrors",
            {"TableName": facts["table_name"], "Operation": operation},
            "Sum",
            settings,
            "system_errors",
        )
        for operation in operations
    ]
    return _alarm(
        name,
        f"DynamoDB fails by itself ({words}) on table {facts['table_name']}. Clients try again; where it lasts, look at"
        " AWS's health dashboard.",
        _formula("SUM(FILL(METRICS(), 0))", *metrics),
        settings,
        "system_errors",
    )


def _latency(operation, facts, settings):
    dimensions = {"TableName": facts["table_name"], "Operation": operation}
    statistic = settings["latency_statistic"]
    return _alarm(
        f"latency/{operation}",
        f"{operation} on table {facts['table_name']} takes DynamoDB more than {settings['latency_threshold']:g} ms"
        f" ({statistic}).",
        _formula(
            "FILL(taken, 0)",
            _metric("taken", "SuccessfulRequestLatency", dimensions, statistic, settings, "latency"),
        ),
        settings,
        "latency",
    )


def _replication(receiver, facts, settings):
    """Not filled: silence can also mean that nothing arrives any more."""
    metric = _metric(
        "taken",
        "ReplicationLatency",
        {"TableName": facts["table_name"], "ReceivingRegion": receiver},
        "Average",
        settings,
        "replication_latency",
    )
    return _alarm(
        f"replication-latency/{receiver}",
        f"Changes of table {facts['table_name']} take more than {settings['replication_latency_threshold']:g} ms to"
        f" {receiver}.",
        {name: value for name, value in metric.items() if name != "id"},
        settings,
        "replication_latency",
    )


def _alarm(name, description, watched, settings, family, threshold=None):
    """family: the beginning of the names of the settings that hold."""
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
