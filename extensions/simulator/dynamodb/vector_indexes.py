# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.errors import AwsError, in_use, invalid, invalid_parameter, limit_exceeded, not_found
from . import schema
from .projections import sorted_projection
from .state import ON_DEMAND, Table, VectorIndex

MAX_INDEXES = 5
MAX_DIMENSIONS = 4096
MAX_FILTERS = 18
PARTS = ("VectorAttribute", "SearchSchema", "Projection", "Dimensions", "DistanceFunction")


def check_mode(mode: str) -> None:
    if mode != ON_DEMAND:
        raise invalid_parameter("Vector indexes are only supported for PAY_PER_REQUEST tables")


def check_new(index: dict[str, Any], definitions: list[dict[str, str]]) -> None:
    """R69: validate a vector index of CreateTable or of a Create action."""
    defined = {definition["AttributeName"] for definition in definitions}
    name = index["VectorAttribute"]["AttributeName"]
    if name in defined:
        raise conflicting(name)
    elements = index.get("SearchSchema", [])
    if any(element["AttributeName"] not in defined for element in elements):
        raise invalid_parameter("One element in SearchSchema is not defined in attribute definitions")
    kinds = [element["SearchSchemaElementType"] for element in elements]
    if kinds.count("HASH") > 1:
        raise invalid_parameter("SearchSchema has more than one HASH element")
    if kinds.count("INLINE_FILTER") > MAX_FILTERS:
        raise invalid_parameter(f"SearchSchema has more than {MAX_FILTERS} INLINE_FILTER elements")
    if not 1 <= index["Dimensions"] <= MAX_DIMENSIONS:
        raise invalid_parameter(f"Number of dimensions must be between 1 and {MAX_DIMENSIONS} inclusive.")
    schema.check_projection(index["Projection"])


def conflicting(name: str) -> AwsError:
    return invalid_parameter(
        f"Conflicting attribute definition for '{name}'. An attribute cannot be defined in AttributeDefinitions"
        " when used as a VectorAttribute."
    )


def check_new_table(mode: str, request: dict[str, Any]) -> None:
    indexes = request.get("VectorIndexes", [])
    if indexes:
        check_mode(mode)
    if len(indexes) > MAX_INDEXES:
        raise invalid_parameter(f"VectorIndex count exceeds the per-table limit of {MAX_INDEXES}")
    dimensions: dict[str, int] = {}
    for index in indexes:
        check_new(index, request["AttributeDefinitions"])
        _check_dimensions(index, dimensions)
        dimensions[index["VectorAttribute"]["AttributeName"]] = index["Dimensions"]


def _check_dimensions(index: dict[str, Any], have: dict[str, int]) -> None:
    """Check the dimensions. have: {vector attribute: dimensions} of the other indexes."""
    name = index["VectorAttribute"]["AttributeName"]
    if have.get(name, index["Dimensions"]) != index["Dimensions"]:
        raise invalid_parameter(
            f"Conflicting attribute definition for '{name}'. All VectorIndexes on the same vector attribute must use"
            " the same dimensions."
        )


def check_updates(request: dict[str, Any]) -> None:
    for update in request.get("VectorIndexUpdates", []):
        if not update:
            raise invalid_parameter("One of VectorIndexUpdate.Create, VectorIndexUpdate.Delete must not be null")
        if len(update) > 1:
            raise invalid_parameter("Only one vector index action is allowed per VectorIndexUpdate object")
        if "Create" in update:
            check_new(update["Create"], request.get("AttributeDefinitions", []))


def check_change(table: Table, update: dict[str, Any]) -> None:
    if "Delete" in update:
        _check_delete(table, update["Delete"]["IndexName"])
        return
    index = update["Create"]
    check_mode(table.billing_mode)
    _check_name(table, index["IndexName"])
    name = index["VectorAttribute"]["AttributeName"]
    if name in table.attributes:
        raise invalid_parameter(
            "Attributes cannot be redefined. Please check that your attribute has the same type as previously"
            f" defined. Existing schema: Schema:[SchemaElement: key{{{name}:{table.attributes[name]}}}] New schema:"
            f" VectorIndexSchema:[VectorAttribute: key{{{name}:L:{index['Dimensions']}}}]"
        )
    definitions = [have.definition for have in table.vector_indexes.values()]
    _check_dimensions(index, {have["VectorAttribute"]["AttributeName"]: have["Dimensions"] for have in definitions})
    if len(table.vector_indexes) >= MAX_INDEXES:
        raise limit_exceeded(f"Number of vector secondary indexes exceeds per-table limit of {MAX_INDEXES}")
    error = schema.too_many_projected(projected_in(table) + schema.projected_by(index))
    if error:
        raise error


def projected_in(table: Table) -> int:
    """Return how many attributes the table's indexes project."""
    keyed = [{"Projection": index.projection} for index in [*table.indexes.values(), *table.local_indexes.values()]]
    vectors = [index.definition for index in table.vector_indexes.values()]
    return sum(schema.projected_by(index) for index in [*keyed, *vectors])


def _check_name(table: Table, name: str) -> None:
    have = table.vector_indexes.get(name)
    if have and have.status != "ACTIVE":
        doing = "deleted" if have.status == "DELETING" else "created"
        raise in_use(f"Index is being {doing}.  Table: {table.name} Index: {name}")
    if have or name in table.indexes or name in table.local_indexes:
        raise invalid("Attempting to create an index which already exists")


def _check_delete(table: Table, name: str) -> None:
    have = table.vector_indexes.get(name)
    if have is None:
        raise not_found(f"Index {name} for table {table.name}")
    if have.status == "DELETING":
        raise in_use(f"Index is being deleted. Table: {table.name} Index: {name}")
    if have.status == "CREATING" and not have.backfilling:  # R11
        raise in_use(
            "Index creation is in resource allocation phase. Retry deletion during backfilling phase or when the"
            f" index is active. Table: {table.name} Index: {name}"
        )


def new_index(table: Table, request: dict[str, Any]) -> VectorIndex:
    definition = {part: request[part] for part in PARTS if part in request}
    definition["Projection"] = sorted_projection(request["Projection"])
    return VectorIndex(request["IndexName"], f"{table.arn}/index/{request['IndexName']}", definition)
