# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The table itself: its keys, its table class, creating and deleting it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...core.aws_errors import APPLIED, DEFER, KnownError
from ...core.change import CREATE, DELETE, UPDATE, PlanError, PlanPending, PlanWarning
from ...core.patterns import given_twice, name_problem
from ..changes import Phase
from ..values.schema import (
    Key,
    attribute_definitions,
    declared_key,
    declared_types,
    in_words,
    key_attributes,
    key_schema,
    live_keys,
    live_types,
    typed,
)

OPTIONS = dict(
    hash_key=dict(type="str", no_log=False),
    range_key=dict(type="str", no_log=False),
    attributes=dict(
        type="list",
        elements="dict",
        options=dict(
            name=dict(type="str", required=True), type=dict(type="str", required=True, choices=["S", "N", "B"])
        ),
    ),
    table_class=dict(type="str", choices=["STANDARD", "STANDARD_INFREQUENT_ACCESS"]),
)

_CLASS_LIMIT, CLASS_INTERVAL = "AWS accepts two table class changes per 30 days", 30 * 24 * 3600  # seconds (R16)

KNOWN_ERRORS = (
    KnownError(
        DEFER,
        "R16",
        ("update_table",),
        "LimitExceededException",
        "(?i:table ?class).* limited to",
        _CLASS_LIMIT,
    ),
    KnownError(
        DEFER,
        "R19",
        ("delete_table",),
        "ValidationException",
        r"acted as a source region for new replica\(s\) being added to the table in the last \d+ hours",
        "AWS does not delete a table that was the source of a new replica in the last 24 hours",
    ),
    KnownError(APPLIED, "R38", ("delete_table",), "ResourceNotFoundException", "Requested resource not found"),
    KnownError(
        APPLIED,
        "R38",
        ("update_table",),
        "ResourceNotFoundException",
        "Requested resource not found: Table: .+ not found",
    ),
    KnownError(APPLIED, "R57", ("create_table",), "ResourceInUseException", "Table (already exists|is being created)"),
    KnownError(APPLIED, "R56", ("delete_table",), "ResourceInUseException", "Table is being deleted"),
)


@dataclass(frozen=True)
class TableSettings:
    """In a desired value, None is not declared.

    class_changed_at: a datetime; None if the class was never changed.
    types: {attribute name: type} of the live table. unused: the same of declared attributes that no declared key uses.
    """

    hash_key: Key | None = None
    range_key: Key | None = None
    table_class: str | None = None
    types: dict = field(default_factory=dict)
    unused: dict = field(default_factory=dict)
    class_changed_at: object = None


NEW = TableSettings(table_class="STANDARD")


def check(params):
    problem = name_problem(params["name"])
    if problem:
        yield "name", problem
    if params["range_key"] and params["range_key"] == params["hash_key"]:
        yield "range_key", f"is {params['range_key']}, like hash_key; must be another attribute"
    for option in ("hash_key", "range_key"):
        size = len((params[option] or "").encode())
        if size > 255:
            yield option, f"has {size} bytes; the name of a key attribute can have 1 to 255"
    names = [entry["name"] for entry in params["attributes"] or []]
    for place, first in given_twice(names).items():
        yield f"attributes[{place}].name", f"{names[place]} is also the name of attributes[{first}]"


def want(params):
    used = key_attributes(params)
    return TableSettings(
        declared_key(params, "hash_key"),
        declared_key(params, "range_key"),
        params["table_class"],
        unused={name: kind for name, kind in declared_types(params).items() if name not in used},
    )


def observe(description, answer=None):
    hash_key, range_key = live_keys(description)
    # AWS does not show a table class that was never set; it is STANDARD (R47).
    summary = description.get("TableClassSummary", {})
    table_class, changed_at = summary.get("TableClass", "STANDARD"), summary.get("LastUpdateDateTime")
    return TableSettings(hash_key, range_key, table_class, live_types(description), class_changed_at=changed_at)


def complete(want, have):
    keys_declared = want.hash_key or want.range_key or not have.hash_key
    return TableSettings(
        typed(want.hash_key, have.types) or have.hash_key,
        typed(want.range_key, have.types) if keys_declared else have.range_key,
        want.table_class or have.table_class,
        have.types,
        want.unused,
    )


def plan(table, *, want, have):
    yield from _unused_attributes(want, have)
    if have.hash_key is None:
        yield from _create(table, want)
        return
    for (option, wanted), (_option, live) in zip(_keys(want), _keys(have)):
        if wanted != live:
            yield PlanError(
                option,
                f"cannot change from {live or 'none'} to {wanted or 'none'}: the table would have to be replaced, "
                "which this module never does",
            )
    if want.table_class != have.table_class:
        yield table.change(
            "table_class",
            UPDATE,
            f"change the table class from {have.table_class} to {want.table_class}",
            phase=Phase.CHANGE,
            TableClass=want.table_class,
        )
        if have.class_changed_at:
            words = f"{_CLASS_LIMIT} (R16). AWS shows only the time of the last one."
            yield PlanPending("table_class", words, CLASS_INTERVAL, have.class_changed_at)


def create_params(want):
    keys = [key for key in (want.hash_key, want.range_key) if key]
    params = {
        "AttributeDefinitions": attribute_definitions(keys),
        "KeySchema": key_schema(keys[:1], keys[1:]),
    }
    if want.table_class != NEW.table_class:
        params["TableClass"] = want.table_class
    return params


def remove(table, *, have, params):
    """The plan for `state: absent`. A replica that AWS does not remove yet would remain without its table."""
    yield table.change(
        "table",
        DELETE,
        "delete the table",
        method="delete_table",
        phase=Phase.DELETE,
        path="state",
        needs=("replicas",),
        meanwhile="Until then, the table remains, without its replicas, auto scaling and deletion protection.",
    )


def declare(have):
    options = {"hash_key": have.hash_key.name} if have.hash_key else {}
    if have.range_key:
        options["range_key"] = have.range_key.name
    keys = [key for key in (have.hash_key, have.range_key) if key]
    return {
        **options,
        "attributes": [{"name": key.name, "type": key.type} for key in keys],
        "table_class": have.table_class,
    }


def _keys(settings):
    return [("hash_key", settings.hash_key), ("range_key", settings.range_key)]


def _unused_attributes(want, have):
    names = [name for name in want.unused if name not in have.types]
    if names:
        yield PlanWarning(f"attributes: {', '.join(names)}: no key uses it, so it is not sent to AWS")
    for name in want.unused:
        if have.types.get(name, want.unused[name]) != want.unused[name]:
            yield PlanError(
                "attributes", f"the type of {name} is {have.types[name]}; AWS cannot change it to {want.unused[name]}"
            )


def _create(table, want):
    if want.hash_key is None:
        yield PlanError("hash_key", f"is required, because table {table.name} does not exist in {table.region} yet")
        return
    untyped = [(option, key) for option, key in _keys(want) if key and not key.type]
    for option, key in untyped:
        yield PlanError(option, f"requires the type of {key.name} in attributes")
    if untyped:
        return
    keys = in_words([want.hash_key], [want.range_key] if want.range_key else [])
    extras = [f"table class {want.table_class}"] if want.table_class != NEW.table_class else []
    words = ", ".join([f"create the table with {keys}", *extras])
    yield table.change("table", CREATE, words, method="create_table", phase=Phase.CREATE, path="name")
