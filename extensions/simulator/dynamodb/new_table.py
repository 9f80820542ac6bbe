# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import invalid, invalid_parameter
from . import throughput, vector_indexes
from .schema import (
    MAX_GLOBAL_INDEXES,
    check_bounds,
    check_defined,
    check_definitions,
    check_enough,
    check_global_index,
    check_projection,
    names,
    projected_by,
    too_many_projected,
)
from .state import ON_DEMAND, PROVISIONED

MAX_LOCAL_INDEXES = 5
INDEXES = ("GlobalSecondaryIndexes", "LocalSecondaryIndexes")


def check(ctx: Context, request: dict[str, Any]) -> None:
    """Validate keys, attributes, indexes and capacity of CreateTable (R8, R21-R23, R59-R65)."""
    mode = request.get("BillingMode", PROVISIONED)
    _check_required(request)
    _check_capacity(ctx, mode, request)
    _check_defined(request)
    _check_key(request["KeySchema"], "keySchema")
    _check_used(request)
    _check_names(request)
    for number, index in enumerate(request.get("LocalSecondaryIndexes", []), 1):
        _check_local_index(request["KeySchema"], index, f"localSecondaryIndexes.{number}.member.keySchema")
    for index in request.get("GlobalSecondaryIndexes", []):
        check_global_index(index)
        _check_index_capacity(ctx, mode, index)
    vector_indexes.check_new_table(mode, request)
    _check_counts(request)


def all_indexes(request: dict[str, Any]) -> list[dict[str, Any]]:
    return [index for kind in INDEXES for index in request.get(kind, [])]


def _check_required(request: dict[str, Any]) -> None:
    problems = [
        f"Value null at '{name[0].lower()}{name[1:]}' failed to satisfy constraint: Member must not be null"
        for name in ("AttributeDefinitions", "KeySchema")
        if name not in request
    ]
    if problems:
        plural = "error" if len(problems) == 1 else "errors"
        raise invalid(f"{len(problems)} validation {plural} detected: {'; '.join(problems)}")


def _check_capacity(ctx: Context, mode: str, request: dict[str, Any]) -> None:
    units = request.get("ProvisionedThroughput")
    if mode == ON_DEMAND and units:
        raise invalid_parameter(
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"
        )
    if mode == PROVISIONED and not units:
        raise invalid_parameter(
            "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED"
        )
    check_bounds(units)
    throughput.check_quota(ctx, units)
    throughput.check_new_on_demand(ctx, mode, request.get("OnDemandThroughput"))
    default = throughput.new_warm_throughput(mode, throughput.new_throughput(units))
    throughput.check_new_warm_throughput(ctx, mode, request.get("WarmThroughput"), default)


def _check_defined(request: dict[str, Any]) -> None:
    check_definitions(request["AttributeDefinitions"])
    defined = [definition["AttributeName"] for definition in request["AttributeDefinitions"]]
    check_enough(request["KeySchema"], defined)
    for key_schema in _key_schemas(request):
        check_defined(names(key_schema), defined)


def _key_schemas(request: dict[str, Any]) -> list[list[dict[str, str]]]:
    return [request["KeySchema"], *(index["KeySchema"] for index in all_indexes(request))]


def _check_used(request: dict[str, Any]) -> None:
    """R61: CreateTable requires definitions of all key attributes and accepts no others."""
    defined = [definition["AttributeName"] for definition in request["AttributeDefinitions"]]
    used = {name for key_schema in _key_schemas(request) for name in names(key_schema)}
    for index in request.get("VectorIndexes", []):
        used |= {element["AttributeName"] for element in index.get("SearchSchema", [])}
    if set(defined) == used:
        return
    if not all_indexes(request) and not request.get("VectorIndexes"):
        raise invalid_parameter(
            "Number of attributes in KeySchema does not exactly match number of attributes defined in"
            " AttributeDefinitions"
        )
    raise invalid_parameter(
        f"Some AttributeDefinitions are not used. AttributeDefinitions: [{', '.join(defined)}], "
        f"keys used: [{', '.join(sorted(used))}]"
    )


def _check_key(key_schema: list[dict[str, str]], where: str) -> None:
    if len(key_schema) > 2:
        elements = ", ".join(
            f"KeySchemaElement(attributeName={e['AttributeName']}, keyType={e['KeyType']})" for e in key_schema
        )
        raise invalid(
            f"1 validation error detected: Value '[{elements}]' at '{where}' failed to satisfy constraint: "
            "Member must have length less than or equal to 2"
        )
    if len(set(names(key_schema))) < len(key_schema):
        raise invalid("Both the Hash Key and the Range Key element in the KeySchema have the same name")
    if key_schema[0]["KeyType"] != "HASH":
        raise invalid("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
    if len(key_schema) == 2 and key_schema[1]["KeyType"] != "RANGE":
        raise invalid("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")


def _check_names(request: dict[str, Any]) -> None:
    seen: set[str] = set()
    for index in [*all_indexes(request), *request.get("VectorIndexes", [])]:
        if index["IndexName"] in seen:
            raise invalid_parameter(f"Duplicate index name: {index['IndexName']}")
        seen.add(index["IndexName"])


def _check_local_index(table_key: list[dict[str, str]], index: dict[str, Any], where: str) -> None:
    if len(table_key) < 2:
        raise invalid_parameter(
            "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex"
        )
    keys = index["KeySchema"]
    _check_key(keys, where)
    if len(keys) < 2:
        raise invalid_parameter(f"Index KeySchema does not have a range key for index: {index['IndexName']}")
    if keys[0]["AttributeName"] != table_key[0]["AttributeName"]:
        raise invalid_parameter(
            "Index KeySchema does not have the same leading hash key as table KeySchema for index: "
            f"{index['IndexName']}. index hash key: {keys[0]['AttributeName']}, "
            f"table hash key: {table_key[0]['AttributeName']}"
        )
    check_projection(index["Projection"])


def _check_index_capacity(ctx: Context, mode: str, index: dict[str, Any]) -> None:
    """R8: an index of a provisioned table needs capacity; one of an on-demand table has none."""
    name, units = index["IndexName"], index.get("ProvisionedThroughput")
    if mode == ON_DEMAND and units:
        raise invalid_parameter(
            f"ProvisionedThroughput should not be specified for index: {name} when BillingMode is PAY_PER_REQUEST"
        )
    if mode == PROVISIONED and not units:
        raise invalid_parameter(f"ProvisionedThroughput is not specified for index: {name}")
    check_bounds(units)
    throughput.check_quota(ctx, units, name)
    throughput.check_new_on_demand(ctx, mode, index.get("OnDemandThroughput"), name)
    default = throughput.new_warm_throughput(mode, throughput.new_throughput(units))
    throughput.check_new_warm_throughput(ctx, mode, index.get("WarmThroughput"), default, name)


def _check_counts(request: dict[str, Any]) -> None:
    for kind in INDEXES:
        if request.get(kind) == []:
            raise invalid_parameter(f"List of {kind} is empty")
    if len(request.get("LocalSecondaryIndexes", [])) > MAX_LOCAL_INDEXES:
        raise invalid_parameter("Number of LocalSecondaryIndexes exceeds per-table limit of 5")
    if len(request.get("GlobalSecondaryIndexes", [])) > MAX_GLOBAL_INDEXES:
        raise invalid_parameter("GlobalSecondaryIndex count exceeds the per-table limit of 20")
    indexes = [*all_indexes(request), *request.get("VectorIndexes", [])]
    error = too_many_projected(sum(projected_by(index) for index in indexes))
    if error:
        raise error
