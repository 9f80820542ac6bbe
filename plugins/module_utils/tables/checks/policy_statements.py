# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The statements of a resource policy that AWS rejects in any account (R44). No problem shows what a policy allows."""

from __future__ import annotations

VERSIONS = ("2012-10-17", "2008-10-17")
MEMBERS = ("Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition")
# Each statement has one of each line.
REQUIRED = (("Effect",), ("Principal", "NotPrincipal"), ("Action", "NotAction"), ("Resource", "NotResource"))
EVERYBODY = ("*", {"AWS": "*"}, {"AWS": ["*"]})
STREAM_ACTIONS = {f"dynamodb:{name}" for name in ("describestream", "getrecords", "getsharditerator", "liststreams")}


def check(document):
    """Yield (path in the document, problem) of a document with a Statement."""
    if document.get("Version", VERSIONS[0]) not in VERSIONS:
        yield "Version", f"must be {' or '.join(VERSIONS)}"
    statements = _listed(document["Statement"])
    for place, statement in enumerate(statements):
        path = f"Statement[{place}]"
        if not isinstance(statement, dict):
            yield path, "must be a JSON object"
            continue
        yield from ((f"{path}.{name}", problem) for name, problem in _check_statement(statement))
        sid = statement.get("Sid")
        if sid is not None and any(sid == one.get("Sid") for one in statements[:place] if isinstance(one, dict)):
            yield f"{path}.Sid", "is also the Sid of an earlier statement"


def _check_statement(statement):
    for names in REQUIRED:
        if not any(name in statement for name in names):
            yield names[0], "is required"
    for name in statement:
        if name not in MEMBERS:
            yield name, f"is unknown; a statement has {', '.join(MEMBERS)}"
    allows = str(statement.get("Effect")).capitalize() == "Allow"
    if not allows and str(statement.get("Effect", "Deny")).capitalize() != "Deny":
        yield "Effect", "must be Allow or Deny"
    principal = statement.get("Principal")
    if isinstance(principal, str) and principal != "*":
        yield "Principal", 'must be "*" or a JSON object such as {"AWS": "<ARN or account>"}'
    if allows and principal in EVERYBODY and not statement.get("Condition"):
        yield "Principal", "allows everybody; AWS requires a Condition that limits it"
    for name in ("Action", "NotAction"):
        if any(str(action).lower() in STREAM_ACTIONS for action in _listed(statement.get(name, []))):
            yield name, "contains an action on streams, which the policy of a table cannot contain"


def _listed(value):
    return value if isinstance(value, list) else [value]
