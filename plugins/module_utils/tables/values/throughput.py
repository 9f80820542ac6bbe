# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Throughput of the table and of each of its global indexes, as pairs of a read and a write value."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...core.change import UPDATE
from .schema import GlobalIndexes, declared_index_set, live_index_set

ON_DEMAND, PROVISIONED = "PAY_PER_REQUEST", "PROVISIONED"


@dataclass(frozen=True)
class Pair:
    """A read and a write value. None: not declared, or not set."""

    read: int | None = None
    write: int | None = None

    def filled_from(self, other):
        """This pair, with missing values from the other one."""
        return Pair(other.read if self.read is None else self.read, other.write if self.write is None else self.write)

    def without(self, other):
        """The values that differ from those of the other pair. A value that is not sent to AWS does not change.

        It may even have changed meanwhile: a switch of the billing mode raises the warm throughput (R22).
        """
        values = ((self.read, other.read), (self.write, other.write))
        return Pair(*(None if mine == theirs else mine for mine, theirs in values))

    def named(self, names):
        """{name: value}. names: of the read and the write value. Missing values are omitted."""
        return {name: number for name, number in zip(names, (self.read, self.write)) if number is not None}

    def __str__(self):
        return f"{self.read} RCU and {self.write} WCU"


@dataclass(frozen=True)
class Pairs:
    """The pairs of the table, and of its indexes as {index name: Pair}. index_set: the current or desired indexes.

    billing_mode: None if it is not declared, or the table does not exist yet.
    """

    table: Pair = Pair()
    indexes: dict = field(default_factory=dict)
    index_set: GlobalIndexes = GlobalIndexes()
    billing_mode: str | None = None


NEW = Pairs(index_set=GlobalIndexes({}))


def entries(params):
    """Yield (prefix of the option path, options) of the table and of each global index."""
    yield "", params
    for place, entry in enumerate(params["global_secondary_indexes"] or []):
        yield f"global_secondary_indexes[{place}].", entry


def is_provisioned(params):
    """Whether the options declare a provisioned table, by billing_mode or by capacities."""
    numbers = [entry[option] for _prefix, entry in entries(params) for option in ("read_capacity", "write_capacity")]
    scaled = bool(params["autoscaling"] and params["autoscaling"]["enabled"])
    implied = scaled or any(number is not None for number in numbers)
    return params["billing_mode"] == PROVISIONED or (params["billing_mode"] is None and implied)


def declared(params, pick):
    """The desired Pairs. pick(entry): converts the options of the table or of an index to a Pair."""
    indexes = {entry["name"]: pick(entry) for entry in params["global_secondary_indexes"] or []}
    return Pairs(pick(params), indexes, declared_index_set(params), params["billing_mode"])


def is_declared(pairs):
    return any(pair != Pair() for pair in (pairs.table, *pairs.indexes.values()))


def live(description, pick):
    """The current Pairs. pick(description): converts the description of the table or of an index to a Pair.

    A table whose billing mode was never switched shows none; it is PROVISIONED (R47).
    """
    index_set = live_index_set(description)
    indexes = {index["IndexName"]: pick(index) for index in description.get("GlobalSecondaryIndexes", [])}
    indexes = {name: indexes[name] for name in index_set.shapes}
    return Pairs(pick(description), indexes, index_set, billing_mode_of(description))


def billing_mode_of(description):
    return description.get("BillingModeSummary", {}).get("BillingMode", PROVISIONED)


def declaration(pairs, declare):
    """Convert Pairs to options. declare(pair): converts one Pair to options."""
    named = [{"name": name, **declare(pair)} for name, pair in pairs.indexes.items() if declare(pair)]
    return {**declare(pairs.table), **({"global_secondary_indexes": named} if named else {})}


def index_update(name, **params):
    """An entry of GlobalSecondaryIndexUpdates."""
    return {"Update": {"IndexName": name, **params}}


def changes(table, member, *, want, have, members, words, option, **common):
    """Yield a Change for the table and one for each unchanged index, because AWS takes them one by one (R4, R22).

    member: of UpdateTable; members: the names of its values. words(pair, what): the action, for the values to send.
    option: of the table and of an index.
    """
    pair = want.table.without(have.table)
    if pair != Pair():
        value = {member: pair.named(members)}
        yield table.change(option, UPDATE, words(pair, "the table"), **common, **value)
    for name in want.index_set.unchanged(have.index_set):
        pair = want.indexes[name].without(have.indexes[name])
        if pair != Pair():
            updates = [index_update(name, **{member: pair.named(members)})]
            action = words(pair, f"index {name}")
            key = f"global_secondary_indexes[{name}].{option}"
            yield table.change(key, UPDATE, action, path=option, **common, GlobalSecondaryIndexUpdates=updates)
