# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..core.errors import AwsError, invalid, invalid_parameter
from .state import ON_DEMAND, PROVISIONED

MOST_GLOBAL_INDEXES = 20
MOST_LOCAL_INDEXES = 5
MOST_KEYS_OF_A_KIND = 4
MOST_PROJECTED = 100
MOST_UNITS = 1000000000000


def check_new_table(request: dict[str, Any]) -> None:
    """Everything that CreateTable refuses about keys, attributes, indexes and capacity (R6-R9, R21)."""
    mode = request.get("BillingMode", PROVISIONED)
    _check_required(request)
    _check_throughput(mode, request.get("ProvisionedThroughput"))
    _check_attributes(request)
    _check_table_key(request["KeySchema"])
    names: set[str] = set()
    for index in request.get("LocalSecondaryIndexes", []):
        _check_name_is_new(index["IndexName"], names)
        _check_local_index(request["KeySchema"], index)
    for index in request.get("GlobalSecondaryIndexes", []):
        _check_name_is_new(index["IndexName"], names)
        check_global_index(index)
        _check_index_throughput(mode, index)
    _check_counts(request)


def _check_required(request: dict[str, Any]) -> None:
    missing = [name for name in ("AttributeDefinitions", "KeySchema") if request.get(name) is None]
    if missing:
        problems = [
            f"Value null at '{name[0].lower()}{name[1:]}' failed to satisfy constraint: Member must not be null"
            for name in missing
        ]
        plural = "error" if len(problems) == 1 else "errors"
        raise invalid(f"{len(problems)} validation {plural} detected: {'; '.join(problems)}")


def _check_throughput(mode: str, throughput: dict[str, int] | None) -> None:
    if mode == ON_DEMAND and throughput:
        raise invalid_parameter(
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"
        )
    if mode == PROVISIONED and not throughput:
        raise invalid_parameter(
            "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED"
        )
    check_bounds(throughput)


def check_bounds(throughput: dict[str, int] | None) -> None:
    for name in ("ReadCapacityUnits", "WriteCapacityUnits"):
        if throughput and throughput[name] > MOST_UNITS:
            raise invalid(f"Given value {throughput[name]} for {name} is out of bounds")


def _check_attributes(request: dict[str, Any]) -> None:
    defined = [definition["AttributeName"] for definition in request["AttributeDefinitions"]]
    for name in defined:
        if defined.count(name) > 1:
            raise invalid_parameter(f"Attribute Name is duplicated: {name}")
    indexes = request.get("LocalSecondaryIndexes", []) + request.get("GlobalSecondaryIndexes", [])
    table_keys = _names(request["KeySchema"])
    if len(set(table_keys)) > len(defined):
        raise invalid("Invalid KeySchema: Some index key attribute have no definition")
    for keys in [table_keys] + [_names(index["KeySchema"]) for index in indexes]:
        check_defined(keys, defined)
    used = {name for index in indexes for name in _names(index["KeySchema"])} | set(table_keys)
    if set(defined) == used:
        return
    if not indexes:
        raise invalid_parameter(
            "Number of attributes in KeySchema does not exactly match number of attributes defined in"
            " AttributeDefinitions"
        )
    raise invalid_parameter(
        f"Some AttributeDefinitions are not used. AttributeDefinitions: [{', '.join(defined)}], "
        f"keys used: [{', '.join(sorted(used))}]"
    )


def check_defined(keys: list[str], defined: Iterable[str]) -> None:
    """Every key attribute has a definition (R9)."""
    undefined = [name for name in keys if name not in defined]
    if undefined:
        raise invalid_parameter(
            "Some index key attributes are not defined in AttributeDefinitions. "
            f"Keys: [{', '.join(undefined)}], AttributeDefinitions: [{', '.join(defined)}]"
        )


