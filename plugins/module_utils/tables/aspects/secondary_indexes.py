# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Global and local secondary indexes: their keys and projections. Other aspects own their throughput."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ...core import diff
from ...core.aws_errors import APPLIED, RETRY, KnownError
from ...core.change import CREATE, DELETE, REPLACE, PlanWarning
from ..changes import Phase
from ..checks import index_errors, index_options
from ..values.schema import (
    attribute_definitions,
    declared_global_indexes,
    declared_key,
    declared_local_indexes,
    declared_types,
    key_schema,
    live_global_indexes,
    live_keys,
    live_local_indexes,
    live_types,
    projection,
    typed_index,
)
from . import capacity, on_demand_throughput, warm_throughput

# The aspects that have a setting for each global index, which its creation includes.
PER_INDEX = (capacity, on_demand_throughput, warm_throughput)

_ENTRY = dict(
    name=dict(type="str", required=True),
    projection_type=dict(type="str", choices=["ALL", "KEYS_ONLY", "INCLUDE"], default="ALL"),
    non_key_attributes=dict(type="list", elements="str", no_log=False),
    range_key=dict(type="str", no_log=False),
)

OPTIONS = dict(
    global_secondary_indexes=dict(
        type="list",
        elements="dict",
        options=dict(
            **_ENTRY,
            hash_key=dict(type="str", no_log=False),
            hash_keys=dict(type="list", elements="str", no_log=False),
            range_keys=dict(type="list", elements="str", no_log=False),
            **{option: details for aspect in PER_INDEX for option, details in aspect.INDEX_OPTIONS.items()},
        ),
    ),
    local_secondary_indexes=dict(type="list", elements="dict", options=_ENTRY),
    purge_indexes=dict(type="bool", default=False),
)
RECREATES = "global_secondary_indexes"


KNOWN_ERRORS = (
    KnownError(
        RETRY,
        "R5",
        ("update_table",),
        "LimitExceededException",
        r"Only \d+ online index can be created or deleted simultaneously per table",
    ),
    KnownError(
        APPLIED,
        "R12",
        ("update_table",),
        "ResourceNotFoundException",
        "Requested resource not found: Index .+ for table",
    ),
    KnownError(
        APPLIED, "R5", ("update_table",), "ValidationException", "Attempting to create an index which already exists"
    ),
)


@dataclass(frozen=True)
class Indexes:
    """global_indexes, local_indexes: {name: Index}; None if not declared. settings: {aspect of PER_INDEX: its value}.

    table_keys: the keys of the table, which attribute definitions must include. types: {attribute name: type}.
    vectors: the names of the vector indexes after the plan; None if they are not declared.
    """

    global_indexes: dict | None = None
    local_indexes: dict | None = None
    table_keys: tuple = ()
    types: dict = field(default_factory=dict)
    settings: dict = field(default_factory=lambda: {aspect: aspect.UNDECLARED for aspect in PER_INDEX})
    purge: bool = False
    recreate: bool = False
    vectors: frozenset | None = frozenset()


NEW = Indexes({}, {}, settings={aspect: aspect.NEW for aspect in PER_INDEX})


def check(params):
    return index_options.check(params)


def want(params):
    global_indexes, local_indexes = declared_global_indexes(params), declared_local_indexes(params)
    if global_indexes is None and local_indexes is None:
        return None
    keys = [declared_key(params, "hash_key"), declared_key(params, "range_key")]
    return Indexes(
        global_indexes,
        local_indexes,
        tuple(key for key in keys if key),
        declared_types(params),
        {aspect: aspect.desired(params) for aspect in PER_INDEX},
        bool(params["purge_indexes"]),
        RECREATES in (params["allow_recreate"] or []),
        None if params["vector_indexes"] is None or not params["purge_indexes"] else frozenset(),
    )


def observe(description, answer=None):
    return Indexes(
        live_global_indexes(description),
        live_local_indexes(description),
        tuple(key for key in live_keys(description) if key),
        live_types(description),
        {aspect: aspect.observe(description) for aspect in PER_INDEX},
        vectors=frozenset(index["IndexName"] for index in description.get("VectorIndexes", [])),
    )


def unlisted(want, have):
    if want.global_indexes is None or want.purge:
        return {}
    return {"global_secondary_indexes": sorted(set(have.global_indexes) - set(want.global_indexes))}


