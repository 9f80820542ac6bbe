# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Backup vaults: invalid options, the invariants, keys, tags, locks, and deletion."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.tests.unit.plugins import task_invariants
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.backups.support import (
    COPIES,
    ELSEWHERE,
    ORDERS,
    ROLE,
    daily,
    faults,
    run,
)
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION, operations

KEY, OTHER_KEY = (
    f"arn:aws:kms:{REGION}:123456789012:key/1234abcd-12ab-34cd-56ef-12345678{end}" for end in ("0000", "1111")
)
VAULT = {"name": "vault"}
GONE = {"name": "vault", "state": "absent"}
# Successive declarations of two vaults, the second in the Region of the copies.
SCENARIO = [
    {"vaults": [{"name": "vault", "kms_key_id": KEY, "tags": {"Project": "myapp"}}]},
    {"vaults": [{"name": "vault", "tags": {"Project": "another", "Owner": "us"}, "lock": {"min_retention_days": 7}}]},
    {
        "vaults": [{"name": "vault", "lock": {"max_retention_days": 365}}, {"name": "copies", "region": ELSEWHERE}],
        "plans": [daily(copies=[{"vault_arn": COPIES, "delete_after": 30}])],
    },
    {"plans": [{"name": "orders", "state": "absent"}]},
    {"vaults": [GONE, {"name": "copies", "region": ELSEWHERE, "state": "absent", "role_arn": ROLE}]},
]


@pytest.fixture(name="backup")
def backup_fixture(simulator):
    return simulator.client("backup", REGION)


@pytest.mark.parametrize("invariant", task_invariants.INVARIANTS)
def test_the_invariants_hold(simulator, invariant):
    for options in SCENARIO:
        invariant(simulator, run, options)


BAD = [
    ({"name": "a.b"}, "vaults[0].name"),
    ({"name": "vault", "region": "Frankfurt"}, "vaults[0].region"),
    ({"name": "vault", "region": "cn-north-1"}, "vaults[0].region"),
    ({"name": "vault", "kms_key_id": "arn:aws:kms:us-east-1:123456789012:key/1"}, "vaults[0].kms_key_id"),
    ({"name": "vault", "tags": {"aws:a": "b"}}, "vaults[0].tags.aws:a"),
    ({"name": "vault", "role_arn": ROLE}, "vaults[0].role_arn"),
    ({**GONE, "role_arn": "backup"}, "vaults[0].role_arn"),
    ({"name": "vault", "lock": {"min_retention_days": 0}}, "vaults[0].lock.min_retention_days"),
    ({"name": "vault", "lock": {"max_retention_days": 36501}}, "vaults[0].lock.max_retention_days"),
    (
        {"name": "vault", "lock": {"min_retention_days": 9, "max_retention_days": 8}},
        "vaults[0].lock.min_retention_days",
    ),
    ({"name": "vault", "lock": {"changeable_for_days": 2}}, "vaults[0].lock.changeable_for_days"),
]


@pytest.mark.parametrize(("vault", "path"), BAD)
def test_invalid_vaults(vault, path):
    assert list(faults(vaults=[vault])) == [path]


def test_a_vault_can_be_declared_once_per_region():
    elsewhere = {**VAULT, "region": ELSEWHERE}
    assert list(faults(vaults=[VAULT, VAULT, elsewhere])) == ["vaults[1].name"]


def test_a_vault_can_be_declared_once_in_the_region_of_the_task():
    """This holds with and without the option region."""
    vaults = [{"name": "vault", "region": region} for region in (None, ELSEWHERE, REGION)]
    assert faults(vaults=vaults) == {"vaults[2].name": "vault is also the name of vaults[0]"}


def test_nothing_that_others_have_added_is_removed(simulator, backup):
    """Two projects that share a vault never undo each other's run."""
    backup.create_backup_vault(BackupVaultName="vault", BackupVaultTags={"Owner": "them", "Cost": "1"})
    result = run(simulator, vaults=[{**VAULT, "tags": {"Owner": "us", "Project": "myapp"}}])
    assert result["actions"] == ["tag vault vault with Project=myapp"]
    arn = result["vaults"][0]["arn"]
    assert backup.list_tags(ResourceArn=arn)["Tags"] == {"Owner": "them", "Cost": "1", "Project": "myapp"}


def test_the_key_of_a_vault_cannot_be_changed(simulator):
    """The error names the current key, before the first write; without a declared key, the task succeeds."""
    run(simulator, vaults=[{**VAULT, "kms_key_id": KEY}])
    assert not run(simulator, vaults=[VAULT])["changed"]
    before = len(simulator.writes())
    result = run(simulator, vaults=[{**VAULT, "kms_key_id": OTHER_KEY, "tags": {"a": "b"}}])
    assert f"vaults[0].kms_key_id: vault vault is encrypted by {KEY}, which cannot be changed" in result["msg"]
    assert len(simulator.writes()) == before


