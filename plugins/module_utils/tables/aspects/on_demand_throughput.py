# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Maximum on-demand throughput of the table and of its global indexes."""

from __future__ import annotations

from ...core.change import PlanError
from ..changes import Phase
from ..values import throughput
from ..values.schema import GlobalIndexes
from ..values.throughput import ON_DEMAND, PROVISIONED, Pair, Pairs

_OPTIONS = ("max_read_request_units", "max_write_request_units")
_MEMBERS = ("MaxReadRequestUnits", "MaxWriteRequestUnits")
OPTIONS = dict(on_demand_throughput=dict(type="dict", options={option: dict(type="int") for option in _OPTIONS}))
INDEX_OPTIONS = OPTIONS

# -1 means no maximum, in the option and in AWS's API (R23).
UNLIMITED = Pair(-1, -1)
UNDECLARED = Pairs()
NEW = Pairs(UNLIMITED, index_set=GlobalIndexes({}))


def check(params):
    for prefix, entry in throughput.entries(params):
        maximum = entry.get("on_demand_throughput") or {}
        for option in _OPTIONS:
            value = maximum.get(option)
            if value is not None and value < 1 and value != -1:
                yield f"{prefix}on_demand_throughput.{option}", f"is {value}; must be 1 or more, or -1 for no maximum"
        if maximum and throughput.is_provisioned(params):
            yield f"{prefix}on_demand_throughput", "is set; a provisioned table has no maximum on-demand throughput"


def desired(params):
    """The desired value, also if the task declares nothing."""
    return throughput.declared(params, _declared)


def want(params):
    pairs = desired(params)
    return pairs if throughput.is_declared(pairs) else None


def observe(description, answer=None):
    return throughput.live(description, _live)


def complete(want, have):
    index_set = want.index_set.after(have.index_set)
    indexes = {
        name: want.indexes.get(name, Pair()).filled_from(have.indexes.get(name, UNLIMITED)) for name in index_set.shapes
    }
    billing_mode = want.billing_mode or have.billing_mode or ON_DEMAND
    return Pairs(want.table.filled_from(have.table), indexes, index_set, billing_mode)


def plan(table, *, want, have):
    """One call for the table and one for each index (R4); the creation of an index includes its own."""
    if want.billing_mode == PROVISIONED:
        if any(pair != UNLIMITED for pair in (want.table, *want.indexes.values())):
            yield PlanError("on_demand_throughput", "requires billing_mode: PAY_PER_REQUEST; the table has PROVISIONED")
        return
    yield from throughput.changes(
        table,
        "OnDemandThroughput",
        want=want,
        have=have,
        members=_MEMBERS,
        words=lambda pair, what: f"set the maximum on-demand throughput of {what} to {_words(pair)}",
        phase=Phase.CHANGE,
        option="on_demand_throughput",
        needs=("billing_mode",) if have.billing_mode == PROVISIONED else (),
    )


def create_params(want):
    return _params(want.table)


def index_params(want, name):
    """The parameters in the creation of an index. AWS removes the maximum with a switch to PROVISIONED (R67)."""
    if want.billing_mode == PROVISIONED:
        return {}
    return _params(want.indexes.get(name, UNLIMITED))


def index_words(want, name):
    return f"with maximum on-demand throughput of {_words(want.indexes[name])}"


def declare(have):
    return throughput.declaration(have, _declare)


def _declared(entry):
    options = entry.get("on_demand_throughput") or {}
    return Pair(*(options.get(option) for option in _OPTIONS))


def _live(described):
    return Pair(*(described.get("OnDemandThroughput", {}).get(member, -1) for member in _MEMBERS))


def _declare(pair):
    limited = pair.without(UNLIMITED)
    return {"on_demand_throughput": limited.named(_OPTIONS)} if limited != Pair() else {}


def _params(pair):
    """The parameters in the creation of a table or an index. AWS fails for {} (R78)."""
    limited = pair.without(UNLIMITED)
    return {"OnDemandThroughput": limited.named(_MEMBERS)} if limited != Pair() else {}


def _words(pair):
    parts = [(pair.read, "read"), (pair.write, "write")]
    words = [f"{'unlimited' if number == -1 else number} {kind}" for number, kind in parts if number is not None]
    return " and ".join(words) + " request units"
