# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import re
from typing import Any

from ..core.dispatcher import Context
from ..core.regions import partition_of
from . import tags
from .errors import invalid
from .state import backups_of

CRON = re.compile(r"cron\((.*)\)")
FIELD = re.compile(r"[0-9A-Z*?,/#L-]+W?", re.IGNORECASE)
VAULT_ARN = re.compile(r"arn:([\w-]+):backup:([a-z0-9-]+):(\d{12}):backup-vault:(.+)")
MIN_COLD_DAYS = 90
MAX_DAYS = 36500
MAX_START_WINDOW = 52560000  # minutes
DEFAULTS = {
    "ScheduleExpression": "cron(0 5 ? * * *)",
    "ScheduleExpressionTimezone": "Etc/UTC",
    "StartWindowMinutes": 480,
    "CompletionWindowMinutes": 10080,
    "EnableContinuousBackup": False,
}


def completed(ctx: Context, rules: list[dict[str, Any]], rule_ids: dict[str, str]) -> list[dict[str, Any]]:
    """Return the rules as GetBackupPlan shows them (R91). rule_ids: IDs of the previous rules by name."""
    if not rules:
        raise invalid("Backup plan must have at least one rule")
    names = [rule["RuleName"] for rule in rules]
    if len(set(names)) != len(names):
        raise invalid("Rule names must be unique in a backup plan")
    for rule in rules:
        _check(ctx, rule)
    return [{**DEFAULTS, **rule, "RuleId": rule_ids.get(rule["RuleName"]) or ctx.world.new_id()} for rule in rules]


def _check(ctx: Context, rule: dict[str, Any]) -> None:
    where = f"Error in rule {rule['RuleName']} : "
    if rule["TargetBackupVaultName"] not in backups_of(ctx).vaults:
        raise invalid(f"{where}Backup vault {rule['TargetBackupVaultName']} does not exist")
    if not _is_schedule(rule.get("ScheduleExpression", DEFAULTS["ScheduleExpression"])):
        raise invalid(f"{where}Invalid cron expression: {rule['ScheduleExpression']}")
    if not 60 <= rule.get("StartWindowMinutes", 480) <= MAX_START_WINDOW:
        raise invalid(f"{where}Start window must be at least 60 minutes, and at most {MAX_START_WINDOW}")
    tags.check(rule.get("RecoveryPointTags", {}), {})
    _check_lifecycle(where, rule.get("Lifecycle", {}))
    for copy in rule.get("CopyActions", []):
        _check_lifecycle(where, copy.get("Lifecycle", {}))
        match = VAULT_ARN.fullmatch(copy["DestinationBackupVaultArn"])
        if not match or match[1] != partition_of(ctx.region):
            raise invalid(f"{where}Invalid backup vault ARN {copy['DestinationBackupVaultArn']}")
        _partition, region, account, name = match.groups()
        if account == ctx.account and name not in backups_of(ctx, region).vaults:
            raise invalid(f"{where}Destination backup vault {copy['DestinationBackupVaultArn']} does not exist")


def _is_schedule(schedule: str) -> bool:
    match = CRON.fullmatch(schedule)
    fields = match[1].split(" ") if match else []
    return (
        len(fields) == 6
        and all(FIELD.fullmatch(field) for field in fields)
        and (fields[2] == "?") != (fields[4] == "?")
    )


def _check_lifecycle(where: str, lifecycle: dict[str, Any]) -> None:
    delete, cold = lifecycle.get("DeleteAfterDays"), lifecycle.get("MoveToColdStorageAfterDays")
    for name, days in (("DeleteAfterDays", delete), ("MoveToColdStorageAfterDays", cold)):
        if days is not None and days != -1 and not 1 <= days <= MAX_DAYS:
            raise invalid(f"{where}Invalid lifecycle. {name} cannot be less than 1 or more than {MAX_DAYS} days")
    if delete and cold and delete > 0 and cold > 0 and delete - cold < MIN_COLD_DAYS:
        text = "DeleteAfterDays cannot be less than 90 days apart from MoveToColdStorageAfterDays"
        raise invalid(f"{where}Invalid lifecycle. {text}")
