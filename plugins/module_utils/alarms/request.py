# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The options of sets of alarms, and what can be wrong with them before AWS is asked."""

from __future__ import annotations

import json
import re

from ..core import tagging

COMPARISONS = [
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
]
STATISTICS = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"]
ACTIONS = ("alarm_actions", "ok_actions", "insufficient_data_actions")

METRIC = dict(
    metric_name=dict(type="str"),
    namespace=dict(type="str"),
    dimensions=dict(type="dict"),
    period=dict(type="int"),
    unit=dict(type="str"),
)
METRICS = dict(
    **METRIC,
    id=dict(type="str", required=True),
    statistic=dict(type="str"),
    expression=dict(type="str"),
    label=dict(type="str"),
    return_data=dict(type="bool", default=False),
    account_id=dict(type="str"),
)
ALARM = dict(
    **METRIC,
    name=dict(type="str", required=True),
    description=dict(type="str"),
    statistic=dict(type="str", choices=STATISTICS),
    extended_statistic=dict(type="str"),
    metrics=dict(type="list", elements="dict", options=METRICS),
    comparison=dict(type="str", required=True, choices=COMPARISONS),
    threshold=dict(type="float", required=True),
    evaluation_periods=dict(type="int", required=True),
    datapoints_to_alarm=dict(type="int"),
    treat_missing_data=dict(type="str", choices=["breaching", "notBreaching", "ignore", "missing"]),
    alarm_actions=dict(type="list", elements="str"),
    ok_actions=dict(type="list", elements="str"),
    insufficient_data_actions=dict(type="list", elements="str"),
)
SET = dict(
    state=dict(type="str", choices=["present", "absent"], default="present"),
    prefix=dict(type="str", required=True),
    names=dict(type="list", elements="str"),
    alarms=dict(type="list", elements="dict", options=ALARM),
    purge_alarms=dict(type="bool", default=False),
    dashboard=dict(type="dict", options=dict(name=dict(type="str", required=True), body=dict(type="json"))),
    tags=dict(type="dict"),
)
MODULE_SPEC = dict(sets=dict(type="list", elements="dict", required=True, options=SET))

# R83, as the rest of the checks.
EXTENDED = re.compile(r"(p|tm|tc|ts|wm)\d{1,3}(\.\d+)?|IQM|(PR|TC|TM|TS|WM)\([\d.:%]+\)", re.IGNORECASE)
ID = re.compile(r"[a-z]\w*", re.ASCII)
DASHBOARD_NAME = re.compile(r"[A-Za-z0-9_-]{1,255}")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
MOST_ACTIONS, MOST_DIMENSIONS, MOST_METRICS = 5, 30, 10
DAY, WEEK = 86400, 604800


def check(params, region):
    """(option path, problem) of what the spec cannot express. region: None where none is known."""
    places = {}
    for place, entry in enumerate(params["sets"] or []):
        path = f"sets[{place}]"
        yield from _prefix_faults(path, entry["prefix"], places)
        yield from _dashboard_faults(path, entry, places)
        yield from _names_faults(path, entry)
        if entry["state"] == "present":
            yield from tagging.check(entry["tags"], f"{path}.tags")
            yield from _alarms_faults(path, entry, places)
    if region:
        yield from _check_region(params, region)


def _check_region(params, region):
    """An alarm can act in its own Region only (R84)."""
    for place, entry in enumerate(params["sets"] or []):
        for number, alarm in enumerate(entry["alarms"] or []):
            for option in ACTIONS:
                for arn in alarm[option] or []:
                    of = arn.split(":")[3] if arn.count(":") >= 5 else None
                    path = f"sets[{place}].alarms[{number}].{option}"
                    if of is None:
                        yield path, f"{arn} is no ARN"
                    elif of not in ("", region):
                        yield path, f"{arn} is of {of}, but an alarm of {region} can act there only"


def _prefix_faults(path, prefix, places):
    """places: what is taken so far, by (kind, name): its path."""
    if not prefix.endswith("/") or len(prefix) < 2 or len(prefix) > 254:
        yield f"{path}.prefix", "must end in /, and be 2 to 254 characters long"
    for (kind, other), where in places.items():
        if kind == "prefix" and (prefix.startswith(other) or other.startswith(prefix)):
            yield f"{path}.prefix", f"{prefix} and {other} of {where} would hold the same alarms"
    places["prefix", prefix] = path


def _names_faults(path, entry):
    if entry["names"] is not None and entry["state"] == "present":
        yield f"{path}.names", "is for state: absent; with state: present list the alarms, and set purge_alarms"
    for number, name in enumerate(entry["names"] or []):
        if not name.startswith(entry["prefix"]):
            yield f"{path}.names[{number}]", f"{name} must begin with the set's prefix {entry['prefix']}"


def _dashboard_faults(path, entry, places):
    dashboard = entry["dashboard"]
    if dashboard is None:
        return
    name, body = dashboard["name"], dashboard["body"]
    if not DASHBOARD_NAME.fullmatch(name):
        yield f"{path}.dashboard.name", "must be 1 to 255 letters, digits, - and _"
    if ("dashboard", name) in places:
        yield f"{path}.dashboard.name", f"{name} is the dashboard of {places['dashboard', name]} too"
    places["dashboard", name] = path
    if entry["state"] == "present" and not isinstance(_parsed(body), dict):
        yield f"{path}.dashboard.body", "must be a JSON object" if body else "is required"


def _parsed(body):
    try:
        return json.loads(body or "")
    except ValueError:
        return None


