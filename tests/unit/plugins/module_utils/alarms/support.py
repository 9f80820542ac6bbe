# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Sets of alarms for the tests, and a run of the module without AnsibleModule."""

from __future__ import annotations

from ansible_collections.stackkit.dynamodb.plugins.module_utils.alarms import read, reconcile, request
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.task_invariants import checked, run_task

TOPIC = f"arn:aws:sns:{REGION}:123456789012:alarms"


def throttled(name="user/read-throttled", **more):
    """An alarm on a single metric. Options that are None are omitted."""
    options = {
        "name": name,
        "namespace": "AWS/DynamoDB",
        "metric_name": "ReadThrottleEvents",
        "dimensions": {"TableName": "user"},
        "statistic": "Sum",
        "period": 300,
        "evaluation_periods": 2,
        "comparison": "GreaterThanThreshold",
        "threshold": 0,
        **more,
    }
    return {option: value for option, value in options.items() if value is not None}


def metric(id, name, **more):
    """A metric of metric math."""
    figure = {"namespace": "AWS/DynamoDB", "metric_name": name, "statistic": "Sum", "period": 300}
    return {"id": id, "dimensions": {"TableName": "user"}, **figure, **more}


def capacity(name="user/read-capacity", **more):
    """An alarm on metric math."""
    return {
        "name": name,
        "metrics": [
            {"id": "share", "expression": "used / PERIOD(used) / provisioned", "return_data": True},
            metric("used", "ConsumedReadCapacityUnits"),
            metric("provisioned", "ProvisionedReadCapacityUnits", statistic="Average"),
        ],
        "evaluation_periods": 2,
        "comparison": "GreaterThanThreshold",
        "threshold": 0.8,
        **more,
    }


def whole(**entry):
    """All options of one set, with defaults."""
    params, problems = checked(request, {"sets": [{"prefix": "user/", **entry}]}, None)
    assert not problems, problems
    return {**params["sets"][0], "place": 0}


def seen(*alarms, **more):
    """The current state with these alarms, given by their options."""
    found = read.Seen(**more)
    for entry in whole(alarms=list(alarms))["alarms"]:
        found.alarms[entry["name"]] = reconcile.plan.alarm_module.wanted(entry)
        found.facts[entry["name"]] = {"AlarmArn": f"arn:aws:cloudwatch:{REGION}:123456789012:alarm:{entry['name']}"}
    return found


def faults(*sets, region=REGION):
    """{option path: problem} of the sets of a task."""
    return checked(request, {"sets": list(sets)}, region)[1]


def run(simulator, **task):
    """One task of dynamodb_stackkit_alarms -> the result of the module, with its warnings."""
    how = {name: task.pop(name) for name in ("check_mode", "log") if name in task}
    return run_task(simulator, request, reconcile, task, **how)
