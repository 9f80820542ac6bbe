# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Keys and indexes as values, read from options and from DescribeTable. Shared by several aspects."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ...core.patterns import given_twice

MAX_NON_KEY_ATTRIBUTES = 20  # of one index (R64)
MAX_NON_KEY_ATTRIBUTES_OF_TABLE = 100  # of all indexes of a table (R64)


@dataclass(frozen=True)
class Key:
    """A key attribute. type: S, N or B; None if the task does not declare it."""

    name: str
    type: str | None = None

    def __str__(self):
        return f"{self.name} ({self.type})"


@dataclass(frozen=True)
class Index:
    """A secondary index without its throughput. The order of its non-key attributes has no meaning (R10)."""

    name: str
    hash_keys: tuple
    range_keys: tuple
    projection_type: str
    non_key_attributes: frozenset

    @property
    def keys(self):
        return self.hash_keys + self.range_keys

    def __str__(self):
        extra = f" {', '.join(sorted(self.non_key_attributes))}" if self.non_key_attributes else ""
        keys = in_words(self.hash_keys, self.range_keys)
        return f"{self.name} with {keys}, projection {self.projection_type}{extra}"


def in_words(hash_keys, range_keys):
    """Keys in words, for an action or an error."""
    parts = [
        f"{kind} key{'s' if len(keys) > 1 else ''} {' + '.join(str(key) for key in keys)}"
        for kind, keys in (("partition", hash_keys), ("sort", range_keys))
        if keys
    ]
    return " and ".join(parts)


def typed(key, types):
    """A key with the type from the live table, if the task does not declare one."""
    return replace(key, type=types.get(key.name)) if key and not key.type else key


def typed_index(index, types):
    """An index with its keys `typed`."""
    hash_keys, range_keys = (tuple(typed(key, types) for key in keys) for keys in (index.hash_keys, index.range_keys))
    return replace(index, hash_keys=hash_keys, range_keys=range_keys)


@dataclass(frozen=True)
class GlobalIndexes:
    """The global secondary indexes of a table, for the aspects that have a setting for each of them.

    shapes: {name: Index}; None if the task does not list them. purge: whether unlisted indexes are deleted.
    types: {attribute name: type} of the live table.
    """

    shapes: dict | None = None
    purge: bool = False
    types: dict = field(default_factory=dict)

    def after(self, have):
        """The indexes after the plan: the listed ones, and the unlisted ones that are not deleted. have: the live."""
        if self.shapes is None:
            return have
        listed = {name: typed_index(index, have.types) for name, index in self.shapes.items()}
        unlisted = {} if self.purge else {name: index for name, index in have.shapes.items() if name not in listed}
        return GlobalIndexes({**listed, **unlisted}, types=have.types)

    def unchanged(self, have):
        """The names of the live indexes that are neither deleted nor re-created. have: the live indexes."""
        return [name for name in have.shapes if self.shapes.get(name) == have.shapes[name]]


# Options -> values ---------------------------------------------------------------------------------------------------


def declared_types(params):
    """{attribute name: type} of the option `attributes`."""
    return {entry["name"]: entry["type"] for entry in params.get("attributes") or []}


def declared_key(params, option):
    name = params.get(option)
    return Key(name, declared_types(params).get(name)) if name else None


def declared_global_indexes(params):
    """{name: Index} of global_secondary_indexes; None if the option is omitted."""
    return _declared(params, "global_secondary_indexes")


def declared_index_set(params):
    """The desired GlobalIndexes."""
    return GlobalIndexes(declared_global_indexes(params), bool(params["purge_indexes"]))


def declared_local_indexes(params):
    """{name: Index} of local_secondary_indexes, without the partition key of the table; None if it is omitted."""
    return _declared(params, "local_secondary_indexes")


def index_keys(entry):
    """(names of hash keys, names of range keys) of one entry of an index option."""
    return tuple(_either(entry, "hash_key", "hash_keys")), tuple(_either(entry, "range_key", "range_keys"))


def key_attributes(params):
    """{name of a declared key attribute: path of the first option that uses it}"""
    used = {params[option]: option for option in ("range_key", "hash_key") if params[option]}
    for option in ("global_secondary_indexes", "local_secondary_indexes"):
        for place, entry in enumerate(params[option] or []):
            for name in sum(index_keys(entry), ()):
                used.setdefault(name, f"{option}[{place}]")
    for place, entry in enumerate(params["vector_indexes"] or []):
        for element in entry["search_schema"] or []:
            used.setdefault(element["attribute"], f"vector_indexes[{place}].search_schema")
    return used


def _declared(params, option):
    if params.get(option) is None:
        return None
    types = declared_types(params)
    return {entry["name"]: _declared_index(entry, types) for entry in params[option]}


