# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The checks of the options of secondary indexes, before anything is read."""

from __future__ import annotations

from ...core.patterns import name_problem
from ..values.schema import MAX_NON_KEY_ATTRIBUTES_OF_TABLE, check_projection, index_keys, projected

MAX_GLOBAL_INDEXES, MAX_LOCAL_INDEXES = 20, 5  # R21
MAX_KEY_ATTRIBUTES = 4  # of the partition key and of the sort key of an index (R62)


def check(params):
    listed = {option: params[option] or [] for option in ("global_secondary_indexes", "local_secondary_indexes")}
    yield from _check_numbers(listed, params["vector_indexes"] or [])
    paths = {}
    for option, entries in listed.items():
        for place, entry in enumerate(entries):
            path = f"{option}[{place}]"
            if entry["name"] in paths:
                yield f"{path}.name", f"{entry['name']} is also the name of {paths[entry['name']]}"
            paths.setdefault(entry["name"], path)
            problem = name_problem(entry["name"])
            if problem:
                yield f"{path}.name", problem
            yield from check_projection(path, entry)
            yield from _check_keys(path, entry, local=option == "local_secondary_indexes", params=params)


def _check_numbers(listed, vectors):
    for option, maximum in (
        ("global_secondary_indexes", MAX_GLOBAL_INDEXES),
        ("local_secondary_indexes", MAX_LOCAL_INDEXES),
    ):
        if len(listed[option]) > maximum:
            yield option, f"has {len(listed[option])} indexes; a table can have {maximum}"
    in_all = projected(listed["global_secondary_indexes"] + listed["local_secondary_indexes"], vectors)
    if in_all > MAX_NON_KEY_ATTRIBUTES_OF_TABLE:
        yield (
            "global_secondary_indexes",
            f"has {in_all} non_key_attributes in all indexes; a table can have up to {MAX_NON_KEY_ATTRIBUTES_OF_TABLE}",
        )


def _check_keys(path, entry, *, local, params):
    for kind in ("hash", "range"):
        one, many = f"{kind}_key", f"{kind}_keys"
        if entry.get(one) and entry.get(many):
            yield f"{path}.{many}", f"is set together with {one}; set only one of them"
        if entry.get(many) is not None and not 2 <= len(entry[many]) <= MAX_KEY_ATTRIBUTES:
            yield (
                f"{path}.{many}",
                f"has {len(entry[many])} attributes; it can have 2 to {MAX_KEY_ATTRIBUTES}, and {one} has one",
            )
    hash_keys, range_keys = index_keys(entry)
    names = hash_keys + range_keys
    if not local and not hash_keys:
        yield f"{path}.hash_key", "is required, unless hash_keys is set"
    if local and not range_keys:
        yield f"{path}.range_key", "is required"
    if local and params["hash_key"] and not params["range_key"]:
        yield path, "a local secondary index requires a table with a range_key"
    if local and params["hash_key"] in names:
        yield f"{path}.range_key", f"is {params['hash_key']}, the hash_key of the table; must be another attribute"
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield path, f"uses {name} twice in its keys"
    for name in names:
        if not 1 <= len(name.encode()) <= 255:
            yield path, f"has a key attribute name of {len(name.encode())} bytes; it can have 1 to 255"
