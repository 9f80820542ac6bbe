# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Sets of IAM policies from options to result."""

from __future__ import annotations

from ..core import apply as keeping_module
from ..core import policy_document, tagging
from ..core.apply import Keeping
from ..core.aws_errors import BUSY, DONE, KnownRefusal
from ..core.errors import AwsError
from . import plan, read

_CHANGES = ("attach_role_policy", "create_policy_version", "delete_policy", "delete_policy_version", "tag_policy")
_DETACHING = ("detach_role_policy", "detach_user_policy", "detach_group_policy")
# IAM hears of a new policy, and of one that is detached, some time after it is so; and what is to be deleted may be
# gone already, as after an answer that was lost (R112).
REFUSALS = tuple(
    KnownRefusal(kind, "R112", methods, code, pattern)
    for kind, methods, code, pattern in (
        (BUSY, ("attach_role_policy",), "NoSuchEntity", r"Policy \S+ (does not exist|was not found)"),
        (BUSY, ("delete_policy",), "DeleteConflict", "attached"),
        (BUSY, (*_CHANGES, *_DETACHING, "untag_policy"), "ConcurrentModification", ""),
        (DONE, (*_DETACHING, "delete_policy", "delete_policy_version"), "NoSuchEntity", ""),
    )
)


def keep(params, aws, region, *, check_mode, log):
    """Bring every set to what is declared -> [Keeping], one for each policy that is declared or has to go."""
    sets = [(place, {**entry, "path": _here(entry["path"], region)}) for place, entry in enumerate(params["sets"])]
    try:
        listed = read.listed([entry["path"] for _place, entry in sets], aws, region) if sets else {}
    except AwsError as error:  # this call is for all sets at once
        return [_unread(entry, region, error) for _place, entry in sets]
    keepings = [keeping for place, entry in sets for keeping in _keepings(entry, place, listed[entry["path"]], region)]
    keeping_module.side_by_side(
        keeping_module.READERS, read.read, [(keeping, aws.in_region(region)) for keeping in keepings]
    )
    for keeping in keepings:
        keeping_module.guarded(_plan, keeping, aws, check_mode)
    if not check_mode:
        work = [(keeping, aws, log, REFUSALS) for keeping in keepings if keeping.plan.changes]
        keeping_module.side_by_side(keeping_module.WRITERS, keeping_module.apply, work)
    return keepings


def _here(text, region):
    return text.replace("{region}", region)


def _unread(entry, region, error):
    """Who takes a set down without knowing whether there is one, and may not look, is told and not stopped."""
    keeping = Keeping(entry["path"], region, {})
    if error.is_denied and entry["state"] == "absent" and entry["policies"] is None:
        keeping.plan.warnings.append(f"{entry['path']}: policies that are under it stay, for they may not be listed")
    else:
        keeping.error = error
    return keeping


def _keepings(entry, place, found, region):
    at = f"sets[{place}]"
    shared = {"path": entry["path"], "tags": tagging.strings(entry["tags"]), "awaits": entry["awaits"]}
    wanted = {}
    if entry["state"] == "present":
        for number, policy in enumerate(entry["policies"]):
            document = policy_document.parsed(policy["document"])
            own = {"name": _here(policy["name"], region), "document": document, "attach_to": policy["attach_to"]}
            wanted[own["name"]] = {**shared, **own, "at": f"{at}.policies[{number}]", "state": "present"}
    if entry["state"] == "absent" or entry["purge_policies"]:
        gone = {**shared, "tags": None, "attach_to": None, "at": at, "state": "absent"}
        wanted.update({name: {**gone, "name": name} for name in found if name not in wanted})
    return [Keeping(name, region, want, found.get(name) or read.Seen()) for name, want in wanted.items()]


def _plan(keeping, aws, check_mode):
    plan.plan(keeping.plan, keeping.want, keeping.have, region=keeping.region, check_mode=check_mode)
    keeping_module.check(keeping, aws)


def result(keepings, *, check_mode):
    """The task's result. With "msg" in it, the task has failed."""
    report = keeping_module.for_task(keepings, check_mode=check_mode, what="policies")
    report["policies"] = [found for keeping in keepings if keeping.want for found in [_facts(keeping)] if found["arn"]]
    return report


def _facts(keeping):
    """What there is of a policy now: as it was read, with what was made since."""
    have, want = keeping.have, keeping.want
    created = keeping.answers.get("create_policy", {}).get("Policy", {})
    gone = "delete_policy" in keeping.answers
    return {"path": want["path"], "name": keeping.name, "arn": None if gone else created.get("Arn") or have.arn}
