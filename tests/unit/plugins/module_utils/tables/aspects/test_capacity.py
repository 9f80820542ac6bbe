# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plans for billing and throughput."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects import capacity
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects.capacity import NEW, Capacity
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.values.schema import GlobalIndexes, Index, Key
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.values.throughput import Pair
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import faults, in_words, run, steps, whole


def provisioned(table=None, indexes=None, index_set=None):
    return Capacity(table or Pair(), indexes or {}, index_set or GlobalIndexes(), "PROVISIONED")


FIVE, TEN = Pair(5, 5), Pair(10, 10)
BY_MAIL = Index("by-mail", (Key("mail", "S"),), (), "ALL", frozenset())
BY_DAY = Index("by-day", (Key("day", "S"),), (), "ALL", frozenset())
TYPES = {"id": "S", "mail": "S", "day": "S"}

ON_DEMAND = Capacity(billing_mode="PAY_PER_REQUEST", index_set=GlobalIndexes({"by-mail": BY_MAIL}, types=TYPES))
BARE = provisioned(FIVE, index_set=GlobalIndexes({}, types=TYPES))
LISTED = GlobalIndexes({"by-mail": BY_MAIL})
BOTH = {"by-mail": BY_MAIL, "by-day": BY_DAY}
LIVE = provisioned(FIVE, {"by-mail": FIVE, "by-day": FIVE}, GlobalIndexes(BOTH, types=TYPES))

PLANS = [
    # have, want, actions
    (ON_DEMAND, Capacity(), []),
    (LIVE, Capacity(), []),
    (LIVE, LIVE, []),
    (BARE, provisioned(FIVE), []),
    (BARE, Capacity(table=Pair(read=6)), ["provision 6 RCU and 5 WCU for the table"]),
    (LIVE, Capacity(billing_mode="PAY_PER_REQUEST"), ["switch to PAY_PER_REQUEST billing"]),
    (BARE, provisioned(TEN), ["provision 10 RCU and 10 WCU for the table"]),
    # increases are sent before decreases (R51), of the table and of indexes
    (
        BARE,
        provisioned(Pair(9, 1)),
        [
            "provision 9 RCU and 5 WCU for the table",
            "provision 9 RCU and 1 WCU for the table",
        ],
    ),
    (
        LIVE,
        provisioned(TEN, {"by-mail": Pair(1, 1), "by-day": FIVE}, GlobalIndexes(BOTH)),
        [
            "provision 10 RCU and 10 WCU for the table",
            "provision 1 RCU and 1 WCU for index by-mail",
        ],
    ),
    (BARE, provisioned(Pair(5, 1)), ["provision 5 RCU and 1 WCU for the table"]),
    # a switch to provisioned sets every index (R6): its own capacity, else that of the table
    (
        ON_DEMAND,
        provisioned(TEN),
        [
            "switch to PROVISIONED billing, provision 10 RCU and 10 WCU for the table, "
            "provision 10 RCU and 10 WCU for index by-mail"
        ],
    ),
    (
        ON_DEMAND,
        provisioned(TEN, {"by-mail": FIVE}, LISTED),
        [
            "switch to PROVISIONED billing, provision 10 RCU and 10 WCU for the table, "
            "provision 5 RCU and 5 WCU for index by-mail"
        ],
    ),
    # the call does not contain indexes that this run deletes, re-creates or creates
    (
        ON_DEMAND,
        provisioned(TEN, {}, GlobalIndexes({}, purge=True)),
        ["switch to PROVISIONED billing, provision 10 RCU and 10 WCU for the table"],
    ),
    (
        ON_DEMAND,
        provisioned(TEN, {}, GlobalIndexes({"by-mail": replace(BY_MAIL, projection_type="KEYS_ONLY")})),
        ["switch to PROVISIONED billing, provision 10 RCU and 10 WCU for the table"],
    ),
    (BARE, provisioned(FIVE, {"by-mail": TEN}, LISTED), []),
    # one call contains only the indexes that differ
    (
        LIVE,
        Capacity(indexes={"by-mail": TEN, "by-day": FIVE}, index_set=GlobalIndexes(BOTH)),
        ["provision 10 RCU and 10 WCU for index by-mail"],
    ),
    # combinations that AWS rejects
    (ON_DEMAND, provisioned(), ["no: read_capacity", "no: write_capacity"]),
    (ON_DEMAND, Capacity(table=Pair(read=5)), ["no: read_capacity"]),
    (
        ON_DEMAND,
        Capacity(indexes={"by-mail": FIVE}, index_set=LISTED),
        [
            "no: global_secondary_indexes[by-mail].read_capacity",
            "no: global_secondary_indexes[by-mail].write_capacity",
        ],
    ),
    # a new table is on-demand, unless a capacity is declared
    (NEW, Capacity(), ["set billing mode PAY_PER_REQUEST"]),
    (
        NEW,
        Capacity(table=FIVE),
        ["set billing mode PROVISIONED, provision 5 RCU and 5 WCU for the table"],
    ),
    (NEW, provisioned(), ["no: read_capacity", "no: write_capacity"]),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    """The plan from the current to the desired value has these actions."""
    assert in_words(steps(capacity, have=have, want=want)) == actions


def test_a_switch_to_on_demand_sends_only_the_billing_mode():
    """AWS rejects throughput in the same call (R7)."""
    (change,) = steps(capacity, have=LIVE, want=Capacity(billing_mode="PAY_PER_REQUEST"))
    assert change.params == {"TableName": "orders", "BillingMode": "PAY_PER_REQUEST"}


def test_one_capacity_is_sent_with_the_current_value_of_the_other():
    """AWS requires both."""
    (change,) = steps(capacity, have=BARE, want=capacity.want(whole(read_capacity=6)))
    assert change.params["ProvisionedThroughput"] == {"ReadCapacityUnits": 6, "WriteCapacityUnits": 5}


def test_a_table_without_a_billing_mode_is_provisioned():
    """AWS shows the billing mode only after a switch (R47)."""
    numbers = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
    have = capacity.observe({"AttributeDefinitions": [], "ProvisionedThroughput": numbers})
    assert (have.billing_mode, have.table) == ("PROVISIONED", FIVE)


def test_the_zero_capacity_of_an_on_demand_table_is_ignored():
    """AWS shows a capacity of 0 for an on-demand table (R47)."""
    numbers = {"ReadCapacityUnits": 0, "WriteCapacityUnits": 0}
    description = {"BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST"}, "ProvisionedThroughput": numbers}
    have = capacity.observe({"AttributeDefinitions": [], **description})
    assert have.table == Pair()


