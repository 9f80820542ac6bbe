# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plans for warm throughput."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects import capacity, warm_throughput
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects.warm_throughput import NEW, Warm
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.values.schema import GlobalIndexes, Index, Key
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.values.throughput import Pair
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import faults, in_words, run, steps

BY_MAIL = Index("by-mail", (Key("mail", "S"),), (), "ALL", frozenset())
THERE = GlobalIndexes({"by-mail": BY_MAIL})
START = Pair(12000, 4000)
LIVE = Warm(START, {"by-mail": START}, THERE, capacity=capacity.NEW)

PLANS = [
    # have, want, actions
    (LIVE, Warm(), []),
    (LIVE, Warm(START), []),
    (LIVE, Warm(Pair(12000)), []),
    (
        LIVE,
        Warm(Pair(20000)),
        ["raise the warm throughput of the table to 20000 read units per second"],
    ),
    (LIVE, Warm(Pair(11000)), ["no: warm_throughput.read_units_per_second"]),
    (
        LIVE,
        Warm(Pair(11000, 3000)),
        ["no: warm_throughput.read_units_per_second", "no: warm_throughput.write_units_per_second"],
    ),
    (
        LIVE,
        Warm(indexes={"by-mail": Pair(None, 5000)}, index_set=THERE),
        ["raise the warm throughput of index by-mail to 5000 write units per second"],
    ),
    (
        LIVE,
        Warm(indexes={"by-mail": Pair(1)}, index_set=THERE),
        ["no: global_secondary_indexes[by-mail].warm_throughput.read_units_per_second"],
    ),
    # a re-created index starts from the declared value
    (
        replace(LIVE, indexes={"by-mail": Pair(20000, 4000)}),
        Warm(
            indexes={"by-mail": Pair(12000)},
            index_set=GlobalIndexes({"by-mail": replace(BY_MAIL, projection_type="KEYS_ONLY")}),
        ),
        [],
    ),
    # a new table or index starts from the initial value of an on-demand table, or from its capacity
    (
        LIVE,
        Warm(
            indexes={"by-mail": Pair(1)},
            index_set=GlobalIndexes({"by-mail": replace(BY_MAIL, projection_type="KEYS_ONLY")}),
        ),
        ["no: global_secondary_indexes[by-mail].warm_throughput.read_units_per_second"],
    ),
    (NEW, Warm(Pair(None, 20)), ["no: warm_throughput.write_units_per_second"]),
    (
        NEW,
        Warm(
            Pair(15000, 20),
            capacity=capacity.Capacity(Pair(7, 40), billing_mode="PROVISIONED"),
        ),
        ["no: warm_throughput.write_units_per_second"],
    ),
    (
        NEW,
        Warm(Pair(20000, 5000)),
        ["raise the warm throughput of the table to 20000 read units and 5000 write units per second"],
    ),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    """The plan from the current to the desired value has these actions."""
    assert in_words(steps(warm_throughput, have=have, want=want)) == actions


@pytest.mark.parametrize(
    ("options", "path"),
    [
        (
            {"billing_mode": "PAY_PER_REQUEST", "warm_throughput": {"read_units_per_second": 11999}},
            "warm_throughput.read_units_per_second",
        ),
        ({"warm_throughput": {"write_units_per_second": 0}}, "warm_throughput.write_units_per_second"),
    ],
)
def test_invalid_options(options, path):
    """An invalid option is reported with its path, before the first call."""
    assert list(faults(name="orders", **options)) == [path]


TABLE = {"name": "orders", "hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}


def test_an_increase_is_applied_once(simulator):
    """Warm throughput that AWS reports is no change, and the run waits for an increase."""
    run(simulator, **TABLE)
    options = {**TABLE, "warm_throughput": {"read_units_per_second": 20000}}
    result = run(simulator, **options)
    assert result["actions"] == ["raise the warm throughput of the table to 20000 read units per second"]
    assert result["table"]["warm_throughput"]["status"] == "ACTIVE"
    assert not run(simulator, **options)["changed"]


def test_a_decrease_is_an_error_before_the_first_change(simulator):
    """In check mode as well."""
    run(simulator, **TABLE)
    for check_mode in (True, False):
        result = run(
            simulator, check_mode=check_mode, **TABLE, warm_throughput={"read_units_per_second": 5}, tags={"a": "1"}
        )
        assert "cannot lower it" in result["msg"] and not result["changed"]


def test_a_value_that_is_not_declared_is_not_sent(simulator):
    """A switch to on-demand raises it meanwhile, and AWS would reject the one that was read before (R22)."""
    run(simulator, **TABLE, billing_mode="PROVISIONED", read_capacity=10, write_capacity=10)
    options = {**TABLE, "billing_mode": "PAY_PER_REQUEST", "warm_throughput": {"read_units_per_second": 15000}}
    result = run(simulator, **options)
    assert "msg" not in result, result["msg"]
    assert result["actions"][1:] == ["raise the warm throughput of the table to 15000 read units per second"]
    assert not run(simulator, **options)["changed"]


def test_an_increase_that_aws_makes_with_the_capacity_is_not_sent(simulator):
    """A switch to on-demand raises the warm throughput to 12000 and 4000 units, a capacity to its units (R22)."""
    run(simulator, **TABLE, billing_mode="PROVISIONED", read_capacity=10, write_capacity=10)
    more = {"billing_mode": "PROVISIONED", "read_capacity": 40, "warm_throughput": {"read_units_per_second": 40}}
    assert run(simulator, **TABLE, **more)["actions"] == ["provision 40 RCU and 10 WCU for the table"]
    on_demand = {"billing_mode": "PAY_PER_REQUEST", "warm_throughput": {"write_units_per_second": 4000}}
    assert run(simulator, **TABLE, **on_demand)["actions"] == ["switch to PAY_PER_REQUEST billing"]
    assert not run(simulator, **TABLE, **on_demand)["changed"]


def test_warm_throughput_below_the_new_capacity_is_an_error_before_the_first_change(simulator):
    """AWS would raise it with the capacity, and then reject the lower value."""
    run(simulator, **TABLE, billing_mode="PROVISIONED", read_capacity=10, write_capacity=10)
    lower = {"billing_mode": "PROVISIONED", "read_capacity": 40, "warm_throughput": {"read_units_per_second": 20}}
    failed = run(simulator, **TABLE, **lower)
    assert "warm_throughput.read_units_per_second: is 40; AWS cannot lower it to 20" in failed["msg"]
    assert not failed["changed"]
