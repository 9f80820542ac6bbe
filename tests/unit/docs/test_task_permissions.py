# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""docs/permissions.md matches the calls of the other modules."""

from __future__ import annotations

import re

import pytest
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.access import support as access
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.access import (
    test_reconcile as access_scenario,
)
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.alarms import support as alarms
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.alarms import (
    test_reconcile as alarms_scenario,
)
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.backups import support as backups
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.backups import (
    test_reconcile as backups_scenario,
)
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.backups import test_vault as vaults_scenario
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.endpoints import (
    test_reconcile as endpoint_scenario,
)
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION
from ansible_collections.stackkit.dynamodb.tests.unit.repository import REPO

PAGE = (REPO / "docs" / "permissions.md").read_text()
PREFIXES = {"resourcegroupstaggingapi": "tag"}


def documented(module):
    """The IAM actions in the table of a module's section."""
    section = PAGE.partition(f"\n## {module}\n")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    return set(re.findall(r"`([a-z0-9]+:[A-Z]\w+)`", "\n".join(rows)))


def called(simulator):
    return {f"{PREFIXES.get(call.service, call.service)}:{call.operation}" for call in simulator.log}


def test_alarms_require_the_documented_permissions(simulator):
    """All of them, and no others."""
    for task in alarms_scenario.SCENARIO:
        alarms.run(simulator, **task)
    assert called(simulator) == documented("dynamodb_stackkit_alarms")


def test_backups_require_the_documented_permissions(simulator):
    """All of them, and no others. iam:PassRole is not a call."""
    home, away = (simulator.client("backup", region) for region in (REGION, backups.ELSEWHERE))
    home.create_backup_vault(BackupVaultName="vault")
    away.create_backup_vault(BackupVaultName="copies")
    home.update_region_settings(ResourceTypeManagementPreference={"DynamoDB": False})
    simulator.log.clear()
    for task in backups_scenario.SCENARIO:
        backups.run(simulator, **task, opt_in=True)
    for client in (home, away):
        (vault,) = client.list_backup_vaults()["BackupVaultList"]
        client.delete_backup_vault(BackupVaultName=vault["BackupVaultName"])
    for task in vaults_scenario.SCENARIO:
        backups.run(simulator, **task)
    assert called(simulator) == documented("dynamodb_stackkit_backup") - {"iam:PassRole"}


def test_policies_require_the_documented_permissions(simulator):
    """All of them, and no others."""
    iam = simulator.client("iam", REGION)
    for role in ("shop", "mail"):
        iam.create_role(RoleName=role, AssumeRolePolicyDocument=access_scenario.text())
    iam.create_user(UserName="ann")
    iam.create_group(GroupName="team")
    simulator.log.clear()
    for sets, _actions in access_scenario.SCENARIO[:2]:
        arns = [policy["arn"] for policy in access.run(simulator, sets=sets)["policies"]]
    iam.attach_user_policy(UserName="ann", PolicyArn=arns[0])
    iam.attach_group_policy(GroupName="team", PolicyArn=arns[0])
    for sets, _actions in access_scenario.SCENARIO[2:]:
        access.run(simulator, sets=sets)
    assert called(simulator) - {"iam:AttachUserPolicy", "iam:AttachGroupPolicy"} == documented(
        "dynamodb_stackkit_access"
    )


def test_endpoints_require_the_documented_permissions(simulator):
    """All of them, and no others."""
    ec2 = simulator.client("ec2", REGION)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    simulator.log.clear()
    for task in ({}, {"policy": endpoint_scenario.POLICY}, {"tags": {"Owner": "backend-team"}}):
        endpoint_scenario.run(simulator, vpc_id=vpc, **task)
    assert called(simulator) == documented("dynamodb_stackkit_endpoint")


@pytest.mark.parametrize(
    ("module", "fewest"),
    [
        ("dynamodb_stackkit_access", 6),
        ("dynamodb_stackkit_alarms", 6),
        ("dynamodb_stackkit_backup", 6),
        ("dynamodb_stackkit_endpoint", 4),
    ],
)
def test_every_module_has_a_section(module, fewest):
    """A missing section would make the other tests pass."""
    assert len(documented(module)) >= fewest
