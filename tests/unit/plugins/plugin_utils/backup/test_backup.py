# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The role backup: invalid variables, the options of the module, what is missing of the IAM role, reports, outputs."""

from __future__ import annotations

import json

import pytest
import yaml
from ansible_collections.stackkit.dynamodb.extensions.simulator import Simulator, VirtualClock
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.backup import options as backup_options
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.backup import problems as backup_problems
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.backup import results as backup_results
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.backup import role as backup_role
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.shared import names, variables
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.backups.support import run
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.plugin_utils.stack.stacks import REPO

ACCOUNT = "123456789012"
CALLER = {"account": ACCOUNT, "arn": f"arn:aws:iam::{ACCOUNT}:root"}
ORDERS = f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/orders"
ELSEWHERE = f"arn:aws:backup:us-east-1:{ACCOUNT}:backup-vault:elsewhere"
KEY = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/11111111-2222-3333-4444-555555555555"
LOCKED = {"vault_lock": {"min_retention_days": 30, "max_retention_days": 400}}

BAD = [
    # The variables of the role, and the beginnings of the lines
    ({"tables": [{}]}, ["backup_tables[0].table: is required"]),
    (
        {"tables": [7]},
        ["backup_tables[0]: must be the name or the ARN of a table, or a dict", "backup_tables[0].table"],
    ),
    ({"tables": ["a b"]}, ["backup_tables[0].table: a b is neither an ARN nor the name of a table"]),
    (
        {"tables": [{"table": "orders", "schedul": "x"}]},
        ["backup_tables[0].schedul: no such variable; did you mean sch"],
    ),
    (
        {"tables": ["orders", ORDERS]},
        ["backup_tables[1].table: orders-backup is also the plan of backup_tables[0]"],
    ),
    ({"tables": [{"table": "orders", "plan": "a b"}]}, ["backup_tables[0].plan: must be 1 to 50 letters"]),
    ({"enabled": "yes"}, ["backup_enabled: must be true or false"]),
    ({"schedule": "rate(1 day)"}, ["backup_schedule: rate(1 day) is not a valid schedule; it must be cron("]),
    ({"schedule": "cron(0 2 * * * *)"}, ["backup_schedule: cron requires ? for exactly one of"]),
    (
        {"tables": [{"table": "orders", "schedule": "daily"}]},
        ["backup_tables[0].schedule: daily is not a valid schedule"],
    ),
    (
        {"delete_after": 100},
        ["backup_delete_after: is 100 days; a recovery point that moves to cold storage after 30 days stays"],
    ),
    ({"cold_storage_after": 31}, ["must be 121 or more; or set backup_cold_storage_after to -1 for never"]),
    ({"delete_after": -2}, ["backup_delete_after: must be 1 to 36500 days, or -1 for never"]),
    ({"kms_key_id": "mine"}, ["backup_kms_key_id: mine is not the ARN"]),
    ({"region": "Frankfurt"}, ["backup_region: 'Frankfurt' is not the name of a Region"]),
    ({"vault_name": "a.b"}, ["backup_vault_name: must be 2 to 50 letters"]),
    ({"role_name": "a b"}, ["backup_role_name: must be 1 to 64 letters"]),
    ({"state": "gone"}, ["backup_state: must be one of present, absent"]),
    # Copies
    ({"copy_to": [{}]}, ["backup_copy_to[0]: requires either vault_arn, or region"]),
    ({"copy_to": [{"region": "us-east-1", "vault_arn": ELSEWHERE}]}, ["backup_copy_to[0]: requires either vault_arn"]),
    (
        {"copy_to": [{"regon": "us-east-1"}]},
        ["backup_copy_to[0].regon: no such key; did you mean region?", "backup_copy_to[0]: requires either"],
    ),
    (
        {"copy_to": [{"vault_arn": "elsewhere"}]},
        ["backup_copy_to[0].vault_arn: elsewhere is not the ARN of a backup vault"],
    ),
    ({"copy_to": [{"region": "Ohio"}]}, ["backup_copy_to[0].region: 'Ohio' is not the name of a Region"]),
    ({"copy_to": [{"region": "eu-west-1"}]}, ["backup_copy_to[0].region: eu-west-1 is the Region of the table itself"]),
    ({"copy_to": [{"region": "us-east-1"}] * 2}, ["backup_copy_to[1]: us-east-1 is also the target of copy_to[0]"]),
    ({"copy_to": [{"region": "us-east-1", "delete_after": 60}]}, ["backup_copy_to[0].delete_after: is 60 days"]),
    ({"copy_to": [{"region": "us-east-1", "delete_after": "x"}]}, ["backup_copy_to[0].delete_after: must be a whole"]),
    # Locks
    ({"vault_lock": {"days": 7}}, ["backup_vault_lock.days: no such key"]),
    ({"vault_lock": {"min_retention_days": 0}}, ["backup_vault_lock.min_retention_days: must be 1 to 36500 days"]),
    ({"vault_lock": {"changeable_for_days": 2}}, ["backup_vault_lock.changeable_for_days: must be 3 to 36500 days"]),
    (
        LOCKED | {"delete_after": 7, "cold_storage_after": -1},
        ["backup_delete_after: is 7 days; backup_vault_lock requires a retention of at least 30"],
    ),
    (
        LOCKED | {"delete_after": 500},
        ["backup_delete_after: is 500 days; backup_vault_lock requires a retention of at most 400"],
    ),
    (
        LOCKED | {"delete_after": 0},
        ["backup_delete_after: is never; backup_vault_lock requires a retention of at most 400"],
    ),
    (
        LOCKED | {"copy_to": [{"region": "us-east-1", "delete_after": 500}]},
        ["backup_copy_to[0].delete_after: is 500 days; backup_vault_lock requires a retention of at most 400"],
    ),
]
GOOD = [
    {"tables": [ORDERS, {"table": "archive", "delete_after": 7, "cold_storage_after": 0}]},
    {"cold_storage_after": -1, "delete_after": 0},
    {"cold_storage_after": "30", "delete_after": "120"},
    {"schedule": "", "delete_after": None},
    {"enabled": False, "schedule": "never"},
    {"copy_to": [{"vault_arn": ELSEWHERE, "delete_after": 500}, {"region": "us-east-1"}]} | LOCKED,
    {"vault_lock": {}},
]


