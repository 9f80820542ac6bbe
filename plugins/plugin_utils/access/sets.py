# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the role access is asked for, and what it hands out. Pure."""

from __future__ import annotations

import json

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.patterns import (
    ROUTE_TABLE_ID,
    VPC_ID,
    did_you_mean,
)

from ..shared.variables import typed, without_unset
from ..stack.foreseen import foreseen
from ..stack.options import module_options
from . import policies as access_policies

TABLE = ("name", "policies", "tags", "table")
ENDPOINT = dict(vpc_id="str", route_table_ids="list", policy="json")
# Begins the ARN of a table that check mode would make, where it is never sent.
UNKNOWN = "arn:aws:dynamodb:region:000000000000:table/"


def sets(tables, read=None, state="present", endpoint=None):
    """The role's tables -> {problems, sets, unread, names}; the filter access_sets tells what these are.

    An entry of tables is {name, policies, tags, table}; table is None where its facts have to be read.
    """
    problems = list(_problems(tables, state))
    problems += [f"access_vpc_endpoint{path}: {words}" for path, words in endpoint_problems(endpoint or {})]
    asked = {"problems": problems, "sets": [], "unread": [], "names": {}}
    if problems:
        return asked
    for entry in tables:
        facts = entry.get("table") or (read or {}).get(entry["name"])
        if state == "present" and not entry.get("table"):
            asked["unread"].append(entry["name"])
        one, names = _set(entry, facts, state)
        asked["sets"].append(one)
        asked["names"][entry["name"]] = names
    return asked


def of_stack(stack, kept):
    """The role stack's tables as the role access takes them: those that name their access, and all that go.

    kept: what the module dynamodb_stackkit has returned, {} where it has not run.
    """
    return [
        {
            "name": table["name"],
            "policies": table.get("access"),
            "tags": table["tags"],
            "table": _facts(stack, table, kept.get("tables", {}).get(table["name"], {})),
        }
        for table in stack["tables"]
        if stack["state"] == "absent" or table.get("access") is not None
    ]


def _facts(stack, table, result):
    """A table as it will be after the run; None where it is not known, or where check mode would make it."""
    known = result.get("table") or None
    # What AWS does not accept now is not so yet.
    if not known or stack["state"] == "absent" or not result["changed"] or result["pending"]:
        return known
    return foreseen(known, module_options(stack, table, []))


def endpoint_problems(endpoint):
    """Yields (path after the variable, words) for a VPC's endpoint; an empty one is none."""
    if not endpoint:
        return
    for key in endpoint:
        if key not in ENDPOINT:
            yield f".{key}", "no such key" + did_you_mean(key, ENDPOINT)
    found = []
    given = typed({key: (kind, None) for key, kind in ENDPOINT.items()}, endpoint, ".", found)
    yield from found
    if without_unset(endpoint.get("vpc_id")) is None:
        yield ".vpc_id", "is required"
    elif not VPC_ID.fullmatch(given.get("vpc_id", "vpc-0")):
        yield ".vpc_id", f"{given['vpc_id']} is no VPC's id"
    for place, table in enumerate(given.get("route_table_ids", [])):
        if not ROUTE_TABLE_ID.fullmatch(str(table)):
            yield f".route_table_ids[{place}]", f"{table} is no route table's id"
    if "policy" in given and not _is_policy(given["policy"]):
        yield ".policy", "must be a dict or JSON with a Statement"


def _is_policy(policy):
    try:
        document = json.loads(policy) if isinstance(policy, str) else policy
    except ValueError:
        return False
    return isinstance(document, dict) and "Statement" in document


def outputs(asked, policies, endpoint):
    """What access_sets returned, and the modules' results -> {table: outputs}."""
    arns = {_as_asked(policy): policy["arn"] for policy in policies.get("policies", [])}
    return {
        table: {
            "access_policy_arns": {entry: arns.get(name) for entry, name in names.items()},
            "vpc_endpoint_id": endpoint.get("vpc_endpoint_id"),
        }
        for table, names in asked["names"].items()
    }


def _as_asked(policy):
    """A policy's name as the module was asked for it."""
    region = policy["path"].split("/")[2]
    return policy["name"].replace(f"@{region}", "@{region}")


def _set(entry, facts, state):
    policies = entry.get("policies")
    path = access_policies.path(entry["name"])
    if state == "absent":
        return {"path": path, "state": "absent", "policies": None if policies is None else []}, {}
    named = {one["name"]: access_policies.name(entry["name"], one["name"]) for one in policies}
    known = facts or {"table_arn": UNKNOWN + entry["name"]}
    made = [
        {
            "name": named[one["name"]],
            "document": access_policies.document(one, known),
            "attach_to": access_policies.entry_of(one)["attach_to"],
        }
        for one in policies
    ]
    kept = {"path": path, "purge_policies": True, "policies": made, "tags": entry.get("tags")}
    return kept if facts else {**kept, "awaits": f"table {entry['name']}"}, named


def _problems(tables, state):
    names = {}
    for place, entry in enumerate(tables):
        at = f"access_tables[{place}]"
        if not isinstance(entry, dict) or not entry.get("name"):
            yield f"{at}.name: is required"
            continue
        if not isinstance(entry["name"], str):
            yield f"{at}.name: must be a string"
            continue
        for key in entry:
            if key not in TABLE:
                yield f"{at}.{key}: no such key; there are {', '.join(TABLE)}"
        if entry["name"] in names:
            yield f"{at}.name: {entry['name']} is the name of {names[entry['name']]} too"
        names.setdefault(entry["name"], at)
        policies = entry.get("policies")
        if state == "absent":
            continue
        if not isinstance(policies, list) or not all(isinstance(one, dict) for one in policies):
            yield f"{at}.policies: must be a list of dicts"
            continue
        yield from (f"{at}.policies{path}: {words}" for path, words in access_policies.problems(policies))
