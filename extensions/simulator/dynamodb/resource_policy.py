# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import json
from typing import Any

from ..core.dispatcher import Context
from ..core.errors import AwsError, in_use, invalid, invalid_parameter, not_found
from ..core.regions import partition_of
from . import policy_document
from .find import table_by_arn
from .state import Policy, Table
from .times import iso

NONE_EXPECTED = "NO_POLICY"


def put_resource_policy(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    document = policy_document.parse(ctx, request["Policy"])
    table = _table(ctx, request["ResourceArn"])
    have = table.policy
    _check_revision(table, request)
    if policy_document.locks_out(ctx, document) and not request.get("ConfirmRemoveSelfResourceAccess"):
        raise AwsError(
            "AccessDeniedException",
            "The new resource policy will not allow you to update the resource policy in the future.",
        )
    if _is_equivalent(ctx, have, request["Policy"]):
        return {"RevisionId": have.revision()}
    _check_not_locked(ctx, table)
    put(ctx, table, request["Policy"])
    return {"RevisionId": have.revision()}


def put(ctx: Context, table: Table, text: str) -> None:
    table.policy.document = policy_document.parse(ctx, text)
    table.policy.sent = _comparable(ctx, text)
    table.policy.changed_at = ctx.world.now


def _is_equivalent(ctx: Context, have: Policy, text: str) -> bool:
    """Whether the document is equivalent; one with a Version is not equivalent to one without."""
    return have.document is not None and have.sent == _comparable(ctx, text)


def _comparable(ctx: Context, text: str) -> Any:
    return "Version" in json.loads(text), policy_document.parse(ctx, text)


def get_resource_policy(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    # R20: AWS's answers are stale for a second or two; these are not.
    table = _table(ctx, request["ResourceArn"])
    if table.policy.document is None:
        raise _no_policy(request["ResourceArn"])
    text = json.dumps(table.policy.document, separators=(",", ":"))
    return {"Policy": text, "RevisionId": table.policy.revision()}


def delete_resource_policy(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    table = _table(ctx, request["ResourceArn"])
    have = table.policy
    _check_revision(table, request)
    if have.document is None:
        return {"RevisionId": have.revision()}
    _check_not_locked(ctx, table)
    have.document, have.sent, have.changed_at = None, None, ctx.world.now
    return {"RevisionId": have.revision()}


def _table(ctx: Context, arn: str) -> Table:
    if "/stream/" in arn:
        raise AwsError("NotSimulated", "resource-based policies of streams are not simulated")
    parts = arn.split(":", 5)
    if parts[0] == "arn" and "/index/" not in arn:
        if len(parts) < 6 or parts[1:4] != [partition_of(ctx.region), "dynamodb", ctx.region]:
            raise invalid_parameter(f"Invalid resource Arn: {arn}")
        if parts[4] != ctx.account:
            raise invalid(
                "This action is only supported by accounts that match the resource owner"
                "\N{RIGHT SINGLE QUOTATION MARK}s account."
            )
    table = table_by_arn(ctx, arn, missing="Table: {name} not found")
    if table.status == "CREATING" and table.policy.document is None:
        raise not_found(f"Table: {table.name} not found")
    if table.status == "DELETING":
        raise in_use(f"Table is being deleted: {table.name}")
    return table


def _check_revision(table: Table, request: dict[str, Any]) -> None:
    expected, have = request.get("ExpectedRevisionId"), table.policy
    if expected is None:
        return
    actual = have.revision() if have.document is not None else NONE_EXPECTED
    if expected == actual:
        return
    update = f"Requested update for policy with revision id {expected}, but"
    if have.document is None:
        raise _no_policy(f"{update} table {table.name} has no associated policy.")
    raise _no_policy(
        f"{update} the policy associated to target table {table.name} has a revision id that did not match."
    )


def _no_policy(detail: str) -> AwsError:
    message = f"Resource-based policy not found for the provided ResourceArn: {detail}"
    return AwsError("PolicyNotFoundException", message)


def _check_not_locked(ctx: Context, table: Table) -> None:
    """R44: 15 seconds between two changes; AWS returns another error during the first of them."""
    changed_at, durations = table.policy.changed_at, ctx.world.durations
    if changed_at is None or ctx.world.now >= changed_at + durations.policy_cooldown:
        return
    if ctx.world.now < changed_at + durations.policy_lock:
        raise in_use(f"Table is pending previous resource-based policy update: {table.name}")
    raise AwsError(
        "ThrottlingException",
        f"Resource-based policy for table {table.name} modified within the previous"
        f" {durations.policy_cooldown * 1000:.0f} milliseconds. Please try again after"
        f" {iso(changed_at + durations.policy_cooldown)}Z.",
    )
