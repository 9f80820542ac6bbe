# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""AWS Backup: plans, selections, vaults, recovery points and Region settings."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

ROLE = "arn:aws:iam::123456789012:role/backup"
TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"
DAY = 86400


@pytest.fixture(name="backup")
def backup_fixture(sim):
    client = sim.client("backup", "eu-west-1")
    client.create_backup_vault(BackupVaultName="vault")
    return client


def document(name="orders", **more):
    rule = {"RuleName": name, "TargetBackupVaultName": "vault", **more}
    return {"BackupPlanName": name, "Rules": [rule]}


def select(backup, plan_id, name="orders", **more):
    selection = {"SelectionName": name, "IamRoleArn": ROLE, "Resources": [TABLE], **more}
    return backup.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)["SelectionId"]


def raises(code, text=""):
    return pytest.raises(ClientError, match=rf"\({code}\).*{text}")


INVALID_PLANS = [
    ({"TargetBackupVaultName": "nowhere"}, "Backup vault nowhere does not exist"),
    ({"ScheduleExpression": "rate(1 day)"}, "Invalid cron expression"),
    ({"ScheduleExpression": "cron(0 5 * * * *)"}, "Invalid cron expression"),
    ({"StartWindowMinutes": 59}, "Start window"),
    ({"StartWindowMinutes": 52560001}, "Start window"),
    ({"RecoveryPointTags": {"aws:x": "y"}}, "Tag keys cannot begin with aws:"),
    ({"Lifecycle": {"DeleteAfterDays": 0}}, "cannot be less than 1 or more than 36500 days"),
    ({"Lifecycle": {"DeleteAfterDays": 119, "MoveToColdStorageAfterDays": 30}}, "90 days apart"),
    ({"CopyActions": [{"DestinationBackupVaultArn": "vault"}]}, "Invalid backup vault ARN"),
    (
        {"CopyActions": [{"DestinationBackupVaultArn": "arn:aws:backup:eu-west-1:123456789012:backup-vault:nowhere"}]},
        "Destination backup vault .* does not exist",
    ),
]


@pytest.mark.parametrize(("rule", "text"), INVALID_PLANS)
def test_an_invalid_plan_fails(backup, rule, text):
    """R91, R92."""
    with raises("InvalidParameterValueException", text):
        backup.create_backup_plan(BackupPlan=document(**rule))


def test_plans_are_described_with_defaults(backup):
    """R91."""
    plan_id = backup.create_backup_plan(BackupPlan=document())["BackupPlanId"]
    (rule,) = backup.get_backup_plan(BackupPlanId=plan_id)["BackupPlan"]["Rules"]
    assert rule.pop("RuleId")
    assert rule == {
        "RuleName": "orders",
        "TargetBackupVaultName": "vault",
        "ScheduleExpression": "cron(0 5 ? * * *)",
        "ScheduleExpressionTimezone": "Etc/UTC",
        "StartWindowMinutes": 480,
        "CompletionWindowMinutes": 10080,
        "EnableContinuousBackup": False,
    }


def test_documents_of_plans_are_unique_and_names_are_not(backup):
    """R91: a request that is repeated after a lost answer gets the same answer."""
    first = backup.create_backup_plan(BackupPlan=document(), CreatorRequestId="one")
    again = backup.create_backup_plan(BackupPlan=document(), CreatorRequestId="one")
    assert first["BackupPlanId"] == again["BackupPlanId"]
    with raises("AlreadyExistsException", "same plan document"):
        backup.create_backup_plan(BackupPlan=document())
    backup.create_backup_plan(BackupPlan=document(StartWindowMinutes=60))
    assert [plan["BackupPlanName"] for plan in backup.list_backup_plans()["BackupPlansList"]] == ["orders"] * 2


def test_an_update_replaces_the_plan_but_not_the_ids_of_its_rules(backup):
    """Rules are identified by their names."""
    plan_id = backup.create_backup_plan(BackupPlan=document(StartWindowMinutes=60))["BackupPlanId"]
    (before,) = backup.get_backup_plan(BackupPlanId=plan_id)["BackupPlan"]["Rules"]
    backup.update_backup_plan(BackupPlanId=plan_id, BackupPlan=document())
    (after,) = backup.get_backup_plan(BackupPlanId=plan_id)["BackupPlan"]["Rules"]
    assert after["StartWindowMinutes"] == 480 and after["RuleId"] == before["RuleId"]


def test_a_plan_can_be_deleted_some_seconds_after_its_last_selection(sim, backup):
    """R93."""
    plan_id = backup.create_backup_plan(BackupPlan=document())["BackupPlanId"]
    selection_id = select(backup, plan_id)
    with raises("InvalidRequestException", "selections must be deleted prior"):
        backup.delete_backup_plan(BackupPlanId=plan_id)
    backup.delete_backup_selection(BackupPlanId=plan_id, SelectionId=selection_id)
    with raises("InvalidRequestException", "selections must be deleted prior"):
        backup.delete_backup_plan(BackupPlanId=plan_id)
    sim.clock.sleep(10)
    backup.delete_backup_plan(BackupPlanId=plan_id)
    with raises("ResourceNotFoundException"):
        backup.get_backup_plan(BackupPlanId=plan_id)


