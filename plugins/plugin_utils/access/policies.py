# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""IAM policies for the applications that use a table, each with the least privilege that it needs. Pure."""

from __future__ import annotations

import json
import re

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.patterns import (
    ROLE_NAME,
    did_you_mean,
    given_twice,
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
    """The IAM path of a table's policies, which identifies them. A policy of the same name may be another's."""
    return f"/stackkit/{{region}}/{table}/"


def name(table, entry):
    """IAM has one name space for all paths and Regions; a table's name cannot contain + or @.

    The module replaces {region} with its Region, as in the path.
    """
    return names.fitted(f"{table}+{entry}", LONGEST_NAME - LONGEST_REGION - 1) + "@{region}"


def problems(entries):
    """Yields (path after the variable, words) for a table's entries as the user set them."""
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
    names = [str(given.get("name") or place) for place, given in enumerate(entries)]
    for place in given_twice(names):
        yield f"[{place}].name", f"{names[place]} is also the name of an earlier entry"


def _faults(entry):
    if "name" in entry and not NAME.fullmatch(entry["name"]):
        yield "name", "must be 1 to 64 letters, digits, - . and _"
    if entry.get("allow", "read") not in ALLOW:
        yield "allow", f"must be one of {', '.join(ALLOW)}"
    for key in ("leading_keys", "attributes"):
        if key not in entry:
            continue
        if entry.get("allow") == "stream":
            yield key, "cannot limit a stream, which contains whole items"
        if not entry[key]:
            yield key, "is empty, which would allow nothing; omit it for no limit"
        for value in entry[key]:
            if not isinstance(value, str) or not value:
                yield key, f"{value!r} is not a string"
            elif any(ord(character) > 0xFF for character in value):
                yield key, f"{value}: IAM allows characters up to U+00FF"
    for role in entry.get("attach_to", []):
        if not isinstance(role, str) or not ROLE_NAME.fullmatch(role):
            yield "attach_to", f"{role} is not the name of an IAM role"


def entry_of(given):
    """An entry with its defaults, without what is unset."""
    defaults = {key: default for key, (_kind, default) in ENTRY.items()}
    return {**defaults, **typed(ENTRY, given, "", [])}


def document(given, table):
    """An entry's policy. table: as dynamodb_stackkit_info returns it, of which `declaration` and ARNs are used."""
    entry = entry_of(given)
    arns = list(_arns(table).values())
    if entry["allow"] == "stream":
        # A stream that is enabled again has another label, and the old stream can still be read to its end.
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
    # Object mappers read the key schema. The call shows no item, so no condition applies.
    return [*statements, _statement("DescribeTable", ("dynamodb:DescribeTable",), arns)]


def _limited(actions, entry):
    """A condition is also met by a request without its key, as a Scan has no leading key (R111)."""
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
    """With the table's own keys, which every request names (R111)."""
    return list(dict.fromkeys(_keys_of(table["declaration"]) + entry["attributes"]))


def _indexes(entry, table):
    """The names of the indexes for which the entry's limits hold; ["*"] without limits.

    With leading keys, an index must have the table's partition key: by another one it would show other items.
    """
    declaration = table["declaration"]
    # A local index has the table's partition key.
    local = [{**index, "hash_key": declaration["hash_key"]} for index in declaration.get("local_secondary_indexes", [])]
    indexes = declaration.get("global_secondary_indexes", []) + local
    if not entry["leading_keys"] and not entry["attributes"]:
        return ["*"] if indexes else []
    return [
        index["name"]
        for index in indexes
        if (not entry["leading_keys"] or _partition_keys(index) == _partition_keys(declaration))
        and (not entry["attributes"] or set(_keys_of(index)) <= set(_attributes(entry, table)))
    ]


def _partition_keys(options):
    """Of a table or an index, by its options; an index may have several."""
    return options.get("hash_keys") or [name for name in [options.get("hash_key")] if name]


def _keys_of(options):
    sort_keys = options.get("range_keys") or [name for name in [options.get("range_key")] if name]
    return _partition_keys(options) + sort_keys


def _arns(table):
    """{region: the table's ARN there}, home first."""
    home = table["table_arn"]
    region = home.split(":")[3]
    elsewhere = [replica["region"] for replica in table["declaration"].get("replicas") or []]
    return {there: home.replace(f":{region}:", f":{there}:", 1) for there in dict.fromkeys([region, *elsewhere])}


def _keys(table):
    """The ARNs of the customer managed keys. Everybody in the account may use an AWS managed key (R75)."""
    declared = _key_of(table["declaration"])
    if declared is None:
        return []
    is_customers = "server_side_encryption" not in table or _key_of(table)
    if ":key/" not in declared and is_customers:
        # In check mode it is the present key, or an alias, which is never sent.
        declared = table.get("sse_description", {}).get("kms_master_key_arn") or declared
    arns = {replica["region_name"]: replica.get("kms_master_key_id") for replica in table.get("replicas", [])}
    replicas = [arns.get(replica["region"]) for replica in table["declaration"].get("replicas") or []]
    return list(dict.fromkeys(key for key in [declared, *replicas] if key))


def _key_of(options):
    """The customer managed key of a table's options, or None."""
    key = (options.get("server_side_encryption") or {}).get("kms_key_id")
    return None if key is None or key.startswith(OF_AWS) else key


def _statement(sid, actions, resources, condition=None):
    statement = {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": resources}
    return {**statement, "Condition": condition} if condition else statement
