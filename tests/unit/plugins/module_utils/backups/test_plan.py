# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plans of backup plans, as (have, want, actions)."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.backups import plan
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import apply
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.backups.support import (
    COPIES,
    ORDERS,
    ROLE,
    daily,
    seen,
    whole,
)
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION, assert_fits_botocore, in_words

CREATE = "create backup plan orders, to vault vault at cron(0 2 ? * * *)"
SELECT = f"create selection orders of plan orders: {ORDERS} with role {ROLE}"
TAKE_OFF = "delete selection orders of plan orders to replace it"
COLD = {"cold_storage_after": 30, "delete_after": 365}
ARCHIVE = f"{ORDERS}-archive"


def changing(*options):
    return [f"change {', '.join(options)} of backup plan orders"]


PLANS = [
    # current state, desired state, actions
    (seen(), daily(), [CREATE, SELECT]),
    (seen(), daily(tags={"a": 1}), [f"{CREATE}, tagged with a=1", SELECT]),
    (seen(), daily(resources=None, role_arn=None), [CREATE]),
    (seen(), daily(role_arn=None), ["no: plans[0].role_arn"]),
    (seen(), daily(resources=None), ["no: plans[0].resources"]),
    # AWS Backup cannot assume a role of another account (R98)
    (seen(), daily(role_arn=ROLE.replace("123456789012", "210987654321")), ["no: plans[0].role_arn"]),
    (seen(daily()), daily(), []),
    (seen(daily()), {"name": "orders"}, []),
    # defaults of AWS
    (seen(daily()), daily(timezone="Etc/UTC", start_window=480, completion_window=10080), []),
    (seen(daily()), daily(timezone="Europe/Oslo"), changing("timezone")),
    (seen(daily()), daily(schedule="cron(0 3 ? * * *)", start_window=60), changing("schedule", "start_window")),
    # omitted options are not changed
    (seen(daily(**COLD)), daily(delete_after=None), []),
    (seen(daily(**COLD)), daily(delete_after=400), changing("delete_after")),
    (seen(daily(**COLD)), daily(delete_after=35), ["no: plans[0].delete_after"]),
    (
        seen(daily(**COLD)),
        daily(delete_after=35, cold_storage_after=-1),
        changing("delete_after", "cold_storage_after"),
    ),
    (seen(daily()), daily(delete_after=-1), changing("delete_after")),
    (seen(daily(delete_after=None)), daily(delete_after=-1), []),
    # copies
    (seen(daily()), daily(copies=[{"vault_arn": COPIES, "delete_after": 35}]), changing("copies")),
    (seen(daily(copies=[{"vault_arn": COPIES, "delete_after": 35}])), daily(copies=[{"vault_arn": COPIES}]), []),
    (
        seen(daily(copies=[{"vault_arn": COPIES, "delete_after": 35}])),
        daily(copies=[{"vault_arn": COPIES, "delete_after": -1}]),
        changing("copies"),
    ),
    (seen(daily(copies=[{"vault_arn": COPIES}])), daily(copies=[]), changing("copies")),
    (seen(daily(copies=[{"vault_arn": COPIES}])), daily(), []),
    (
        seen(daily(copies=[{"vault_arn": COPIES, **COLD}])),
        daily(copies=[{"vault_arn": COPIES, "delete_after": 100}]),
        [f"no: plans[0].copies[{COPIES}].delete_after"],
    ),
    # tags of recovery points and of the plan
    (seen(daily(recovery_point_tags={"a": "1"})), daily(recovery_point_tags={"a": 1}), []),
    (seen(daily(recovery_point_tags={"a": "1"})), daily(recovery_point_tags={}), changing("recovery_point_tags")),
    (
        seen(daily(tags={"a": "1", "b": "1"})),
        daily(tags={"a": "2"}),
        ["remove tags b of backup plan orders", "tag backup plan orders with a=2"],
    ),
    (seen(daily(tags={"a": "1"})), daily(), []),
    # the selection, which AWS cannot change
    (seen(daily(resources=[ORDERS, ARCHIVE])), daily(resources=[ARCHIVE, ORDERS]), []),
    (
        seen(daily()),
        daily(resources=[ORDERS, ARCHIVE]),
        [TAKE_OFF, f"replace selection orders of plan orders: {ORDERS}, {ARCHIVE} with role {ROLE}"],
    ),
    (
        seen(daily()),
        daily(resources=None, role_arn=f"{ROLE}-2"),
        [TAKE_OFF, f"replace {SELECT.removeprefix('create ')}-2"],
    ),
    (seen(daily(resources=None, role_arn=None)), daily(), [SELECT]),
    # several plans with the same name
    (seen(ids=["plan-1", "plan-2"]), daily(), ["no: plans[0].name"]),
    (seen(ids=["plan-1", "plan-2"]), {"name": "orders", "state": "absent"}, ["no: plans[0].name"]),
    # options that are required to create a plan
    (seen(), {"name": "orders"}, ["no: plans[0].vault"]),
    # absent
    (seen(), {"name": "orders", "state": "absent"}, []),
    (
        seen(daily(), selections=[("orders", "1"), ("others", "2")]),
        {"name": "orders", "state": "absent"},
        [
            "delete selection orders of plan orders",
            "delete selection others of plan orders",
            "delete backup plan orders; its recovery points remain in vault vault",
        ],
    ),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    made = planned(have, want)
    for change in made.changes:
        assert_fits_botocore(apply.filled(change, None))
    assert in_words([*made.changes, *made.errors]) == actions
    if not made.errors:
        assert bool(made.before or made.after) == bool(actions)


def planned(have, want):
    made = apply.Plan()
    plan.plan(made, whole(want), have, region=REGION)
    return made


def test_a_change_preserves_settings_without_an_option():
    """UpdateBackupPlan replaces the whole document."""
    there = seen(daily())
    there.plan["Rules"].append({"RuleName": "monthly", "TargetBackupVaultName": "vault", "RuleId": "rule-2"})
    there.plan["AdvancedBackupSettings"] = [{"ResourceType": "EC2", "BackupOptions": {"WindowsVSS": "enabled"}}]
    there.rule["EnableContinuousBackup"] = True
    made = planned(there, daily(delete_after=40))
    (change,) = made.changes
    document = change.params["BackupPlan"]
    assert [rule["RuleName"] for rule in document["Rules"]] == ["monthly", "orders"]
    assert all("RuleId" not in rule for rule in document["Rules"])
    assert document["Rules"][1]["EnableContinuousBackup"] is True and document["AdvancedBackupSettings"]
    assert made.warnings == ["orders: the plan has other rules, which are not managed: monthly"]


def test_the_only_rule_of_a_plan_is_managed_whatever_its_name():
    """A plan created by another tool can be adopted; a second rule would back up twice."""
    there = seen(daily())
    there.rule["RuleName"] = "daily_backup"
    there.rule = plan.rule_module.own_rule("orders", there.plan["Rules"])
    assert in_words(planned(there, daily(delete_after=40)).changes) == changing("delete_after")
    assert plan.rule_module.own_rule("orders", [{"RuleName": "a"}, {"RuleName": "b"}]) == {}


def test_a_selection_preserves_settings_without_an_option():
    """Conditions are an example. Empty ones, which AWS returns, are not sent."""
    there = seen(daily())
    there.selection.update(ListOfTags=[], NotResources=["x"], Conditions={"StringEquals": [], "StringLike": []})
    _deletion, made = planned(there, daily(resources=None, role_arn=f"{ROLE}-2")).changes
    assert made.params["BackupSelection"] == {
        "SelectionName": "orders",
        "IamRoleArn": f"{ROLE}-2",
        "Resources": [ORDERS],
        "NotResources": ["x"],
    }


@pytest.mark.parametrize(
    "by_hand",
    [
        {"NotResources": [ORDERS]},
        {"Conditions": {"StringEquals": [{"ConditionKey": "aws:ResourceTag/a", "ConditionValue": "1"}]}},
        {"ListOfTags": [{"ConditionType": "STRINGEQUALS", "ConditionKey": "a", "ConditionValue": "1"}]},
    ],
)
def test_declared_resources_replace_the_whole_selection(by_hand):
    """Otherwise a condition could exclude the table without notice."""
    there = seen(daily())
    there.selection.update(by_hand)
    made = planned(there, daily())
    assert in_words(made.changes) == [TAKE_OFF, SELECT.replace("create", "replace", 1)]
    assert not set(by_hand) & set(made.changes[1].params["BackupSelection"])
    assert set(made.before) - set(made.after)
    assert planned(there, daily(resources=None)).changes == []


NEEDS = [
    (daily(), {}, None),
    (daily(**COLD), {}, "cold storage"),
    (daily(copies=[{"vault_arn": COPIES}]), {}, "copies"),
    (daily(copies=[{"vault_arn": COPIES}], **COLD), {}, "cold storage"),
    (daily(), {"vault_key_is_own": True}, "the customer managed key of vault vault"),
    ({"name": "orders", "state": "absent"}, {"vault_key_is_own": True}, None),
]


@pytest.mark.parametrize(("want", "have", "need"), NEEDS)
def test_advanced_features_are_required(want, have, need):
    """R94."""
    assert plan.needs_opt_in(whole(want), seen(**have)) == need
