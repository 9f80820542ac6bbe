# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from . import roles
from .errors import missing
from .state import page
from .vaults import vault_of


def start_backup_job(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    """Complete a backup job at once, without checking that the resource exists."""
    vault = vault_of(ctx, request["BackupVaultName"])
    roles.check(ctx, request["IamRoleArn"])
    arn = ctx.arn("backup", f"recovery-point:{ctx.world.new_id()}")
    vault.points[arn] = {
        "RecoveryPointArn": arn,
        "BackupVaultName": vault.description["BackupVaultName"],
        "BackupVaultArn": vault.description["BackupVaultArn"],
        "ResourceArn": request["ResourceArn"],
        "ResourceType": "DynamoDB",
        "IamRoleArn": request["IamRoleArn"],
        "Status": "COMPLETED",
        "CreationDate": ctx.world.now,
        "CompletionDate": ctx.world.now,
        "Lifecycle": request.get("Lifecycle"),
        "EncryptionKeyArn": vault.description["EncryptionKeyArn"],
        "IsEncrypted": True,
    }
    return {"BackupJobId": ctx.world.new_id(), "RecoveryPointArn": arn, "CreationDate": ctx.world.now}


def list_recovery_points(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    points = [
        point
        for point in vault_of(ctx, request["BackupVaultName"]).points.values()
        if request.get("ByResourceArn") in (None, point["ResourceArn"])
    ]
    return page("RecoveryPoints", points, request)


def delete_recovery_point(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    points = vault_of(ctx, request["BackupVaultName"]).points
    if points.pop(request["RecoveryPointArn"], None) is None:
        raise missing(f"Cannot find the recovery point {request['RecoveryPointArn']}")
    return {}
