# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Capacity: the billing mode, and the provisioned throughput of the table and of its global indexes.

One aspect, because AWS takes them in one call: a switch to PROVISIONED must name the throughput of every index (R6).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..change import Phase, Refusal
from ..schema import GlobalIndexes, declared_set, live_set

ON_DEMAND, PROVISIONED = "PAY_PER_REQUEST", "PROVISIONED"

OPTIONS = dict(
    billing_mode=dict(type="str", choices=[ON_DEMAND, PROVISIONED]),
    read_capacity=dict(type="int"),
    write_capacity=dict(type="int"),
)


@dataclass(frozen=True)
class Throughput:
    """Reads and writes a second. None: not declared, or on demand."""

    read: int | None = None
    write: int | None = None

    def __str__(self):
        return f"{self.read} reads and {self.write} writes a second"


@dataclass(frozen=True)
class Capacity:
    """billing_mode None: not declared, or not born yet. indexes: {name: Throughput}.

    there: which indexes there are, and so take part in the call.
    """

    billing_mode: str | None = None
    table: Throughput = Throughput()
    indexes: dict = field(default_factory=dict)
    there: GlobalIndexes = GlobalIndexes()


NEW = Capacity(there=GlobalIndexes({}))


def check(params):
    entries = [
        (f"global_secondary_indexes[{place}].", entry)
        for place, entry in enumerate(params["global_secondary_indexes"] or [])
    ]
    for prefix, options in [("", params), *entries]:
        for option in ("read_capacity", "write_capacity"):
            value = options.get(option)
            if value is not None and value < 1:
                yield f"{prefix}{option}", "must be 1 or more"
            if value is not None and params["billing_mode"] == ON_DEMAND:
                yield f"{prefix}{option}", "a table billed on demand (PAY_PER_REQUEST) has no provisioned capacity"


def want(params):
    entries = params["global_secondary_indexes"] or []
    indexes = {entry["name"]: Throughput(entry.get("read_capacity"), entry.get("write_capacity")) for entry in entries}
    table = Throughput(params["read_capacity"], params["write_capacity"])
    return Capacity(params["billing_mode"], table, indexes, declared_set(params))


def observe(description, answer=None):
    # A table that was never switched shows no billing mode; it is PROVISIONED (R47).
    billing_mode = description.get("BillingModeSummary", {}).get("BillingMode", PROVISIONED)
    there = live_set(description)
    indexes = {
        index["IndexName"]: _throughput(index, billing_mode)
        for index in description.get("GlobalSecondaryIndexes", [])
        if index["IndexName"] in there.shapes
    }
    return Capacity(billing_mode, _throughput(description, billing_mode), indexes, there)


def complete(want, have):
    """Every index that will be there gets its numbers: declared, else as they are, else the table's."""
    billing_mode = want.billing_mode or have.billing_mode or _billing_mode_at_birth(want)
    there = want.there.after(have.there)
    if billing_mode == ON_DEMAND:
        declared = {name: numbers for name, numbers in want.indexes.items() if numbers != Throughput()}
        return Capacity(ON_DEMAND, want.table, declared, there)
    table = _filled(want.table, have.table)
    indexes = {
        name: _filled(_filled(want.indexes.get(name, Throughput()), have.indexes.get(name, Throughput())), table)
        for name in there.shapes
    }
    return Capacity(PROVISIONED, table, indexes, there)


def plan(table, *, want, have):
    refusals = list(_refusals(want))
    if refusals:
        yield from refusals
        return
    switch = want.billing_mode != have.billing_mode
    params, words = {}, []
    if switch:
        params["BillingMode"] = want.billing_mode
        words.append("bill on demand" if want.billing_mode == ON_DEMAND else "bill by provisioned capacity")
    if want.billing_mode == PROVISIONED:
        if want.table != have.table:
            params["ProvisionedThroughput"] = aws_throughput(want.table)
            words.append(f"provision {want.table} for the table")
        updates = {
            name: want.indexes[name]
            for name in want.there.staying(have.there)
            if want.indexes[name] != have.indexes.get(name)
        }
        if updates:
            params["GlobalSecondaryIndexUpdates"] = [
                {"Update": {"IndexName": name, "ProvisionedThroughput": aws_throughput(numbers)}}
                for name, numbers in updates.items()
            ]
            words += [f"provision {numbers} for index {name}" for name, numbers in updates.items()]
    if params:
        yield table.change(", ".join(words), phase=Phase.CHANGE, path=_path(params), **params)


def create_params(want):
    params = {"BillingMode": want.billing_mode}
    if want.billing_mode == PROVISIONED:
        params["ProvisionedThroughput"] = aws_throughput(want.table)
    return params


def declare(have):
    options = {"billing_mode": have.billing_mode}
    if have.billing_mode != PROVISIONED:
        return options
    entries = [{"name": name, **_numbers(numbers)} for name, numbers in have.indexes.items()]
    return {**options, **_numbers(have.table), **({"global_secondary_indexes": entries} if entries else {})}


def aws_throughput(numbers):
    """ProvisionedThroughput of a Throughput."""
    return {"ReadCapacityUnits": numbers.read, "WriteCapacityUnits": numbers.write}


def _throughput(described, billing_mode):
    if billing_mode == ON_DEMAND:  # shown as 0/0, which says nothing (R47)
        return Throughput()
    numbers = described["ProvisionedThroughput"]
    return Throughput(numbers["ReadCapacityUnits"], numbers["WriteCapacityUnits"])


def _billing_mode_at_birth(want):
    numbers = [want.table, *want.indexes.values()]
    return PROVISIONED if any(entry != Throughput() for entry in numbers) else ON_DEMAND


def _filled(numbers, other):
    return replace(
        numbers,
        read=other.read if numbers.read is None else numbers.read,
        write=other.write if numbers.write is None else numbers.write,
    )


def _refusals(want):
    places = [("", want.table), *((f"global_secondary_indexes[{name}].", want.indexes[name]) for name in want.indexes)]
    for prefix, numbers in places:
        for option, value in (("read_capacity", numbers.read), ("write_capacity", numbers.write)):
            if want.billing_mode == ON_DEMAND and value is not None:
                yield Refusal(f"{prefix}{option}", "the table is billed on demand; it needs billing_mode: PROVISIONED")
            if want.billing_mode == PROVISIONED and value is None and not prefix:
                yield Refusal(option, "is needed: the table has no provisioned capacity yet")


def _path(params):
    if "BillingMode" in params:
        return "billing_mode"
    return "read_capacity" if "ProvisionedThroughput" in params else "global_secondary_indexes"


def _numbers(numbers):
    return {"read_capacity": numbers.read, "write_capacity": numbers.write}
