# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import re
from typing import Any

from ..core.dispatcher import Context
from ..core.regions import partition_of
from . import roles
from .errors import exists, invalid, missing
from .plans import plan_of
from .state import Plan, page

MAX_RESOURCES = 500
MAX_WITH_WILDCARDS = 30
ARN = re.compile(r"arn:[\w*-]+:[\w*-]+:[\w*-]*:[\d*]*:\S+")
# Seconds after the deletion of a plan's last selection until the plan can be deleted (R93).
DELAY = 4


def create_backup_selection(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    plan, selection = plan_of(ctx, request["BackupPlanId"]), request["BackupSelection"]
    token = request.get("CreatorRequestId")
    if token and token in plan.selection_tokens:
        return _created(ctx, plan, plan.selection_tokens[token])
    roles.check(ctx, selection["IamRoleArn"])
    if not (selection.get("Resources") or selection.get("ListOfTags") or selection.get("Conditions")):
        raise invalid("Invalid backup selection. Either 'ListOfTags' or 'Resources' section must be non-empty.")
    _check_resources(ctx, selection.get("Resources", []))
    if any(have["SelectionName"] == selection["SelectionName"] for have in plan.selections.values()):
        raise exists(f"Backup selection with name {selection['SelectionName']} already exists")
    selection_id = ctx.world.new_id()
    plan.selections[selection_id] = selection
    if token:
        plan.selection_tokens[token] = selection_id
    return _created(ctx, plan, selection_id)


def _check_resources(ctx: Context, resources: list[str]) -> None:
    """R93: 500 ARNs of the partition, 30 if one has a wildcard."""
    most = MAX_WITH_WILDCARDS if any("*" in arn for arn in resources) else MAX_RESOURCES
    if len(resources) > most:
        raise invalid(f"A selection has at most {MAX_RESOURCES} resources, {MAX_WITH_WILDCARDS} with wildcards")
    for arn in resources:
        if arn != "*" and (not ARN.fullmatch(arn) or arn.split(":")[1] not in ("*", partition_of(ctx.region))):
            raise invalid(f"Invalid resource ARN: {arn}")


def _created(ctx: Context, plan: Plan, selection_id: str) -> dict[str, Any]:
    return {"SelectionId": selection_id, "BackupPlanId": plan.plan_id, "CreationDate": ctx.world.now}


def get_backup_selection(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    """Return a selection, with empty lists for omitted members."""
    plan, selection_id = plan_of(ctx, request["BackupPlanId"]), request["SelectionId"]
    if selection_id not in plan.selections:
        raise missing(f"Cannot find Backup selection with ID {selection_id}")
    conditions = {name: [] for name in ("StringEquals", "StringNotEquals", "StringLike", "StringNotLike")}
    empty = {"ListOfTags": [], "NotResources": [], "Conditions": conditions}
    return {
        "BackupSelection": {**empty, **plan.selections[selection_id]},
        "SelectionId": selection_id,
        "BackupPlanId": plan.plan_id,
        "CreationDate": plan.created,
    }


def list_backup_selections(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    plan = plan_of(ctx, request["BackupPlanId"])
    found = [
        {
            "SelectionId": selection_id,
            "SelectionName": selection["SelectionName"],
            "BackupPlanId": plan.plan_id,
            "IamRoleArn": selection["IamRoleArn"],
            "CreationDate": plan.created,
        }
        for selection_id, selection in plan.selections.items()
    ]
    return page("BackupSelectionsList", found, request)


def delete_backup_selection(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    plan = plan_of(ctx, request["BackupPlanId"])
    if plan.selections.pop(request["SelectionId"], None) is None:
        raise invalid(f"Cannot find Backup selection with ID {request['SelectionId']}")
    plan.selections_until = ctx.world.now + DELAY
    return {}
