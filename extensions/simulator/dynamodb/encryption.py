# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import invalid_parameter
from .state import Encryption, Table


def key_of(ctx: Context, specification: dict[str, Any] | None) -> str | None:
    """The ARN of the key that is asked for; None for AWS's own key (R34)."""
    if not specification:
        return None
    key = specification.get("KMSMasterKeyId")
    if specification.get("SSEType") == "AES256":
        raise invalid_parameter("SSEType AES256 is not supported")
    if not specification.get("Enabled"):
        if key:
            raise invalid_parameter("KMSMasterKeyId can only be specified when SSE is enabled")
        return None
    return aws_managed_key(ctx)


def aws_managed_key(ctx: Context) -> str:
    """The key that aws/dynamodb stands for; one an account and region."""
    digits = f"{sum(ord(c) * 31**n for n, c in enumerate(ctx.account + ctx.region)) % 16**12:012x}"
    return f"arn:aws:kms:{ctx.region}:{ctx.account}:key/00000000-0000-4000-9000-{digits}"


def enable_at_birth(table: Table, key_arn: str) -> None:
    table.encryption = Encryption("ENABLED", key_arn)
