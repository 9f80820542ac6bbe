# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Checks of backup plans before the first call to AWS."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.backups.support import (
    COPIES,
    ORDERS,
    ROLE,
    daily,
    faults,
)

BAD = [
    # plans, paths of the problems
    ([daily("a b")], ["plans[0].name"]),
    ([daily("x" * 51)], ["plans[0].name"]),
    ([daily(), daily()], ["plans[1].name"]),
    ([daily(vault="a.b")], ["plans[0].vault"]),
    ([daily(schedule="rate(1 day)")], ["plans[0].schedule"]),
    ([daily(start_window=30)], ["plans[0].start_window"]),
    ([daily(start_window=52560001)], ["plans[0].start_window"]),
    ([daily(resources=[f"{ORDERS}-{number}/*" for number in range(31)])], ["plans[0].resources"]),
    ([daily(cold_storage_after=30, delete_after=119)], ["plans[0].delete_after"]),
    ([daily(delete_after=0)], ["plans[0].delete_after"]),
    ([daily(cold_storage_after=36501, delete_after=None)], ["plans[0].cold_storage_after"]),
    ([daily(copies=[{"vault_arn": "copies"}])], ["plans[0].copies[0].vault_arn"]),
    ([daily(copies=[{"vault_arn": COPIES}, {"vault_arn": COPIES}])], ["plans[0].copies[1].vault_arn"]),
    (
        [daily(copies=[{"vault_arn": COPIES, "cold_storage_after": 1, "delete_after": 90}])],
        ["plans[0].copies[0].delete_after"],
    ),
    ([daily(recovery_point_tags={"aws:x": 1})], ["plans[0].recovery_point_tags.aws:x"]),
    ([daily(tags={"a": []})], ["plans[0].tags.a"]),
    ([daily(resources=[])], ["plans[0].resources"]),
    ([daily(resources=["of orders"])], ["plans[0].resources[0]"]),
    ([daily(resources=["orders"], role_arn=None)], ["plans[0].resources[0]"]),
    ([daily(role_arn="backup")], ["plans[0].role_arn"]),
    ([daily(role_arn=ROLE.replace(":aws:", ":aws-cn:"))], ["plans[0].role_arn"]),
    ([daily(resources=[ORDERS.replace(":aws:", ":aws-us-gov:")])], ["plans[0].resources[0]"]),
    ([daily(copies=[{"vault_arn": COPIES.replace(":aws:", ":aws-cn:")}])], ["plans[0].copies[0].vault_arn"]),
    ([daily(rules=[])], ["plans[0].rules"]),
    ([{"vault": "vault"}], ["plans[0].name"]),
]


@pytest.mark.parametrize(("plans", "paths"), BAD)
def test_invalid_plans(plans, paths):
    assert sorted(faults(*plans)) == paths


GOOD = [
    [daily(cold_storage_after=30, delete_after=120)],
    [daily(cold_storage_after=-1, delete_after=1)],
    [daily(cold_storage_after=7, delete_after=None)],
    [daily(resources=["*"]), daily("archive", resources=[ORDERS, f"{ORDERS}/*"])],
    [daily("gone", state="absent", schedule="never")],
    [daily(resources=["orders", ORDERS])],
    [daily(resources=[f"{ORDERS}-{number}" for number in range(500)])],
    [daily(completion_window=30)],
]


@pytest.mark.parametrize("plans", GOOD)
def test_valid_plans(plans):
    assert faults(*plans) == {}
