# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The options of sets of IAM policies, with all checks that need no AWS call."""

from __future__ import annotations

import re

from ..core import policy_document, tagging
from ..core.patterns import ROLE_NAME

POLICY = dict(
    name=dict(type="str", required=True),
    document=dict(type="json", required=True),
    attach_to=dict(type="list", elements="str"),
)
SET = dict(
    state=dict(type="str", choices=["present", "absent"], default="present"),
    path=dict(type="str", required=True),
    policies=dict(type="list", elements="dict", options=POLICY),
    awaits=dict(type="str"),
    purge_policies=dict(type="bool", default=False),
    tags=dict(type="dict"),
)
MODULE_SPEC = dict(sets=dict(type="list", elements="dict", required=True, options=SET))

# All limits: R110.
NAME = re.compile(r"([\w+=,.@-]|\{region\}){1,128}", re.ASCII)
PATH = re.compile(r"/[\x21-\x7e]{1,510}/")
MAX_DOCUMENT_LENGTH = 6144  # characters of a document, without white space


def check(params, region):
    """Yield (option path, problem) that the spec cannot express."""
    paths, names = {}, {}
    for place, entry in enumerate(params["sets"] or []):
        at = f"sets[{place}]"
        if not PATH.fullmatch(entry["path"]):
            words = "must begin and end with /, with at least one character between them and no white space"
            yield f"{at}.path", f"is {entry['path']!r}; {words}"
        if entry["path"] in paths:
            yield f"{at}.path", f"{entry['path']} is also the path of {paths[entry['path']]}"
        paths.setdefault(entry["path"], at)
        if entry["state"] == "absent":
            continue
        if entry["policies"] is None:
            yield f"{at}.policies", "is required with state: present; an empty list means no policies"
        yield from tagging.check(entry["tags"], f"{at}.tags")
        for number, policy in enumerate(entry["policies"] or []):
            path = f"{at}.policies[{number}]"
            yield from ((f"{path}.{option}", words) for option, words in _policy_problems(policy))
            if policy["name"] in names:
                yield f"{path}.name", f"{policy['name']} is also the name of {names[policy['name']]}"
            names.setdefault(policy["name"], path)


def _policy_problems(policy):
    if not NAME.fullmatch(policy["name"]):
        yield "name", f"is {policy['name']!r}; must be 1 to 128 letters, digits and + = , . @ _ -"
    problem = policy_document.problem(policy["document"])
    if problem:
        yield "document", problem
    else:
        length = policy_document.length(policy_document.parsed(policy["document"]))
        if length > MAX_DOCUMENT_LENGTH:
            yield "document", f"has {length} characters without white space; IAM accepts up to {MAX_DOCUMENT_LENGTH}"
    for place, role in enumerate(policy["attach_to"] or []):
        if not ROLE_NAME.fullmatch(role):
            yield (
                f"attach_to[{place}]",
                f"{role!r} is not the name of an IAM role, which has 1 to 64 letters, digits and + = , . @ _ -",
            )
