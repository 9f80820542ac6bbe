# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reading what there is of sets of alarms, in few calls: CloudWatch answers nine DescribeAlarms a second (R88)."""

from __future__ import annotations

import json
import os.path
import re
from dataclasses import dataclass, field

from ..core.apply import READERS, for_all, side_by_side
from ..core.errors import AwsError

PAGE = 100  # alarms in one answer of DescribeAlarms, ARNs in one question of GetResources (R85, R86)
# GetDashboard's "there is none" depends on the protocol that botocore happens to speak (R87).
NO_DASHBOARD = ("ResourceNotFound", "DashboardNotFoundError")
# In the rule of a composite alarm: a name or an ARN, with or without quotes, or a word of the rule.
TOKEN = re.compile(r'"([^"]*)"|([^\s(),"]+)')


@dataclass
class Seen:
    """What there is of one set.

    alarms: {name: what PutMetricAlarm would take to make it}, of metric alarms. facts: as DescribeAlarms tells.
    composites: names. used: {composite alarm: the names in its rule} of the whole region, where alarms are to go.
    tags: {name: {key: value}}, where declared. dashboard: its body as a dict.
    """

    alarms: dict = field(default_factory=dict)
    facts: dict = field(default_factory=dict)
    composites: list = field(default_factory=list)
    used: dict = field(default_factory=dict)
    tags: dict = field(default_factory=dict)
    dashboard: dict | None = None


def observe(keepings, aws, region):
    """Fill `have` of each Keeping with what its set declares."""
    for keeping in keepings:
        keeping.have = Seen()
    for_all(keepings, _read_alarms_and_tags, aws, region)
    side_by_side(
        READERS, _read_dashboard, [(keeping, aws, region) for keeping in keepings if keeping.want["dashboard"]]
    )


def _read_alarms_and_tags(keepings, aws, region):
    read_alarms(keepings, aws, region)
    read_tags(keepings, aws, region)


def observe_again(keepings, aws, region):
    """The alarms as they are after the changes."""
    for keeping in keepings:
        keeping.have = Seen()
    for_all(keepings, read_alarms, aws, region)


def read_alarms(keepings, aws, region):
    """One paged read for all sets, unless their common beginning has so many alarms that one each is fewer calls."""
    keepings = [keeping for keeping in keepings if _has_alarms(keeping.want)]
    if not keepings:
        return
    common = os.path.commonprefix([keeping.want["prefix"] for keeping in keepings])
    found = _describe(aws, region, common, None if len(keepings) == 1 else PAGE * len(keepings))
    if found is None:
        side_by_side(READERS, _read_alone, [(keeping, aws, region) for keeping in keepings])
    else:
        for keeping in keepings:
            _sort(keeping, aws, region, *found)


def read_rules(keepings, aws, region):
    """What composite alarms use. CloudWatch does not tell it by the alarms' names, but for one at a time (R85)."""
    found = aws.in_region(region).pages(
        "describe_alarms",
        "CompositeAlarms",
        service="cloudwatch",
        action="read the composite alarms",
        AlarmTypes=["CompositeAlarm"],
        PaginationConfig={"PageSize": PAGE},
    )
    used = {facts["AlarmName"]: _names_in(facts["AlarmRule"]) for facts in found}
    for keeping in keepings:
        keeping.have.used = used


def read_tags(keepings, aws, region):
    """One read for all sets and a hundred alarms. It lags behind, so CloudWatch is asked about what differs (R86)."""
    tagged = [
        keeping for keeping in keepings if keeping.want["state"] == "present" and keeping.want["tags"] is not None
    ]
    arns = [facts["AlarmArn"] for keeping in tagged for _name, facts in _listed(keeping)]
    known = {}
    for start in range(0, len(arns), PAGE):
        answer = aws.call(
            "resourcegroupstaggingapi",
            region,
            "get_resources",
            action="read the tags of the alarms",
            ResourceARNList=arns[start : start + PAGE],
        )
        for resource in answer["ResourceTagMappingList"]:
            known[resource["ResourceARN"]] = _tags(resource["Tags"])
    for keeping in tagged:
        keeping.have.tags = {name: known.get(facts["AlarmArn"], {}) for name, facts in _listed(keeping)}
    doubtful = [
        (keeping, aws, region, name)
        for keeping in tagged
        for name, tags in keeping.have.tags.items()
        if tags != keeping.want["tags"]
    ]
    side_by_side(READERS, _read_tags_of_one, doubtful)


def _names_in(rule):
    return {(quoted or plain).rpartition(":alarm:")[2] for quoted, plain in TOKEN.findall(rule)}


def _has_alarms(want):
    return want["state"] == "absent" or want["alarms"] is not None


def _listed(keeping):
    """(name, facts) of the declared alarms that are there."""
    names = [alarm["name"] for alarm in keeping.want["alarms"] or []]
    return [(name, keeping.have.facts[name]) for name in names if name in keeping.have.facts]


def _describe(aws, region, prefix, most):
    """Metric and composite alarms whose names begin so; None where there are more than `most`, which may be None."""
    options = {"AlarmTypes": ["MetricAlarm", "CompositeAlarm"], "PaginationConfig": {"PageSize": PAGE}}
    if prefix:
        options["AlarmNamePrefix"] = prefix
    if most is not None:
        options["PaginationConfig"]["MaxItems"] = most + 1
    found = aws.in_region(region).all_pages(
        "describe_alarms", service="cloudwatch", action="read the alarms", **options
    )
    metric, composite = found.get("MetricAlarms", []), found.get("CompositeAlarms", [])
    return None if most is not None and len(metric) > most else (metric, composite)


def _read_alone(keeping, aws, region):
    _sort(keeping, aws, region, *_describe(aws, region, keeping.want["prefix"], None))


def _sort(keeping, aws, region, metric, composite):
    """Take from the alarms found those of this set."""
    prefix, seen = keeping.want["prefix"], keeping.have
    settable = aws.client("cloudwatch", region).meta.service_model.operation_model("PutMetricAlarm").input_shape.members
    for facts in metric:
        name = facts["AlarmName"]
        if name.startswith(prefix):
            seen.facts[name] = facts
            # An empty value is what AWS shows for one that was never set.
            seen.alarms[name] = {key: facts[key] for key in settable if facts.get(key) not in (None, "", [])}
    seen.composites = [facts["AlarmName"] for facts in composite if facts["AlarmName"].startswith(prefix)]


def _read_tags_of_one(keeping, aws, region, name):
    arn = keeping.have.facts[name]["AlarmArn"]
    answer = aws.in_region(region).call(
        "list_tags_for_resource", service="cloudwatch", action=f"read the tags of alarm {name}", ResourceARN=arn
    )
    keeping.have.tags[name] = _tags(answer["Tags"])


def _tags(pairs):
    """Those that AWS itself sets (aws:...) are never touched."""
    return {tag["Key"]: tag["Value"] for tag in pairs if not tag["Key"].startswith("aws:")}


def _read_dashboard(keeping, aws, region):
    name = keeping.want["dashboard"]["name"]
    try:
        answer = aws.in_region(region).call(
            "get_dashboard", service="cloudwatch", action=f"read dashboard {name}", DashboardName=name
        )
    except AwsError as error:
        if error.code in NO_DASHBOARD:
            return
        raise
    keeping.have.dashboard = json.loads(answer["DashboardBody"])
