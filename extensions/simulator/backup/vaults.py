# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core import keys
from ..core.dispatcher import Context
from ..core.errors import AwsError
from ..core.lookups import UNUSED
from . import tags
from .errors import exists, invalid, invalid_request
from .state import Vault, backups_of, page


def vault_of(ctx: Context, name: str) -> Vault:
    """Return a vault. AWS returns the same error for a missing vault and for denied access (R95)."""
    if name not in backups_of(ctx).vaults:
        raise AwsError("AccessDeniedException", "Insufficient privileges to perform this action.", 403)
    return backups_of(ctx).vaults[name]


def create_backup_vault(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    vaults, name = backups_of(ctx).vaults, request["BackupVaultName"]
    if name in vaults:
        raise exists(f"Backup vault with the same name already exists: {name}")
    tags.check(request.get("BackupVaultTags", {}), {})
    key = request.get("EncryptionKeyArn")
    description = {
        "BackupVaultName": name,
        "BackupVaultArn": ctx.arn("backup", f"backup-vault:{name}"),
        "VaultType": "BACKUP_VAULT",
        "EncryptionKeyArn": _key(ctx, key) if key else _managed_key(ctx),
        "EncryptionKeyType": "CUSTOMER_MANAGED_KMS_KEY" if key else "AWS_OWNED_KMS_KEY",
        "CreationDate": ctx.world.now,
        "CreatorRequestId": request.get("CreatorRequestId"),
        "Locked": False,
    }
    vaults[name] = Vault(description, dict(request.get("BackupVaultTags", {})))
    return {part: description[part] for part in ("BackupVaultName", "BackupVaultArn", "CreationDate")}


def _managed_key(ctx: Context) -> str:
    return keys.arn_of(ctx.account, ctx.region, keys.managed_key_id(ctx.account, f"{ctx.region} backup"))


def _key(ctx: Context, key: str) -> str:
    """Return the ARN of a key that exists in this Region (R32)."""
    if key.startswith("arn:") and key.split(":")[:4] != ctx.arn("kms", "").split(":")[:4]:
        raise invalid(f"Invalid KMS key ARN {key}")
    described = ctx.world.lookups.key(ctx.account, ctx.region, key)
    if described is None:
        raise invalid(f"The KMS key {key} does not exist")
    return key if described is UNUSED else described["Arn"]


def _full_description(vault: Vault) -> dict[str, Any]:
    return {**vault.description, "NumberOfRecoveryPoints": len(vault.points)}


def describe_backup_vault(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    return _full_description(vault_of(ctx, request["BackupVaultName"]))


def list_backup_vaults(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    return page("BackupVaultList", [_full_description(vault) for vault in backups_of(ctx).vaults.values()], request)


def delete_backup_vault(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    vault = vault_of(ctx, request["BackupVaultName"])
    if vault.points:
        raise invalid_request("Backup vault cannot be deleted because it contains recovery points.")
    del backups_of(ctx).vaults[request["BackupVaultName"]]
    return {}


def put_lock(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    vault = vault_of(ctx, request["BackupVaultName"])
    minimum, maximum = request.get("MinRetentionDays", 1), request.get("MaxRetentionDays", 36500)
    if not 1 <= minimum <= maximum <= 36500:
        raise invalid("MinRetentionDays must not be more than MaxRetentionDays, both from 1 to 36500")
    if request.get("ChangeableForDays", 3) < 3:
        raise invalid("ChangeableForDays must be at least 3")
    _check_not_immutable(ctx, vault)
    vault.description["Locked"] = True
    vault.description["MinRetentionDays"] = request.get("MinRetentionDays")
    vault.description["MaxRetentionDays"] = request.get("MaxRetentionDays")
    days = request.get("ChangeableForDays")
    vault.description["LockDate"] = ctx.world.now + days * 86400 if days else None
    return {}


def delete_lock(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    vault = vault_of(ctx, request["BackupVaultName"])
    _check_not_immutable(ctx, vault)
    vault.description.update(Locked=False, MinRetentionDays=None, MaxRetentionDays=None, LockDate=None)
    return {}


def _check_not_immutable(ctx: Context, vault: Vault) -> None:
    lock_date = vault.description.get("LockDate")
    if lock_date and lock_date <= ctx.world.now:
        raise invalid_request("The vault's lock can no longer be changed")
