# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import json
from typing import Any

from ..core.dispatcher import Context
from ..core.errors import invalid_parameter
from . import policy_rules
from .policy_rules import ACCOUNT, MEMBERS, invalid_policy, listed

MAX_BYTES = 20480
OLD_VERSION = "2008-10-17"
LISTS = ("Action", "NotAction", "Resource", "NotResource")
# A caller who is denied these actions cannot correct the policy.
LOCKOUT_ACTIONS = ("*", "dynamodb:*", "dynamodb:putresourcepolicy")


def parse(ctx: Context, text: str) -> dict[str, Any]:
    """Return the policy as AWS stores it. Raise AWS's error for an invalid policy (R44)."""
    if len(text.encode()) > MAX_BYTES:
        raise invalid_parameter(f"Maximum policy size of {MAX_BYTES} bytes exceeded")
    try:
        document = json.loads(text)
    except ValueError:
        raise invalid_policy("This policy contains invalid Json") from None
    if document is None:
        raise invalid_policy("This text appears not to be a policy")
    if not isinstance(document, dict):
        raise invalid_policy("This policy contains invalid Json")
    if "Statement" not in document or set(document) - {"Version", "Id", "Statement"}:
        raise policy_rules.syntax_error()
    statements = listed(document["Statement"])
    if not statements:
        raise invalid_policy("Could not parse the policy: Statement is empty!")
    policy_rules.check(ctx, document, statements)
    stored = {"Version": document.get("Version", OLD_VERSION)}
    if "Id" in document:
        stored["Id"] = document["Id"]
    return {**stored, "Statement": [_statement(ctx, statement) for statement in statements]}


def _statement(ctx: Context, statement: dict[str, Any]) -> dict[str, Any]:
    """Order the members, and turn lists of one item into strings and account IDs into root ARNs, as AWS does."""
    stored = {name: statement[name] for name in MEMBERS if name in statement}
    stored["Effect"] = stored["Effect"].capitalize()
    for name in LISTS:
        if name in stored:
            stored[name] = _short(stored[name])
    for name in ("Principal", "NotPrincipal"):
        if isinstance(stored.get(name), dict):
            stored[name] = {kind: _principals(ctx, kind, principals) for kind, principals in stored[name].items()}
    if "Condition" in stored:
        stored["Condition"] = {
            operator: {key: _short(values) for key, values in keys.items()}
            for operator, keys in stored["Condition"].items()
        }
    return stored


def _short(values: Any) -> Any:
    return values[0] if isinstance(values, list) and len(values) == 1 else values


def _principals(ctx: Context, kind: str, principals: Any) -> Any:
    names = listed(principals)
    if kind == "AWS":
        names = [_root(ctx, name) if ACCOUNT.fullmatch(str(name)) else name for name in names]
    return _short(list(dict.fromkeys(names)))


def _root(ctx: Context, account: str) -> str:
    return Context(ctx.world, account, ctx.region).global_arn("iam", "root")


def locks_out(ctx: Context, document: dict[str, Any]) -> bool:
    """Whether the policy denies the caller, who is the account's root, to update it; with any condition."""
    everybody = {"*", _root(ctx, ctx.account)}
    for statement in document["Statement"]:
        principal = statement.get("Principal")
        named = listed(principal.get("AWS", []) if isinstance(principal, dict) else principal)
        actions = {action.lower() for action in listed(statement.get("Action", []))}
        if statement["Effect"] == "Deny" and actions & set(LOCKOUT_ACTIONS) and everybody & set(named):
            return True
    return False
