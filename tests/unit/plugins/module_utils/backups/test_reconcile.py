# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Backup plans on the simulator: the invariants, the opt-in, and failures during a run."""

from __future__ import annotations

import itertools

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.backups import plan, read, rule
from ansible_collections.stackkit.dynamodb.tests.unit.plugins import task_invariants
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.backups.support import (
    COPIES,
    ELSEWHERE,
    ORDERS,
    ROLE,
    daily,
    run,
)
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION, operations

COLD = {"cold_storage_after": 30, "delete_after": 365}
ORDERS_PLAN = daily(copies=[{"vault_arn": COPIES, "delete_after": 30}], tags={"Owner": "backend-team"}, **COLD)
ARCHIVE_PLAN = daily("archive", resources=[f"{ORDERS}-archive"])
BOTH = {"plans": [ORDERS_PLAN, ARCHIVE_PLAN]}
# Successive declarations of two plans.
SCENARIO = [
    BOTH,
    {"plans": [daily(schedule="cron(0 3 ? * * *)", copies=[], cold_storage_after=-1, tags={}), ARCHIVE_PLAN]},
    {"plans": [daily(resources=[ORDERS, f"{ORDERS}-archive"]), {"name": "archive", "state": "absent"}]},
    {"plans": [{"name": "orders", "tags": {"Stage": "test"}}, ARCHIVE_PLAN]},
    {"plans": [{"name": "orders", "state": "absent"}]},
]


@pytest.fixture(autouse=True)
def vaults_fixture(simulator):
    """With the vault of the plans and the vault of their copies."""
    simulator.client("backup", REGION).create_backup_vault(BackupVaultName="vault")
    simulator.client("backup", ELSEWHERE).create_backup_vault(BackupVaultName="copies")
    simulator.log.clear()


@pytest.fixture(name="plain")
def plain_fixture(simulator):
    """An account with the advanced features disabled."""
    _manage(simulator, DynamoDB=False)
    simulator.log.clear()
    return simulator


@pytest.mark.parametrize("invariant", task_invariants.INVARIANTS)
def test_the_invariants_hold(simulator, invariant):
    """Plans are created, changed and deleted."""
    for options in SCENARIO:
        invariant(simulator, run, options)


@pytest.mark.parametrize("invariant", task_invariants.INVARIANTS)
def test_the_invariants_hold_with_the_opt_in(plain, invariant):
    """The first task enables the features, and the second changes nothing."""
    invariant(plain, run, {**BOTH, "opt_in": True})


def test_an_invariant_detects_a_read_that_writes(simulator, monkeypatch):
    """The invariant would be useless if nothing could break it."""
    client = simulator.client("backup", REGION)
    monkeypatch.setattr(read, "_read_settings", lambda aws, region: client.create_backup_vault(BackupVaultName="new"))
    with pytest.raises(AssertionError):
        task_invariants.observing_never_writes(simulator, run, BOTH)


def test_an_invariant_detects_a_plan_that_differs_in_check_mode(simulator, monkeypatch):
    """Check mode would not predict the real run."""
    moods, create = itertools.count(), plan._create
    monkeypatch.setattr(
        plan, "_create", lambda want, rule, *rest: create({**want, "name": f"{next(moods)}"}, rule, *rest)
    )
    with pytest.raises(AssertionError):
        task_invariants.check_mode_predicts(simulator, run, BOTH)


def test_an_invariant_detects_a_permanent_difference(simulator, monkeypatch):
    """An example is a default of AWS that the comparison does not know."""
    monkeypatch.setattr(rule, "DEFAULTS", {"schedule": "cron(0 5 ? * * *)"})
    monkeypatch.setattr(plan.rule_module, "PLAIN", {**rule.PLAIN, "mood": "RuleId"})
    with pytest.raises((AssertionError, KeyError)):
        task_invariants.the_second_run_is_unchanged(simulator, run, BOTH)


def test_plans_do_not_change_each_other(simulator):
    """They share only a vault and a role."""
    run(simulator, **BOTH)
    before = _plans(simulator)["archive"]
    run(simulator, plans=[{"name": "orders", "state": "absent"}])
    assert _plans(simulator) == {"archive": before}


