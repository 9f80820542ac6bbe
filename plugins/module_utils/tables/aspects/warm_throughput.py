# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Warm throughput of the table and of its global indexes. It only increases, also without a call (R22)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...core.change import PlanError
from ..changes import Phase
from ..values import throughput
from ..values.scaling import TABLE
from ..values.schema import GlobalIndexes
from ..values.throughput import ON_DEMAND, Pair, Pairs
from . import capacity

_OPTIONS = ("read_units_per_second", "write_units_per_second")
_MEMBERS = ("ReadUnitsPerSecond", "WriteUnitsPerSecond")
OPTIONS = dict(warm_throughput=dict(type="dict", options={option: dict(type="int") for option in _OPTIONS}))
INDEX_OPTIONS = OPTIONS

ON_DEMAND_MINIMUM = (12000, 4000)  # of a new on-demand table (R22)


@dataclass(frozen=True)
class Warm(Pairs):
    """capacity: the billing mode and the capacities, with which AWS raises the warm throughput (R22)."""

    capacity: capacity.Capacity = capacity.UNDECLARED


UNDECLARED = Warm()
NEW = Warm(index_set=GlobalIndexes({}), capacity=capacity.NEW)


def check(params):
    minimum = ON_DEMAND_MINIMUM if params["billing_mode"] == ON_DEMAND else (1, 1)
    for prefix, entry in throughput.entries(params):
        options = entry.get("warm_throughput") or {}
        for option, lowest in zip(_OPTIONS, minimum):
            value = options.get(option)
            if value is not None and value < lowest:
                yield f"{prefix}warm_throughput.{option}", f"is {value}; must be {lowest} or more"


def desired(params):
    """The desired value, also if the task declares nothing."""
    return Warm(**vars(throughput.declared(params, _declared)), capacity=capacity.desired(params))


def want(params):
    pairs = desired(params)
    return pairs if throughput.is_declared(pairs) else None


def observe(description, answer=None):
    pairs = throughput.live(
        description, lambda described: Pair(*(described.get("WarmThroughput", {}).get(member) for member in _MEMBERS))
    )
    return Warm(**vars(pairs), capacity=capacity.observe(description))


def complete(want, have):
    """A re-created index starts from its declared value and loses its current one."""
    completed = capacity.complete(want.capacity, have.capacity)
    index_set, have = want.index_set.after(have.index_set), _raised(have, completed)
    live = {name: have.indexes.get(name, Pair()) for name in index_set.unchanged(have.index_set)}
    indexes = {name: want.indexes.get(name, Pair()).filled_from(live.get(name, Pair())) for name in index_set.shapes}
    return Warm(want.table.filled_from(have.table), indexes, index_set, capacity=completed)


def plan(table, *, want, have):
    """One call for the table and one for each index (R22); the creation of an index includes its own."""
    have = _raised(have, want.capacity)
    unchanged = {name: have.indexes[name] for name in want.index_set.unchanged(have.index_set)}
    errors = list(_too_low(want, {TABLE: have.table, **unchanged}))
    if errors:
        yield from errors
        return
    yield from throughput.changes(
        table,
        "WarmThroughput",
        want=want,
        have=have,
        members=_MEMBERS,
        words=lambda pair, what: f"raise the warm throughput of {what} to {_words(pair)}",
        phase=Phase.WARM_THROUGHPUT,
        option="warm_throughput",
    )


def create_params(want):
    return {"WarmThroughput": want.table.named(_MEMBERS)} if want.table != Pair() else {}


def index_params(want, name):
    """The parameters in the creation of an index."""
    pair = want.indexes.get(name, Pair())
    return {"WarmThroughput": pair.named(_MEMBERS)} if pair != Pair() else {}


def index_words(want, name):
    return f"with warm throughput of {_words(want.indexes[name])}"


def declare(have):
    return throughput.declaration(have, _declare)


def _declared(entry):
    options = entry.get("warm_throughput") or {}
    return Pair(*(options.get(option) for option in _OPTIONS))


def _declare(pair):
    return {"warm_throughput": pair.named(_OPTIONS)} if pair != Pair() else {}


def _raised(have, after):
    """The current value, after AWS has raised it with a change of the capacity. after: the Capacity after the plan."""

    def raised(live, lowest):
        lowest = Pair(*ON_DEMAND_MINIMUM) if after.billing_mode == ON_DEMAND else lowest
        values = ((live.read, lowest.read), (live.write, lowest.write))
        return Pair(*(number if None in (number, low) else max(number, low) for number, low in values))

    indexes = {name: raised(live, after.indexes.get(name, live)) for name, live in have.indexes.items()}
    return replace(have, table=raised(have.table, after.table), indexes=indexes)


def _too_low(want, live):
    """PlanErrors. live: {index name or TABLE: Pair}; what is new starts from its capacity (R22)."""
    after = want.capacity
    for name, pair in {TABLE: want.table, **want.indexes}.items():
        prefix = "" if name is TABLE else f"global_secondary_indexes[{name}]."
        new = after.table if name is TABLE else after.indexes.get(name, Pair())
        new = Pair(*ON_DEMAND_MINIMUM) if after.billing_mode == ON_DEMAND else new
        have = live.get(name, Pair())
        for option, wanted, lowest, initial in zip(
            _OPTIONS, (pair.read, pair.write), (have.read, have.write), (new.read, new.write)
        ):
            if None not in (wanted, lowest) and wanted < lowest:
                yield PlanError(f"{prefix}warm_throughput.{option}", f"is {lowest}; AWS cannot lower it to {wanted}")
            elif lowest is None and None not in (wanted, initial) and wanted < initial:
                what = "table" if name is TABLE else "index"
                words = f"is {wanted}; must be {initial} or more, the minimum warm throughput of a new {what}"
                yield PlanError(f"{prefix}warm_throughput.{option}", words)


def _words(pair):
    parts = [(pair.read, "read"), (pair.write, "write")]
    return " and ".join(f"{number} {kind} units" for number, kind in parts if number is not None) + " per second"
