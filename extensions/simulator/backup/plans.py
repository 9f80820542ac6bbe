# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from . import rules, tags
from .errors import exists, invalid, invalid_request, missing
from .state import Plan, backups_of, page


def plan_of(ctx: Context, plan_id: str) -> Plan:
    plan = backups_of(ctx).plans.get(plan_id)
    if plan is None:
        raise missing(f"Cannot find Backup plan with ID {plan_id}")
    return plan


def create_backup_plan(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    """Create a plan. Documents must be unique, names need not (R91)."""
    plans, document = backups_of(ctx).plans, request["BackupPlan"]
    for plan in plans.values():
        if plan.token and plan.token == request.get("CreatorRequestId"):
            return _summary(plan)
    new = _document(ctx, document, {})
    if any(_without_rule_ids(plan.document) == _without_rule_ids(new) for plan in plans.values()):
        raise exists("Backup plan with the same plan document already exists")
    tags.check(request.get("BackupPlanTags", {}), {})
    plan_id = ctx.world.new_id()
    arn = ctx.arn("backup", f"backup-plan:{plan_id}")
    plan = plans[plan_id] = Plan(plan_id, arn, new, ctx.world.new_id(), ctx.world.now, request.get("CreatorRequestId"))
    plan.tags = dict(request.get("BackupPlanTags", {}))
    return _summary(plan)


def _document(ctx: Context, document: dict[str, Any], rule_ids: dict[str, str]) -> dict[str, Any]:
    if not 1 <= len(document["BackupPlanName"]) <= 50:
        raise invalid("Invalid backup plan name")
    return {**document, "Rules": rules.completed(ctx, document["Rules"], rule_ids)}


def _without_rule_ids(document: dict[str, Any]) -> dict[str, Any]:
    return {**document, "Rules": [{**rule, "RuleId": ""} for rule in document["Rules"]]}


def _summary(plan: Plan) -> dict[str, Any]:
    return {
        "BackupPlanId": plan.plan_id,
        "BackupPlanArn": plan.arn,
        "CreationDate": plan.created,
        "VersionId": plan.version,
        "AdvancedBackupSettings": plan.document.get("AdvancedBackupSettings"),
    }


def get_backup_plan(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    plan = plan_of(ctx, request["BackupPlanId"])
    document = {key: value for key, value in plan.document.items() if key != "AdvancedBackupSettings"}
    return {"BackupPlan": document, **_summary(plan)}


def list_backup_plans(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    plans = [
        {**_summary(plan), "BackupPlanName": plan.document["BackupPlanName"]} for plan in backups_of(ctx).plans.values()
    ]
    return page("BackupPlansList", plans, request)


def update_backup_plan(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    """Replace the whole document."""
    plan = plan_of(ctx, request["BackupPlanId"])
    rule_ids = {rule["RuleName"]: rule["RuleId"] for rule in plan.document["Rules"]}
    plan.document = _document(ctx, request["BackupPlan"], rule_ids)
    plan.version = ctx.world.new_id()
    return _summary(plan)


def delete_backup_plan(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    plan = plan_of(ctx, request["BackupPlanId"])
    if plan.selections or ctx.world.now < plan.selections_until:
        raise invalid_request("Related backup plan selections must be deleted prior to backup plan deletion")
    del backups_of(ctx).plans[plan.plan_id]
    return {
        "BackupPlanId": plan.plan_id,
        "BackupPlanArn": plan.arn,
        "DeletionDate": ctx.world.now,
        "VersionId": plan.version,
    }
