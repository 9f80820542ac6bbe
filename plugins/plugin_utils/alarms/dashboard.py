# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A table's dashboard: what the alarms watch, over the same periods and against the same thresholds. Pure.

One row of graphs for the table, its latency, errors and replication, one for each index, one for each replica's region.
"""

from __future__ import annotations

from . import catalogue as alarm_catalogue

WIDTH = 24
GRAPH_HEIGHT, HEADING_HEIGHT = 6, 1
TILES_A_ROW = 6
MOST_TILES = 100
BLUE, RED, ORANGE, PURPLE = "#1f77b4", "#d62728", "#ff7f0e", "#9467bd"


def body(facts, settings, home, alarms):
    """The body for PutDashboard. facts, settings: as for alarm_catalogue.of_table; alarms: names of those at home."""
    regions = alarm_catalogue.regions(facts, home)
    table, *indexes = alarm_catalogue.scopes(facts, home)
    rows = [[_heading(f"# {facts['table_name']}\n{_words(table, regions)}", 2)]]
    arns = _arns(facts, home, alarms)
    if arns:
        rows.append([_tiles(arns)])
    rows += [_throughput(table, settings, home), _requests(facts, settings, home)]
    for index in indexes:
        rows += [[_heading(f"## Index {index['name'][:-1]}")], _throughput(index, settings, home)]
    for region in regions[1:]:
        replica = next(alarm_catalogue.scopes(facts, region))
        rows += [[_heading(f"## Replica in {region}")], _throughput(replica, settings, region)]
    return {"start": "-PT6H", "periodOverride": "inherit", "widgets": list(_placed(rows))}


def _words(table, regions):
    billing = "Provisioned" if table["provisioned"] else "On demand"
    return f"{billing}, in {', '.join(regions)}."


def _arns(facts, region, alarms):
    """None are known of a table that is yet to be made."""
    if not facts.get("table_arn"):
        return []
    _arn, partition, _service, _region, account, _table = facts["table_arn"].split(":", 5)
    return [f"arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}" for name in alarms]


def _placed(rows):
    """The widgets of rows, from above, each row's side by side and of one width."""
    y = 0
    for row in rows:
        width = WIDTH // len(row)
        for place, widget in enumerate(row):
            yield {**widget, "x": place * width, "y": y, "width": width}
        y += row[0]["height"]


def _heading(markdown, height=HEADING_HEIGHT):
    return {"type": "text", "height": height, "properties": {"markdown": markdown, "background": "transparent"}}


def _tiles(arns):
    shown = arns[:MOST_TILES]
    height = 1 + -(-len(shown) // TILES_A_ROW)
    return {"type": "alarm", "height": height, "properties": {"title": "Alarms", "alarms": shown}}


def _throughput(scope, settings, region):
    graphs = [_consumed(scope, kind, settings, region) for kind in alarm_catalogue.KINDS]
    return [*graphs, _throttled(scope, settings, region)]


def _requests(facts, settings, home):
    graphs = [_latency(facts, settings, home), _errors(facts, settings, home)]
    receivers = alarm_catalogue.receivers(facts, home, home)
    return [*graphs, _replication(facts, settings, home, receivers)] if receivers else graphs


def _consumed(scope, kind, settings, region):
    """What is used a second, and what there is to use: the capacity, or the ceiling, with the share that alarms."""
    if scope["provisioned"]:
        family, metric, words = "capacity", f"Provisioned{kind.capitalize()}CapacityUnits", "provisioned"
    else:
        family, metric, words = "ceiling", f"OnDemandMax{kind.capitalize()}RequestUnits", "ceiling"
    period = settings[f"{family}_period"]
    used = _metric(
        f"Consumed{kind.capitalize()}CapacityUnits", scope["dimensions"], id="used", stat="Sum", visible=False
    )
    lines = [_math("used / PERIOD(used)", "consumed", BLUE), used]
    if scope["provisioned"] or scope["ceilings"][kind]:
        threshold = settings[f"{family}_threshold"]
        lines.append(_metric(metric, scope["dimensions"], id="limit", stat="Average", label=words, color=RED))
        lines.append(_math(f"limit * {threshold:g}", "alarm", ORANGE))
    return _graph(f"{kind.capitalize()}s a second", region, period, lines)


def _throttled(scope, settings, region):
    lines = []
    for kind, color in zip(alarm_catalogue.KINDS, (BLUE, PURPLE)):
        lines.append(_math(f"FILL({kind}s, 0)", f"{kind}s", color))
        metric = f"{kind.capitalize()}ThrottleEvents"
        lines.append(_metric(metric, scope["dimensions"], id=f"{kind}s", stat="Sum", visible=False))
    return _graph("Throttled", region, settings["throttle_period"], lines)


def _latency(facts, settings, region):
    lines = [
        _metric(
            "SuccessfulRequestLatency",
            {"TableName": facts["table_name"], "Operation": operation},
            stat=settings["latency_statistic"],
            label=operation,
        )
        for operation in settings["latency_operations"]
    ]
    title = f"Latency, ms ({settings['latency_statistic']})"
    return _graph(title, region, settings["latency_period"], lines, settings["latency_threshold"])


def _errors(facts, settings, region):
    operations = alarm_catalogue.ITEM_OPERATIONS + alarm_catalogue.OTHER_OPERATIONS
    dimensions = [{"TableName": facts["table_name"], "Operation": operation} for operation in operations]
    metrics = [_metric("SystemErrors", entry, stat="Sum", visible=False) for entry in dimensions]
    lines = [_math("SUM(FILL(METRICS(), 0))", "errors", RED), *metrics]
    return _graph("System errors", region, settings["system_errors_period"], lines)


def _replication(facts, settings, region, receivers):
    lines = [
        _metric(
            "ReplicationLatency",
            {"TableName": facts["table_name"], "ReceivingRegion": receiver},
            stat="Average",
            label=f"to {receiver}",
        )
        for receiver in receivers
    ]
    period, threshold = settings["replication_latency_period"], settings["replication_latency_threshold"]
    return _graph("Replication latency, ms", region, period, lines, threshold)


def _graph(title, region, period, lines, threshold=None):
    properties = {
        "title": title,
        "region": region,
        "view": "timeSeries",
        "stacked": False,
        "period": period,
        "metrics": lines,
        "yAxis": {"left": {"min": 0, "showUnits": False}},
    }
    if threshold is not None:
        annotation = {"label": "alarm", "value": threshold, "color": ORANGE}
        properties["annotations"] = {"horizontal": [annotation]}
    return {"type": "metric", "height": GRAPH_HEIGHT, "properties": properties}


def _metric(metric, dimensions, **look):
    return [alarm_catalogue.NAMESPACE, metric, *(part for pair in dimensions.items() for part in pair), look]


def _math(expression, label, color):
    return [{"expression": expression, "label": label, "color": color}]
