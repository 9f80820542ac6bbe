# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plans for the ceilings of on-demand throughput."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects import on_demand_throughput
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects.on_demand_throughput import (
    NEW,
    UNLIMITED,
)
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.values.schema import GlobalIndexes, Index, Key
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.values.throughput import Pair, Pairs
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import faults, in_words, run, steps, whole

BY_MAIL = Index("by-mail", (Key("mail", "S"),), (), "ALL", frozenset())
THERE = GlobalIndexes({"by-mail": BY_MAIL})
LIVE = Pairs(Pair(100, -1), {"by-mail": UNLIMITED}, THERE, "PAY_PER_REQUEST")

PLANS = [
    # have, want, actions
    (LIVE, Pairs(), []),
    (LIVE, Pairs(Pair(100, -1)), []),
    # a member that is not declared stays as it is
    (LIVE, Pairs(Pair(100)), []),
    (
        LIVE,
        Pairs(Pair(200)),
        ["set the maximum on-demand throughput of the table to 200 read and unlimited write request units"],
    ),
    (
        LIVE,
        Pairs(Pair(-1)),
        ["set the maximum on-demand throughput of the table to unlimited read and unlimited write request units"],
    ),
    (
        LIVE,
        Pairs(indexes={"by-mail": Pair(5, 5)}, index_set=THERE),
        ["set the maximum on-demand throughput of index by-mail to 5 read and 5 write request units"],
    ),
    # an index that is created anew gets its ceiling with that
    (
        LIVE,
        Pairs(
            indexes={"by-mail": Pair(5, 5)},
            index_set=GlobalIndexes({"by-mail": replace(BY_MAIL, projection_type="KEYS_ONLY")}),
        ),
        [],
    ),
    (
        NEW,
        Pairs(Pair(100)),
        ["set the maximum on-demand throughput of the table to 100 read and unlimited write request units"],
    ),
    (replace(LIVE, table=UNLIMITED, billing_mode="PROVISIONED"), Pairs(Pair(100)), ["no: on_demand_throughput"]),
    (
        replace(LIVE, table=UNLIMITED, billing_mode="PROVISIONED"),
        Pairs(Pair(100), billing_mode="PAY_PER_REQUEST"),
        ["set the maximum on-demand throughput of the table to 100 read and unlimited write request units"],
    ),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    """What is done to get from what is there to what is declared."""
    assert in_words(steps(on_demand_throughput, have=have, want=want)) == actions


def test_only_members_that_differ_are_sent():
    """AWS keeps the others, and chokes on an empty structure (R23, R78)."""
    (change,) = steps(on_demand_throughput, have=LIVE, want=Pairs(Pair(200, -1)))
    assert change.params["OnDemandThroughput"] == {"MaxReadRequestUnits": 200}


def test_no_ceiling_is_not_said_to_a_new_table():
    """AWS refuses -1 at creation (R23)."""
    want = on_demand_throughput.complete(
        on_demand_throughput.want(whole(on_demand_throughput={"max_read_request_units": -1})), NEW
    )
    assert on_demand_throughput.create_params(want) == {}


def test_a_ceiling_waits_for_a_pending_billing_mode():
    """AWS refuses it under the old one."""
    have = replace(LIVE, billing_mode="PROVISIONED")
    (change,) = steps(on_demand_throughput, have=have, want=Pairs(Pair(200), billing_mode="PAY_PER_REQUEST"))
    assert change.needs == ("billing_mode",)


CEILING = {"max_read_request_units": 5}
SCALED = {"enabled": True, "read": {"min_capacity": 1, "max_capacity": 5}}
BELOW = {"max_write_request_units": -2}


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"billing_mode": "PROVISIONED", "on_demand_throughput": CEILING}, "on_demand_throughput"),
        # a table that is provisioned without saying so
        ({"read_capacity": 5, "on_demand_throughput": CEILING}, "on_demand_throughput"),
        ({"autoscaling": SCALED, "on_demand_throughput": CEILING}, "on_demand_throughput"),
        ({"on_demand_throughput": {"max_read_request_units": 0}}, "on_demand_throughput.max_read_request_units"),
        (
            {"global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail", "on_demand_throughput": BELOW}]},
            "global_secondary_indexes[0].on_demand_throughput.max_write_request_units",
        ),
    ],
)
def test_bad_options(options, path):
    """What is wrong is told with its place, before the first call."""
    assert list(faults(name="orders", **options)) == [path]


TABLE = {
    "name": "orders",
    "hash_key": "id",
    "attributes": [{"name": "id", "type": "S"}, {"name": "mail", "type": "S"}],
    "global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail", "on_demand_throughput": CEILING}],
}


def test_ceilings_come_with_the_table_and_its_indexes(simulator):
    """One call makes them, and the next run finds them."""
    options = {**TABLE, "on_demand_throughput": {"max_read_request_units": 10, "max_write_request_units": 10}}
    assert len(run(simulator, **options)["actions"]) == 1
    assert not run(simulator, **options)["changed"]
    lifted = {**TABLE, "on_demand_throughput": {"max_read_request_units": -1, "max_write_request_units": 20}}
    assert run(simulator, **lifted)["actions"] == [
        "set the maximum on-demand throughput of the table to unlimited read and 20 write request units"
    ]
    assert not run(simulator, **lifted)["changed"]


def test_an_index_made_anew_on_a_provisioned_table_has_no_ceilings(simulator):
    """AWS drops those that there are with the switch, and takes none with the index (R67)."""
    run(simulator, **TABLE)
    options = {
        **TABLE,
        "global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail", "projection_type": "KEYS_ONLY"}],
        "allow_recreate": ["global_secondary_indexes"],
        "billing_mode": "PROVISIONED",
        "read_capacity": 5,
        "write_capacity": 5,
    }
    result = run(simulator, **options)
    assert "msg" not in result, result["msg"]
    assert not run(simulator, **options)["changed"]
