# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Capacity: the billing mode, and the provisioned throughput of the table and of its global indexes.

They are one aspect because a switch to PROVISIONED must set the throughput of every index in the same call (R6).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ...core.aws_errors import APPLIED, DEFER, KnownError
from ...core.change import UPDATE, PlanError, PlanWarning
from ..changes import Phase
from ..values import throughput
from ..values.scaling import READ, TABLE, WRITE
from ..values.schema import GlobalIndexes
from ..values.throughput import ON_DEMAND, PROVISIONED, Pair, Pairs, index_update
from . import autoscaling

OPTIONS = dict(
    billing_mode=dict(type="str", choices=[ON_DEMAND, PROVISIONED]),
    read_capacity=dict(type="int"),
    write_capacity=dict(type="int"),
)
INDEX_OPTIONS = dict(read_capacity=dict(type="int"), write_capacity=dict(type="int"))
_OPTIONS = ("read_capacity", "write_capacity")
_MEMBERS = ("ReadCapacityUnits", "WriteCapacityUnits")

KNOWN_ERRORS = (
    KnownError(
        DEFER,
        "R15",
        ("update_table",),
        "LimitExceededException",
        r"(?i:PayPerRequest|billing ?mode).* limited to"
        r"(?:.*Next update can be made at (?P<earliest>[A-Z]\w+ [A-Z]\w+ +\d+ [\d:]+ \w+ \d{4}))?",
        "AWS accepts four switches to on-demand billing per 24 hours",
    ),
    KnownError(
        DEFER,
        "R51",
        ("update_table",),
        "LimitExceededException",
        r"Provisioned throughput decreases are limited within a given UTC day"
        r"(?:.*Next decrease can be made at (?P<earliest>[A-Z][^.]+?)(?:\.|$))?",
        "AWS accepts four decreases of provisioned capacity per day, then one per hour",
    ),
    KnownError(
        APPLIED,
        "R24",
        ("update_table",),
        "ValidationException",
        "The provisioned throughput for the .+ will not change",
    ),
)


@dataclass(frozen=True)
class Capacity(Pairs):
    """scaled: {(index name or TABLE, READ or WRITE): Target} of scaled capacities; None if it is not declared.

    vectors: the names of the vector indexes, which a provisioned table cannot have; None if they are not declared.
    """

    scaled: dict | None = field(default_factory=dict)
    vectors: tuple | None = ()


UNDECLARED = Capacity(scaled=None)
NEW = Capacity(index_set=GlobalIndexes({}))


def check(params):
    for prefix, entry in throughput.entries(params):
        for option in _OPTIONS:
            value = entry.get(option)
            if value is not None and value < 1:
                yield f"{prefix}{option}", f"is {value}; must be 1 or more"
            if value is not None and params["billing_mode"] == ON_DEMAND:
                yield (
                    f"{prefix}{option}",
                    "is set; a table with billing_mode: PAY_PER_REQUEST has no provisioned capacity",
                )


def desired(params):
    """The desired value, also if the task declares nothing, because a table always has a billing mode."""
    pairs = throughput.declared(params, lambda entry: Pair(*(entry.get(option) for option in _OPTIONS)))
    scaling = autoscaling.want(params)
    vectors = None if params["vector_indexes"] is None else ()  # the aspect vector_indexes checks declared ones
    return Capacity(**vars(pairs), scaled=scaling and scaling.targets, vectors=vectors)


want = desired


def observe(description, answer=None):
    """An on-demand table shows a capacity of 0, which has no meaning (R47)."""
    on_demand = throughput.billing_mode_of(description) == ON_DEMAND
    pairs = throughput.live(description, lambda described: Pair() if on_demand else _live(described))
    return Capacity(**vars(pairs), vectors=tuple(index["IndexName"] for index in description.get("VectorIndexes", [])))


def complete(want, have):
    """Every index after the plan has a capacity: the declared, else the current one, else that of the table.

    A capacity that auto scaling controls does not change inside its bounds; outside, the nearest bound is used (R48).
    """
    billing_mode = want.billing_mode or have.billing_mode or _billing_mode_of_new_table(want)
    index_set = want.index_set.after(have.index_set)
    want = replace(want, vectors=have.vectors if want.vectors is None else want.vectors)
    if billing_mode == ON_DEMAND:
        return replace(want, billing_mode=billing_mode, index_set=index_set)
    table = _scaled(want, TABLE, want.table.filled_from(have.table), have.table)
    indexes = {}
    for name in index_set.shapes:
        live = have.indexes.get(name, Pair())
        pair = want.indexes.get(name, Pair()).filled_from(live).filled_from(table)
        indexes[name] = _scaled(want, name, pair, live)
    return replace(want, billing_mode=billing_mode, index_set=index_set, table=table, indexes=indexes)


