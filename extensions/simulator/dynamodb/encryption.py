# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import in_use, invalid, invalid_parameter, limit_exceeded
from ..core.keys import key_arn, managed_key_arn
from . import global_tables
from .state import Table
from .times import iso

DAY = 86400.0
FREE_CHANGES = 4
CHANGE_INTERVAL = 21600.0


def wanted_key(ctx: Context, specification: dict[str, Any] | None) -> str | None:
    """Return the ARN of the requested key; None for the AWS owned key (R34)."""
    if not specification:
        return None
    key = specification.get("KMSMasterKeyId")
    _check_specification(specification, key)
    if specification.get("Enabled") is False:
        return None
    return key_arn(ctx.world, ctx.account, ctx.region, key or "alias/aws/dynamodb")


def _check_specification(specification: dict[str, Any], key: str | None) -> None:
    kind = specification.get("SSEType")
    if specification.get("Enabled") is False:
        for name, value in (("SSEType", kind), ("KMSMasterKeyId", key)):
            if value:
                raise invalid_parameter(f"{name} can not be specified if Enabled is false")
    elif kind == "AES256":
        raise invalid_parameter("SSEType AES256 is not supported")
    elif key and not kind:
        raise invalid_parameter("SSEType KMS is required if KMSMasterKeyId is specified")


def update(ctx: Context, table: Table, specification: dict[str, Any]) -> None:
    """Change the key. The table remains ACTIVE; only SSEDescription.Status shows the change."""
    have = table.encryption
    _check_specification(specification, specification.get("KMSMasterKeyId"))
    if have.status == "UPDATING":
        raise in_use(f"Server-Side Encryption is still being updated. Table: {table.name}")
    if have.key_arn is None and (not specification or specification.get("Enabled") is False):
        raise invalid_parameter("Table is already encrypted by default")
    if have.key_arn and specification.get("KMSMasterKeyId") == have.key_arn:
        raise invalid_parameter(
            "Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you want to"
            " change Master Key"
        )
    _check_quota(ctx, table)
    wanted = wanted_key(ctx, specification)
    if global_tables.is_global(table):
        _check_global(ctx, table, wanted)
    for member in global_tables.tables_of_group(table):
        member_ctx = global_tables.context_at(ctx, member)
        _start(member_ctx, member, wanted if member is table else wanted_key(member_ctx, specification))


def _check_global(ctx: Context, table: Table, wanted: str | None) -> None:
    """R33: UpdateTable cannot set a customer managed key of a global table, only the type of AWS key."""
    if {table.encryption.key_arn, wanted} <= {None, managed_key_arn(ctx.account, ctx.region)}:
        return
    raise invalid(
        f"Customer Managed CMKs on Global Table Version {global_tables.VERSION} replicas cannot be updated through"
        " SSESpecification. Customer Managed CMKs can only be updated through ReplicaUpdates."
    )


def _start(ctx: Context, table: Table, wanted: str | None) -> None:
    table.encryption.changes.append(ctx.world.now)
    table.encryption.status = "UPDATING"
    ctx.world.schedule(ctx.world.durations.encryption_old_key, _show_key, table, wanted)
    ctx.world.schedule(ctx.world.durations.encryption_update, _settled, table)


def _check_quota(ctx: Context, table: Table) -> None:
    """R52: four changes within 24 hours, then one every six hours."""
    now = ctx.world.now
    recent = [at for at in table.encryption.changes if at > now - DAY]
    if len(recent) < FREE_CHANGES or now >= recent[-1] + CHANGE_INTERVAL:
        return
    following = min(recent[-1] + CHANGE_INTERVAL, recent[0] + DAY)
    raise limit_exceeded(
        f"Encryption mode changes are limited in the 24h window ending at {iso(recent[0] + DAY)}Z. After the first"
        " 4 change, each subsequent change in the same window can be performed at most once every 21600 seconds."
        f" Number of updates today: {len(recent)}. Last change at {iso(recent[-1])}Z."
        f" Next changes can be made at {iso(following)}Z."
    )


def _show_key(table: Table, key: str | None) -> None:
    table.encryption.key_arn = key


def _settled(table: Table) -> None:
    table.encryption.status = "ENABLED"