def resolved(**given):
    return backup_problems.resolved({"tables": ["orders"], "region": "eu-west-1", **given})


def options(found=None, caller=None, **given):
    asked = resolved(**given)
    assert asked["problems"] == []
    return backup_options.module_options(asked, found, caller or CALLER)


@pytest.mark.parametrize(("given", "lines"), BAD)
def test_an_invalid_variable_is_named(given, lines):
    found = resolved(**given)["problems"]
    assert len(found) == len(lines), found
    assert all(line in problem for line, problem in zip(lines, found, strict=True)), found


@pytest.mark.parametrize("given", GOOD)
def test_valid_variables_are_accepted(given):
    assert resolved(**given)["problems"] == []


def test_a_misspelled_variable_is_a_problem_but_a_variable_of_the_play_is_not():
    names = ["backup_delete_aftr", "backup_delete_after", "backup_of_books"]
    assert backup_problems.resolved({"tables": ["orders"]}, names)["problems"] == [
        "backup_delete_aftr: no such variable; did you mean backup_delete_after?"
    ]


def test_the_role_hands_every_variable_to_the_filter():
    given = yaml.safe_load((REPO / "roles/backup/vars/main.yml").read_text())["_backup_given"]
    assert given == {name: f"{{{{ backup_{name} }}}}" for name in variables.declared("backup")}


def test_the_name_of_a_table_is_sufficient():
    (vault,), (plan,) = options().values()
    assert vault == {"name": "dynamodb-backup-vault", "tags": {}}
    assert plan == {
        "name": "orders-backup",
        "vault": "dynamodb-backup-vault",
        "schedule": "cron(0 2 ? * * *)",
        "cold_storage_after": 30,
        "delete_after": 120,
        "copies": [],
        "resources": ["orders"],
        "role_arn": f"arn:aws:iam::{ACCOUNT}:role/dynamodb-backup-role",
        "tags": {},
    }


def test_each_region_of_copies_gets_the_vault_with_its_own_key_and_the_lock():
    keys = [{"region": "", "key_arn": "home"}, {"region": "us-east-1", "key_arn": "away"}]
    copy = {"region": "us-east-1", "delete_after": "200"}
    asked = {
        "copy_to": [copy, {"vault_arn": ELSEWHERE}],
        "region_keys": keys,
        "vault_lock": {"min_retention_days": "7"},
    }
    made = options(**asked)
    assert [(vault.get("region"), vault["kms_key_id"]) for vault in made["vaults"]] == [
        (None, "home"),
        ("us-east-1", "away"),
    ]
    assert all(vault["lock"] == {"min_retention_days": 7} for vault in made["vaults"])
    own = ELSEWHERE.replace("elsewhere", "dynamodb-backup-vault")
    assert made["plans"][0]["copies"] == [
        {"vault_arn": own, "cold_storage_after": 30, "delete_after": 200},
        {"vault_arn": ELSEWHERE, "cold_storage_after": 30, "delete_after": 120},
    ]
    assert options(**asked, kms_key_id="alias/mine")["vaults"][0]["kms_key_id"] == "alias/mine"


