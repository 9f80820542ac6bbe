# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The options of sets of alarms, and the checks before the first call to AWS."""

from __future__ import annotations

import json
import math
import re

from ..core import tagging
from ..core.patterns import given_twice, region_problem

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

# R83, like the other checks.
EXTENDED = re.compile(r"(p|tm|tc|ts|wm)\d{1,3}(\.\d+)?|IQM|(PR|TC|TM|TS|WM)\([\d.:%]+\)", re.IGNORECASE)
ID = re.compile(r"[a-z]\w*", re.ASCII)
DASHBOARD_NAME = re.compile(r"[A-Za-z0-9_-]{1,255}")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
MOST_ACTIONS, MOST_DIMENSIONS, MOST_METRICS = 5, 30, 10
DAY, WEEK = 86400, 604800


def check(params, region):
    """Yield (option path, problem) of what the spec cannot express. region None: not known."""
    sets = params["sets"] or []
    yield from _overlaps([entry["prefix"] for entry in sets])
    dashboards = [(f"sets[{place}].dashboard", entry["dashboard"]) for place, entry in enumerate(sets)]
    yield from _repeated([(path, dashboard["name"]) for path, dashboard in dashboards if dashboard])
    declared = [
        (f"sets[{place}].alarms[{number}]", alarm)
        for place, entry in enumerate(sets)
        if entry["state"] == "present"
        for number, alarm in enumerate(entry["alarms"] or [])
    ]
    yield from _repeated([(path, alarm["name"]) for path, alarm in declared])
    for place, entry in enumerate(sets):
        path = f"sets[{place}]"
        yield from _set_faults(path, entry)
        if entry["state"] == "present":
            yield from tagging.check(entry["tags"], f"{path}.tags")
    for path, alarm in declared:
        yield from ((f"{path}.{option}", problem) for option, problem in _alarm_faults(alarm))
        if region:
            yield from ((f"{path}.{option}", problem) for option, problem in _action_faults(alarm, region))


def _overlaps(prefixes):
    for place, prefix in enumerate(prefixes):
        for first, other in enumerate(prefixes[:place]):
            if prefix.startswith(other) or other.startswith(prefix):
                yield f"sets[{place}].prefix", f"{prefix} overlaps with {other}, the prefix of sets[{first}]"


def _repeated(named):
    """named: [(path, name)]"""
    for place, first in given_twice([name for _path, name in named]).items():
        path, name = named[place]
        yield f"{path}.name", f"{name} is also the name of {named[first][0]}"


def _action_faults(alarm, region):
    """An alarm can only invoke actions in its own Region (R84)."""
    for option in ACTIONS:
        for arn in alarm[option] or []:
            problem = region_problem(arn, region) if arn.count(":") >= 5 else f"{arn} is not an ARN"
            if problem:
                yield option, problem


def _set_faults(path, entry):
    prefix = entry["prefix"]
    if not prefix.endswith("/") or not 2 <= len(prefix) <= 254:
        yield f"{path}.prefix", "must end in / and have 2 to 254 characters"
    yield from _dashboard_faults(path, entry)
    yield from _names_faults(path, entry)
    for number, alarm in enumerate(entry["alarms"] or [] if entry["state"] == "present" else []):
        where, name = f"{path}.alarms[{number}].name", alarm["name"]
        if not name.startswith(prefix) or name == prefix:
            yield where, f"{name} must begin with the prefix of the set, {prefix}, and must be longer"
        if len(name) > 255 or CONTROL.search(name):
            yield where, "must have up to 255 characters, and no control characters"


def _names_faults(path, entry):
    if entry["names"] is not None and entry["state"] == "present":
        yield f"{path}.names", "is only allowed with state: absent; with state: present, use alarms and purge_alarms"
    for number, name in enumerate(entry["names"] or []):
        if not name.startswith(entry["prefix"]):
            yield f"{path}.names[{number}]", f"{name} must begin with the prefix of the set, {entry['prefix']}"


def _dashboard_faults(path, entry):
    dashboard = entry["dashboard"]
    if dashboard is None:
        return
    name, body = dashboard["name"], dashboard["body"]
    if not DASHBOARD_NAME.fullmatch(name):
        yield f"{path}.dashboard.name", "must be 1 to 255 letters, digits, - and _"
    if entry["state"] == "present" and not isinstance(_parsed(body), dict):
        yield f"{path}.dashboard.body", "must be a JSON object" if body else "is required"


def _parsed(body):
    try:
        return json.loads(body or "")
    except ValueError:
        return None


