# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The AWS errors that are no failure: the closed lists of docs/rules.md, as data.

Each resource, and each aspect of a table, declares those of its own calls. An AWS error in no list is a failure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# A rate limit: AWS accepts the Change later, so it becomes `pending`.
DEFER = "defer"
# Something else is in progress: the call is sent again once that has ended.
RETRY = "retry"
# What is desired may be so already, as after a lost answer: the current state is read again, and decides.
APPLIED = "applied"


@dataclass(frozen=True)
class KnownError:
    """An error that AWS is known to return. methods: of the client; pattern: for re.search in the message.

    reason: for DEFER, what AWS allows, in words.
    seconds: for DEFER, the period of the rate limit after a Change of the same kind; None: the message tells.
    """

    kind: str
    rule: str
    methods: tuple
    code: str
    pattern: str
    reason: str = ""
    seconds: int | None = None


def find(known_errors, kind, method, error):
    """(KnownError, re.Match) of this kind that an AwsError from a call of `method` matches; None where none does."""
    for known in known_errors:
        match = re.search(known.pattern, error.message, re.DOTALL)
        if match and (known.kind, known.code) == (kind, error.code) and method in known.methods:
            return known, match
    return None
