# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A table's dashboard: the metrics of the alarms, with the same periods and thresholds. Pure.

A row of graphs for the table, one for its latency, errors and replication, one for each index and each replica.
"""

from __future__ import annotations

from . import catalogue as alarm_catalogue

WIDTH = 24
GRAPH_HEIGHT, HEADING_HEIGHT = 6, 1
TILES_A_ROW = 6
MOST_TILES = 100
BLUE, RED, ORANGE, PURPLE = "#1f77b4", "#d62728", "#ff7f0e", "#9467bd"


def body(declaration, table_arn, settings, home, alarms):
    """Return the body for PutDashboard. alarms: names of the alarms in the home Region. table_arn None: not known."""
    name, regions = declaration["name"], alarm_catalogue.regions(declaration, home)
    table, *indexes = alarm_catalogue.scopes(declaration, home)
    rows = [[_heading(f"# {name}\n{_words(table, regions)}", 2)]]
    arns = _arns(table_arn, home, alarms)
    if arns:
        rows.append([_tiles(arns)])
    rows += [_throughput(table, settings, home), _requests(declaration, settings, home)]
    for index in indexes:
        rows += [[_heading(f"## Index {index['name'][:-1]}")], _throughput(index, settings, home)]
    for region in regions[1:]:
        replica = next(alarm_catalogue.scopes(declaration, region))
        rows += [[_heading(f"## Replica in {region}")], _throughput(replica, settings, region)]
    return {"start": "-PT6H", "periodOverride": "inherit", "widgets": list(_placed(rows))}


def _words(table, regions):
    billing = "Provisioned" if table["provisioned"] else "On-demand"
    return f"{billing}, in {', '.join(regions)}."


def _arns(table_arn, region, alarms):
    """The ARNs of the alarms. They are not known before the table exists."""
    if not table_arn:
        return []
    _arn, partition, _service, _region, account, _table = table_arn.split(":", 5)
    return [f"arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}" for name in alarms]


def _placed(rows):
    """Yield the widgets of rows from top to bottom; the widgets of a row share its width equally."""
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


def _requests(declaration, settings, home):
    table = declaration["name"]
    graphs = [_latency(table, settings, home), _errors(table, settings, home)]
    receivers = alarm_catalogue.receivers(declaration, home, home)
    return [*graphs, _replication(table, settings, home, receivers)] if receivers else graphs


def _consumed(scope, kind, settings, region):
    """Consumed capacity per second, its limit, and the threshold of the alarm as a fraction of the limit."""
    if scope["provisioned"]:
        family, metric, words = "capacity", f"Provisioned{kind.capitalize()}CapacityUnits", "provisioned"
    else:
        family, metric, words = "ceiling", f"OnDemandMax{kind.capitalize()}RequestUnits", "on-demand maximum"
    period = settings[f"{family}_period"]
    used = _metric(
        f"Consumed{kind.capitalize()}CapacityUnits", scope["dimensions"], id="used", stat="Sum", visible=False
    )
    lines = [_math("used / PERIOD(used)", "consumed", BLUE), used]
    if scope["provisioned"] or scope["limited"][kind]:
        threshold = settings[f"{family}_threshold"]
        lines.append(_metric(metric, scope["dimensions"], id="limit", stat="Average", label=words, color=RED))
        lines.append(_math(f"limit * {threshold:g}", "alarm", ORANGE))
    return _graph(f"{kind.capitalize()} capacity units", region, period, lines)


def _throttled(scope, settings, region):
    lines = []
    for kind, color in zip(alarm_catalogue.KINDS, (BLUE, PURPLE)):
        lines.append(_math(f"FILL({kind}s, 0)", f"{kind}s", color))
        metric = f"{kind.capitalize()}ThrottleEvents"
        lines.append(_metric(metric, scope["dimensions"], id=f"{kind}s", stat="Sum", visible=False))
    return _graph("Throttle events", region, settings["throttle_period"], lines)


def _latency(table, settings, region):
    lines = [
        _metric(
            "SuccessfulRequestLatency",
            {"TableName": table, "Operation": operation},
            stat=settings["latency_statistic"],
            label=operation,
        )
        for operation in settings["latency_operations"]
    ]
    title = f"Latency, ms ({settings['latency_statistic']})"
    return _graph(title, region, settings["latency_period"], lines, settings["latency_threshold"])


def _errors(table, settings, region):
    operations = alarm_catalogue.ITEM_OPERATIONS + alarm_catalogue.OTHER_OPERATIONS
    dimensions = [{"TableName": table, "Operation": operation} for operation in operations]
    metrics = [_metric("SystemErrors", entry, stat="Sum", visible=False) for entry in dimensions]
    lines = [_math("SUM(FILL(METRICS(), 0))", "errors", RED), *metrics]
    return _graph("System errors", region, settings["system_errors_period"], lines)


def _replication(table, settings, region, receivers):
    lines = [
        _metric(
            "ReplicationLatency",
            {"TableName": table, "ReceivingRegion": receiver},
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
