# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import json
import re
from typing import Any

from ..core.dispatcher import Context
from ..core.errors import AwsError, invalid, invalid_parameter

MOST_BYTES = 20480
OLD_VERSION = "2008-10-17"
STATEMENT = (
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
# Who may no longer call these cannot put the policy right again.
LOCKS = ("*", "dynamodb:*", "dynamodb:PutResourcePolicy")


def parse(text: str) -> dict[str, Any]:
    """The policy as AWS keeps it. Raises what AWS says of one that it does not take (R44)."""
    if len(text.encode()) > MOST_BYTES:
        raise invalid_parameter(f"Maximum policy size of {MOST_BYTES} bytes exceeded")
    try:
        document = json.loads(text)
    except ValueError:
        raise _wrong("This policy contains invalid Json") from None
    if not isinstance(document, dict):
        raise _wrong("This policy contains invalid Json")
    if "Statement" not in document:
        raise _wrong("Syntax error at position (1,3)")
    statements = document["Statement"]
    statements = statements if isinstance(statements, list) else [statements]
    if not statements:
        raise _wrong("Could not parse the policy: Statement is empty!")
    for statement in statements:
        _check_statement(statement)
    ids = [statement["Sid"] for statement in statements if "Sid" in statement]
    if len(set(ids)) < len(ids):
        raise _wrong("The Statement Ids in the policy are not unique")
    kept = {"Version": document.get("Version", OLD_VERSION)}
    if "Id" in document:
        kept["Id"] = document["Id"]
    return {**kept, "Statement": [_statement(statement) for statement in statements]}


def _check_statement(statement: Any) -> None:
    if not isinstance(statement, dict):
        raise _wrong("Syntax error at position (1,3)")
    for names in (("Effect",), ("Principal", "NotPrincipal"), ("Action", "NotAction"), ("Resource", "NotResource")):
        if not any(name in statement for name in names):
            raise _wrong(f"Missing required field {names[0]}")
    unknown = set(statement) - set(STATEMENT)
    if unknown or str(statement["Effect"]).capitalize() not in ("Allow", "Deny"):
        raise _wrong("Syntax error at position (1,3)")
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
    """AWS puts the members in order, lists of one as strings, and accounts as their root."""
    kept = {name: statement[name] for name in STATEMENT if name in statement}
    kept["Effect"] = kept["Effect"].capitalize()
    for name in LISTS:
        if isinstance(kept.get(name), list) and len(kept[name]) == 1:
            kept[name] = kept[name][0]
    for name in ("Principal", "NotPrincipal"):
        if isinstance(kept.get(name), dict):
            kept[name] = {kind: _principals(kind, who) for kind, who in kept[name].items()}
    return kept


def _principals(kind: str, who: Any) -> Any:
    names = who if isinstance(who, list) else [who]
    if kind == "AWS":
        names = [f"arn:aws:iam::{name}:root" if ACCOUNT.fullmatch(str(name)) else name for name in names]
    names = list(dict.fromkeys(names))
    return names[0] if len(names) == 1 else names


def locks_out(ctx: Context, document: dict[str, Any]) -> bool:
    """Whether the caller, who is the account itself, could not put the policy any more."""
    own = f"arn:aws:iam::{ctx.account}:root"
    for statement in document["Statement"]:
        actions = statement.get("Action", [])
        actions = actions if isinstance(actions, list) else [actions]
        principal = statement.get("Principal")
        named = principal.get("AWS", []) if isinstance(principal, dict) else principal
        named = named if isinstance(named, list) else [named]
        if statement["Effect"] == "Deny" and set(actions) & set(LOCKS) and {"*", own} & set(named):
            return True
    return False


def _wrong(words: str) -> AwsError:
    return invalid_parameter(f"Invalid policy document: {words}")