def test_a_key_that_does_not_exist_yet_is_omitted():
    """In check mode AWS could not look it up."""
    assert "kms_key_id" not in options(region_keys=[{"region": "", "key_arn": None}])["vaults"][0]


def test_without_backups_there_is_no_vault():
    made = options(tables=["orders", {"table": "archive"}], enabled=False)
    assert made == {
        "vaults": [],
        "plans": [{"name": "orders-backup", "state": "absent"}, {"name": "archive-backup", "state": "absent"}],
    }


def test_absent_deletes_what_is_shared():
    made = options(state="absent", copy_to=[{"region": "us-east-1"}], found=iam_role())
    gone = {"name": "dynamodb-backup-vault", "state": "absent", "role_arn": iam_role()["arn"]}
    gone["gone_plans"] = []
    assert made == {"vaults": [gone, {**gone, "region": "us-east-1"}], "plans": []}
    (vault,) = options(state="absent", gone=["orders"], found=iam_role())["vaults"]
    assert vault["gone_plans"] == ["orders-backup"]


def iam_role(partition="aws", **details):
    """What dynamodb_stackkit_shared_info returns for the IAM role that the role creates."""
    arn = f"arn:{partition}:iam::{ACCOUNT}:role/dynamodb-backup-role"
    (made,) = missing(None, {"arn": arn})["role"]
    role = {
        "arn": arn,
        "assume_role_policy_document": json.loads(made["trust"]),
        "managed_policies": made["managed_policies"],
        "inline_policies": [backup_role.INLINE],
        "tags": {"Project": "myapp"},
    }
    return role | details


def missing(found, caller=None):
    return backup_role.missing(resolved(shared_tags={"Project": "myapp"}), found, caller or CALLER)


@pytest.mark.parametrize("given", [{"state": "absent"}, {"enabled": False}])
def test_nothing_is_missing_if_the_role_is_not_used(given):
    assert backup_role.missing(resolved(**given), None, CALLER) == {"role": [], "policy": []}


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
def test_the_policies_have_the_arns_of_the_partition(partition):
    """Statement 9 under "Where the addon falls short"."""
    (made,) = missing(None, {"arn": f"arn:{partition}:iam::{ACCOUNT}:user/me"})["role"]
    path = f"arn:{partition}:iam::aws:policy/service-role"
    assert made["managed_policies"] == [
        f"{path}/AWSBackupServiceRolePolicyForBackup",
        f"{path}/AWSBackupServiceRolePolicyForRestores",
    ]
    assert missing(iam_role(partition)) == {"role": [], "policy": []}


def test_nothing_of_an_iam_role_is_removed():
    """Only what is missing is added; trust, policies and tags of others are not changed."""
    theirs = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::210987654321:root"}, "Action": "sts:AssumeRole"}
    found = iam_role(
        assume_role_policy_document={"Version": "2012-10-17", "Statement": theirs},
        managed_policies=["arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores"],
        inline_policies=["theirs"],
        tags={"Project": "another"},
    )
    (made,), (policy,) = missing(found).values()
    first, second = json.loads(made["trust"])["Statement"]
    assert (first, second["Principal"]) == (theirs, {"Service": "backup.amazonaws.com"})
    assert made["managed_policies"] == ["arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"]
    assert made["tags"] == {}
    assert "backup.*" in policy


@pytest.mark.parametrize(
    "statement",
    [
        {"Effect": "Allow", "Principal": {"Service": ["x", "backup.amazonaws.com"]}, "Action": ["sts:AssumeRole"]},
        {"Effect": "Allow", "Principal": {"Service": "backup.amazonaws.com"}, "Action": "sts:AssumeRole", "Sid": "a"},
    ],
)
def test_a_different_statement_can_allow_the_same_trust(statement):
    assert missing(iam_role(assume_role_policy_document={"Statement": [statement]}))["role"] == []


def failed(simulator, prefix="backup_", role=None, **given):
    """The failure that the role reports after a run of the module."""
    asked = resolved(**given)
    result = run(simulator, opt_in=asked["opt_in"], **backup_options.module_options(asked, role, CALLER))
    return backup_results.failure(asked, result, prefix)


@pytest.fixture
def simulator():
    return Simulator(clock=VirtualClock())


def test_a_run_without_a_failure_reports_none(simulator):
    assert failed(simulator) == ""


@pytest.mark.parametrize("prefix", ["backup_", "stack_backup_"])
def test_a_failure_names_the_variables(simulator, prefix):
    client = simulator.client("backup", "eu-west-1")
    client.update_region_settings(ResourceTypeManagementPreference={"DynamoDB": False})
    words = failed(simulator, prefix)
    assert words.startswith(
        f"1 of 2 backup vaults and plans failed: orders-backup was not changed: {prefix}opt_in: must be true"
    )
    client.create_backup_vault(BackupVaultName="locked")
    client.put_backup_vault_lock_configuration(BackupVaultName="locked", MaxRetentionDays=7)
    given = {"vault_name": "locked", "cold_storage_after": -1}
    assert f"orders-backup was not changed: {prefix}delete_after: is 120 days; the lock of vault" in failed(
        simulator, prefix, **given
    )
    assert f"vault locked was not changed: {prefix}kms_key_id: " in failed(
        simulator, prefix, **given, kms_key_id=KEY, delete_after=7
    )