def plan(table, *, want, have):
    errors = list(_errors(want))
    if errors:
        yield from errors
        return
    switch = {"BillingMode": want.billing_mode} if want.billing_mode != have.billing_mode else {}
    if want.billing_mode == ON_DEMAND and have.billing_mode == PROVISIONED and want.scaled is None:
        words = "Registered scalable targets remain, and take effect again after a return to PROVISIONED (R15)"
        yield PlanWarning(words, of_change=True)
    if want.billing_mode == ON_DEMAND:
        if switch:
            words = _mode_in_words(want, have)
            yield table.change("billing_mode", UPDATE, words, phase=Phase.CHANGE, **switch)
        return
    live = {TABLE: have.table, **{name: have.indexes.get(name) for name in want.index_set.unchanged(have.index_set)}}
    wanted = {TABLE: want.table, **{name: want.indexes[name] for name in live if name is not TABLE}}
    for numbers in [wanted] if switch else _steps(live, wanted):
        changed = {name: pair for name, pair in numbers.items() if pair != live[name]}
        if changed or switch:
            yield _provision(table, changed, switch and _mode_in_words(want, have), switch, live)
        live = numbers


def _steps(live, wanted):
    """One step; two if some capacities increase and others decrease, because AWS may reject the decrease (R51)."""
    increased = {
        name: Pair(max(pair.read, live[name].read), max(pair.write, live[name].write)) for name, pair in wanted.items()
    }
    return [wanted] if increased == live else [increased, wanted]


def _mode_in_words(want, have):
    return f"switch to {want.billing_mode} billing" if have.billing_mode else f"set billing mode {want.billing_mode}"


def _provision(table, numbers, mode, switch, live):
    """One call for the table and its indexes. numbers: {index name or TABLE: Pair}. live: the same before the call."""
    words = [mode] if mode else []
    words += [
        f"provision {pair} for {'the table' if name is TABLE else f'index {name}'}" for name, pair in numbers.items()
    ]
    params = {**switch}
    updates = [
        index_update(name, ProvisionedThroughput=pair.named(_MEMBERS))
        for name, pair in numbers.items()
        if name is not TABLE
    ]
    if TABLE in numbers:
        params["ProvisionedThroughput"] = numbers[TABLE].named(_MEMBERS)
    if updates:
        params["GlobalSecondaryIndexUpdates"] = updates
    key = "billing_mode" if switch else "capacity.increase" if _increases(numbers, live) else "capacity.decrease"
    # Directly before new bounds are registered, because the old ones would move it back during another change (R48).
    return table.change(key, UPDATE, ", ".join(words), phase=Phase.SCALE, path=_path(params), **params)


def _increases(numbers, live):
    return any(pair.read > live[name].read or pair.write > live[name].write for name, pair in numbers.items())


def create_params(want):
    return {"BillingMode": want.billing_mode, **_throughput(want, want.table)}


def index_params(want, name):
    """The throughput in the creation of an index, required if PROVISIONED and rejected otherwise (R8)."""
    return _throughput(want, want.indexes.get(name))


def index_words(want, name):
    return f"provisioning {want.indexes[name]}"


def declare(have):
    return {"billing_mode": have.billing_mode, **throughput.declaration(have, lambda pair: pair.named(_OPTIONS))}


def _live(described):
    return Pair(*(described["ProvisionedThroughput"][member] for member in _MEMBERS))


def _scaled(want, index, pair, live):
    """The pair, with scaled capacities moved into their bounds. An index uses the targets of the table."""
    numbers = []
    for kind, number, present in ((READ, pair.read, live.read), (WRITE, pair.write, live.write)):
        targets = want.scaled or {}
        target = targets.get((index, kind), targets.get((TABLE, kind)))
        numbers.append(target.clamp(present or number) if target else number)
    return Pair(*numbers)


def _throughput(want, pair):
    return {"ProvisionedThroughput": pair.named(_MEMBERS)} if want.billing_mode == PROVISIONED else {}


def _billing_mode_of_new_table(want):
    return PROVISIONED if throughput.is_declared(want) or want.scaled else ON_DEMAND


def _errors(want):
    places = [("", want.table), *((f"global_secondary_indexes[{name}].", pair) for name, pair in want.indexes.items())]
    for prefix, pair in places:
        for option, value in zip(_OPTIONS, (pair.read, pair.write)):
            if want.billing_mode == ON_DEMAND and value is not None:
                yield PlanError(f"{prefix}{option}", f"requires billing_mode: {PROVISIONED}; the table has {ON_DEMAND}")
            if want.billing_mode == PROVISIONED and value is None and not prefix:
                yield PlanError(option, "is required: the table has no provisioned capacity yet")
    if want.billing_mode == PROVISIONED and want.vectors:
        yield PlanError(
            "billing_mode", f"is {PROVISIONED}; the vector index {want.vectors[0]} requires PAY_PER_REQUEST"
        )


def _path(params):
    if "BillingMode" in params:
        return "billing_mode"
    return "read_capacity" if "ProvisionedThroughput" in params else "global_secondary_indexes"