def test_selection_names_are_unique_in_a_plan(backup):
    """Empty members are shown."""
    plan_id = backup.create_backup_plan(BackupPlan=document())["BackupPlanId"]
    selection_id = select(backup, plan_id)
    with raises("AlreadyExistsException"):
        select(backup, plan_id)
    with raises("InvalidParameterValueException", "section must be non-empty"):
        select(backup, plan_id, "none", Resources=[])
    shown = backup.get_backup_selection(BackupPlanId=plan_id, SelectionId=selection_id)["BackupSelection"]
    assert shown["Resources"] == [TABLE] and shown["NotResources"] == [] and not any(shown["Conditions"].values())
    (listed,) = backup.list_backup_selections(BackupPlanId=plan_id)["BackupSelectionsList"]
    assert (listed["SelectionName"], listed["SelectionId"]) == ("orders", selection_id)


@pytest.mark.parametrize(
    "resources, text",
    [
        ([TABLE] * 501, "at most 500 resources, 30 with wildcards"),
        ([f"{TABLE}-*"] * 31, "at most 500 resources, 30 with wildcards"),
        (["orders"], "Invalid resource ARN: orders"),
        ([TABLE.replace("orders", "of orders")], "Invalid resource ARN"),
        ([TABLE.replace(":aws:", ":aws-cn:")], "Invalid resource ARN"),
    ],
)
def test_an_invalid_resource_cannot_be_selected(backup, resources, text):
    """R93."""
    plan_id = backup.create_backup_plan(BackupPlan=document())["BackupPlanId"]
    with raises("InvalidParameterValueException", text):
        select(backup, plan_id, Resources=resources)
    assert select(backup, plan_id, Resources=["*", "arn:aws:dynamodb:*:*:table/*"])


def test_lists_have_pages(backup):
    """botocore's paginators read all of them."""
    for days in range(1, 6):
        backup.create_backup_plan(BackupPlan=document(Lifecycle={"DeleteAfterDays": days}))
    pages = list(backup.get_paginator("list_backup_plans").paginate(PaginationConfig={"PageSize": 2}))
    assert [len(page["BackupPlansList"]) for page in pages] == [2, 2, 1]


def test_settings_are_merged(backup):
    """R94: omitted settings do not change, and unknown resource types fail."""
    backup.update_region_settings(ResourceTypeManagementPreference={"EFS": False})
    backup.update_region_settings(ResourceTypeManagementPreference={"DynamoDB": False})
    settings = backup.describe_region_settings()
    assert settings["ResourceTypeManagementPreference"] == {"DynamoDB": False, "EFS": False}
    assert settings["ResourceTypeOptInPreference"]["DynamoDB"] is True
    with raises("InvalidParameterValueException", "describeRegionSettings"):
        backup.update_region_settings(ResourceTypeManagementPreference={"Toaster": True})


def test_a_missing_vault_returns_access_denied(backup):
    """R95."""
    with raises("AccessDeniedException", "Insufficient privileges"):
        backup.describe_backup_vault(BackupVaultName="nowhere")
    assert [vault["BackupVaultName"] for vault in backup.list_backup_vaults()["BackupVaultList"]] == ["vault"]


def test_a_vault_with_recovery_points_cannot_be_deleted(backup):
    """Plans can be created and deleted without recovery points."""
    point = backup.start_backup_job(BackupVaultName="vault", ResourceArn=TABLE, IamRoleArn=ROLE)["RecoveryPointArn"]
    with raises("InvalidRequestException", "contains recovery points"):
        backup.delete_backup_vault(BackupVaultName="vault")
    assert backup.describe_backup_vault(BackupVaultName="vault")["NumberOfRecoveryPoints"] == 1
    backup.delete_recovery_point(BackupVaultName="vault", RecoveryPointArn=point)
    assert backup.list_recovery_points_by_backup_vault(BackupVaultName="vault")["RecoveryPoints"] == []
    backup.delete_backup_vault(BackupVaultName="vault")


def test_a_lock_becomes_immutable(sim, backup):
    """After the days in which it can be changed."""
    backup.put_backup_vault_lock_configuration(BackupVaultName="vault", MinRetentionDays=7, ChangeableForDays=3)
    assert backup.describe_backup_vault(BackupVaultName="vault")["Locked"] is True
    backup.delete_backup_vault_lock_configuration(BackupVaultName="vault")
    assert backup.describe_backup_vault(BackupVaultName="vault")["Locked"] is False
    backup.put_backup_vault_lock_configuration(BackupVaultName="vault", MinRetentionDays=7, ChangeableForDays=3)
    sim.clock.sleep(4 * DAY)
    with raises("InvalidRequestException"):
        backup.delete_backup_vault_lock_configuration(BackupVaultName="vault")


def test_plans_and_vaults_have_tags(backup):
    """Their ARN identifies them."""
    for arn in (
        backup.describe_backup_vault(BackupVaultName="vault")["BackupVaultArn"],
        backup.create_backup_plan(BackupPlan=document())["BackupPlanArn"],
    ):
        backup.tag_resource(ResourceArn=arn, Tags={"a": "1", "b": "2"})
        backup.untag_resource(ResourceArn=arn, TagKeyList=["a"])
        assert backup.list_tags(ResourceArn=arn)["Tags"] == {"b": "2"}
        with raises("InvalidParameterValueException"):
            backup.tag_resource(ResourceArn=arn, Tags={"aws:a": "1"})


def test_an_operation_that_is_not_simulated_fails(backup):
    with raises("NotSimulated"):
        backup.list_frameworks()