def _alarms_faults(path, entry, places):
    for number, alarm in enumerate(entry["alarms"] or []):
        where, name = f"{path}.alarms[{number}]", alarm["name"]
        if not name.startswith(entry["prefix"]) or name == entry["prefix"]:
            yield f"{where}.name", f"{name} must begin with the set's prefix {entry['prefix']}, and go on"
        if len(name) > 255 or CONTROL.search(name):
            yield f"{where}.name", "must be up to 255 characters long, without control characters"
        if ("alarm", name) in places:
            yield f"{where}.name", f"{name} is the name of {places['alarm', name]} too"
        places["alarm", name] = where
        for option, problem in _alarm_faults(alarm):
            yield f"{where}.{option}", problem


def _alarm_faults(alarm):
    if len(alarm["description"] or "") > 1024:
        yield "description", "must be at most 1024 characters long"
    for option in ACTIONS:
        if len(alarm[option] or []) > MOST_ACTIONS:
            yield option, f"{len(alarm[option])} actions, but there can be {MOST_ACTIONS}"
    if alarm["metrics"] is None:
        yield from _single_faults(alarm)
    else:
        yield from _formula_faults(alarm)
    yield from _evaluation_faults(alarm)


def _single_faults(alarm):
    if alarm["metric_name"] is None:
        yield "metric_name", "is required, unless metrics is given"
        return
    yield from _metric_faults(alarm)
    if (alarm["statistic"] is None) == (alarm["extended_statistic"] is None):
        yield "statistic", "give one of statistic and extended_statistic"
    if alarm["extended_statistic"] is not None and not EXTENDED.fullmatch(alarm["extended_statistic"]):
        yield "extended_statistic", "must be a statistic such as p99, tm90, IQM or PR(0:100)"


def _formula_faults(alarm):
    for option in [*METRIC, "statistic", "extended_statistic"]:
        if alarm[option] is not None:
            yield option, "belongs into the entries of metrics, where metrics is given"
    entries = alarm["metrics"]
    returned = [entry["id"] for entry in entries if entry["return_data"]]
    if len(returned) != 1:
        yield (
            "metrics",
            f"exactly one entry must have return_data true, for the alarm watches that; {len(returned)} have",
        )
    if sum(entry["metric_name"] is not None for entry in entries) > MOST_METRICS:
        yield "metrics", f"there can be at most {MOST_METRICS} metrics"
    ids = [entry["id"] for entry in entries]
    for number, entry in enumerate(entries):
        for option, problem in _entry_faults(entry, ids[:number]):
            yield f"metrics[{number}].{option}", problem


def _entry_faults(entry, ids_before):
    if not ID.fullmatch(entry["id"]) or len(entry["id"]) > 255:
        yield "id", "must begin with a small letter, and be of letters, digits and _"
    if entry["id"] in ids_before:
        yield "id", f"{entry['id']} is given twice"
    if (entry["expression"] is None) == (entry["metric_name"] is None):
        yield "expression", "give one of expression and metric_name"
    elif entry["expression"] is None:
        yield from _metric_faults(entry)
        if entry["statistic"] is None:
            yield "statistic", "is required"
        elif entry["statistic"] not in STATISTICS and not EXTENDED.fullmatch(entry["statistic"]):
            yield "statistic", f"must be one of {', '.join(STATISTICS)}, or such as p99, tm90, IQM or PR(0:100)"
    else:
        if not 1 <= len(entry["expression"]) <= 2048:
            yield "expression", "must be 1 to 2048 characters long"
        for option in ("namespace", "dimensions", "statistic", "unit"):
            if entry[option] is not None:
                yield option, "belongs to a metric, not to an expression"
        if entry["period"] is not None:
            yield from _period_faults(entry["period"])


def _metric_faults(metric):
    if not 1 <= len(metric["metric_name"]) <= 255:
        yield "metric_name", "must be 1 to 255 characters long"
    if metric["namespace"] is None:
        yield "namespace", "is required"
    elif not 1 <= len(metric["namespace"]) <= 255 or metric["namespace"].startswith(":"):
        yield "namespace", "must be 1 to 255 characters long, and not begin with a colon"
    if len(metric["dimensions"] or {}) > MOST_DIMENSIONS:
        yield "dimensions", f"there can be at most {MOST_DIMENSIONS}"
    for name, value in (metric["dimensions"] or {}).items():
        if not 1 <= len(str(name)) <= 255 or not 1 <= len(str(value)) <= 1024:
            yield f"dimensions.{name}", "a dimension's name has 1 to 255 characters, and its value 1 to 1024"
    if metric["period"] is None:
        yield "period", "is required"
    else:
        yield from _period_faults(metric["period"])


def _period_faults(period):
    if period not in (10, 20, 30) and (period < 60 or period % 60):
        yield "period", "must be 10, 20, 30 or a multiple of 60 seconds"


def _evaluation_faults(alarm):
    periods, datapoints = alarm["evaluation_periods"], alarm["datapoints_to_alarm"]
    if periods < 1:
        yield "evaluation_periods", "must be 1 or more"
        return
    if datapoints is not None and not 1 <= datapoints <= periods:
        yield "datapoints_to_alarm", f"must be 1 to evaluation_periods, which is {periods}"
    lengths = {entry["period"] for entry in alarm["metrics"] or [alarm]} - {None}
    if len(lengths) != 1:
        return  # which of several periods counts is not documented
    (period,) = lengths
    longest = DAY if period < 3600 else WEEK
    if period * periods > longest:
        yield "evaluation_periods", f"{periods} times {period} s is {period * periods} s, but {longest} s is the most"
