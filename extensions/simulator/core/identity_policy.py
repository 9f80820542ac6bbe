# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

MEMBERS = ("Sid", "Effect", "Action", "Resource")


@dataclass(frozen=True)
class Statement:
    allow: bool
    actions: list[re.Pattern[str]]
    resources: list[re.Pattern[str]]

    def matches(self, action: str, resource: str) -> bool:
        return any(p.fullmatch(action) for p in self.actions) and any(p.fullmatch(resource) for p in self.resources)


@dataclass
class User:
    """An IAM user with one identity policy. `checked`: (action, resource) of all checks, in order."""

    name: str
    statements: list[Statement]
    checked: list[tuple[str, str]] = field(default_factory=list)

    def denial(self, action: str, resource: str) -> str | None:
        """Return why the policy does not allow the action, in the words of AWS (R116); None if it does."""
        self.checked.append((action, resource))
        matching = [statement for statement in self.statements if statement.matches(action, resource)]
        if any(not statement.allow for statement in matching):
            return "with an explicit deny in an identity-based policy"
        return None if matching else f"because no identity-based policy allows the {action} action"


def parse(document: Any) -> list[Statement]:
    """Return the statements of an identity policy. Raise ValueError for what the simulator does not evaluate."""
    if not isinstance(document, dict) or "Statement" not in document:
        raise ValueError("The policy must be an object with a Statement")
    statements = document["Statement"]
    return [_statement(one) for one in (statements if isinstance(statements, list) else [statements])]


def _statement(statement: Any) -> Statement:
    if not isinstance(statement, dict):
        raise ValueError("Each Statement of the policy must be an object")
    unsupported = sorted(set(statement) - set(MEMBERS))
    if unsupported:
        raise ValueError(f"The simulator does not evaluate {unsupported[0]}, only Effect, Action and Resource")
    missing = [name for name in MEMBERS[1:] if name not in statement]
    if missing:
        raise ValueError(f"A Statement of the policy has no {missing[0]}")
    if statement["Effect"] not in ("Allow", "Deny"):
        raise ValueError(f"The Effect of a Statement is {statement['Effect']!r}; it must be Allow or Deny")
    actions = _patterns("Action", statement["Action"], re.IGNORECASE)
    return Statement(statement["Effect"] == "Allow", actions, _patterns("Resource", statement["Resource"], 0))


def _patterns(name: str, value: Any, flags: int) -> list[re.Pattern[str]]:
    texts = value if isinstance(value, list) else [value]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError(f"{name} of a Statement must be a string or a list of strings")
    if any("${" in text for text in texts):
        raise ValueError(f"The simulator does not evaluate policy variables such as those in {name}")
    return [re.compile(re.escape(text).replace(r"\*", ".*").replace(r"\?", "."), flags | re.DOTALL) for text in texts]
