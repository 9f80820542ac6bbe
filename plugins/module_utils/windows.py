# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How a refusal of AWS is met: the three closed lists of docs/rules.md, as data. What is in none is a failure."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """A refusal that AWS is known to give. methods: of the client; pattern: for re.search in the message.

    reason: for a window, what AWS allows, in words.
    seconds: for a window, how long it lasts after a change of the same kind; None: the message tells.
    """

    rule: str
    methods: tuple
    code: str
    pattern: str
    reason: str = ""
    seconds: int | None = None


_ALL = ("create_table", "update_table", "delete_table", "update_time_to_live")
_KINESIS = tuple(f"{verb}_kinesis_streaming_destination" for verb in ("enable", "disable", "update"))
_TAGGING = ("tag_resource", "untag_resource")

# Refused now, accepted later: the change becomes `pending`.
WINDOWS = (
    Answer(
        "R13",
        ("update_time_to_live",),
        "ValidationException",
        "Time to live has been modified multiple times within a fixed interval",
        "AWS accepts one change of time to live an hour",
        3600,
    ),
    Answer(
        "R16",
        ("update_table",),
        "LimitExceededException",
        r"Updates to TableClass are limited to \d+ times in \d+ day",
        "AWS accepts two changes of table class in 30 days",
    ),
    Answer(
        "R15",
        ("update_table",),
        "LimitExceededException",
        r"Update to PayPerRequest mode are limited to (?:once in|\d+ times in) \d+ day"
        r"(?:.*Next update can be made at (?P<earliest>[A-Z]\w+ [A-Z]\w+ +\d+ [\d:]+ \w+ \d{4}))?",
        "AWS accepts four switches to on-demand billing in 24 hours",
    ),
    Answer(
        "R51",
        ("update_table",),
        "LimitExceededException",
        r"Provisioned throughput decreases are limited within a given UTC day"
        r"(?:.*Next decrease can be made at (?P<earliest>[A-Z][^.]+?)(?:\.|$))?",
        "AWS accepts four decreases of provisioned capacity a day, then one an hour",
    ),
    Answer(
        "R52",
        ("update_table",),
        "LimitExceededException",
        r"Encryption mode changes are limited in the 24h window"
        r"(?:.*Next changes can be made at (?P<earliest>\d{4}-\d\d-\d\dT[\d:.]+Z))?",
        "AWS accepts four changes of encryption in 24 hours, then one in six hours",
    ),
    Answer(
        "R19",
        ("delete_table",),
        "ValidationException",
        r"acted as a source region for new replica\(s\) being added to the table in the last \d+ hours",
        "the table was the source of a new replica in the last 24 hours",
    ),
)

# Something else is under way: the change is sent again once the table has settled.
BUSY = (
    Answer(
        "R1",
        ("update_table", "delete_table", "update_time_to_live", *_TAGGING),
        "ResourceInUseException",
        r"^(?!Table already exists)(?!Global table with name)(?!.*Table is being deleted)",
    ),
    Answer(
        "R5",
        ("update_table",),
        "LimitExceededException",
        r"Only \d+ online index can be created or deleted simultaneously per table",
    ),
    Answer("R17", _ALL, "LimitExceededException", "can be created, updated, or deleted simultaneously"),
    Answer("R17", ("create_table",), "LimitExceededException", "indexed tables that can be created simultaneously"),
    Answer("R53", _TAGGING, "LimitExceededException", "Table tags are being updated"),
    Answer(
        "R54",
        ("update_table",),
        "ThrottlingException",
        r"Deletion protection setting for table .+ modified within the previous \d+ milliseconds",
    ),
    Answer(
        "R41",
        ("update_continuous_backups",),
        "ContinuousBackupsUnavailableException",
        "Backups are being enabled",
    ),
    Answer(
        "R45", _KINESIS, "ValidationException", "^Table is not in a valid state to enable Kinesis Streaming Destination"
    ),
)

# What was wanted may be so already, as after an answer that was lost: the table is read again, and that decides.
SUCCESS_LIKE = (
    Answer("R38", ("delete_table",), "ResourceNotFoundException", "Requested resource not found"),
    Answer("R56", ("delete_table",), "ResourceInUseException", "Table is being deleted"),
    Answer("R14", ("update_time_to_live",), "ValidationException", "TimeToLive is already (enabled|disabled)"),
    Answer("R25", ("update_table",), "ValidationException", "Table already has an enabled stream"),
    Answer("R25", ("update_table",), "ValidationException", "Table has no stream to disable"),
    Answer("R24", ("update_table",), "ValidationException", "The provisioned throughput for the .+ will not change"),
    Answer("R34", ("update_table",), "ValidationException", "Table is already encrypted"),
    Answer(
        "R12",
        ("update_table",),
        "ResourceNotFoundException",
        "Requested resource not found: Index .+ for table",
    ),
    Answer("R5", ("update_table",), "ValidationException", "Attempting to create an index which already exists"),
    Answer("R45", _KINESIS, "ValidationException", "Precision is already set to the desired value"),
)


def known(answers, method, error):
    """(Answer, re.Match) that an AwsError to a call of `method` is an instance of; None where there is none."""
    for answer in answers:
        match = re.search(answer.pattern, error.message, re.DOTALL)
        if match and answer.code == error.code and method in answer.methods:
            return answer, match
    return None
