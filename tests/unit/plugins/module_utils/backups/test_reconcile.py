# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Backup plans through the simulator: the invariants, the consent, and what goes wrong half-way."""

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
# Each state of two plans follows the one before it.
SCENARIO = [
    BOTH,
    {"plans": [daily(schedule="cron(0 3 ? * * *)", copies=[], cold_storage_after=-1, tags={}), ARCHIVE_PLAN]},
    {"plans": [daily(resources=[ORDERS, f"{ORDERS}-archive"]), {"name": "archive", "state": "absent"}]},
    {"plans": [{"name": "orders", "tags": {"Stage": "test"}}, ARCHIVE_PLAN]},
    {"plans": [{"name": "orders", "state": "absent"}]},
]


@pytest.fixture(autouse=True)
def vaults_fixture(simulator):
    """The vault of the plans, and the one of their copies."""
    simulator.client("backup", REGION).create_backup_vault(BackupVaultName="vault")
    simulator.client("backup", ELSEWHERE).create_backup_vault(BackupVaultName="copies")
    simulator.log.clear()


@pytest.fixture(name="plain")
def plain_fixture(simulator):
    """An account whose advanced features are off."""
    _manage(simulator, DynamoDB=False)
    simulator.log.clear()
    return simulator


@pytest.mark.parametrize("invariant", task_invariants.INVARIANTS)
def test_the_laws_hold(simulator, invariant):
    """While plans are made, changed, handed on and taken away."""
    for options in SCENARIO:
        invariant(simulator, run, options)


@pytest.mark.parametrize("invariant", task_invariants.INVARIANTS)
def test_the_laws_hold_for_the_consent(plain, invariant):
    """The first task switches the features on, and the second has nothing to do."""
    invariant(plain, run, {**BOTH, "opt_in": True})


def test_a_reading_that_writes_is_caught(simulator, monkeypatch):
    """A invariant that nothing can break says nothing."""
    client = simulator.client("backup", REGION)
    monkeypatch.setattr(read, "_read_settings", lambda aws, region: client.create_backup_vault(BackupVaultName="new"))
    with pytest.raises(AssertionError):
        task_invariants.observing_never_writes(simulator, run, BOTH)


def test_a_plan_that_changes_its_mind_is_caught(simulator, monkeypatch):
    """Check mode would not say what is done."""
    moods, create = itertools.count(), plan._create
    monkeypatch.setattr(
        plan, "_create", lambda want, rule, *rest: create({**want, "name": f"{next(moods)}"}, rule, *rest)
    )
    with pytest.raises(AssertionError):
        task_invariants.check_mode_predicts(simulator, run, BOTH)


def test_a_difference_that_never_ends_is_caught(simulator, monkeypatch):
    """As where AWS fills something in that the comparison does not know."""
    monkeypatch.setattr(rule, "DEFAULTS", {"schedule": "cron(0 5 ? * * *)"})
    monkeypatch.setattr(plan.rule_module, "PLAIN", {**rule.PLAIN, "mood": "RuleId"})
    with pytest.raises((AssertionError, KeyError)):
        task_invariants.the_second_run_is_unchanged(simulator, run, BOTH)


def test_plans_never_touch_each_other(simulator):
    """They share a vault and a role, and that is all."""
    run(simulator, **BOTH)
    before = _plans(simulator)["archive"]
    run(simulator, plans=[{"name": "orders", "state": "absent"}])
    assert _plans(simulator) == {"archive": before}


def test_reading_is_a_few_calls_for_all_plans_and_some_for_each(simulator):
    """With nothing to change, and as far as it is declared."""
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
    """amazon.aws loses them from the second page on."""
    plans = [daily(f"table-{number:03}") for number in range(105)]
    run(simulator, plans=plans)
    assert not run(simulator, plans=[plans[104]])["changed"]


def test_recovery_points_are_never_touched(simulator):
    """Neither by a change nor when the plan goes."""
    client = simulator.client("backup", REGION)
    run(simulator, **BOTH)
    client.start_backup_job(BackupVaultName="vault", ResourceArn=ORDERS, IamRoleArn=ROLE)
    run(simulator, plans=[{"name": "orders", "state": "absent"}, {"name": "archive", "state": "absent"}])
    assert len(client.list_recovery_points_by_backup_vault(BackupVaultName="vault")["RecoveryPoints"]) == 1


def test_what_needs_the_advanced_features_needs_consent(plain):
    """Nothing of that plan is made, and the error names the option; other plans are kept."""
    result = run(plain, **BOTH)
    assert "opt_in: plan orders has cold storage, which needs the advanced features" in result["msg"]
    assert list(_plans(plain)) == ["archive"]


def test_consent_is_used_only_where_it_is_needed(plain):
    """And changes nothing but DynamoDB's setting."""
    _manage(plain, EFS=False)
    assert run(plain, plans=[ARCHIVE_PLAN], opt_in=True)["changed"]
    assert _managed(plain) == {"DynamoDB": False, "EFS": False}
    result = run(plain, **BOTH, opt_in=True)
    assert "enable the advanced features of AWS Backup for DynamoDB, which orders need" in result["actions"][0]
    assert _managed(plain) == {"DynamoDB": True, "EFS": False}


