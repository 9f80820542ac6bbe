# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reading sets of alarms in few calls, because CloudWatch accepts nine DescribeAlarms calls per second (R88)."""

from __future__ import annotations

import json
import os.path
import re
from collections import defaultdict
from dataclasses import dataclass, field

from ..core import tagging
from ..core.apply import for_each, together
from ..core.errors import AwsError
from ..core.pools import Pools

READERS = 8  # threads
PAGE = 100  # alarms per page of DescribeAlarms (R85)
# Threads for groups of sets, few enough that the tags of the first groups are read while the others are described.
GROUPS = 4
FULL_PAGES = 4  # that a group needs at least, because its last page is mostly not full
# The error code of GetDashboard for a missing dashboard depends on the protocol of botocore (R87).
NO_DASHBOARD = ("ResourceNotFound", "DashboardNotFoundError")
# In the rule of a composite alarm: a name or an ARN, with or without quotes, or a keyword.
TOKEN = re.compile(r'"([^"]*)"|([^\s(),"]+)')


@dataclass
class Seen:
    """The current state of one set.

    alarms: {name: the params of PutMetricAlarm}, of metric alarms. facts: {name: DescribeAlarms' facts}.
    composites: names. used: {composite alarm: the names in its rule} of the whole Region, if alarms will be deleted.
    tags: {name: {key: value}}, if declared. dashboard: its body as a dict.
    """

    alarms: dict = field(default_factory=dict)
    facts: dict = field(default_factory=dict)
    composites: list = field(default_factory=list)
    used: dict = field(default_factory=dict)
    tags: dict = field(default_factory=dict)
    dashboard: dict | None = None


def observe(items, run):
    """Fill `have` of each Reconciliation with the current state of what its set declares."""
    for item in items:
        item.have = Seen()
    together(items, _in_groups, run, _read_alarms_and_tags)
    work = [(item, item.region, run) for item in items if item.want["dashboard"]]
    for_each(work, _read_dashboard, READERS)


def _read_alarms_and_tags(items, run):
    read_alarms(items, run)
    read_tags(items, run)


def observe_again(items, run):
    """Read the alarms again after the changes."""
    for item in items:
        item.have = Seen()
    together(items, _in_groups, run, read_alarms)


def _in_groups(items, run, read):
    """Call read(some of the sets, run) for groups of them in parallel."""
    items = [item for item in items if _has_alarms(item.want)]
    with Pools(GROUPS) as pools:
        for done in [pools.submit("sets", read, group, run) for group in _groups(items)]:
            done.result()


def _groups(items):
    """Group many sets by the beginning of their prefixes: the pages of one prefix can only be read in succession."""
    common = os.path.commonprefix([item.want["prefix"] for item in items])
    by_next = defaultdict(list)
    for item in items:
        by_next[item.want["prefix"][len(common) :][:1]].append(item)
    pages = sum(len(item.want["alarms"] or []) for item in items) / PAGE
    if "" in by_next or len(by_next) * FULL_PAGES > pages:
        return [items] if items else []
    return [group for some in by_next.values() for group in _groups(some)]


def read_alarms(items, run):
    """One paged read for all sets, unless so many alarms have their common prefix that one read per set is cheaper."""
    common = os.path.commonprefix([item.want["prefix"] for item in items])
    found = _describe(run, common, None if len(items) == 1 else PAGE * len(items))
    if found is None:
        for_each([(item, item.region, run) for item in items], _read_alone, READERS)
    else:
        for item in items:
            _sort(item, run, *found)


def read_rules(items, run):
    """Read which alarms composite alarms use. CloudWatch can look this up for only one alarm per call (R85)."""
    found = run.aws.in_region(run.region, "sets[].alarms").pages(
        "describe_alarms",
        "CompositeAlarms",
        service="cloudwatch",
        action="read the composite alarms",
        AlarmTypes=["CompositeAlarm"],
        PaginationConfig={"PageSize": PAGE},
    )
    used = {facts["AlarmName"]: _names_in(facts["AlarmRule"]) for facts in found}
    for item in items:
        item.have.used = used