def test_a_failure_names_the_entry_that_sets_the_variable():
    asked = resolved(tables=["archive", {"table": "orders", "delete_after": 500}])
    assert backup_results.variable(asked, "plans[1].delete_after", "backup_") == "backup_tables[1].delete_after"
    assert backup_results.variable(asked, "plans[0].delete_after", "backup_") == "backup_delete_after"
    assert backup_results.variable(asked, "plans[1].resources[0]", "backup_") == "backup_tables[1].table"
    assert backup_results.variable(asked, "plans[1].vault", "backup_") == "backup_vault_name"
    assert backup_results.variable(asked, "vaults[1].lock.min_retention_days", "stack_backup_") == (
        "stack_backup_vault_lock.min_retention_days"
    )
    # The role stack has no variable for these.
    for path in ("plans[1].vault", "vaults[0].tags", "plans[0].resources", "region"):
        assert backup_results.variable(asked, path, "stack_backup_") == path


def test_an_error_of_aws_is_reported_as_it_is():
    result = {"failed": True, "msg": "orders-backup: Failed to create: AccessDenied", "problems": []}
    assert backup_results.failure(resolved(), result, "backup_") == result["msg"]


def test_deleted_plans_are_reported(simulator):
    asked = resolved(tables=["orders", "archive"])
    run(simulator, **backup_options.module_options(asked, None, CALLER))
    asked = resolved(tables=[{"table": "orders", "enabled": False}, "archive"])
    result = run(simulator, **backup_options.module_options(asked, None, CALLER))
    assert backup_results.deleted(asked, result) == [
        "delete backup plan orders-backup; its recovery points remain in vault dynamodb-backup-vault"
    ]


def test_the_outputs_are_what_aws_returned():
    simulator = Simulator(clock=VirtualClock())
    asked = resolved(tables=["orders", {"table": "archive", "enabled": False}])
    task = backup_options.module_options(asked, None, CALLER)
    predicted = backup_results.outputs(asked, run(simulator, check_mode=True, **task), None, [])
    nothing = dict.fromkeys(predicted["orders"])
    assert predicted == {"orders": {**nothing, "backup_enabled": True}, "archive": {**nothing, "backup_enabled": False}}
    result = run(simulator, **task)
    created = [{"iam_role": {"arn": "arn:created"}}]
    outputs = backup_results.outputs(asked, result, None, created)
    assert outputs["archive"] == {**nothing, "backup_enabled": False}
    (plan,) = result["plans"]
    assert outputs["orders"] == {
        "backup_enabled": True,
        "backup_vault_arn": f"arn:aws:backup:eu-west-1:{ACCOUNT}:backup-vault:dynamodb-backup-vault",
        "backup_plan_arn": plan["arn"],
        "backup_selection_id": plan["selection_id"],
        "backup_selection_arn": plan["selection_id"],
        "backup_role_arn": "arn:created",
    }


def test_a_vault_of_copies_is_not_the_vault_of_the_home_region():
    """In check mode it may be the only one that exists."""
    simulator = Simulator(clock=VirtualClock())
    simulator.client("backup", "us-east-1").create_backup_vault(BackupVaultName="dynamodb-backup-vault")
    asked = resolved(tables=["orders"], copy_to=[{"region": "us-east-1"}])
    task = backup_options.module_options(asked, None, CALLER)
    made = f"arn:aws:backup:eu-west-1:{ACCOUNT}:backup-vault:dynamodb-backup-vault"
    for check_mode, arn in ((True, None), (False, made)):
        result = run(simulator, check_mode=check_mode, **task)
        assert backup_results.outputs(asked, result, {}, [])["orders"]["backup_vault_arn"] == arn


def test_names_are_those_of_the_addon_and_within_limits():
    assert names.backup_vault("myapp", "prod") == "myapp-prod-dynamodb-backup-vault"
    assert names.backup_role("myapp", "prod") == "myapp-prod-dynamodb-backup-role"
    assert names.backup_plan("myapp-prod-users") == "myapp-prod-users-backup"
    long = "a" * 60
    assert [len(names.backup_vault(long, "prod")), len(names.backup_plan(long)), len(names.backup_role(long, "x"))] == [
        50,
        50,
        64,
    ]
    assert names.backup_vault("my.app", "prod") != names.backup_vault("my-app", "prod")
