# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""docs/permissions.md on alarms and backups against the calls that are really made."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.alarms import support as alarms
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.alarms import test_keep as alarms_story
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.backups import support as backups
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.backups import test_keep as backups_story
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.backups import test_vaults as vaults_story
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION

PAGE = (Path(__file__).parents[3] / "docs" / "permissions.md").read_text()
PREFIXES = {"resourcegroupstaggingapi": "tag"}


def documented(module):
    """The IAM actions in the table of a module's section."""
    section = PAGE.partition(f"\n## {module}\n")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    return set(re.findall(r"`([a-z]+:[A-Z]\w+)`", "\n".join(rows)))


def called(simulator):
    return {f"{PREFIXES.get(call.service, call.service)}:{call.operation}" for call in simulator.log}


def test_alarms_need_what_is_documented(simulator):
    """All of it, and no more."""
    for task in alarms_story.STORY:
        alarms.run(simulator, **task)
    assert called(simulator) == documented("dynamodb_stackkit_alarms")


def test_backups_need_what_is_documented(simulator):
    """All of it, and no more. That a role is passed on shows in no call."""
    home, away = (simulator.client("backup", region) for region in (REGION, backups.ELSEWHERE))
    home.create_backup_vault(BackupVaultName="vault")
    away.create_backup_vault(BackupVaultName="copies")
    home.update_region_settings(ResourceTypeManagementPreference={"DynamoDB": False})
    simulator.log.clear()
    for task in backups_story.STORY:
        backups.run(simulator, **task, opt_in=True)
    for client in (home, away):
        (vault,) = client.list_backup_vaults()["BackupVaultList"]
        client.delete_backup_vault(BackupVaultName=vault["BackupVaultName"])
    for task in vaults_story.STORY:
        backups.run(simulator, **task)
    assert called(simulator) == documented("dynamodb_stackkit_backup") - {"iam:PassRole"}


@pytest.mark.parametrize("module", ["dynamodb_stackkit_alarms", "dynamodb_stackkit_backup"])
def test_both_modules_have_a_section(module):
    """A comparison with nothing would say nothing."""
    assert len(documented(module)) > 5
