# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""IAM policies for the applications that use a table: the least that each needs. Pure."""

from __future__ import annotations

import json
import re

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.patterns import (
    ROLE_NAME,
    did_you_mean,
)

from ..shared import names
from ..shared.variables import typed, without_unset

# {key: (type, default)} of an entry.
ENTRY = dict(
    name=("str", None),
    allow=("str", None),
    indexes=("bool", True),
    leading_keys=("list", None),
    attributes=("list", None),
    attach_to=("list", None),
)
ALLOW = ("read", "write", "read_write", "stream")
NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")
LONGEST_NAME = 128
LONGEST_REGION = 15
LONGEST_DOCUMENT = 6144  # characters without white space (R110)

READ = ("dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan")
WRITE = ("dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem")
OF_INDEXES = ("dynamodb:Query", "dynamodb:Scan")
STREAM = ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams")
# These would show or overwrite more than the listed attributes (R111).
WHOLE_ITEMS = (
    "dynamodb:BatchWriteItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:DeleteItem",
    "dynamodb:PutItem",
)
USE_KEY = ("kms:Decrypt", "kms:DescribeKey")
OF_AWS = "alias/aws/"  # begins the aliases of keys that AWS manages
WRITE_WITH_KEY = ("kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*")


def path(table):
    """The IAM path of a table's policies, by which they are known for ours. A name alone may be anybody's."""
    return f"/stackkit/{{region}}/{table}/"


def name(table, entry):
    """IAM has one name space for all paths and regions; neither + nor @ can be in a table's name.

    The module puts its region in the place of {region}, as in the path.
    """
    return names.fitted(f"{table}+{entry}", LONGEST_NAME - LONGEST_REGION - 1) + "@{region}"


def problems(entries):
    """Yields (path after the variable, words) for a table's entries as they were given."""
    seen = {}
    for place, given in enumerate(entries):
        at, found = f"[{place}]", []
        for key in given:
            if key not in ENTRY:
                yield f"{at}.{key}", "no such key" + did_you_mean(key, ENTRY)
        entry = typed(ENTRY, given, f"{at}.", found)
        yield from found
        for key in ("name", "allow"):
            if without_unset(given.get(key)) is None:
                yield f"{at}.{key}", "is required"
        yield from ((f"{at}.{key}", words) for key, words in _faults(entry))
        if entry.get("name") in seen:
            yield f"{at}.name", f"{entry['name']} is the name of another entry too"
        seen[entry.get("name", place)] = place


def _faults(entry):
    if "name" in entry and not NAME.fullmatch(entry["name"]):
        yield "name", "must be 1 to 64 letters, digits, - . and _"
    if entry.get("allow", "read") not in ALLOW:
        yield "allow", f"must be one of {', '.join(ALLOW)}"
    for key in ("leading_keys", "attributes"):
        if key not in entry:
            continue
        if entry.get("allow") == "stream":
            yield key, "cannot limit a stream, which shows whole items"
        if not entry[key]:
            yield key, "is empty, and would leave nothing; leave it out for no limit"
        for value in entry[key]:
            if not isinstance(value, str) or not value:
                yield key, f"{value!r} is no string"
            elif any(ord(character) > 0xFF for character in value):
                yield key, f"{value}: IAM takes characters up to U+00FF"
    for role in entry.get("attach_to", []):
        if not isinstance(role, str) or not ROLE_NAME.fullmatch(role):
            yield "attach_to", f"{role} is no role's name"


def entry_of(given):
    """An entry with its defaults, without what is unset."""
    defaults = {key: default for key, (_kind, default) in ENTRY.items()}
    return {**defaults, **typed(ENTRY, given, "", [])}


def document(given, table):
    """An entry's policy. table: as the module dynamodb_stackkit shows it."""
    entry = entry_of(given)
    arns = list(_arns(table).values())
    if entry["allow"] == "stream":
        # A stream that is switched on anew has another label, and the old one is still to be read to its end.
        statements = [_statement("ReadStreams", STREAM, [f"{arn}/stream/*" for arn in arns])]
    else:
        statements = _item_statements(entry, table, arns)
    keys = _keys(table)
    if keys:
        actions = USE_KEY if entry["allow"] in ("read", "stream") else USE_KEY + WRITE_WITH_KEY
        through = [f"dynamodb.{region}.*" for region in _arns(table)]
        condition = {"StringLike": {"kms:ViaService": through}}
        statements.append(_statement("UseKeysThroughDynamoDB", actions, keys, condition))
    return {"Version": "2012-10-17", "Statement": statements}


