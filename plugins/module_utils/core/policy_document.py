# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Policy documents: as options hold them, as AWS takes them, compared by meaning, and as they may be shown."""

from __future__ import annotations

import hashlib
import json


def parsed(text):
    """A document given as a dict or as JSON; None where it is not a JSON object."""
    try:
        document = json.loads(text) if isinstance(text, str) else text
    except ValueError:
        return None
    return document if isinstance(document, dict) else None


def problem(text):
    """What is wrong with a document that must have statements, in words; None where nothing is."""
    return None if "Statement" in (parsed(text) or {}) else "must be a JSON object with a Statement"


def sent(document):
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def length(document):
    """Characters as IAM counts them: without white space, also inside strings (R110)."""
    return len("".join(sent(document).split()))


def differ(one, other):
    """Whether two documents mean something different."""
    # Not above: few tasks have a policy, and importing this costs each one.
    from ansible_collections.amazon.aws.plugins.module_utils.policy import compare_policies

    return compare_policies(one, other)


def digest(document):
    """What stands for a document where others can read it: policies do not belong into logs."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()[:12]}" if document else "none"
