# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Policy documents as options hold them, as AWS takes them, and as they may be shown."""

from __future__ import annotations

import hashlib
import json


def parsed(text):
    """A document given as a dict or as JSON; None where it is no JSON object."""
    try:
        document = json.loads(text) if isinstance(text, str) else text
    except ValueError:
        return None
    return document if isinstance(document, dict) else None


def sent(document):
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def digest(document):
    """What stands for a document where others can read it: policies do not belong into logs."""
    return f"sha256:{hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()[:12]}"
