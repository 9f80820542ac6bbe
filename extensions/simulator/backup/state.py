# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..core.dispatcher import Context

PAGE = 100


@dataclass
class Vault:
    """facts: as DescribeBackupVault shows it. points: recovery points by ARN, as they are listed."""

    facts: dict[str, Any]
    tags: dict[str, str] = field(default_factory=dict)
    points: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass
class Plan:
    """document: BackupPlan of GetBackupPlan. selections: by id."""

    plan_id: str
    arn: str
    document: dict[str, Any]
    version: str
    created: float
    token: str | None  # of the request that created it; the same request again is answered alike
    tags: dict[str, str] = field(default_factory=dict)
    selections: dict[str, dict[str, Any]] = field(default_factory=dict)
    selection_tokens: dict[str, str] = field(default_factory=dict)  # ids by the tokens of the requests, as above
    selections_until: float = 0.0  # until then AWS believes that there are some (R93)


@dataclass
class Backups:
    """AWS Backup of one account in one region.

    managed: the resource types that AWS Backup manages wholly. A new account has DynamoDB among them (R94).
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