def _alarm_faults(alarm):
    if not math.isfinite(alarm["threshold"]):
        yield "threshold", f"is {alarm['threshold']}; must be a finite number"
    if len(alarm["description"] or "") > 1024:
        yield "description", f"has {len(alarm['description'])} characters; CloudWatch accepts up to 1024"
    for option in ACTIONS:
        if len(alarm[option] or []) > MOST_ACTIONS:
            yield option, f"has {len(alarm[option])} actions; CloudWatch accepts up to {MOST_ACTIONS}"
    if alarm["metrics"] is None:
        yield from _single_faults(alarm)
    else:
        yield from _math_faults(alarm)
    yield from _evaluation_faults(alarm)


def _single_faults(alarm):
    if alarm["metric_name"] is None:
        yield "metric_name", "is required without metrics"
        return
    yield from _metric_faults(alarm)
    if (alarm["statistic"] is None) == (alarm["extended_statistic"] is None):
        yield "statistic", "exactly one of statistic and extended_statistic is required"
    if alarm["extended_statistic"] is not None and not EXTENDED.fullmatch(alarm["extended_statistic"]):
        yield "extended_statistic", "must be a statistic such as p99, tm90, IQM or PR(0:100)"


def _math_faults(alarm):
    for option in [*METRIC, "statistic", "extended_statistic"]:
        if alarm[option] is not None:
            yield option, "is not allowed with metrics; set it in the entries of metrics"
    entries = alarm["metrics"]
    returned = [entry["id"] for entry in entries if entry["return_data"]]
    if len(returned) != 1:
        yield "metrics", f"exactly one entry must have return_data: true; {len(returned)} have it"
    count = sum(entry["metric_name"] is not None for entry in entries)
    if count > MOST_METRICS:
        yield "metrics", f"has {count} metrics; CloudWatch accepts up to {MOST_METRICS}"
    for place, first in given_twice([entry["id"] for entry in entries]).items():
        yield f"metrics[{place}].id", f"{entries[place]['id']} is also the ID of metrics[{first}]"
    for number, entry in enumerate(entries):
        yield from ((f"metrics[{number}].{option}", problem) for option, problem in _entry_faults(entry))


def _entry_faults(entry):
    if not ID.fullmatch(entry["id"]) or len(entry["id"]) > 255:
        yield "id", "must begin with a lowercase letter, and consist of up to 255 letters, digits and _"
    if (entry["expression"] is None) == (entry["metric_name"] is None):
        yield "expression", "exactly one of expression and metric_name is required"
    elif entry["expression"] is None:
        yield from _metric_faults(entry)
        if entry["statistic"] is None:
            yield "statistic", "is required"
        elif entry["statistic"] not in STATISTICS and not EXTENDED.fullmatch(entry["statistic"]):
            yield (
                "statistic",
                f"must be one of {', '.join(STATISTICS)}, or a statistic such as p99, tm90, IQM or PR(0:100)",
            )
    else:
        if not 1 <= len(entry["expression"]) <= 2048:
            yield "expression", f"has {len(entry['expression'])} characters; CloudWatch accepts 1 to 2048"
        for option in ("namespace", "dimensions", "statistic", "unit"):
            if entry[option] is not None:
                yield option, "is not allowed with expression"
        if entry["period"] is not None:
            yield from _period_faults(entry["period"])


def _metric_faults(metric):
    if not 1 <= len(metric["metric_name"]) <= 255:
        yield "metric_name", "must have 1 to 255 characters"
    if metric["namespace"] is None:
        yield "namespace", "is required"
    elif not 1 <= len(metric["namespace"]) <= 255 or metric["namespace"].startswith(":"):
        yield "namespace", "must have 1 to 255 characters, and must not begin with a colon"
    if len(metric["dimensions"] or {}) > MOST_DIMENSIONS:
        yield "dimensions", f"has {len(metric['dimensions'])} dimensions; CloudWatch accepts up to {MOST_DIMENSIONS}"
    for name, value in (metric["dimensions"] or {}).items():
        if not 1 <= len(str(name)) <= 255 or not 1 <= len(str(value)) <= 1024:
            yield f"dimensions.{name}", "the name of a dimension has 1 to 255 characters, its value 1 to 1024"
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
        return  # the documentation does not say which of several periods applies
    (period,) = lengths
    longest = DAY if period < 3600 else WEEK
    if period * periods > longest:
        yield (
            "evaluation_periods",
            f"{periods} periods of {period} s are {period * periods} s; CloudWatch accepts up to {longest} s",
        )