def test_the_key_of_aws_backup_can_be_declared(simulator):
    """It is the key of a vault that was created without a key."""
    run(simulator, vaults=[VAULT])
    assert not run(simulator, vaults=[{**VAULT, "kms_key_id": "alias/aws/backup"}])["changed"]


def test_in_check_mode_an_earlier_task_may_create_the_key(simulator):
    """The vault is planned with the alias, and its plan requires the opt-in as with the key itself."""
    _switch_off(simulator)
    task = {"vaults": [{**VAULT, "kms_key_id": "alias/later"}], "plans": [daily()]}
    planned = run(simulator, check_mode=True, opt_in=True, **task)
    assert "create backup vault vault, encrypted by alias/later" in planned["actions"]
    (warning,) = planned["warnings"]
    assert "kms_key_id: alias/later does not exist in eu-west-1; a run fails unless it is created before" in warning
    assert "customer managed key of vault vault" in run(simulator, check_mode=True, **task)["msg"]
    failed = run(simulator, opt_in=True, **task)
    assert "alias/later" in failed["msg"] and not failed["changed"]


def test_a_plan_can_use_the_vaults_of_its_task(simulator):
    """This holds in check mode too. The customer managed key of a new vault requires the opt-in."""
    _switch_off(simulator)
    key = simulator.client("kms", REGION).create_key()["KeyMetadata"]["KeyId"]
    task = {"vaults": [{**VAULT, "kms_key_id": key}], "plans": [daily()]}
    for check_mode in (True, False):
        assert (
            "requires them for the customer managed key of vault vault"
            in run(simulator, check_mode=check_mode, **task)["msg"]
        )
    assert "opt_in" not in run(simulator, opt_in=True, **task).get("msg", "")


def test_a_vault_that_cannot_be_created_stops_only_its_plans(simulator, backup):
    backup.create_backup_vault(BackupVaultName="there")
    simulator.fail("CreateBackupVault", code="AccessDeniedException", message="not you")
    result = run(simulator, vaults=[VAULT], plans=[daily(), daily("archive", vault="there")])
    assert "vault vault: Failed to create backup vault vault" in result["msg"]
    assert "orders: not attempted, because vault vault, which the plan requires, could not be created" in result["msg"]
    assert [plan["name"] for plan in result["plans"]] == ["archive"]


def test_a_vault_that_may_not_be_listed_is_not_created(simulator):
    simulator.fail("ListBackupVaults", code="AccessDeniedException", message="not you")
    assert "Failed to list the backup vaults" in run(simulator, vaults=[VAULT])["msg"]
    assert simulator.writes() == []


LOCKS = [
    # current lock, declared lock, actions
    (None, {"min_retention_days": 7}, ["lock vault vault with retention of at least 7 days"]),
    (None, {}, ["lock vault vault"]),
    ({"MinRetentionDays": 7}, {"min_retention_days": 7}, []),
    ({"MinRetentionDays": 7}, {}, []),
    (
        {"MinRetentionDays": 7},
        {"max_retention_days": 99},
        ["lock vault vault with retention of at least 7 days and at most 99 days"],
    ),
    (
        {"MinRetentionDays": 7},
        {"changeable_for_days": 3},
        ["lock vault vault with retention of at least 7 days, changeable for 3 days"],
    ),
    ({"MinRetentionDays": 7, "ChangeableForDays": 3}, {"min_retention_days": 7, "changeable_for_days": 3}, []),
    ({"MinRetentionDays": 7, "ChangeableForDays": 3}, {"min_retention_days": 7}, []),
]


@pytest.mark.parametrize(("live", "declared", "actions"), LOCKS)
def test_locks(simulator, backup, live, declared, actions):
    """R96."""
    backup.create_backup_vault(BackupVaultName="vault")
    if live is not None:
        backup.put_backup_vault_lock_configuration(BackupVaultName="vault", **live)
    result = run(simulator, vaults=[{**VAULT, "lock": declared}])
    assert (result["actions"], result["vaults"][0]["locked"]) == (actions, True)


def test_a_lock_in_its_grace_time_is_changed_only_with_a_new_grace_time(simulator, backup):
    """R96: after the grace time it cannot be changed at all."""
    backup.create_backup_vault(BackupVaultName="vault")
    backup.put_backup_vault_lock_configuration(BackupVaultName="vault", MinRetentionDays=7, ChangeableForDays=3)
    longer = {"min_retention_days": 8}
    result = run(simulator, vaults=[{**VAULT, "lock": longer}])
    assert "vaults[0].lock.changeable_for_days: is required to change the lock of vault vault" in result["msg"]
    for_good = {**VAULT, "lock": {**longer, "changeable_for_days": 3}}
    assert run(simulator, vaults=[for_good])["changed"]
    simulator.clock.sleep(4 * 86400)
    assert not run(simulator, vaults=[for_good])["changed"]
    longest = {"min_retention_days": 9, "changeable_for_days": 3}
    for lock in (longest, {"min_retention_days": 9}):
        for check_mode in (True, False):
            result = run(simulator, vaults=[{**VAULT, "lock": lock}], check_mode=check_mode)
            assert "vaults[0].lock: the lock of vault vault has been immutable since" in result["msg"]
            assert result["msg"].endswith("declare min_retention_days=8")


