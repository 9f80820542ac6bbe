# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a task returns: a Keeping of the engine as the documented result."""

from __future__ import annotations

from ansible.module_utils.common.dict_transformations import camel_dict_to_snake_dict

from .errors import AwsError


def result(keeping, *, check_mode):
    """One table's result. In check mode the actions are those that would be made, and the table is as it is."""
    made = keeping.plan.changes if check_mode and not keeping.error else keeping.applied
    report = {
        "changed": bool(made),
        "actions": [change.action for change in made],
        "table": facts(keeping.live, keeping.answers),
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
        "msg": f"{keeping.name}: {error}",
        "error": said,
        "applied": [change.action for change in keeping.applied],
        "remaining": [change.action for change in keeping.remaining],
    }


def diff(keeping):
    """before and after of the declared options that change, as the options would be written."""
    header = f"{keeping.name} in {keeping.region}"
    plan = keeping.plan
    return {"before": plan.before, "after": plan.after, "before_header": header, "after_header": header}


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
        table.update(aspect.declare(aspect.observe(description, answer)))
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
