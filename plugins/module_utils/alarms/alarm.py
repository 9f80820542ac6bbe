# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One alarm: as options, and in the form of PutMetricAlarm and DescribeAlarms."""

from __future__ import annotations

from .request import ACTIONS

# Option -> AWS's name of options whose value is the same.
PLAIN = {
    "name": "AlarmName",
    "description": "AlarmDescription",
    "comparison": "ComparisonOperator",
    "threshold": "Threshold",
    "evaluation_periods": "EvaluationPeriods",
    "datapoints_to_alarm": "DatapointsToAlarm",
    "treat_missing_data": "TreatMissingData",
    "alarm_actions": "AlarmActions",
    "ok_actions": "OKActions",
    "insufficient_data_actions": "InsufficientDataActions",
    "metric_name": "MetricName",
    "namespace": "Namespace",
    "statistic": "Statistic",
    "extended_statistic": "ExtendedStatistic",
    "period": "Period",
    "unit": "Unit",
}
# What the alarm evaluates: a metric, metric math or a query. AWS accepts one of the three (R82).
METRIC = ("MetricName", "Namespace", "Dimensions", "Statistic", "ExtendedStatistic", "Period", "Unit")
EVALUATED = (*METRIC, "Metrics", "ThresholdMetricId", "EvaluationCriteria", "EvaluationInterval")


def wanted(alarm):
    """An alarm's options -> the params of PutMetricAlarm that they declare."""
    params = {aws: alarm[option] for option, aws in PLAIN.items() if alarm[option] is not None}
    if alarm["dimensions"]:
        params["Dimensions"] = _dimensions(alarm["dimensions"])
    if alarm["metrics"] is not None:
        params["Metrics"] = [_query(entry) for entry in alarm["metrics"]]
    return params


def complete(want, have):
    """The desired params: omitted ones keep their value, but what the alarm evaluates is declared as a whole."""
    replaced = set(EVALUATED)
    if "ExtendedStatistic" not in want:
        replaced.add("EvaluateLowSampleCountPercentile")
    final = {**{name: value for name, value in have.items() if name not in replaced}, **want}
    if "Metrics" in want:
        live = {query["Id"]: query for query in have.get("Metrics", [])}
        final["Metrics"] = [_with_label(query, live.get(query["Id"], {})) for query in want["Metrics"]]
    return final


def _with_label(want, have):
    """A query with the label and account that AWS may have added."""
    return {**{name: have[name] for name in ("Label", "AccountId") if name in have}, **want}


def declare(params):
    """Params of PutMetricAlarm, or the same of DescribeAlarms -> options. Equal options mean equal alarms."""
    options = {option: params[aws] for option, aws in PLAIN.items() if params.get(aws) not in (None, [], "")}
    options.setdefault("datapoints_to_alarm", options.get("evaluation_periods"))
    options.setdefault("treat_missing_data", "missing")
    if "threshold" in options:
        options["threshold"] = float(options["threshold"])
    for option in ACTIONS:
        options[option] = sorted(options.get(option, []))
    if params.get("Dimensions"):
        options["dimensions"] = _from_dimensions(params["Dimensions"])
    if params.get("Metrics"):
        options["metrics"] = sorted((_from_query(query) for query in params["Metrics"]), key=lambda entry: entry["id"])
    return options


def _query(entry):
    query = {"Id": entry["id"], "ReturnData": entry["return_data"]}
    if entry["expression"] is None:
        metric = {"Namespace": entry["namespace"], "MetricName": entry["metric_name"]}
        if entry["dimensions"]:
            metric["Dimensions"] = _dimensions(entry["dimensions"])
        query["MetricStat"] = {"Metric": metric, "Period": entry["period"], "Stat": entry["statistic"]}
        if entry["unit"] is not None:
            query["MetricStat"]["Unit"] = entry["unit"]
    else:
        query["Expression"] = entry["expression"]
        if entry["period"] is not None:
            query["Period"] = entry["period"]
    for option, aws in (("label", "Label"), ("account_id", "AccountId")):
        if entry[option] is not None:
            query[aws] = entry[option]
    return query


def _from_query(query):
    stat = query.get("MetricStat", {})
    metric = stat.get("Metric", {})
    entry = {
        "id": query["Id"],
        "return_data": query.get("ReturnData", True),
        "expression": query.get("Expression"),
        "metric_name": metric.get("MetricName"),
        "namespace": metric.get("Namespace"),
        "dimensions": _from_dimensions(metric.get("Dimensions", [])),
        "period": stat.get("Period", query.get("Period")),
        "statistic": stat.get("Stat"),
        "unit": stat.get("Unit"),
        "label": query.get("Label"),
        "account_id": query.get("AccountId"),
    }
    return {option: value for option, value in entry.items() if value not in (None, "", {})}


def _dimensions(dimensions):
    return [{"Name": str(name), "Value": str(value)} for name, value in dimensions.items()]


def _from_dimensions(dimensions):
    return {dimension["Name"]: dimension["Value"] for dimension in dimensions}