KEPT = [
    # options of the plan, words of the error
    ({"delete_after": 35}, None),
    (
        {"delete_after": 7},
        "plans[0].delete_after: is 7 days; the lock of vault vault requires a retention of at least",
    ),
    (
        {"delete_after": -1},
        "plans[0].delete_after: is never; the lock of vault vault requires a retention of at most",
    ),
    (
        {"copies": [{"vault_arn": COPIES, "delete_after": 9}]},
        "plans[0].copies[0].delete_after: is 9 days; the lock",
    ),
    ({"copies": [{"vault_arn": COPIES, "delete_after": 30}]}, None),
]


@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize(("plan", "words"), KEPT)
def test_a_plan_must_fit_the_lock_of_its_vault(simulator, plan, words, declared):
    """R96: the lock is declared in the same task, or exists without being declared."""
    lock = {"min_retention_days": 30, "max_retention_days": 400}
    vaults = [{**VAULT, "lock": lock}, {"name": "copies", "region": ELSEWHERE, "lock": lock}]
    if not declared:
        run(simulator, vaults=vaults)
        vaults = []
    for check_mode in (True, False):
        result = run(simulator, check_mode=check_mode, vaults=vaults, plans=[daily(**plan)])
        assert words in result["msg"] if words else "msg" not in result


def test_a_plan_that_does_not_fit_the_lock_can_still_be_tagged(simulator):
    run(simulator, vaults=[VAULT], plans=[daily(delete_after=7)])
    run(simulator, vaults=[{**VAULT, "lock": {"min_retention_days": 30}}])
    assert run(simulator, plans=[{"name": "orders", "tags": {"a": "b"}}])["actions"] == [
        "tag backup plan orders with a=b"
    ]


def test_a_vault_in_use_is_not_deleted(simulator, backup):
    """It is used by recovery points, plans that back up or copy to it, and plans that assume the role to delete."""
    run(simulator, vaults=[VAULT, {"name": "copies", "region": ELSEWHERE}, {"name": "third"}])
    run(simulator, plans=[daily(copies=[{"vault_arn": COPIES, "delete_after": 30}])])
    backup.start_backup_job(BackupVaultName="vault", ResourceArn=ORDERS, IamRoleArn=ROLE)
    simulator.log.clear()
    gone = [GONE, {**GONE, "name": "copies", "region": ELSEWHERE}, {**GONE, "name": "third", "role_arn": ROLE}]
    result = run(simulator, vaults=gone)
    for words in (
        "vault vault in eu-west-1 is in use: it contains 1 recovery points, plan orders backs up to it",
        "vault copies in us-east-1 is in use: plan orders in eu-west-1 copies to it",
        f"vault third in eu-west-1 is in use: plan orders in eu-west-1 assumes {ROLE}",
    ):
        assert words in result["msg"]
    assert simulator.writes() == []
    assert "DescribeBackupVault" not in operations(simulator.log)


def test_plans_deleted_by_an_earlier_task_do_not_use_a_vault_in_check_mode(simulator):
    run(simulator, vaults=[VAULT], plans=[daily()])
    gone = {**GONE, "role_arn": ROLE, "gone_plans": ["orders"]}
    assert run(simulator, vaults=[gone], check_mode=True)["actions"] == ["delete backup vault vault, which is empty"]
    assert "plan orders backs up to it" in run(simulator, vaults=[gone])["msg"]
    run(simulator, plans=[daily("others")])
    assert "plan others backs up to it" in run(simulator, vaults=[gone], check_mode=True)["msg"]


@pytest.mark.parametrize("operation", ["CreateBackupVault", "PutBackupVaultLockConfiguration"])
def test_lost_answers_are_harmless(simulator, monkeypatch, operation):
    """botocore sends the call again, and AWS may answer that it is already done."""
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)
    for options in SCENARIO:
        simulator.fail(operation, lost=True)
        assert "msg" not in run(simulator, **options)
        assert not run(simulator, **options)["changed"]
        simulator.dispatcher.faults.clear()


def test_a_table_by_name_is_in_the_region_of_the_task_and_the_account_of_the_role(simulator, backup):
    result = run(simulator, vaults=[VAULT], plans=[daily(resources=["orders"])])
    assert f"create selection orders of plan orders: {ORDERS} with role {ROLE}" in result["actions"]
    assert not run(simulator, plans=[daily(resources=[ORDERS])])["changed"]


def test_a_copy_to_the_plans_own_vault_is_an_error(simulator, backup):
    backup.create_backup_vault(BackupVaultName="vault")
    own = COPIES.replace(ELSEWHERE, REGION).replace("copies", "vault")
    assert "is the vault of the plan itself" in run(simulator, plans=[daily(copies=[{"vault_arn": own}])])["msg"]


def _switch_off(simulator):
    client = simulator.client("backup", REGION)
    client.update_region_settings(ResourceTypeManagementPreference={"DynamoDB": False})