def length(policy):
    """Characters as IAM counts them."""
    return len(re.sub(r"\s", "", json.dumps(policy, ensure_ascii=False, separators=(",", ":"))))


def _item_statements(entry, table, arns):
    actions = {"read": READ, "write": WRITE, "read_write": READ + WRITE}[entry["allow"]]
    condition = _condition(entry, table)
    statements = [_statement("UseItems", _limited(actions, entry), arns, condition)]
    indexes = _indexes(entry, table) if "read" in entry["allow"] and entry["indexes"] else []
    if indexes:
        resources = [f"{arn}/index/{index}" for arn in arns for index in indexes]
        statements.append(_statement("QueryIndexes", _limited(OF_INDEXES, entry), resources, condition))
    # Mappers of objects ask for the keys. It shows no item, so no condition fits it.
    return [*statements, _statement("DescribeTable", ("dynamodb:DescribeTable",), arns)]


def _limited(actions, entry):
    """A condition holds too where the request has nothing of its kind, as a Scan has no leading key (R111)."""
    left_out = (*(("dynamodb:Scan",) if entry["leading_keys"] else ()), *(WHOLE_ITEMS if entry["attributes"] else ()))
    return [action for action in actions if action not in left_out]


def _condition(entry, table):
    equal = {}
    if entry["leading_keys"]:
        equal["dynamodb:LeadingKeys"] = entry["leading_keys"]
    condition = {"ForAllValues:StringEquals": equal}
    if entry["attributes"]:
        equal["dynamodb:Attributes"] = _attributes(entry, table)
        asked = {}
        if "read" in entry["allow"]:
            asked["dynamodb:Select"] = "SPECIFIC_ATTRIBUTES"
        if "write" in entry["allow"]:
            asked["dynamodb:ReturnValues"] = ["NONE", "UPDATED_OLD", "UPDATED_NEW"]
        condition["StringEqualsIfExists"] = asked
    return condition if equal else None


def _attributes(entry, table):
    """The table's own keys are always among them: no request does without (R111)."""
    return list(dict.fromkeys([key["attribute_name"] for key in table.get("key_schema", [])] + entry["attributes"]))


def _indexes(entry, table):
    """The names of those that the entry's limits hold for, ["*"] where it has none.

    With leading keys an index needs the table's partition key: by another one it would show anybody's items.
    """
    indexes = table.get("global_secondary_indexes", []) + table.get("local_secondary_indexes", [])
    if not entry["leading_keys"] and not entry["attributes"]:
        return ["*"] if indexes else []
    partition = _names_of_keys(table, "HASH")
    return [
        index["index_name"]
        for index in indexes
        if (not entry["leading_keys"] or _names_of_keys(index, "HASH") == partition)
        and (not entry["attributes"] or set(_names_of_keys(index)) <= set(_attributes(entry, table)))
    ]


def _names_of_keys(described, kind=None):
    return [key["attribute_name"] for key in described.get("key_schema", []) if kind in (None, key["key_type"])]


def _arns(table):
    """{region: the table's ARN there}, home first."""
    home = table["table_arn"]
    region = home.split(":")[3]
    elsewhere = [replica["region_name"] for replica in table.get("replicas", [])]
    return {there: home.replace(f":{region}:", f":{there}:", 1) for there in dict.fromkeys([region, *elsewhere])}


def _keys(table):
    """The ARNs of the customer's keys. What AWS manages, everybody in the account may use through DynamoDB (R75)."""
    encryption = table.get("server_side_encryption")
    if encryption is not None and (encryption.get("kms_key_id") or OF_AWS).startswith(OF_AWS):
        return []
    found = [table.get("sse_description", {}).get("kms_master_key_arn")]
    found += [replica.get("kms_master_key_id") for replica in table.get("replicas", [])]
    return list(dict.fromkeys(key for key in found if key and ":key/" in key))


def _statement(sid, actions, resources, condition=None):
    statement = {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": resources}
    return {**statement, "Condition": condition} if condition else statement
