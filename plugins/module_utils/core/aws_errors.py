# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""AWS errors that are not failures, as data. docs/rules.md lists them all.

Each resource, and each aspect of a table, declares those of its own calls. Any other AWS error is a failure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# A rate limit: AWS accepts the Change later, so it is deferred and reported as `pending`.
DEFER = "defer"
# Another operation is in progress: the call is retried when that has ended.
RETRY = "retry"
# The Change may have been applied already, as after a lost answer: the current state is read again to find out.
APPLIED = "applied"

# Seconds within which other services know what was changed in IAM (R112).
IAM_CONSISTENCY = 120


@dataclass(frozen=True)
class KnownError:
    """An error that AWS is known to return. methods: of the client; pattern: for re.search in the message.

    reason: for DEFER, the rate limit, as a clause.
    seconds: for DEFER, how long after a call of the same method AWS accepts the next; None if the message contains it.
    For RETRY, how long the call is retried, if it may never succeed; None for the deadline of the run.
    hidden: for RETRY, whether no description shows the operation that is in progress, so that none is read.
    """

    kind: str
    rule: str
    methods: tuple
    code: str
    pattern: str
    reason: str = ""
    seconds: int | None = None
    hidden: bool = False

    def is_over(self, seconds):
        """Whether a RETRY ends after so many seconds."""
        return self.seconds is not None and seconds > self.seconds


def find(known_errors, kind, method, error):
    """Find the KnownError of this kind that an AwsError of `method` matches -> (KnownError, re.Match), or None."""
    for known in known_errors:
        match = re.search(known.pattern, error.message, re.DOTALL)
        if match and (known.kind, known.code) == (kind, error.code) and method in known.methods:
            return known, match
    return None