def _declared_index(entry, types):
    hash_keys, range_keys = (tuple(Key(name, types.get(name)) for name in names) for names in index_keys(entry))
    projection_type = entry.get("projection_type") or "ALL"
    return Index(
        entry["name"], hash_keys, range_keys, projection_type, frozenset(entry.get("non_key_attributes") or [])
    )


def _either(entry, one, many):
    return entry.get(many) or [name for name in [entry.get(one)] if name]


def check_projection(path, entry):
    """Yield (option path, problem) of the projection in one entry of an index option (R64)."""
    attributes = entry["non_key_attributes"] or []
    if entry["projection_type"] == "INCLUDE" and not attributes:
        yield f"{path}.non_key_attributes", "is required with projection_type: INCLUDE"
    if entry["projection_type"] != "INCLUDE" and attributes:
        yield f"{path}.non_key_attributes", f"requires projection_type: INCLUDE, but it is {entry['projection_type']}"
    if len(attributes) > MAX_NON_KEY_ATTRIBUTES:
        yield (
            f"{path}.non_key_attributes",
            f"has {len(attributes)} attributes; an index can have up to {MAX_NON_KEY_ATTRIBUTES}",
        )
    for place, name in enumerate(attributes):
        if not 1 <= len(name) <= 255:
            yield f"{path}.non_key_attributes[{place}]", f"has {len(name)} characters; a name can have 1 to 255"
    for place, first in given_twice(attributes).items():
        yield f"{path}.non_key_attributes[{place}]", f"{attributes[place]} is also non_key_attributes[{first}]"


def projected(entries, vectors):
    """The number of attributes that indexes project, including vectors and inline filters (R64, R69)."""
    filters = [element for entry in vectors for element in entry.get("search_schema") or []]
    named = sum(len(entry.get("non_key_attributes") or []) for entry in entries + vectors)
    return named + len(vectors) + len([element for element in filters if element["type"] == "INLINE_FILTER"])


# DescribeTable -> values ---------------------------------------------------------------------------------------------


def live_types(description):
    """{attribute name: type} that the live table defines."""
    return {entry["AttributeName"]: entry["AttributeType"] for entry in description["AttributeDefinitions"]}


def live_keys(description):
    """(hash key, range key or None) of the live table."""
    hash_keys, range_keys = _live_keys(description["KeySchema"], live_types(description))
    return hash_keys[0], range_keys[0] if range_keys else None


def live_global_indexes(description):
    """{name: Index} of the live table's global indexes, without those that are being deleted."""
    return _live(description, "GlobalSecondaryIndexes")


def live_index_set(description):
    """The GlobalIndexes of the live table."""
    return GlobalIndexes(live_global_indexes(description), types=live_types(description))


def live_local_indexes(description):
    """{name: Index} of the live table's local indexes, without the partition key of the table."""
    indexes = _live(description, "LocalSecondaryIndexes")
    return {name: replace(index, hash_keys=()) for name, index in indexes.items()}


def _live(description, member):
    types = live_types(description)
    indexes = [index for index in description.get(member, []) if index.get("IndexStatus") != "DELETING"]
    return {index["IndexName"]: _live_index(index, types) for index in indexes}


def _live_index(index, types):
    hash_keys, range_keys = _live_keys(index["KeySchema"], types)
    projection = index["Projection"]
    attributes = frozenset(projection.get("NonKeyAttributes", []))
    return Index(index["IndexName"], hash_keys, range_keys, projection["ProjectionType"], attributes)


def _live_keys(key_schema, types):
    hash_keys, range_keys = (
        tuple(
            Key(key["AttributeName"], types.get(key["AttributeName"])) for key in key_schema if key["KeyType"] == kind
        )
        for kind in ("HASH", "RANGE")
    )
    return hash_keys, range_keys


# Values -> AWS's parameters ------------------------------------------------------------------------------------------


def key_schema(hash_keys, range_keys):
    """KeySchema of a table or an index: hash keys first, in order."""
    kinds = [(key, "HASH") for key in hash_keys] + [(key, "RANGE") for key in range_keys]
    return [{"AttributeName": key.name, "KeyType": kind} for key, kind in kinds]


def attribute_definitions(keys):
    """AttributeDefinitions of these keys, each once. AWS rejects a definition that no key uses (R9)."""
    return [
        {"AttributeName": name, "AttributeType": kind} for name, kind in {key.name: key.type for key in keys}.items()
    ]


def projection(index):
    """Projection of an index."""
    result = {"ProjectionType": index.projection_type}
    if index.non_key_attributes:
        result["NonKeyAttributes"] = sorted(index.non_key_attributes)
    return result
