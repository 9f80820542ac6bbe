# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The failures and notices of dynamodb_stackkit, with the names of the role stack's variables. Pure."""

from __future__ import annotations

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import pending
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.errors import not_changed

from .options import variable_of
from .variables import PREFIX, variable_in

# Options of the whole task: {option: variable}
OF_TASK = {"region": f"{PREFIX}aws_region", **{name: PREFIX + name for name in ("wait_timeout", "api_rate_share")}}


def message(stack, result):
    """Why the module failed, a line for each table or problem; None if it did not. An error of AWS is not changed."""
    if "msg" not in result:
        return None
    if "tables" in result:
        names = [table["name"] for table in stack["tables"]]
        failed = [(names.index(name), name, of) for name, of in result["tables"].items() if "msg" in of]
        lines = [line for place, name, of in failed for line in _of_table(stack, place, name, of)]
    else:
        lines = [_of_task(stack, problem) for problem in result.get("problems", [])]
    return "\n".join(lines) or result["msg"]


def notices(tables):
    """{full name: sentences} of what exists and is not declared, and of what a table has lost that still exists."""
    told = {name: [*_unlisted(result), *_half_deleted(result)] for name, result in tables.items()}
    return {name: sentences for name, sentences in told.items() if sentences}


def still_pending(tables):
    """What AWS does not accept yet, a line for each change. The module warns of it."""
    told = [(name, entry) for name, result in tables.items() for entry in result["pending"]]
    return "\n".join(f"{name}: {pending.in_words(entry)}" for name, entry in told)


def _of_table(stack, place, name, result):
    """What the plan reports has a path; other failures have only a message, which names the table."""
    if result["error"]["code"] or not result["problems"]:
        yield result["msg"]
    if result["problems"]:
        yield not_changed(name, [_in_words(stack, place, problem) for problem in result["problems"]])


def _of_task(stack, problem):
    """path: `tables[3].ttl.attribute_name`, or an option of the task."""
    place, inside, path = problem["path"].partition("].")
    if inside and place.startswith("tables["):
        return _in_words(stack, int(place[len("tables[") :]), {**problem, "path": path})
    return f"{OF_TASK.get(problem['path'], problem['path'])}: {problem['message']}"


def _in_words(stack, place, problem):
    words, requires = problem["message"], problem.get("requires")
    if requires:  # the message ends with it, by the module's name of the option
        end = f"{requires['option']}: {requires['value']}"
        words = f"{words.removesuffix(end)}{variable_in(stack, place, requires['option'])}: {requires['value']}"
    return f"{variable_in(stack, place, variable_of(problem['path']))}: {words}"


def _unlisted(result):
    for option, names in result["unlisted"].items():
        if names:
            yield f"{option}: not managed, because they are not declared: {', '.join(names)}"


def _half_deleted(result):
    """What belongs to a table is deleted before it, and AWS may not delete the table yet (R19)."""
    if any(entry["path"] == "state" for entry in result["pending"]):
        yield (
            "the table and its items still exist, because the deletion is pending, but its alarms, dashboard, "
            "backup plan, policies and deletion protection are already gone. Delete it again later, or manage it again "
            "with stack_state: present"
        )