def read_tags(items, run):
    """One read per hundred alarms. It returns changes with a delay, so alarms that differ are read again (R86)."""
    tagged = [item for item in items if item.want["state"] == "present" and item.want["tags"] is not None]
    arns = [facts["AlarmArn"] for item in tagged for _name, facts in _listed(item)]
    region, unread = run.aws.in_region(run.region, "sets[].tags"), {}
    try:
        known = tagging.of_many(region, arns, action="read the tags of the alarms")
    except AwsError as error:  # each alarm is then read alone
        run.progress.note(f"tags in {run.region}: read with one call per alarm. {error}")
        known, unread = {}, dict.fromkeys(arns)
    for item in tagged:
        item.have.tags = {name: known.get(facts["AlarmArn"], {}) for name, facts in _listed(item)}
    differing = [
        (item, item.region, run, name)
        for item in tagged
        for name, facts in _listed(item)
        if facts["AlarmArn"] in unread or item.have.tags[name] != item.want["tags"]
    ]
    for_each(differing, _read_tags_of_one, READERS)


def _names_in(rule):
    return {(quoted or plain).rpartition(":alarm:")[2] for quoted, plain in TOKEN.findall(rule)}


def _has_alarms(want):
    return want["state"] == "absent" or want["alarms"] is not None


def _listed(item):
    """(name, facts) of the declared alarms that exist."""
    names = [alarm["name"] for alarm in item.want["alarms"] or []]
    return [(name, item.have.facts[name]) for name in names if name in item.have.facts]


def _describe(run, prefix, most):
    """Metric and composite alarms with the prefix; None if there are more than `most`, which may be None."""
    options = {"AlarmTypes": ["MetricAlarm", "CompositeAlarm"], "PaginationConfig": {"PageSize": PAGE}}
    if prefix:
        options["AlarmNamePrefix"] = prefix
    if most is not None:
        options["PaginationConfig"]["MaxItems"] = most + 1
    found = run.aws.in_region(run.region, "sets[].alarms").all_pages(
        "describe_alarms", service="cloudwatch", action="read the alarms", **options
    )
    metric, composite = found.get("MetricAlarms", []), found.get("CompositeAlarms", [])
    return None if most is not None and len(metric) > most else (metric, composite)


def _read_alone(item, _region, run):
    _sort(item, run, *_describe(run, item.want["prefix"], None))


def _sort(item, run, metric, composite):
    """Select the alarms of this set."""
    prefix, seen = item.want["prefix"], item.have
    model = run.aws.client("cloudwatch", run.region).meta.service_model
    settable = model.operation_model("PutMetricAlarm").input_shape.members
    for facts in metric:
        name = facts["AlarmName"]
        if name.startswith(prefix):
            seen.facts[name] = facts
            # AWS returns an empty value for an unset parameter.
            seen.alarms[name] = {key: facts[key] for key in settable if facts.get(key) not in (None, "", [])}
    seen.composites = [facts["AlarmName"] for facts in composite if facts["AlarmName"].startswith(prefix)]


def _read_tags_of_one(item, _region, run, name):
    arn = item.have.facts[name]["AlarmArn"]
    answer = run.aws.in_region(run.region, "sets[].tags").call(
        "list_tags_for_resource", service="cloudwatch", action=f"read the tags of alarm {name}", ResourceARN=arn
    )
    item.have.tags[name] = tagging.own(answer["Tags"])


def _read_dashboard(item, _region, run):
    name = item.want["dashboard"]["name"]
    try:
        answer = run.aws.in_region(run.region, "sets[].dashboard").call(
            "get_dashboard", service="cloudwatch", action=f"read dashboard {name}", DashboardName=name
        )
    except AwsError as error:
        if error.code in NO_DASHBOARD:
            return
        raise
    item.have.dashboard = json.loads(answer["DashboardBody"])
