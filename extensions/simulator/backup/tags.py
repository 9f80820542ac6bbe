# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from .errors import invalid, missing
from .state import backups_of

MAX_TAGS = 50


def check(new: dict[str, str], have: dict[str, str]) -> None:
    if any(key.lower().startswith("aws:") for key in new):
        raise invalid("Tag keys cannot begin with aws:")
    if len({**have, **new}) > MAX_TAGS:
        raise invalid(f"A resource has at most {MAX_TAGS} tags")


def _tags(ctx: Context, arn: str) -> dict[str, str]:
    backups = backups_of(ctx)
    for vault in backups.vaults.values():
        if vault.description["BackupVaultArn"] == arn:
            return vault.tags
    for plan in backups.plans.values():
        if plan.arn == arn:
            return plan.tags
    raise missing(f"Cannot find the resource {arn}")


def list_tags(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    return {"Tags": dict(sorted(_tags(ctx, request["ResourceArn"]).items()))}


def tag_resource(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    have = _tags(ctx, request["ResourceArn"])
    check(request["Tags"], have)
    have.update(request["Tags"])
    return {}


def untag_resource(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    have = _tags(ctx, request["ResourceArn"])
    for key in request["TagKeyList"]:
        have.pop(key, None)
    return {}