def _check_table_key(key_schema: list[dict[str, str]], where: str = "keySchema") -> None:
    if len(key_schema) > 2:
        elements = ", ".join(
            f"KeySchemaElement(attributeName={e['AttributeName']}, keyType={e['KeyType']})" for e in key_schema
        )
        raise invalid(
            f"1 validation error detected: Value '[{elements}]' at '{where}' failed to satisfy constraint: "
            "Member must have length less than or equal to 2"
        )
    if len(set(_names(key_schema))) < len(key_schema):
        raise invalid("Both the Hash Key and the Range Key element in the KeySchema have the same name")
    if key_schema[0]["KeyType"] != "HASH":
        raise invalid("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
    if len(key_schema) == 2 and key_schema[1]["KeyType"] != "RANGE":
        raise invalid("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")


def _check_local_index(table_key: list[dict[str, str]], index: dict[str, Any]) -> None:
    if len(table_key) < 2:
        raise invalid_parameter(
            "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex"
        )
    keys = index["KeySchema"]
    _check_table_key(keys, "localSecondaryIndexes.1.member.keySchema")
    if len(keys) < 2:
        raise invalid_parameter(f"Index KeySchema does not have a range key for index: {index['IndexName']}")
    if keys[0]["AttributeName"] != table_key[0]["AttributeName"]:
        raise invalid_parameter(
            "Index KeySchema does not have the same leading hash key as table KeySchema for index: "
            f"{index['IndexName']}. index hash key: {keys[0]['AttributeName']}, "
            f"table hash key: {table_key[0]['AttributeName']}"
        )
    check_projection(index["Projection"])


def check_global_index(index: dict[str, Any]) -> None:
    """Keys (up to four of each kind) and projection of one global index (R21)."""
    keys = index["KeySchema"]
    kinds = [element["KeyType"] for element in keys]
    if kinds[0] != "HASH":
        raise invalid("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
    for kind in ("HASH", "RANGE"):
        if kinds.count(kind) > MOST_KEYS_OF_A_KIND:
            raise invalid(f"The KeySchema exceeds the maximum allowed number of {kind} key attributes")
    if "HASH" in kinds[kinds.index("RANGE") :] if "RANGE" in kinds else False:
        raise invalid("All HASH key attributes must precede RANGE key attributes in the KeySchema")
    if len(set(_names(keys))) < len(keys):
        raise invalid("The KeySchema contains multiple key attributes with the same name")
    check_projection(index["Projection"])


def check_projection(projection: dict[str, Any]) -> None:
    kind = projection.get("ProjectionType")
    attributes = projection.get("NonKeyAttributes")
    if kind is None:
        raise invalid_parameter("Unknown ProjectionType: null")
    if kind == "INCLUDE" and attributes is None:
        raise invalid_parameter("ProjectionType is INCLUDE, but NonKeyAttributes is not specified")
    if kind != "INCLUDE" and attributes is not None:
        raise invalid_parameter(f"ProjectionType is {kind}, but NonKeyAttributes is specified")
    for name in attributes or []:
        if attributes.count(name) > 1:
            raise invalid_parameter(f"Duplicate element in NonKeyAttributes: {name}")


def _check_index_throughput(mode: str, index: dict[str, Any]) -> None:
    throughput = index.get("ProvisionedThroughput")
    if mode == ON_DEMAND and throughput:
        raise invalid_parameter(
            f"ProvisionedThroughput should not be specified for index: {index['IndexName']} "
            "when BillingMode is PAY_PER_REQUEST"
        )
    if mode == PROVISIONED and not throughput:
        raise invalid_parameter(f"ProvisionedThroughput is not specified for index: {index['IndexName']}")
    check_bounds(throughput)


def _check_name_is_new(name: str, names: set[str]) -> None:
    if name in names:
        raise invalid_parameter(f"Duplicate index name: {name}")
    names.add(name)


def _check_counts(request: dict[str, Any]) -> None:
    for kind in ("GlobalSecondaryIndexes", "LocalSecondaryIndexes"):
        if request.get(kind) == []:
            raise invalid_parameter(f"List of {kind} is empty")
    if len(request.get("LocalSecondaryIndexes", [])) > MOST_LOCAL_INDEXES:
        raise invalid_parameter("Number of LocalSecondaryIndexes exceeds per-table limit of 5")
    if len(request.get("GlobalSecondaryIndexes", [])) > MOST_GLOBAL_INDEXES:
        raise invalid_parameter("GlobalSecondaryIndex count exceeds the per-table limit of 20")
    indexes = request.get("LocalSecondaryIndexes", []) + request.get("GlobalSecondaryIndexes", [])
    error = too_many_projected(index["Projection"] for index in indexes)
    if error:
        raise error


def too_many_projected(projections: Iterable[dict[str, Any]]) -> AwsError | None:
    """The refusal when all indexes together project more attributes than a table may have (R21)."""
    if sum(len(projection.get("NonKeyAttributes", [])) for projection in projections) <= MOST_PROJECTED:
        return None
    return invalid_parameter(
        "Number of projected attributes in all secondary indexes exceeds the per-table limit of 100"
    )


def _names(key_schema: list[dict[str, str]]) -> list[str]:
    return [element["AttributeName"] for element in key_schema]
