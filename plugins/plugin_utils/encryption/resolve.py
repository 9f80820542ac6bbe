# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The role encryption: the check of its variables, the options of its modules, and its outputs. Pure."""

from __future__ import annotations

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.patterns import REGION, REGION_FORM

from ..shared.variables import declared, defaults, plain, typed
from . import keys as keys_module

PREFIX = "encryption_"
STATES = ("present", "absent")


def resolve(given, omit=None):
    """The role's variables without their prefix -> the same with their defaults, and `problems`, a line for each.

    omit: as in `plain`.
    """
    given, problems = plain(given, PREFIX, omit)
    variables = declared("encryption")
    # A single Region need not be a list.
    given = {**given, "regions": [given["regions"]] if isinstance(given.get("regions"), str) else given.get("regions")}
    values = {**dict.fromkeys(variables), **defaults(variables), **typed(variables, given, PREFIX, problems)}
    # The Region of the task that reads the keys; "" is the Region of the session.
    values["region"] = "" if "" in values["regions"] else str(next(iter(values["regions"]), ""))
    problems += [(PREFIX + path, words) for path, words in _problems(values)]
    return {**values, "problems": [f"{path}: {words}" for path, words in problems]}


def handover(variables, known):
    """What `resolve` returned, and what is known so far -> what the next tasks take.

    known: the results of the modules: `shared` of dynamodb_stackkit_shared_info, and, by Region, `made`, `tables` and
    `vaults`; and `check_mode`.
    -> `additions`, the options of kms_key in each Region; `keys`, as the role returns them; `users`, the ARNs of what
    the keys encrypt.
    """
    found = known["shared"]["kms_keys"]
    # In check mode, what was deleted before still exists.
    gone = variables["gone"] if known["check_mode"] else []
    return {
        "additions": []
        if variables["state"] == "absent"
        else keys_module.work(found, variables["tags"], known["shared"]["caller"] or {}),
        "keys": keys_module.keys(found, known["made"]),
        "users": keys_module.users(found, known["tables"], known["vaults"], gone),
    }


def _problems(values):
    # Without an alias, every key of the account would be read.
    if not values["alias"]:
        yield "alias", "is required"
    if values["state"] not in STATES:
        yield "state", f"must be one of {', '.join(STATES)}"
    if not 7 <= values["deletion_window"] <= 30:
        yield "deletion_window", "must be 7 to 30 days"
    for place, region in enumerate(values["regions"]):
        if region and not REGION.fullmatch(str(region)):
            yield f"regions[{place}]", f"{region!r} is not {REGION_FORM}"
