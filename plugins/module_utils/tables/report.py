# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a task returns: a Keeping of the engine as the documented result."""

from __future__ import annotations

from ansible.module_utils.common.dict_transformations import camel_dict_to_snake_dict

from ..core.errors import AwsError


def result(keeping, *, check_mode):
    """One table's result. In check mode the actions are those that would be made, and the table is as it is."""
    preview = check_mode and not keeping.error
    made = [change for change in keeping.plan.changes if preview or change in keeping.applied]
    report = {
        "changed": bool(made),
        "actions": _sentences(keeping, made),
        "table": _table(keeping),
        "unlisted": keeping.plan.unlisted,
        "pending": keeping.pending,
    }
    return {**report, **failure(keeping)} if keeping.error else report


def failure(keeping):
    """What a failed table returns besides: AWS's own error, what was done and what is still to do."""
    error = keeping.error
    said = {"code": None, "message": str(error), "request_id": None}
    if isinstance(error, AwsError):
        said = {"code": error.code, "message": error.message, "request_id": error.request_id}
    return {
        "msg": f"{keeping.name}: " + "; ".join(str(one) for one in keeping.errors.values()),
        "error": said,
        "applied": _sentences(keeping, [change for change in keeping.plan.changes if change in keeping.applied]),
        "remaining": _sentences(keeping, keeping.remaining),
    }


def _sentences(keeping, changes):
    """Actions as they are shown: one in another region than the table's own says so."""
    return [
        change.action if change.region == keeping.region else f"{change.action} in {change.region}"
        for change in changes
    ]


def diff(keeping):
    """before and after of the declared options that change, as the options would be written."""
    header = f"{keeping.name} in {keeping.region}"
    plan = keeping.plan
    return {"before": plan.before, "after": plan.after, "before_header": header, "after_header": header}


def _table(keeping):
    """The table's facts, and for each declared replica what only its own region knows."""
    table = facts(keeping.home.description, keeping.home.answers)
    for replica in table.get("replicas", []):
        lane = keeping.lanes.get(replica["region_name"])
        if lane and lane.description and not lane.at_home:
            replica.update(facts(lane.description, lane.answers))
    return table


def facts(description, answers):
    """DescribeTable's facts in snake_case, and what DescribeTable does not show as its options; {} without a table.

    answers: {aspect: what its `read` gave}.
    """
    if description is None:
        return {}
    table = camel_dict_to_snake_dict(description)
    if description.get("StreamSpecification", {}).get("StreamEnabled"):
        table["table_stream_arn"] = description.get("LatestStreamArn")
    for aspect, answer in answers.items():
        table = {**aspect.declare(aspect.observe(description, answer)), **table}
        table.update(camel_dict_to_snake_dict(aspect.facts(answer)) if hasattr(aspect, "facts") else {})
    return table


def for_task(keepings, *, check_mode, many):
    """The whole task's result. With "msg" in it, the task has failed."""
    results = {keeping.name: result(keeping, check_mode=check_mode) for keeping in keepings}
    diffs = [diff(keeping) for keeping in keepings if keeping.plan.changes]
    if not many:
        (only,) = results.values()
        return {**only, "diff": diffs[0] if diffs else {"before": {}, "after": {}}}
    report = {
        "changed": any(entry["changed"] for entry in results.values()),
        "actions": [f"{name}: {action}" for name, entry in results.items() for action in entry["actions"]],
        "tables": results,
        "diff": diffs,
    }
    failures = [entry["msg"] for entry in results.values() if "msg" in entry]
    if failures:
        report["msg"] = f"{len(failures)} of {len(keepings)} tables failed: " + "; ".join(failures)
    return report
