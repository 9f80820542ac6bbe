# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..core.dispatcher import Context

PAGE = 100


@dataclass
class Vault:
    """description: as DescribeBackupVault shows it. points: recovery points by ARN, as they are listed."""

    description: dict[str, Any]
    tags: dict[str, str] = field(default_factory=dict)
    points: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass
class Plan:
    """document: the BackupPlan of GetBackupPlan. selections: by ID."""

    plan_id: str
    arn: str
    document: dict[str, Any]
    version: str
    created: float
    token: str | None  # of the request that created it; the same request again gets the same answer
    tags: dict[str, str] = field(default_factory=dict)
    selections: dict[str, dict[str, Any]] = field(default_factory=dict)
    selection_tokens: dict[str, str] = field(default_factory=dict)  # IDs by the tokens of the requests, as above
    selections_until: float = 0.0  # until then, AWS treats the plan as if it had selections (R93)


@dataclass
class Backups:
    """AWS Backup of one account in one Region.

    managed: the resource types that AWS Backup fully manages. They include DynamoDB in a new account (R94).
    """

    vaults: dict[str, Vault] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)
    opted_in: dict[str, bool] = field(
        default_factory=lambda: dict.fromkeys(("Aurora", "DynamoDB", "EBS", "EC2", "EFS", "RDS", "S3"), True)
    )
    managed: dict[str, bool] = field(default_factory=lambda: {"DynamoDB": True, "EFS": True})


def backups_of(ctx: Context, region: str | None = None) -> Backups:
    return ctx.world.store(Backups, ctx.account, region or ctx.region)


def page(name: str, items: list[dict[str, Any]], request: dict[str, Any]) -> dict[str, Any]:
    start = int(request.get("NextToken", "0"))
    end = start + request.get("MaxResults", PAGE)
    return {name: items[start:end], "NextToken": str(end) if end < len(items) else None}
