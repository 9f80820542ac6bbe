# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..core.errors import AwsError, invalid, invalid_parameter

MAX_GLOBAL_INDEXES = 20
MAX_KEYS_PER_TYPE = 4
MAX_PROJECTED = 100
MAX_UNITS = 1000000000000


def names(key_schema: list[dict[str, str]]) -> list[str]:
    return [element["AttributeName"] for element in key_schema]


def check_bounds(units: dict[str, int] | None) -> None:
    for name in ("ReadCapacityUnits", "WriteCapacityUnits"):
        if units and units[name] > MAX_UNITS:
            raise invalid(f"Given value {units[name]} for {name} is out of bounds")


def check_enough(key_schema: list[dict[str, str]], defined: list[str]) -> None:
    if len(key_schema) > len(defined):
        raise invalid("Invalid KeySchema: Some index key attribute have no definition")


def check_defined(keys: list[str], defined: Iterable[str]) -> None:
    """Check that every key attribute is defined (R9, R61)."""
    undefined = [name for name in keys if name not in defined]
    if undefined:
        raise invalid_parameter(
            "Some index key attributes are not defined in AttributeDefinitions. "
            f"Keys: [{', '.join(undefined)}], AttributeDefinitions: [{', '.join(defined)}]"
        )


def check_definitions(definitions: list[dict[str, str]]) -> None:
    defined = [definition["AttributeName"] for definition in definitions]
    for name in defined:
        if defined.count(name) > 1:
            raise invalid(f"Attribute Name is duplicated: {name}")


def check_global_index(index: dict[str, Any]) -> None:
    """Check keys (up to four of each type) and projection of a global secondary index (R62, R64)."""
    keys = index["KeySchema"]
    kinds = [element["KeyType"] for element in keys]
    if kinds[0] != "HASH":
        raise invalid("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
    for kind in ("HASH", "RANGE"):
        if kinds.count(kind) > MAX_KEYS_PER_TYPE:
            raise invalid_parameter(f"The KeySchema exceeds the maximum allowed number of {kind} key attributes")
    if kinds != sorted(kinds):
        raise invalid_parameter("All HASH key attributes must precede RANGE key attributes in the KeySchema")
    if len(set(names(keys))) < len(keys):
        if len(keys) == 2:
            raise invalid("Both the Hash Key and the Range Key element in the KeySchema have the same name")
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


def projected_by(index: dict[str, Any]) -> int:
    """Return how many attributes an index projects; a vector and each filter count as one (R64, R69)."""
    filters = [e for e in index.get("SearchSchema", []) if e["SearchSchemaElementType"] == "INLINE_FILTER"]
    own = len(index["Projection"].get("NonKeyAttributes", []))
    return own + len(filters) + ("VectorAttribute" in index)


def too_many_projected(count: int) -> AwsError | None:
    """Return the error if all indexes together project more attributes than a table may have (R64)."""
    if count <= MAX_PROJECTED:
        return None
    return invalid_parameter("Number of projected attributes in all indexes exceeds the per-table limit of 100")
