# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The role access: the check of its variables, the options of its modules, and its outputs. Pure."""

from __future__ import annotations

import json

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.patterns import (
    REGION,
    REGION_FORM,
    ROUTE_TABLE_ID,
    VPC_ID,
    did_you_mean,
    given_twice,
)

from ..shared.variables import declared, defaults, plain, typed, without_unset
from . import policies as access_policies

PREFIX = "access_"
STATES = ("present", "absent")
TABLE = ("name", "policies", "tags", "table")
ENDPOINT = dict(vpc_id="str", route_table_ids="list", policy="json")
# Begins the ARN of a table that check mode would create, where it is never sent.
UNKNOWN_TABLE = "arn:aws:dynamodb:region:000000000000:table/"


def resolve(given, omit=None):
    """The role's variables without their prefix -> the same with their defaults, `problems`, and `unread`.

    unread: the names of the tables to read, empty if there are problems. omit: as in `plain`.
    """
    given, problems = plain(given, PREFIX, omit)
    variables = declared("access")
    values = {**dict.fromkeys(variables), **defaults(variables), **typed(variables, given, PREFIX, problems)}
    problems = [f"{path}: {words}" for path, words in problems]
    problems += _problems(values)
    tables = values["tables"] if values["state"] == "present" and not problems else []
    unread = [entry["name"] for entry in tables if not _is_complete(entry.get("table"))]
    return {**values, "problems": problems, "unread": unread}


def handover(variables, known):
    """What `resolve` returned, and what is known so far -> `sets` of policies, and `outputs` by table.

    known: `tables` that the role has read, and the results of the modules: `policies` and `endpoint`.
    """
    entries = [{**entry, "table": _table(entry, known["tables"])} for entry in variables["tables"]]
    present = variables["state"] == "present"
    return {
        "sets": [_set(entry, variables["state"]) for entry in entries],
        "outputs": {entry["name"]: _outputs(entry, present, known) for entry in entries},
    }


def _table(entry, read):
    return entry["table"] if _is_complete(entry.get("table")) else read.get(entry["name"])


def _is_complete(table):
    return bool(table and table.get("declaration"))


def endpoint_problems(endpoint):
    """Yields (path after the variable, words) for a VPC's endpoint."""
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
        yield ".vpc_id", f"{given['vpc_id']} is not the ID of a VPC"
    for place, table in enumerate(given.get("route_table_ids", [])):
        if not ROUTE_TABLE_ID.fullmatch(str(table)):
            yield f".route_table_ids[{place}]", f"{table} is not the ID of a route table"
    if "policy" in given and not _is_policy(given["policy"]):
        yield ".policy", "must be a dict or JSON with a Statement"


def _is_policy(policy):
    try:
        document = json.loads(policy) if isinstance(policy, str) else policy
    except ValueError:
        return False
    return isinstance(document, dict) and "Statement" in document


def _outputs(entry, present, known):
    arns = {_as_asked(policy): policy["arn"] for policy in known["policies"].get("policies", [])}
    policies = entry["policies"] if present else []
    return {
        "access_policy_arns": {one["name"]: arns.get(_name(entry, one)) for one in policies},
        "vpc_endpoint_id": known["endpoint"].get("vpc_endpoint_id"),
    }


def _as_asked(policy):
    """A policy's name as the module was asked for it."""
    region = policy["path"].split("/")[2]
    return policy["name"].replace(f"@{region}", "@{region}")


def _name(entry, policy):
    return access_policies.name(entry["name"], policy["name"])


def _set(entry, state):
    """The policies of one table, as an entry of `sets` of dynamodb_stackkit_access."""
    policies = entry.get("policies")
    path = access_policies.path(entry["name"])
    if state == "absent":
        return {"path": path, "state": "absent", "policies": None if policies is None else []}
    table = entry["table"] or {"declaration": {}}
    exists = bool(table.get("table_arn"))
    known = table if exists else {**table, "table_arn": UNKNOWN_TABLE + entry["name"]}
    made = [
        {
            "name": _name(entry, one),
            "document": access_policies.document(one, known),
            "attach_to": access_policies.entry_of(one)["attach_to"],
        }
        for one in policies
    ]
    asked = {"path": path, "purge_policies": True, "policies": made, "tags": entry.get("tags")}
    return asked if exists else {**asked, "awaits": f"table {entry['name']}"}


def _problems(values):
    if values["state"] not in STATES:
        yield f"{PREFIX}state: must be one of {', '.join(STATES)}"
    if values["region"] and not REGION.fullmatch(values["region"]):
        yield f"{PREFIX}region: {values['region']!r} is not {REGION_FORM}"
    for place, entry in enumerate(values["tables"]):
        yield from (f"{PREFIX}tables[{place}]{path}: {words}" for path, words in _of_table(entry, values["state"]))
    names = [str(entry.get("name") or place) for place, entry in enumerate(values["tables"])]
    for place, first in given_twice(names).items():
        yield f"{PREFIX}tables[{place}].name: {names[place]} is also the name of {PREFIX}tables[{first}]"
    yield from (f"{PREFIX}vpc_endpoint{path}: {words}" for path, words in endpoint_problems(values["vpc_endpoint"]))


def _of_table(entry, state):
    """Yields (path in the entry, words)."""
    if not entry.get("name"):
        yield ".name", "is required"
        return
    if not isinstance(entry["name"], str):
        yield ".name", "must be a string"
        return
    for key in entry:
        if key not in TABLE:
            yield f".{key}", f"no such key; the keys are {', '.join(TABLE)}"
    policies = entry.get("policies")
    if state == "absent":
        return
    if not isinstance(policies, list) or not all(isinstance(one, dict) for one in policies):
        yield ".policies", "must be a list of dicts"
        return
    yield from ((f".policies{path}", words) for path, words in access_policies.problems(policies))
