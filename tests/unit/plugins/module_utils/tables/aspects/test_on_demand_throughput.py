# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plans for maximum on-demand throughput."""

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
    # a value that is not declared does not change
    (LIVE, Pairs(Pair(100)), []),
    (
        LIVE,
        Pairs(Pair(200)),
        ["set the maximum on-demand throughput of the table to 200 read request units"],
    ),
    (
        LIVE,
        Pairs(Pair(-1)),
        ["set the maximum on-demand throughput of the table to unlimited read request units"],
    ),
    (
        LIVE,
        Pairs(indexes={"by-mail": Pair(5, 5)}, index_set=THERE),
        ["set the maximum on-demand throughput of index by-mail to 5 read and 5 write request units"],
    ),
    # the re-creation of an index includes its maximum
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
        ["set the maximum on-demand throughput of the table to 100 read request units"],
    ),
    (replace(LIVE, table=UNLIMITED, billing_mode="PROVISIONED"), Pairs(Pair(100)), ["no: on_demand_throughput"]),
    (
        replace(LIVE, table=UNLIMITED, billing_mode="PROVISIONED"),
        Pairs(Pair(100), billing_mode="PAY_PER_REQUEST"),
        ["set the maximum on-demand throughput of the table to 100 read request units"],
    ),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    """The plan from the current to the desired value has these actions."""
    assert in_words(steps(on_demand_throughput, have=have, want=want)) == actions


def test_only_members_that_differ_are_sent():
    """AWS does not change the others, and fails for an empty structure (R23, R78)."""
    (change,) = steps(on_demand_throughput, have=LIVE, want=Pairs(Pair(200, -1)))
    assert change.params["OnDemandThroughput"] == {"MaxReadRequestUnits": 200}


def test_minus_one_is_not_sent_for_a_new_table():
    """AWS rejects -1 at creation (R23)."""
    want = on_demand_throughput.complete(
        on_demand_throughput.want(whole(on_demand_throughput={"max_read_request_units": -1})), NEW
    )
    assert on_demand_throughput.create_params(want) == {}


def test_a_maximum_needs_a_pending_billing_mode():
    """AWS rejects it with the old billing mode."""
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
        # a table that is provisioned because of its capacity
        ({"read_capacity": 5, "on_demand_throughput": CEILING}, "on_demand_throughput"),
        ({"autoscaling": SCALED, "on_demand_throughput": CEILING}, "on_demand_throughput"),
        ({"on_demand_throughput": {"max_read_request_units": 0}}, "on_demand_throughput.max_read_request_units"),
        (
            {"global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail", "on_demand_throughput": BELOW}]},
            "global_secondary_indexes[0].on_demand_throughput.max_write_request_units",
        ),
    ],
)
def test_invalid_options(options, path):
    """An invalid option is reported with its path, before the first call."""
    assert list(faults(name="orders", **options)) == [path]


TABLE = {
    "name": "orders",
    "hash_key": "id",
    "attributes": [{"name": "id", "type": "S"}, {"name": "mail", "type": "S"}],
    "global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail", "on_demand_throughput": CEILING}],
}


def test_the_maximum_is_set_with_the_creation_of_the_table_and_its_indexes(simulator):
    """One call sets it, and the next run changes nothing."""
    options = {**TABLE, "on_demand_throughput": {"max_read_request_units": 10, "max_write_request_units": 10}}
    assert len(run(simulator, **options)["actions"]) == 1
    assert not run(simulator, **options)["changed"]
    lifted = {**TABLE, "on_demand_throughput": {"max_read_request_units": -1, "max_write_request_units": 20}}
    assert run(simulator, **lifted)["actions"] == [
        "set the maximum on-demand throughput of the table to unlimited read and 20 write request units"
    ]
    assert not run(simulator, **lifted)["changed"]


def test_a_re_created_index_of_a_provisioned_table_has_no_maximum(simulator):
    """AWS removes the maximum with the switch, and rejects it for a new index (R67)."""
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
