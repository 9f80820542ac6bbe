# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The options of sets of IAM policies, and what can be wrong with them before AWS is asked."""

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

# R110, as the rest of the checks.
NAME = re.compile(r"([\w+=,.@-]|\{region\}){1,128}", re.ASCII)
PATH = re.compile(r"/[\x21-\x7e]{1,510}/")
MAX_DOCUMENT_LENGTH = 6144  # characters of a document, white space apart


def check(params, region):
    """(option path, problem) of what the spec cannot express."""
    paths, names = {}, {}
    for place, entry in enumerate(params["sets"] or []):
        at = f"sets[{place}]"
        if not PATH.fullmatch(entry["path"]):
            yield f"{at}.path", "must begin and end with /, with at least one character in between and no white space"
        if entry["path"] in paths:
            yield f"{at}.path", f"{entry['path']} is also the path of {paths[entry['path']]}"
        paths.setdefault(entry["path"], at)
        if entry["state"] == "absent":
            continue
        if entry["policies"] is None:
            yield f"{at}.policies", "is required; an empty list means no policies"
        yield from tagging.check(entry["tags"], f"{at}.tags")
        for number, policy in enumerate(entry["policies"] or []):
            path = f"{at}.policies[{number}]"
            yield from ((f"{path}.{option}", words) for option, words in _policy_faults(policy))
            if policy["name"] in names:
                yield f"{path}.name", f"{policy['name']} is also the name of {names[policy['name']]}"
            names.setdefault(policy["name"], path)


def _policy_faults(policy):
    if not NAME.fullmatch(policy["name"]):
        yield "name", "must be 1 to 128 letters, digits and + = , . @ _ -"
    problem = policy_document.problem(policy["document"])
    if problem:
        yield "document", problem
    else:
        length = policy_document.length(policy_document.parsed(policy["document"]))
        if length > MAX_DOCUMENT_LENGTH:
            yield "document", f"has {length} characters; IAM accepts up to {MAX_DOCUMENT_LENGTH}"
    for place, role in enumerate(policy["attach_to"] or []):
        if not ROLE_NAME.fullmatch(role):
            yield f"attach_to[{place}]", f"{role} is not the name of a role"
