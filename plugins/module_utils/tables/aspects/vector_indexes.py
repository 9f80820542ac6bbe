# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Vector indexes: attributes with vectors that can be searched by distance."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ...core import diff
from ...core.change import CREATE, DELETE, REPLACE, PlanWarning
from ..changes import Phase
from ..checks import vector_checks
from ..values.schema import (
    GlobalIndexes,
    attribute_definitions,
    declared_index_set,
    declared_types,
    live_index_set,
    live_keys,
    live_local_indexes,
    live_types,
    projection,
    typed,
)
from ..values.schema import Key as Attribute
from ..values.throughput import PROVISIONED, billing_mode_of

OPTIONS = dict(
    vector_indexes=dict(
        type="list",
        elements="dict",
        options=dict(
            name=dict(type="str", required=True),
            attribute=dict(type="str", required=True),
            dimensions=dict(type="int", required=True),
            distance_function=dict(type="str", required=True, choices=["COSINE", "DOT_PRODUCT", "EUCLIDEAN"]),
            search_schema=dict(
                type="list",
                elements="dict",
                options=dict(
                    attribute=dict(type="str", required=True),
                    type=dict(type="str", required=True, choices=["HASH", "INLINE_FILTER"]),
                ),
            ),
            projection_type=dict(type="str", choices=["ALL", "KEYS_ONLY", "INCLUDE"], default="ALL"),
            non_key_attributes=dict(type="list", elements="str", no_log=False),
        ),
    ),
)
RECREATES = "vector_indexes"


@dataclass(frozen=True)
class VectorIndex:
    """search_schema: {(Attribute, HASH or INLINE_FILTER)}, with the types from the option `attributes`."""

    name: str
    attribute: str
    dimensions: int
    distance_function: str
    search_schema: frozenset
    projection_type: str
    non_key_attributes: frozenset

    def __str__(self):
        return f"{self.name} on {self.attribute} ({self.dimensions} dimensions, {self.distance_function})"


@dataclass(frozen=True)
class Vectors:
    """indexes: {name: VectorIndex}. types: {attribute name: type} of the live table. billing_mode: declared or live.

    index_set: the current or desired global indexes. local_names: the names of the local indexes.
    keys: the names of the key attributes of the table and its local indexes.
    """

    indexes: dict = field(default_factory=dict)
    types: dict = field(default_factory=dict)
    billing_mode: str | None = None
    purge: bool = False
    recreate: bool = False
    index_set: GlobalIndexes = GlobalIndexes({})
    local_names: frozenset = frozenset()
    keys: frozenset = frozenset()


NEW = Vectors()


def check(params):
    return vector_checks.options(params)


def want(params):
    if params["vector_indexes"] is None:
        return None
    types = declared_types(params)
    return Vectors(
        {entry["name"]: _declared(entry, types) for entry in params["vector_indexes"]},
        index_set=declared_index_set(params),
        billing_mode=params["billing_mode"],
        purge=bool(params["purge_indexes"]),
        recreate=RECREATES in (params["allow_recreate"] or []),
    )


def observe(description, answer=None):
    types = live_types(description)
    described = [index for index in description.get("VectorIndexes", []) if index.get("IndexStatus") != "DELETING"]
    indexes = {index["IndexName"]: _live(index, types) for index in described}
    local = live_local_indexes(description)
    keys = [*live_keys(description), *(key for index in local.values() for key in index.keys)]
    return Vectors(
        indexes,
        types,
        billing_mode_of(description),
        index_set=live_index_set(description),
        local_names=frozenset(local),
        keys=frozenset(key.name for key in keys if key),
    )


def unlisted(want, have):
    return {} if want.purge else {"vector_indexes": sorted(set(have.indexes) - set(want.indexes))}


def complete(want, have):
    unlisted_ones = {} if want.purge else have.indexes
    listed = {name: _typed(index, have.types) for name, index in want.indexes.items()}
    return replace(
        want,
        indexes={**unlisted_ones, **listed},
        index_set=want.index_set.after(have.index_set),
        local_names=have.local_names,
        keys=have.keys,
        billing_mode=want.billing_mode or have.billing_mode,
    )


