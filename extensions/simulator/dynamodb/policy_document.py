# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import json
import re
from typing import Any

from ..core.dispatcher import Context
from ..core.errors import AwsError, invalid, invalid_parameter

MAX_BYTES = 20480
OLD_VERSION = "2008-10-17"
STATEMENT_MEMBERS = (
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
)
LISTS = ("Action", "NotAction", "Resource", "NotResource")
ACCOUNT = re.compile(r"\d{12}")
# A caller who is denied these actions cannot correct the policy.
LOCKOUT_ACTIONS = ("*", "dynamodb:*", "dynamodb:PutResourcePolicy")


def parse(text: str) -> dict[str, Any]:
    """Return the policy as AWS stores it. Raise AWS's error for an invalid policy (R44)."""
    if len(text.encode()) > MAX_BYTES:
        raise invalid_parameter(f"Maximum policy size of {MAX_BYTES} bytes exceeded")
    try:
        document = json.loads(text)
    except ValueError:
        raise _invalid_policy("This policy contains invalid Json") from None
    if not isinstance(document, dict):
        raise _invalid_policy("This policy contains invalid Json")
    if "Statement" not in document:
        raise _invalid_policy("Syntax error at position (1,3)")
    statements = document["Statement"]
    statements = statements if isinstance(statements, list) else [statements]
    if not statements:
        raise _invalid_policy("Could not parse the policy: Statement is empty!")
    for statement in statements:
        _check_statement(statement)
    ids = [statement["Sid"] for statement in statements if "Sid" in statement]
    if len(set(ids)) < len(ids):
        raise _invalid_policy("The Statement Ids in the policy are not unique")
    stored = {"Version": document.get("Version", OLD_VERSION)}
    if "Id" in document:
        stored["Id"] = document["Id"]
    return {**stored, "Statement": [_statement(statement) for statement in statements]}


def _check_statement(statement: Any) -> None:
    if not isinstance(statement, dict):
        raise _invalid_policy("Syntax error at position (1,3)")
    for names in (("Effect",), ("Principal", "NotPrincipal"), ("Action", "NotAction"), ("Resource", "NotResource")):
        if not any(name in statement for name in names):
            raise _invalid_policy(f"Missing required field {names[0]}")
    unknown = set(statement) - set(STATEMENT_MEMBERS)
    if unknown or str(statement["Effect"]).capitalize() not in ("Allow", "Deny"):
        raise _invalid_policy("Syntax error at position (1,3)")
    principal = statement.get("Principal")
    if isinstance(principal, str) and principal != "*":
        raise invalid("Invalid principal in policy document.")
    everybody = principal in ("*", {"AWS": "*"}, {"AWS": ["*"]})
    if everybody and str(statement["Effect"]).capitalize() == "Allow" and "Condition" not in statement:
        raise invalid(
            "Resource-based policy grants unbounded access in one or more elements. Please revise the policy to"
            " ensure least-privilege form of access"
        )


def _statement(statement: dict[str, Any]) -> dict[str, Any]:
    """Order the members, and turn lists of one item into strings and account IDs into root ARNs, as AWS does."""
    stored = {name: statement[name] for name in STATEMENT_MEMBERS if name in statement}
    stored["Effect"] = stored["Effect"].capitalize()
    for name in LISTS:
        if isinstance(stored.get(name), list) and len(stored[name]) == 1:
            stored[name] = stored[name][0]
    for name in ("Principal", "NotPrincipal"):
        if isinstance(stored.get(name), dict):
            stored[name] = {kind: _principals(kind, principals) for kind, principals in stored[name].items()}
    return stored


def _principals(kind: str, principals: Any) -> Any:
    names = principals if isinstance(principals, list) else [principals]
    if kind == "AWS":
        names = [f"arn:aws:iam::{name}:root" if ACCOUNT.fullmatch(str(name)) else name for name in names]
    names = list(dict.fromkeys(names))
    return names[0] if len(names) == 1 else names


def locks_out(ctx: Context, document: dict[str, Any]) -> bool:
    """Whether the policy denies the caller, who is the account's root, to update it."""
    own = f"arn:aws:iam::{ctx.account}:root"
    for statement in document["Statement"]:
        actions = statement.get("Action", [])
        actions = actions if isinstance(actions, list) else [actions]
        principal = statement.get("Principal")
        named = principal.get("AWS", []) if isinstance(principal, dict) else principal
        named = named if isinstance(named, list) else [named]
        if statement["Effect"] == "Deny" and set(actions) & set(LOCKOUT_ACTIONS) and {"*", own} & set(named):
            return True
    return False


def _invalid_policy(detail: str) -> AwsError:
    return invalid_parameter(f"Invalid policy document: {detail}")