INDEX = {"name": "by-mail", "hash_key": "mail", "read_capacity": 5}


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"billing_mode": "PAY_PER_REQUEST", "read_capacity": 5}, "read_capacity"),
        ({"billing_mode": "PAY_PER_REQUEST", "write_capacity": 5}, "write_capacity"),
        (
            {"billing_mode": "PAY_PER_REQUEST", "global_secondary_indexes": [INDEX]},
            "global_secondary_indexes[0].read_capacity",
        ),
        ({"read_capacity": 0}, "read_capacity"),
        ({"billing_mode": "FREE"}, "billing_mode"),
        ({"read_capacity": "many"}, "read_capacity"),
    ],
)
def test_invalid_options(options, path):
    """An invalid option is reported with its path, before the first call."""
    assert list(faults(name="orders", **options)) == [path]


def test_registered_targets_of_an_on_demand_table_cause_a_warning(simulator):
    """Only if the task switches the table to on-demand (R15)."""
    table = {"name": "orders", "hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}
    assert run(simulator, **table)["warnings"] == []
    run(simulator, **table, billing_mode="PROVISIONED", read_capacity=5, write_capacity=5)
    switched = run(simulator, **table, billing_mode="PAY_PER_REQUEST", check_mode=True)
    assert "take effect again" in switched["warnings"][0]
    quiet = run(simulator, **table, billing_mode="PAY_PER_REQUEST", autoscaling={"enabled": False})
    assert quiet["warnings"] == []


def test_the_quota_of_the_account_is_an_error_that_says_what_to_do(simulator):
    """The module cannot know it before the call (R17). With a lower value, the same task then succeeds."""
    key = {"hash_key": "id", "attributes": [{"name": "id", "type": "S"}], "billing_mode": "PROVISIONED"}
    for name in ("one", "two"):
        run(simulator, name=name, **key, read_capacity=39000, write_capacity=5)
    result = run(simulator, name="three", **key, read_capacity=2001, write_capacity=5)
    assert "Current ReadCapacityUnits reserved by the account: 78000. Limit: 80000. Requested: 2001." in result["msg"]
    assert result["msg"].endswith("Request a higher quota from AWS, or declare fewer resources.")
    task = {"name": "three", **key, "write_capacity": 5}
    assert run(simulator, **task, read_capacity=1000)["changed"]
    result = run(simulator, **task, read_capacity=2001)
    assert result["msg"].startswith("three: Failed to provision 2001 RCU") and not result["applied"]
    assert run(simulator, **task, read_capacity=2000)["changed"]
    assert not run(simulator, **task, read_capacity=2000)["changed"]