def plan(table, *, want, have):
    added, changed, removed = diff.keyed(have.indexes, want.indexes)
    errors = list(vector_checks.errors(want, have, added, changed, allow=RECREATES))
    if errors:
        yield from errors
        return
    for name in removed + changed:
        words = f"delete vector index {name}" + (" to replace it" if name in changed else "")
        yield _update(table, name, DELETE, words, Phase.REMOVE, {"Delete": {"IndexName": name}})
    if changed:
        words = f"{', '.join(changed)}: searches fail until the index is re-created and backfilled"
        yield PlanWarning(words, of_change=True)
    for name in added + changed:
        index = want.indexes[name]
        definitions = {"AttributeDefinitions": _definitions([index])} if index.search_schema else {}
        needs = ("billing_mode",) if have.billing_mode == PROVISIONED else ()
        kind = REPLACE if name in changed else CREATE
        words = f"{kind} vector index {index}"
        phase = Phase.ADD_INDEXES
        yield _update(table, name, kind, words, phase, {"Create": _aws(index)}, needs=needs, **definitions)


def create_params(want):
    if not want.indexes:
        return {}
    indexes = want.indexes.values()
    return {"VectorIndexes": [_aws(index) for index in indexes], "AttributeDefinitions": _definitions(indexes)}


def declare(have):
    keys = {element for index in have.indexes.values() for element, _kind in index.search_schema}
    attributes = [{"name": key.name, "type": key.type} for key in sorted(keys, key=str)]
    return {
        "vector_indexes": [_declare(index) for index in have.indexes.values()],
        **({"attributes": attributes} if attributes else {}),
    }


def _declared(entry, types):
    schema = [(element["attribute"], element["type"]) for element in entry["search_schema"] or []]
    return VectorIndex(
        entry["name"],
        entry["attribute"],
        entry["dimensions"],
        entry["distance_function"],
        frozenset((Attribute(name, types.get(name)), kind) for name, kind in schema),
        entry["projection_type"],
        frozenset(entry["non_key_attributes"] or []),
    )


def _live(index, types):
    schema = [(part["AttributeName"], part["SearchSchemaElementType"]) for part in index.get("SearchSchema", [])]
    return VectorIndex(
        index["IndexName"],
        index["VectorAttribute"]["AttributeName"],
        index["Dimensions"],
        index["DistanceFunction"],
        frozenset((Attribute(name, types.get(name)), kind) for name, kind in schema),
        index["Projection"]["ProjectionType"],
        frozenset(index["Projection"].get("NonKeyAttributes", [])),
    )


def _typed(index, types):
    return replace(index, search_schema=frozenset((typed(key, types), kind) for key, kind in index.search_schema))


def _definitions(indexes):
    keys = {element for index in indexes for element, _kind in index.search_schema}
    return attribute_definitions(sorted(keys, key=str))


def _aws(index):
    schema = sorted((kind, element.name) for element, kind in index.search_schema)  # HASH comes first
    result = {
        "IndexName": index.name,
        "VectorAttribute": {"AttributeName": index.attribute},
        "Dimensions": index.dimensions,
        "DistanceFunction": index.distance_function,
        "Projection": projection(index),
    }
    if schema:
        result["SearchSchema"] = [{"AttributeName": name, "SearchSchemaElementType": kind} for kind, name in schema]
    return result


def _declare(index):
    options = {
        "name": index.name,
        "attribute": index.attribute,
        "dimensions": index.dimensions,
        "distance_function": index.distance_function,
        "projection_type": index.projection_type,
    }
    if index.non_key_attributes:
        options["non_key_attributes"] = sorted(index.non_key_attributes)
    if index.search_schema:
        schema = sorted((kind, element.name) for element, kind in index.search_schema)
        options["search_schema"] = [{"attribute": name, "type": kind} for kind, name in schema]
    return options


def _update(table, name, kind, action, phase, update, **params):
    key = f"vector_indexes[{name}]"
    return table.change(key, kind, action, phase=phase, VectorIndexUpdates=[update], **params)