def complete(want, have):
    """Omitted lists, omitted types, and unlisted indexes that are not purged do not change."""
    unlisted_ones = {} if want.purge else have.global_indexes
    wanted = {name: typed_index(index, have.types) for name, index in (want.global_indexes or {}).items()}
    local = {name: typed_index(index, have.types) for name, index in (want.local_indexes or {}).items()}
    return replace(
        want,
        global_indexes=have.global_indexes if want.global_indexes is None else {**unlisted_ones, **wanted},
        local_indexes=have.local_indexes if want.local_indexes is None else local,
        table_keys=have.table_keys or want.table_keys,
        settings={aspect: aspect.complete(want.settings[aspect], have.settings[aspect]) for aspect in PER_INDEX},
        vectors=have.vectors if want.vectors is None else want.vectors,
    )


def plan(table, *, want, have):
    added, changed, removed = diff.keyed(have.global_indexes, want.global_indexes)
    errors = list(index_errors.find(want, have, added, changed, allow=RECREATES))
    if errors:
        yield from errors
        return
    for name in removed + changed:
        yield table.change(
            f"{RECREATES}[{name}]",
            DELETE,
            f"delete index {name}" + (" to replace it" if name in changed else ""),
            phase=Phase.REMOVE,
            GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": name}}],
        )
    if changed:
        words = f"{', '.join(changed)}: queries fail until the index is re-created and backfilled"
        yield PlanWarning(words, of_change=True)
    existing = {name: index for name, index in have.global_indexes.items() if name not in removed + changed}
    for name in added + changed:
        existing[name] = want.global_indexes[name]
        yield _create(table, want, have, existing, name, REPLACE if name in changed else CREATE)


def create_params(want):
    params = {}
    if want.global_indexes:
        params["GlobalSecondaryIndexes"] = [_aws_index(want, index) for index in want.global_indexes.values()]
    if want.local_indexes:
        hash_keys = want.table_keys[:1]
        params["LocalSecondaryIndexes"] = [
            {
                "IndexName": index.name,
                "KeySchema": key_schema(hash_keys, index.range_keys),
                "Projection": projection(index),
            }
            for index in want.local_indexes.values()
        ]
    keys = _keys_of(want.local_indexes, want.global_indexes)
    return {**params, "AttributeDefinitions": attribute_definitions(keys)} if keys else params


def declare(have):
    keys = _keys_of(have.local_indexes, have.global_indexes)
    types = {key.name: key.type for key in keys}
    return {
        "attributes": [{"name": name, "type": kind} for name, kind in types.items()],
        "global_secondary_indexes": [_declare_global(index) for index in have.global_indexes.values()],
        "local_secondary_indexes": [_declare_local(index) for index in have.local_indexes.values()],
    }


# AWS's parameters and the user's -------------------------------------------------------------------------------------


def _create(table, want, have, existing, name, kind):
    """Create one index. existing: all indexes including the new one; AWS requires exactly their attributes (R9)."""
    index = existing[name]
    keys = [*want.table_keys, *_keys_of(have.local_indexes, existing)]
    billing_modes = {side.settings[capacity].billing_mode for side in (want, have)}
    return table.change(
        f"{RECREATES}[{name}]",
        kind,
        f"{kind} index {index}{_settings_in_words(want, name)}",
        phase=Phase.ADD_INDEXES,
        needs=("billing_mode",) if len(billing_modes) > 1 else (),
        AttributeDefinitions=attribute_definitions(keys),
        GlobalSecondaryIndexUpdates=[{"Create": _aws_index(want, index)}],
    )


def _aws_index(want, index):
    return {
        "IndexName": index.name,
        "KeySchema": key_schema(index.hash_keys, index.range_keys),
        "Projection": projection(index),
        **{key: value for aspect in PER_INDEX for key, value in _setting(want, aspect, index.name).items()},
    }


def _setting(want, aspect, name):
    return aspect.index_params(want.settings[aspect], name)


def _settings_in_words(want, name):
    words = [aspect.index_words(want.settings[aspect], name) for aspect in PER_INDEX if _setting(want, aspect, name)]
    return "".join(f", {part}" for part in words)


def _keys_of(*groups):
    return [key for indexes in groups for index in indexes.values() for key in index.keys]


def _declare_global(index):
    result = {"name": index.name, **_declare_keys("hash", index.hash_keys), **_declare_keys("range", index.range_keys)}
    return {**result, **_declare_projection(index)}


def _declare_local(index):
    return {"name": index.name, **_declare_keys("range", index.range_keys), **_declare_projection(index)}


def _declare_keys(kind, keys):
    if len(keys) > 1:
        return {f"{kind}_keys": [key.name for key in keys]}
    return {f"{kind}_key": key.name for key in keys}


def _declare_projection(index):
    result = {"projection_type": index.projection_type}
    if index.non_key_attributes:
        result["non_key_attributes"] = sorted(index.non_key_attributes)
    return result
