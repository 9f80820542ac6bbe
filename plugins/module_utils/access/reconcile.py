# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Sets of IAM policies from options to result."""

from __future__ import annotations

from ..core import apply, tagging
from ..core import result as result_module
from ..core.apply import Hooks, Reconciliation
from ..core.aws_errors import APPLIED, RETRY, KnownError
from ..core.change import Plan
from ..core.errors import StackkitError
from ..core.policy_document import parsed
from . import plan, read

WRITERS = 4
CONSISTENCY = 60  # seconds, after which it is another caller who has deleted or attached a policy
_CHANGES = ("attach_role_policy", "create_policy_version", "delete_policy", "delete_policy_version", "tag_policy")
_DETACHING = ("detach_role_policy", "detach_user_policy", "detach_group_policy")


def _plan_again(item, run):
    path = item.want["path"]
    item.have = read.listed([path], run.aws, item.region)[path].get(item.name) or read.PolicyState()
    read.read(item, item.region, run)
    item.answers["create_policy"] = {"Policy": {"Arn": item.have.arn}}
    again = Plan()
    plan.plan(again, item.want, item.have, region=item.region, check_mode=run.check_mode)
    return again


# IAM is eventually consistent about new and detached policies. After a lost answer, a policy may already be created or
# deleted, and a version of it may already exist, which can be the last one that it may have (R112).
HOOKS = Hooks(
    tuple(
        KnownError(kind, "R112", methods, code, pattern, seconds=CONSISTENCY)
        for kind, methods, code, pattern in (
            (RETRY, ("attach_role_policy",), "NoSuchEntity", r"Policy \S+ (does not exist|was not found)"),
            (RETRY, ("delete_policy",), "DeleteConflict", "attached"),
            (RETRY, (*_CHANGES, *_DETACHING, "untag_policy"), "ConcurrentModification", ""),
            (APPLIED, ("create_policy",), "EntityAlreadyExists", ""),
            (APPLIED, (*_DETACHING, "delete_policy", "delete_policy_version"), "NoSuchEntity", ""),
            (APPLIED, ("create_policy_version",), "LimitExceeded", ""),
        )
    ),
    _plan_again,
)


def reconcile(params, run):
    """Reconcile every set -> [Reconciliation], one for each policy to manage or to delete."""
    sets = [
        (place, {**entry, "path": _in_region(entry["path"], run.region)}) for place, entry in enumerate(params["sets"])
    ]
    try:
        listed = read.listed([entry["path"] for _place, entry in sets], run.aws, run.region) if sets else {}
    except StackkitError as error:  # this call is for all sets at once
        return [_unread(entry, run.region, error) for _place, entry in sets]
    items = [item for place, entry in sets for item in _items(entry, place, listed[entry["path"]], run.region)]
    apply.for_each([(item, item.region, run) for item in items], read.read, read.READERS)
    for item in items:
        apply.guarded(_plan, item, item.region, run)
    if not run.check_mode:
        apply.apply_all(items, run, HOOKS, WRITERS)
    return items


def _in_region(text, region):
    return text.replace("{region}", region)


def _unread(entry, region, error):
    """The failure to list a set. It is a warning if the task deletes a set of which it does not list the policies."""
    item = Reconciliation(entry["path"], region, {})
    if error.is_denied and entry["state"] == "absent" and entry["policies"] is None:
        item.plan.warnings.append(f"{entry['path']}: policies under it are not deleted, because they cannot be listed")
    else:
        item.fail(error)
    return item


def _items(entry, place, found, region):
    at = f"sets[{place}]"
    shared = {"path": entry["path"], "tags": tagging.strings(entry["tags"]), "awaits": entry["awaits"]}
    wanted = {}
    if entry["state"] == "present":
        for number, policy in enumerate(entry["policies"]):
            document = parsed(policy["document"])
            own = {"name": _in_region(policy["name"], region), "document": document, "attach_to": policy["attach_to"]}
            wanted[own["name"]] = {**shared, **own, "at": f"{at}.policies[{number}]", "state": "present"}
    if entry["state"] == "absent" or entry["purge_policies"]:
        to_delete = {**shared, "tags": None, "attach_to": None, "at": at, "state": "absent"}
        wanted.update({name: {**to_delete, "name": name} for name in found if name not in wanted})
    return [Reconciliation(name, region, want, found.get(name) or read.PolicyState()) for name, want in wanted.items()]


def _plan(item, run):
    plan.plan(item.plan, item.want, item.have, region=item.region, check_mode=run.check_mode)
    apply.check(item, run)


def result(items, params, run):
    """The result of the task, with "msg" if it failed."""
    report = result_module.for_task(items, check_mode=run.check_mode, what="policies")
    report["policies"] = [found for item in items if item.want for found in [_facts(item)] if found["arn"]]
    return report


def _facts(item):
    """The current state of a policy, as it was read and changed."""
    have, want = item.have, item.want
    created = item.answers.get("create_policy", {}).get("Policy", {})
    deleted = "delete_policy" in item.answers
    return {"path": want["path"], "name": item.name, "arn": None if deleted else created.get("Arn") or have.arn}