def test_the_number_of_reading_calls(simulator):
    """Only declared resources are read."""
    run(simulator, **BOTH)
    simulator.log.clear()
    run(simulator, **BOTH)
    assert sorted(operations(simulator.log)) == [
        "DescribeRegionSettings",
        "GetBackupPlan",
        "GetBackupPlan",
        "GetBackupSelection",
        "GetBackupSelection",
        "ListBackupPlans",
        "ListBackupSelections",
        "ListBackupSelections",
        "ListBackupVaults",
        "ListBackupVaults",
        "ListTags",
    ]
    simulator.log.clear()
    run(simulator, plans=[{"name": "orders", "schedule": "cron(0 2 ? * * *)"}])
    assert sorted(operations(simulator.log)) == [
        "DescribeRegionSettings",
        "GetBackupPlan",
        "ListBackupPlans",
        "ListBackupVaults",
    ]


def test_plans_and_selections_are_found_on_any_page(simulator):
    """amazon.aws does not find them on later pages."""
    plans = [daily(f"table-{number:03}") for number in range(105)]
    run(simulator, plans=plans)
    assert not run(simulator, plans=[plans[104]])["changed"]


def test_recovery_points_are_never_deleted(simulator):
    """They survive a change and the deletion of the plan."""
    client = simulator.client("backup", REGION)
    run(simulator, **BOTH)
    client.start_backup_job(BackupVaultName="vault", ResourceArn=ORDERS, IamRoleArn=ROLE)
    run(simulator, plans=[{"name": "orders", "state": "absent"}, {"name": "archive", "state": "absent"}])
    assert len(client.list_recovery_points_by_backup_vault(BackupVaultName="vault")["RecoveryPoints"]) == 1


def test_advanced_features_require_opt_in(plain):
    """The plan is not created, and the error names the option; other plans are applied."""
    result = run(plain, **BOTH)
    assert "opt_in: must be true to enable the advanced features" in result["msg"]
    assert "plan orders requires them for cold storage" in result["msg"]
    assert list(_plans(plain)) == ["archive"]


def test_the_opt_in_enables_the_features_only_if_required(plain):
    """It changes no setting but that of DynamoDB."""
    _manage(plain, EFS=False)
    assert run(plain, plans=[ARCHIVE_PLAN], opt_in=True)["changed"]
    assert _managed(plain) == {"DynamoDB": False, "EFS": False}
    result = run(plain, **BOTH, opt_in=True)
    assert "enable the advanced features of AWS Backup for DynamoDB, required by orders" in result["actions"][0]
    assert _managed(plain) == {"DynamoDB": True, "EFS": False}


def test_a_vault_with_a_customer_managed_key_requires_opt_in(plain):
    """It requires the advanced features, like cold storage and copies."""
    key = f"arn:aws:kms:{REGION}:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    plain.client("backup", REGION).create_backup_vault(BackupVaultName="locked", EncryptionKeyArn=key)
    result = run(plain, plans=[daily(vault="locked")])
    assert "requires them for the customer managed key of vault locked" in result["msg"]


def test_a_rejected_opt_in_stops_the_plans_that_require_it(plain):
    """Other plans are applied."""
    plain.fail("UpdateRegionSettings", code="AccessDeniedException", message="not you")
    result = run(plain, **BOTH, opt_in=True)
    assert "Failed to enable the advanced features" in result["msg"] and "orders: not attempted" in result["msg"]
    assert list(_plans(plain)) == ["archive"]


def test_a_missing_vault_is_an_error_before_the_first_write(simulator):
    """In check mode it is a warning, because an earlier task may be about to create it."""
    nowhere = COPIES.replace("vault:copies", "vault:nowhere")
    task = {"plans": [daily(vault="nothing", copies=[{"vault_arn": nowhere}])]}
    result = run(simulator, **task)
    assert "plans[0].vault: backup vault nothing in eu-west-1 does not exist" in result["msg"]
    assert "plans[0].copies[0].vault_arn: backup vault nowhere in us-east-1 does not exist" in result["msg"]
    assert simulator.writes() == []
    predicted = run(simulator, check_mode=True, **task)
    assert "msg" not in predicted and len(predicted["warnings"]) == 2


def test_vaults_that_cannot_be_listed_are_not_checked(simulator):
    """These are vaults of other accounts, and those that the caller may not list."""
    foreign = COPIES.replace("123456789012", "210987654321")
    assert run(simulator, check_mode=True, plans=[daily(copies=[{"vault_arn": foreign}])])["warnings"] == []
    simulator.fail("ListBackupVaults", region=ELSEWHERE, code="AccessDeniedException", message="not you")
    nowhere = COPIES.replace("vault:copies", "vault:nowhere")
    result = run(simulator, plans=[daily(copies=[{"vault_arn": nowhere}])])
    assert "Destination backup vault" in result["msg"]


