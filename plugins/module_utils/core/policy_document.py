# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Policy documents: parsing, checking, sending, comparing by meaning, and the digest that logs show instead."""

from __future__ import annotations

import hashlib
import json


def parsed(text):
    """Parse a document given as a dict or as JSON -> dict; None if it is not a JSON object."""
    try:
        document = json.loads(text) if isinstance(text, str) else text
    except ValueError:
        return None
    return document if isinstance(document, dict) else None


def problem(text):
    """Why a document is not a policy with statements, in words; None if it is."""
    return None if "Statement" in (parsed(text) or {}) else "must be a JSON object with a Statement"


def sent(document):
    """A document as AWS takes it: compact JSON."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def length(document):
    """The number of characters as IAM counts them: without white space, also inside strings (R110)."""
    return len("".join(sent(document).split()))


def differ(one, other):
    """Whether the meaning of two documents differs."""
    # Imported here because few tasks have a policy, and the import is slow.
    from ansible_collections.amazon.aws.plugins.module_utils.policy import compare_policies

    return compare_policies(one, other)


def digest(document):
    """A hash to show instead of a document, because policies must not appear in logs."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()[:12]}" if document else "none"
