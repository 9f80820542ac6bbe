# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The backups of a stack: by environment, and rejected by the stack's own variables."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.plugin_utils.stack.stacks import problems, resolved

PROD = {"stack_environment": "prod"}
QA = {"stack_environment": "qa"}
SITE = {"stack_environments": {"qa": {"backup": True}, "staging": {"backup_delete_after": "60"}}}
ENTRY = {"table_name": "users", "backup_delete_after": 100}

# Statement 1 under "Where the addon falls short": backups follow the environment.
ENVIRONMENTS = [
    # variables, whether it is backed up, days until cold storage, days until deletion
    ({}, False, 30, 120),
    ({"stack_environment": "staging"}, True, -1, 35),
    (PROD, True, 30, 365),
    (PROD | {"stack_enable_backup": False}, False, 30, 365),
    ({"stack_enable_backup": True}, True, 30, 120),
    (PROD | {"stack_backup_delete_after": 400}, True, 30, 400),
    (PROD | {"stack_backup_cold_storage_after": -1, "stack_backup_delete_after": 7}, True, -1, 7),
    (PROD | {"stack_backup_delete_after": "", "stack_enable_backup": None}, True, 30, 365),
    (QA | SITE, True, 30, 120),
    ({"stack_environment": "staging"} | SITE, True, -1, 60),
    (PROD | {"stack_state": "absent"}, False, 30, 365),
]


@pytest.mark.parametrize(("variables", "enabled", "cold", "delete"), ENVIRONMENTS)
def test_backups_follow_the_environment(variables, enabled, cold, delete):
    (table,) = resolved(**variables)["backup"]["tables"]
    assert (table["enabled"], table["cold_storage_after"], table["delete_after"]) == (enabled, cold, delete)


# Statement 10 under "Where the addon falls short": the lifecycle is checked before the first call.
BAD = [
    (
        PROD | {"stack_backup_delete_after": 35},
        "stack_backup_delete_after: is 35 days; a recovery point that moves to cold storage after",
    ),
    (PROD | {"stack_backup_delete_after": 35}, "or set stack_backup_cold_storage_after to -1 for never"),
    (
        PROD | {"stack_tables": [ENTRY]},
        "stack_tables[0].backup_delete_after: is 100 days; a recovery point that moves to cold",
    ),
    (
        PROD | {"stack_backup_cold_storage_after": 300},
        "stack_backup_delete_after: is 365 days; a recovery point that moves to cold",
    ),
    (
        PROD | {"stack_backup_schedule": "rate(1 day)"},
        "stack_backup_schedule: rate(1 day) is not a valid schedule; it must be cron(",
    ),
    (PROD | {"stack_backup_copy_to": [{}]}, "stack_backup_copy_to[0]: requires either vault_arn, or region"),
    (
        PROD | {"stack_backup_copy_to": [{"region": "eu-west-1"}]},
        "stack_backup_copy_to[0].region: eu-west-1 is the Region of the table itself",
    ),
    (
        PROD | {"stack_backup_copy_to": [{"vault_arn": "x"}]},
        "stack_backup_copy_to[0].vault_arn: x is not the ARN of a backup vault",
    ),
    (
        PROD | {"stack_backup_vault_lock": {"min_retention_days": 366}},
        "stack_backup_delete_after: is 365 days; stack_ba",
    ),
    (
        {"stack_backup_vault_lock": {"max_retention_days": 0}},
        "stack_backup_vault_lock.max_retention_days: must be 1 to",
    ),
    (
        {"stack_backup_kms_key_id": "mine"},
        "stack_backup_kms_key_id: mine is not the ARN, the ID or the alias of a KMS key",
    ),
    ({"stack_environments": {"dev": {"backup": "yes"}}}, "stack_environments.dev.backup: must be true or false"),
    ({"stack_enable_backup": "true"}, "stack_enable_backup: must be true or false"),
]


@pytest.mark.parametrize(("variables", "line"), BAD)
def test_what_is_wrong_is_said_by_the_stacks_variables(variables, line):
    (found,) = problems(**variables)
    assert line in found


def test_what_is_switched_off_is_not_looked_at():
    assert problems(stack_backup_delete_after=35, stack_backup_schedule="never") == []


def test_the_names_are_those_of_the_addon():
    backup = resolved(**PROD)["backup"]
    assert backup["vault_name"] == "myapp-prod-dynamodb-backup-vault"
    assert backup["role_name"] == "myapp-prod-dynamodb-backup-role"
    assert backup["tables"][0]["table"] == "myapp-prod-users"
    assert backup["tables"][0]["tags"]["Component"] == "database"


def test_the_made_key_is_kept_where_copies_are():
    """And not where there are none, or where nothing is backed up."""
    copies = {"stack_backup_copy_to": [{"region": "us-east-1"}]}
    assert resolved(**PROD, **copies)["key_regions"] == ["eu-west-1", "us-east-1"]
    assert resolved(**copies)["key_regions"] == ["eu-west-1"]
    assert resolved(**PROD, **copies, stack_create_kms_key=False)["key_regions"] == []
