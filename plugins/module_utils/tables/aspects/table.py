# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The table itself: its keys, its class, creating and deleting it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...core.aws_errors import DONE, WINDOW, KnownRefusal
from ...core.change import Change, Notice, Phase, Refusal
from ..values.schema import (
    NAME,
    NAME_FAULT,
    Key,
    attribute_definitions,
    declared_key,
    declared_types,
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

REFUSALS = (
    KnownRefusal(
        WINDOW,
        "R16",
        ("update_table",),
        "LimitExceededException",
        r"Updates to TableClass are limited to \d+ times in \d+ day",
        "AWS accepts two changes of table class in 30 days",
    ),
    KnownRefusal(
        WINDOW,
        "R19",
        ("delete_table",),
        "ValidationException",
        r"acted as a source region for new replica\(s\) being added to the table in the last \d+ hours",
        "the table was the source of a new replica in the last 24 hours",
    ),
    KnownRefusal(DONE, "R38", ("delete_table",), "ResourceNotFoundException", "Requested resource not found"),
    KnownRefusal(DONE, "R56", ("delete_table",), "ResourceInUseException", "Table is being deleted"),
)


@dataclass(frozen=True)
class TableSettings:
    """None in what a task asks for: not declared.

    types: {attribute name: type} of the live table. spare: the same, of declared attributes that no declared key uses.
    """

    hash_key: Key | None = None
    range_key: Key | None = None
    table_class: str | None = None
    types: dict = field(default_factory=dict)
    spare: dict = field(default_factory=dict)


NEW = TableSettings(table_class="STANDARD")


def check(params):
    if not NAME.fullmatch(params["name"]):
        yield "name", NAME_FAULT
    if params["range_key"] and not params["hash_key"]:
        yield "range_key", "needs hash_key beside it"
    if params["range_key"] and params["range_key"] == params["hash_key"]:
        yield "range_key", "must be another attribute than hash_key"
    for option in ("hash_key", "range_key"):
        if params[option] is not None and not 1 <= len(params[option].encode()) <= 255:
            yield option, "must be 1 to 255 bytes long"
    seen = {}
    for place, entry in enumerate(params["attributes"] or []):
        if entry["name"] in seen:
            yield (
                f"attributes[{place}].name",
                f"{entry['name']} is named twice, first in attributes[{seen[entry['name']]}]",
            )
        seen.setdefault(entry["name"], place)


def want(params):
    used = key_attributes(params)
    return TableSettings(
        declared_key(params, "hash_key"),
        declared_key(params, "range_key"),
        params["table_class"],
        spare={name: kind for name, kind in declared_types(params).items() if name not in used},
    )


def observe(description, answer=None):
    hash_key, range_key = live_keys(description)
    # A class that was never chosen is not shown; it is STANDARD (R47).
    table_class = description.get("TableClassSummary", {}).get("TableClass", "STANDARD")
    return TableSettings(hash_key, range_key, table_class, live_types(description))


def complete(want, have):
    keys_declared = want.hash_key is not None or have.hash_key is None
    return TableSettings(
        typed(want.hash_key, have.types) if keys_declared else have.hash_key,
        typed(want.range_key, have.types) if keys_declared else have.range_key,
        want.table_class or have.table_class,
        have.types,
        want.spare,
    )


def plan(table, *, want, have):
    yield from _spare_attributes(want, have)
    if have.hash_key is None:
        yield from _create(table, want)
        return
    for (option, wanted), (_option, live) in zip(_keys(want), _keys(have)):
        if wanted != live:
            yield Refusal(
                option,
                f"cannot change from {live or 'none'} to {wanted or 'none'}: the table would have to be replaced, "
                "which this module never does",
            )
    if want.table_class != have.table_class:
        yield table.change(
            f"change the table class from {have.table_class} to {want.table_class}",
            phase=Phase.CHANGE,
            path="table_class",
            TableClass=want.table_class,
        )


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
    """The plan for `state: absent`. A replica that cannot go yet would be left behind without its table."""
    yield table.change("delete the table", method="delete_table", phase=Phase.DELETE, path="state", needs=("replicas",))


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


def _spare_attributes(want, have):
    unused = [name for name in want.spare if name not in have.types]
    if unused:
        yield Notice(f"attributes: {', '.join(unused)}: no key uses it, so it is left out")
    for name in want.spare:
        if have.types.get(name, want.spare[name]) != want.spare[name]:
            yield Refusal(
                "attributes", f"the type of {name} is {have.types[name]} and cannot change: a live key uses it"
            )


def _create(table, want):
    if want.hash_key is None:
        yield Refusal("hash_key", f"is needed: there is no table {table.name} in {table.region} yet")
        return
    untyped = [(option, key) for option, key in _keys(want) if key and not key.type]
    for option, key in untyped:
        yield Refusal(option, f"attributes must give the type of {key.name}")
    if untyped:
        return
    keys = " and ".join(str(key) for key in (want.hash_key, want.range_key) if key)
    extras = [want.table_class] if want.table_class != NEW.table_class else []
    yield Change(
        ", ".join([f"create the table with key {keys}", *extras]),
        table.region,
        "dynamodb",
        "create_table",
        {"TableName": table.name},
        Phase.CREATE,
        "name",
    )
