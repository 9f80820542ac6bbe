# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import re
from typing import Any

from ..core.regions import partition_of
from .errors import validation_error

SINGLE = ("MetricName", "Namespace", "Dimensions", "Period", "Unit", "Statistic", "ExtendedStatistic")
EXTENDED = re.compile(r"(p|tm|tc|ts|wm)\d{1,3}(\.\d+)?|IQM|(PR|TC|TM|TS|WM)\([\d.:%]+\)", re.IGNORECASE)
STATISTICS = ("SampleCount", "Average", "Sum", "Minimum", "Maximum")
ID = re.compile(r"[a-z][A-Za-z0-9_]*")
MAX_METRICS = 10
DAY, WEEK = 86400, 604800


def check(region: str, request: dict[str, Any]) -> None:
    """Validate the request of PutMetricAlarm (R82 to R84)."""
    if "Metrics" in request:
        _check_formula(request)
    elif "MetricName" in request:
        _check_metric(request)
    else:
        raise validation_error("Either MetricName or Metrics must be specified")
    _check_evaluation(request)
    for name in ("OKActions", "AlarmActions", "InsufficientDataActions"):
        for arn in request.get(name, []):
            _check_action(region, arn)


def _check_metric(request: dict[str, Any]) -> None:
    for name in ("Namespace", "Period", "Threshold", "ComparisonOperator", "EvaluationPeriods"):
        if name not in request:
            raise validation_error(f"The parameter {name} is required for alarms on a metric")
    if ("Statistic" in request) == ("ExtendedStatistic" in request):
        raise validation_error("Exactly one of Statistic and ExtendedStatistic must be specified")
    if "ExtendedStatistic" in request and not EXTENDED.fullmatch(request["ExtendedStatistic"]):
        raise validation_error(
            f"The value {request['ExtendedStatistic']} for parameter ExtendedStatistic is not supported."
        )
    _check_period(request["Period"])
    _check_dimensions(request.get("Dimensions", []))


def _check_formula(request: dict[str, Any]) -> None:
    given = [name for name in SINGLE if name in request]
    if given:
        raise validation_error(f"Metrics list cannot be used together with {', '.join(given)}")
    queries = request["Metrics"]
    ids = [query["Id"] for query in queries]
    if len(set(ids)) != len(ids):
        raise validation_error("The values for parameter id in metrics list must be unique")
    if sum(query.get("ReturnData", True) for query in queries) != 1:
        raise validation_error("Exactly one element of the metrics list should return data.")
    if sum("MetricStat" in query for query in queries) > MAX_METRICS:
        raise validation_error(f"The metrics list contains more than {MAX_METRICS} metrics")
    for query in queries:
        _check_query(query, ids)


def _check_query(query: dict[str, Any], ids: list[str]) -> None:
    if not ID.fullmatch(query["Id"]):
        raise validation_error(
            f"The value '{query['Id']}' for parameter id in metrics list is not matching the expected format"
        )
    if ("Expression" in query) == ("MetricStat" in query):
        raise validation_error(f"Exactly one of MetricStat and Expression must be specified for {query['Id']}")
    if query.get("Expression", "").upper().startswith("SELECT "):
        return  # a Metrics Insights query: its names are not IDs
    if "Expression" in query:
        for name in re.findall(r"(?<![\w.\"'])[a-z]\w*", query["Expression"]):
            if name not in ids:
                raise validation_error(f"Error in expression '{query['Id']}': Undefined variable {name}")
        return
    stat = query["MetricStat"]
    if not {"Namespace", "MetricName"} <= set(stat["Metric"]):
        raise validation_error(f"Namespace and MetricName are required for {query['Id']}")
    if stat["Stat"] not in STATISTICS and not EXTENDED.fullmatch(stat["Stat"]):
        raise validation_error(f"The value {stat['Stat']} for parameter Stat is not supported.")
    _check_period(stat["Period"])
    _check_dimensions(stat["Metric"].get("Dimensions", []))


def _check_evaluation(request: dict[str, Any]) -> None:
    for name in ("Threshold", "ComparisonOperator", "EvaluationPeriods"):
        if name not in request:
            raise validation_error(f"The parameter {name} is required")
    periods = request["EvaluationPeriods"]
    if request.get("DatapointsToAlarm", 1) > periods:
        raise validation_error("DatapointsToAlarm must not be greater than EvaluationPeriods")
    if request.get("TreatMissingData", "missing") not in ("breaching", "notBreaching", "ignore", "missing"):
        raise validation_error(f"Unsupported treat missing data value: {request['TreatMissingData']}")
    lengths = [query["MetricStat"]["Period"] for query in request.get("Metrics", []) if "MetricStat" in query]
    period = max([request.get("Period", 0), *lengths])
    if period * periods > (DAY if period < 3600 else WEEK):
        raise validation_error(
            "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400)."
        )


def _check_period(period: int) -> None:
    if period not in (10, 20, 30) and period % 60:
        raise validation_error("Period must be 10, 20, 30 or a multiple of 60")


def _check_dimensions(dimensions: list[dict[str, str]]) -> None:
    names = [dimension["Name"] for dimension in dimensions]
    if len(set(names)) != len(names):
        raise validation_error("The dimensions of a metric must have different names")


def _check_action(region: str, arn: str) -> None:
    parts = arn.split(":")
    if len(parts) < 6 or parts[:2] != ["arn", partition_of(region)]:
        raise validation_error(f"Invalid arn syntax: {arn}")
    if parts[3] not in ("", region):
        raise validation_error(f"Invalid region {parts[3]} specified. Only {region} is supported.")