def test_a_vault_with_a_key_of_its_own_needs_consent(plain):
    """As much as cold storage and copies."""
    key = f"arn:aws:kms:{REGION}:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    plain.client("backup", REGION).create_backup_vault(BackupVaultName="locked", EncryptionKeyArn=key)
    result = run(plain, plans=[daily(vault="locked")])
    assert "has the key of vault locked" in result["msg"]


def test_consent_that_aws_refuses_stops_the_plans_that_need_it(plain):
    """And no other."""
    plain.fail("UpdateRegionSettings", code="AccessDeniedException", message="not you")
    result = run(plain, **BOTH, opt_in=True)
    assert "Failed to enable the advanced features" in result["msg"] and "orders: not tried" in result["msg"]
    assert list(_plans(plain)) == ["archive"]


def test_a_vault_that_is_not_there_is_an_error_before_the_first_write(simulator):
    """In check mode it is a warning, for a task before may be about to create it."""
    nowhere = COPIES.replace("vault:copies", "vault:nowhere")
    task = {"plans": [daily(vault="nothing", copies=[{"vault_arn": nowhere}])]}
    result = run(simulator, **task)
    assert "plans[0].vault: there is no backup vault nothing in eu-west-1" in result["msg"]
    assert "plans[0].copies[0].vault_arn: there is no backup vault nowhere in us-east-1" in result["msg"]
    assert simulator.writes() == []
    predicted = run(simulator, check_mode=True, **task)
    assert "msg" not in predicted and len(predicted["warnings"]) == 2


def test_vaults_that_cannot_be_looked_at_are_left_to_aws(simulator):
    """Those of other accounts, and those that the caller may not list."""
    foreign = COPIES.replace("123456789012", "210987654321")
    assert run(simulator, check_mode=True, plans=[daily(copies=[{"vault_arn": foreign}])])["warnings"] == []
    simulator.fail("ListBackupVaults", region=ELSEWHERE, code="AccessDeniedException", message="not you")
    nowhere = COPIES.replace("vault:copies", "vault:nowhere")
    result = run(simulator, plans=[daily(copies=[{"vault_arn": nowhere}])])
    assert "Destination backup vault" in result["msg"]


def test_a_new_role_is_waited_for(simulator):
    """IAM's news takes some seconds to reach AWS Backup (R93)."""
    message = f"IAM Role {ROLE} cannot be assumed by AWS Backup"
    simulator.fail("CreateBackupSelection", code="InvalidParameterValueException", message=message, times=3)
    assert "msg" not in run(simulator, plans=[daily()])
    simulator.fail("CreateBackupSelection", code="InvalidParameterValueException", message=message, times=100)
    result = run(simulator, plans=[ARCHIVE_PLAN])
    assert "cannot be assumed" in result["msg"] and len(result["applied"]) == 1
    assert result["remaining"] == [f"create selection archive of plan archive: {ORDERS}-archive with role {ROLE}"]


def test_a_run_that_dies_half_way_gets_home(simulator):
    """Between the old selection and the new one, where nothing is backed up."""
    run(simulator, **BOTH)
    simulator.fail("CreateBackupSelection", code="AccessDeniedException", message="not you")
    changed = {"plans": [{**ORDERS_PLAN, "resources": [f"{ORDERS}-2"]}, ARCHIVE_PLAN]}
    half = run(simulator, **changed)
    assert half["msg"].startswith(
        "1 of 2 backup plans failed: orders: Failed to create selection orders of plan orders"
    )
    assert len(half["remaining"]) == 1
    rest = run(simulator, **changed)
    assert rest["actions"] == half["remaining"] and not run(simulator, **changed)["changed"]


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
def test_answers_that_are_lost_do_no_harm(plain, monkeypatch, operation):
    """botocore sends the call again, with the same token, and AWS may say that it is done already."""
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)
    for options in SCENARIO:
        plain.fail(operation, lost=True)
        assert "msg" not in run(plain, **options, opt_in=True)
        assert not run(plain, **options, opt_in=True)["changed"]
        plain.dispatcher.faults.clear()


def test_two_plans_of_a_name_are_not_guessed_at(simulator):
    """AWS takes them as long as they differ in something."""
    client = simulator.client("backup", REGION)
    for days in (1, 2):
        rule = {"RuleName": "orders", "TargetBackupVaultName": "vault", "Lifecycle": {"DeleteAfterDays": days}}
        client.create_backup_plan(BackupPlan={"BackupPlanName": "orders", "Rules": [rule]})
    assert "there are 2 plans of that name" in run(simulator, plans=[daily()])["msg"]


def test_the_result_tells_ids_and_arns(simulator):
    """Of what is made as of what was there."""
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
