# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Throughput of the table and of each of its global indexes, as pairs of a read and a write number."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...core.change import UPDATE
from .schema import GlobalIndexes, declared_index_set, live_index_set

ON_DEMAND, PROVISIONED = "PAY_PER_REQUEST", "PROVISIONED"


@dataclass(frozen=True)
class Pair:
    """None: not declared, or not there."""

    read: int | None = None
    write: int | None = None

    def filled_from(self, other):
        """This one, with the other's numbers where it has none."""
        return Pair(other.read if self.read is None else self.read, other.write if self.write is None else self.write)

    def named(self, names):
        """{name: number} for the names of the read and the write number, of those that are there."""
        return {name: number for name, number in zip(names, (self.read, self.write)) if number is not None}

    def __str__(self):
        return f"{self.read} RCU and {self.write} WCU"


@dataclass(frozen=True)
class Pairs:
    """The table's, and {index name: Pair}. there: which indexes there are, or will be.

    billing_mode None: not declared, or the table is not born yet.
    """

    table: Pair = Pair()
    indexes: dict = field(default_factory=dict)
    index_set: GlobalIndexes = GlobalIndexes()
    billing_mode: str | None = None


NEW = Pairs(index_set=GlobalIndexes({}))


def entries(params):
    """(option path up to it, dict) of everything in the options that can have throughput."""
    yield "", params
    for place, entry in enumerate(params["global_secondary_indexes"] or []):
        yield f"global_secondary_indexes[{place}].", entry


def is_provisioned(params):
    """Whether the options are those of a provisioned table, whose mode they may leave out."""
    numbers = [entry[option] for _prefix, entry in entries(params) for option in ("read_capacity", "write_capacity")]
    scaled = bool(params["autoscaling"] and params["autoscaling"]["enabled"])
    implied = scaled or any(number is not None for number in numbers)
    return params["billing_mode"] == PROVISIONED or (params["billing_mode"] is None and implied)


def declared(params, pick):
    """Pairs that a task asks for; pick(entry) -> Pair."""
    indexes = {entry["name"]: pick(entry) for entry in params["global_secondary_indexes"] or []}
    return Pairs(pick(params), indexes, declared_index_set(params), params["billing_mode"])


def is_declared(pairs):
    return any(pair != Pair() for pair in (pairs.table, *pairs.indexes.values()))


def live(description, pick):
    """Pairs that are there; pick(DescribeTable's description of the table or of an index) -> Pair.

    A table that was never switched shows no billing mode; it is PROVISIONED (R47).
    """
    index_set = live_index_set(description)
    indexes = {index["IndexName"]: pick(index) for index in description.get("GlobalSecondaryIndexes", [])}
    indexes = {name: indexes[name] for name in index_set.shapes}
    return Pairs(pick(description), indexes, index_set, billing_mode_of(description))


def billing_mode_of(description):
    return description.get("BillingModeSummary", {}).get("BillingMode", PROVISIONED)


def declaration(pairs, declare):
    """The options of the table and of its indexes; declare(pair) -> the options of one."""
    named = [{"name": name, **declare(pair)} for name, pair in pairs.indexes.items() if declare(pair)]
    return {**declare(pairs.table), **({"global_secondary_indexes": named} if named else {})}


def index_update(name, **params):
    """An entry of GlobalSecondaryIndexUpdates."""
    return {"Update": {"IndexName": name, **params}}


def changes(table, member, *, want, have, params, words, option, **common):
    """A Change for the table and one for each index that stays, where AWS takes them one by one (R4, R22).

    member: of UpdateTable; params(want, have) of two Pairs -> its value, empty where there is nothing to send;
    words(pair, what) -> the action; option: of the table and of an index.
    """
    value = params(want.table, have.table)
    if value:
        yield table.change(option, UPDATE, words(want.table, "the table"), **common, **{member: value})
    for name in want.index_set.unchanged(have.index_set):
        value = params(want.indexes[name], have.indexes[name])
        if value:
            updates = [index_update(name, **{member: value})]
            action = words(want.indexes[name], f"index {name}")
            key = f"global_secondary_indexes[{name}].{option}"
            yield table.change(key, UPDATE, action, path=option, **common, GlobalSecondaryIndexUpdates=updates)
