# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The checks of vector indexes: of their options, and of what the live table does not allow."""

from __future__ import annotations

from ...core.change import PlanError
from ...core.patterns import name_problem
from ..values.schema import check_projection, declared_types, key_attributes
from ..values.throughput import PROVISIONED, is_provisioned

MAX_VECTOR_INDEXES, MAX_DIMENSIONS, MAX_HASH_ATTRIBUTES = 5, 4096, 1  # R69


def options(params):
    entries = params["vector_indexes"] or []
    if len(entries) > MAX_VECTOR_INDEXES:
        yield "vector_indexes", f"has {len(entries)} indexes; a table can have up to {MAX_VECTOR_INDEXES}"
    if entries and is_provisioned(params):
        yield "vector_indexes", "requires billing_mode: PAY_PER_REQUEST; the table is provisioned"
    others = {entry["name"] for entry in params["global_secondary_indexes"] or []}
    others |= {entry["name"] for entry in params["local_secondary_indexes"] or []}
    dimensions = {}
    for place, entry in enumerate(entries):
        path = f"vector_indexes[{place}]"
        if entry["name"] in others:
            yield f"{path}.name", f"{entry['name']} is also the name of another index"
        others.add(entry["name"])
        problem = name_problem(entry["name"])
        if problem:
            yield f"{path}.name", problem
        if not 1 <= entry["dimensions"] <= MAX_DIMENSIONS:
            yield f"{path}.dimensions", f"is {entry['dimensions']}; must be 1 to {MAX_DIMENSIONS}"
        if entry["attribute"] in {**declared_types(params), **key_attributes(params)}:
            yield (
                f"{path}.attribute",
                f"is {entry['attribute']}; the attribute of a vector cannot be a key or be listed in attributes",
            )
        if dimensions.setdefault(entry["attribute"], entry["dimensions"]) != entry["dimensions"]:
            yield (
                f"{path}.dimensions",
                f"is {entry['dimensions']}; another index on {entry['attribute']} has {dimensions[entry['attribute']]}",
            )
        hashes = [element for element in entry["search_schema"] or [] if element["type"] == "HASH"]
        if len(hashes) > MAX_HASH_ATTRIBUTES:
            yield (
                f"{path}.search_schema",
                f"has {len(hashes)} HASH attributes; an index can have up to {MAX_HASH_ATTRIBUTES}",
            )
        yield from check_projection(path, entry)


def errors(want, have, added, changed, *, allow):
    """Yield what the live table does not allow. allow: the value of allow_recreate that confirms re-creating."""
    yield from _not_possible(want, have, changed, allow)
    yield from _conflicts(want, have, added + changed)


def _not_possible(want, have, changed, allow):
    if want.indexes and want.billing_mode == PROVISIONED:
        yield PlanError("vector_indexes", "requires billing_mode: PAY_PER_REQUEST; the table has PROVISIONED")
    for name in [] if want.recreate else changed:
        words = f"is {have.indexes[name]}; AWS cannot change it to {want.indexes[name]}, nor its search schema or "
        words += "projection. Deleting and re-creating the index"
        yield PlanError.unconfirmed(f"vector_indexes[{name}]", words, "allow_recreate", f"[{allow}]")
    for name, index in want.indexes.items():
        for element, _kind in sorted(index.search_schema, key=str):
            if not element.type:
                yield PlanError(f"vector_indexes[{name}]", f"requires the type of {element.name} in attributes")


def _conflicts(want, have, created):
    """Yield PlanErrors of new indexes that conflict with the other indexes of the table (R69)."""
    if created and len(want.indexes) > MAX_VECTOR_INDEXES:
        words = f"the table would have {len(want.indexes)} vector indexes; it can have up to {MAX_VECTOR_INDEXES}"
        yield PlanError("vector_indexes", words)
    keys = want.keys | {key.name for index in want.index_set.shapes.values() for key in index.keys}
    for name in created:
        index, path, others = want.indexes[name], f"vector_indexes[{name}]", want.indexes.values()
        if name in want.local_names or name in want.index_set.shapes:
            yield PlanError(path, "another index of the table has this name; use a different name")
        if index.attribute in keys:
            yield PlanError(
                path,
                f"{index.attribute} is a key of the table or of an index, so it cannot hold vectors",
            )
        if any(one.attribute == index.attribute and one.dimensions != index.dimensions for one in others):
            yield PlanError(
                path, f"has {index.dimensions} dimensions; another index on {index.attribute} has a different number"
            )
        for element, _kind in sorted(index.search_schema, key=str):
            live = have.types.get(element.name)
            if element.name in keys and live and element.type != live:
                yield PlanError(path, f"{element.name} is {element.type} here and {live} in a key of the table")
