# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How a refusal of AWS is met: the three closed lists of docs/rules.md, as data. What is in none is a failure.

Here stand those of tables in general; an aspect has those of its own calls in its REFUSALS.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Refused now, accepted later: the change becomes `pending`.
WINDOW = "window"
# Something else is under way: the change is sent again once the table has settled.
BUSY = "busy"
# What was wanted may be so already, as after an answer that was lost: the table is read again, and that decides.
DONE = "done"


@dataclass(frozen=True)
class KnownRefusal:
    """A refusal that AWS is known to give. methods: of the client; pattern: for re.search in the message.

    reason: for a window, what AWS allows, in words.
    seconds: for a window, how long it lasts after a change of the same kind; None: the message tells.
    """

    kind: str
    rule: str
    methods: tuple
    code: str
    pattern: str
    reason: str = ""
    seconds: int | None = None


_ALL = ("create_table", "update_table", "delete_table", "update_time_to_live")

REFUSALS = (
    KnownRefusal(
        BUSY,
        "R1",
        (*_ALL[1:], "tag_resource", "untag_resource"),
        "ResourceInUseException",
        r"^(?!Table already exists)(?!Global table with name)(?!.*Table is being deleted)",
    ),
    KnownRefusal(BUSY, "R17", _ALL, "LimitExceededException", "can be created, updated, or deleted simultaneously"),
    KnownRefusal(
        BUSY, "R17", ("create_table",), "LimitExceededException", "indexed tables that can be created simultaneously"
    ),
)


def known(refusals, kind, method, error):
    """(KnownRefusal, re.Match) that an AwsError to a call of `method` is an instance of; None where there is none."""
    for refusal in refusals:
        match = re.search(refusal.pattern, error.message, re.DOTALL)
        if match and (refusal.kind, refusal.code) == (kind, error.code) and method in refusal.methods:
            return refusal, match
    return None
