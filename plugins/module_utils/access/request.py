# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The options of sets of IAM policies, and what can be wrong with them before AWS is asked."""

from __future__ import annotations

import re

from ..core import policy_document, tagging

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
ROLE = re.compile(r"[\w+=,.@-]{1,64}", re.ASCII)
PATH = re.compile(r"/[\x21-\x7e]{1,510}/")
LONGEST = 6144  # characters of a document, white space apart


def check(params):
    """Faults that the spec cannot express."""
    paths, names = {}, {}
    for place, entry in enumerate(params["sets"] or []):
        at = f"sets[{place}]"
        if not PATH.fullmatch(entry["path"]):
            yield f"{at}.path", "must begin and end with /, and have something in between; white space is none of it"
        if entry["path"] in paths:
            yield f"{at}.path", f"{entry['path']} is the path of {paths[entry['path']]} too"
        paths.setdefault(entry["path"], at)
        if entry["state"] == "absent":
            continue
        if entry["policies"] is None:
            yield f"{at}.policies", "is required; an empty list is none"
        yield from tagging.faults(entry["tags"], f"{at}.tags")
        for number, policy in enumerate(entry["policies"] or []):
            path = f"{at}.policies[{number}]"
            yield from ((f"{path}.{option}", words) for option, words in _policy_faults(policy))
            if policy["name"] in names:
                yield f"{path}.name", f"{policy['name']} is the name of {names[policy['name']]} too"
            names.setdefault(policy["name"], path)


def _policy_faults(policy):
    if not NAME.fullmatch(policy["name"]):
        yield "name", "must be 1 to 128 letters, digits and + = , . @ _ -"
    document = policy_document.parsed(policy["document"])
    if not document or "Statement" not in document:
        yield "document", "must be a JSON object with a Statement"
    else:
        length = len(re.sub(r"\s", "", policy_document.sent(document)))
        if length > LONGEST:
            yield "document", f"has {length} characters, but IAM takes {LONGEST}"
    for place, role in enumerate(policy["attach_to"] or []):
        if not ROLE.fullmatch(role):
            yield f"attach_to[{place}]", f"{role} is no role's name"