def test_a_role_of_another_account_is_an_error(simulator):
    """The account of the vaults is that of the plan; nothing is changed (R98)."""
    result = run(simulator, plans=[daily(role_arn=ROLE.replace("123456789012", "210987654321"))])
    words = "is in account 210987654321; AWS Backup in account 123456789012 cannot assume it"
    assert words in result["msg"] and result["problems"][0]["path"] == "plans[0].role_arn"
    assert simulator.writes() == []


def test_the_module_waits_for_a_new_role(simulator):
    """A new IAM role takes some seconds to become visible to AWS Backup (R93)."""
    message = f"IAM Role {ROLE} cannot be assumed by AWS Backup"
    simulator.fail("CreateBackupSelection", code="InvalidParameterValueException", message=message, times=3)
    assert "msg" not in run(simulator, plans=[daily()])
    simulator.fail("CreateBackupSelection", code="InvalidParameterValueException", message=message, times=100)
    result = run(simulator, plans=[ARCHIVE_PLAN])
    assert "cannot be assumed" in result["msg"] and len(result["applied"]) == 1
    assert result["remaining"] == [f"create selection archive of plan archive: {ORDERS}-archive with role {ROLE}"]


def test_the_next_run_completes_an_interrupted_one(simulator):
    """The interruption is between the deletion of the old selection and the creation of the new one."""
    run(simulator, **BOTH)
    simulator.fail("CreateBackupSelection", code="AccessDeniedException", message="not you")
    changed = {"plans": [{**ORDERS_PLAN, "resources": [f"{ORDERS}-2"]}, ARCHIVE_PLAN]}
    half = run(simulator, **changed)
    assert half["msg"].startswith(
        "1 of 2 backup plans failed: orders: Failed to replace selection orders of plan orders"
    )
    assert len(half["remaining"]) == 1
    rest = run(simulator, **changed)
    assert (
        rest["actions"] == [half["remaining"][0].replace("replace", "create")]
        and not run(simulator, **changed)["changed"]
    )


@pytest.mark.parametrize(
    "operation",
    [
        "CreateBackupPlan",
        "UpdateBackupPlan",
        "DeleteBackupPlan",
        "CreateBackupSelection",
        "DeleteBackupSelection",
        "TagResource",
        "UntagResource",
        "UpdateRegionSettings",
    ],
)
def test_lost_answers_are_harmless(plain, monkeypatch, operation):
    """botocore sends the call again, with the same token, and AWS may answer that it is already done."""
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)
    for options in SCENARIO:
        plain.fail(operation, lost=True)
        assert "msg" not in run(plain, **options, opt_in=True)
        assert not run(plain, **options, opt_in=True)["changed"]
        plain.dispatcher.faults.clear()


def test_two_plans_with_the_same_name_are_an_error(simulator):
    """AWS accepts them if they differ in any setting."""
    client = simulator.client("backup", REGION)
    for days in (1, 2):
        rule = {"RuleName": "orders", "TargetBackupVaultName": "vault", "Lifecycle": {"DeleteAfterDays": days}}
        client.create_backup_plan(BackupPlan={"BackupPlanName": "orders", "Rules": [rule]})
    assert "2 backup plans have this name" in run(simulator, plans=[daily()])["msg"]


def test_the_result_has_ids_and_arns(simulator):
    """They are those of new and of existing plans."""
    made = run(simulator, **BOTH)["plans"]
    assert [entry["name"] for entry in made] == ["orders", "archive"]
    assert made == run(simulator, **BOTH)["plans"]
    assert made[0]["arn"].endswith(f":backup-plan:{made[0]['id']}") and made[0]["selection_id"]
    assert run(simulator, plans=[{"name": "orders", "state": "absent"}])["plans"] == []


def _manage(simulator, **types):
    simulator.client("backup", REGION).update_region_settings(ResourceTypeManagementPreference=types)


def _managed(simulator):
    return simulator.client("backup", REGION).describe_region_settings()["ResourceTypeManagementPreference"]


def _plans(simulator):
    client = simulator.client("backup", REGION)
    plans = client.list_backup_plans()["BackupPlansList"]
    return {entry["BackupPlanName"]: entry for entry in plans}
