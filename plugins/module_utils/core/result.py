# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The result of a task, in the same form for every module."""

from __future__ import annotations

from .errors import PlanFailed, not_changed, of_many


def of_item(item, *, check_mode):
    """{changed, actions, changes}, and on failure {msg, error, applied, remaining, problems}.

    In check mode the actions are those that a run would take.
    """
    preview, done = check_mode and not item.error, item.done
    changes = [change for change in item.plan.changes if preview or change in done]
    result = {
        "changed": bool(changes),
        "actions": [_sentence(item, change) for change in changes],
        "changes": [_as_data(item, change) for change in changes],
    }
    return {**result, **_failure(item)} if item.error else result


def plan_of(items, changes, unlisted=()):
    """What differs, for programs as `differences`, and for readers as `diff`, which Ansible prints with --diff.

    Ansible would print `before` and `after` as two YAML documents, so the diff is text that is prepared for reading.
    unlisted: [(resource, option, name)] of what exists and is not declared.
    """
    differences = [
        {
            "resource": item.name,
            "region": item.region,
            "before": item.plan.before,
            "after": item.plan.after,
            "notes": item.plan.notes,
        }
        for item in items
        if item.plan.changes
    ]
    pending = [{"resource": item.name, **entry} for item in items for entry in item.pending]
    return {"differences": differences, "diff": _diff(changes, differences, pending, unlisted)}


def _diff(changes, differences, pending, unlisted):
    if not (changes or differences or pending or unlisted):
        return {}
    from .plan_text import left_unchanged, plan_text  # takes a few milliseconds, and most runs change nothing

    remaining = [(resource, left_unchanged(option, name)) for resource, option, name in unlisted]
    text = plan_text(changes, differences, pending, remaining)
    return {"prepared": text} if text else {}


def for_task(items, *, check_mode, what, unlisted=()):
    """The result of a task with any number of resources, with "msg" if it failed.

    what: the resources, in plural. unlisted: as of plan_of.
    """
    results = [of_item(item, check_mode=check_mode) for item in items]
    report = {
        "changed": any(result["changed"] for result in results),
        **{name: [entry for result in results for entry in result[name]] for name in ("actions", "changes")},
    }
    report.update(plan_of(items, report["changes"], unlisted))
    failed = [(item, result) for item, result in zip(items, results) if item.error]
    if failed:
        report["msg"] = _message([item for item, _result in failed], items, what)
        report["error"] = failed[0][1]["error"]
        report["applied"] = [_sentence(item, change) for item in items for change in item.done]
        report["remaining"] = [_sentence(item, change) for item in items for change in item.remaining]
        report["problems"] = [problem for _item, result in failed for problem in result["problems"]]
    return report


def _sentence(item, change):
    """An action as it is shown, with its Region if that is not the resource's own."""
    return change.action if change.region == item.region else f"{change.action} in {change.region}"


def _as_data(item, change):
    return {
        "key": change.key,
        "kind": change.kind,
        "resource": item.name,
        "region": change.region,
        "action": change.action,
    }


def _failure(item):
    """What a failed resource returns in addition: the error, and the actions that were taken and that were not."""
    error, done = item.error, item.done
    return {
        "msg": _words(item),
        "error": {"code": error.code, "message": error.message, "request_id": error.request_id},
        "applied": [_sentence(item, change) for change in item.plan.changes if change in done],
        "remaining": [_sentence(item, change) for change in item.remaining],
        "problems": [_problem(one) for one in _plan_errors(item)],
    }


def _plan_errors(item):
    return [one for failure in item.failures.values() if isinstance(failure, PlanFailed) for one in failure.errors]


def _words(item):
    """Why a resource failed."""
    problems = [str(one) for one in _plan_errors(item)]
    others = [str(one) for one in item.failures.values() if not isinstance(one, PlanFailed)]
    return not_changed(item.name, problems + others) if problems else f"{item.name}: {'; '.join(others)}"


def _problem(error):
    problem = {"path": error.path, "message": error.message}
    return {**problem, "requires": dict(zip(("option", "value"), error.requires))} if error.requires else problem


def _message(failed, items, what):
    """The words for the failed resources. An error of a call made for all resources is returned once."""
    if len(items) > 1 and len(failed) == len(items) and all(item.error is failed[0].error for item in items):
        return str(failed[0].error)
    messages = [_words(item) for item in failed]
    return messages[0] if len(items) == 1 else of_many(messages, len(items), what)
