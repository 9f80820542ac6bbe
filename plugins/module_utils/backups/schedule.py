# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whether a schedule of AWS Backup is one: a cron expression of six fields (R92)."""

from __future__ import annotations

import re

MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
DAYS = "SUN MON TUE WED THU FRI SAT".split()
# name, lowest, highest, names of the values from the lowest on, other things that may stand there
FIELDS = (
    ("minutes", 0, 59, (), r"\*"),
    ("hours", 0, 23, (), r"\*"),
    ("day of month", 1, 31, (), r"\*|\?|L|LW|\d+W"),
    ("month", 1, 12, MONTHS, r"\*"),
    ("day of week", 1, 7, DAYS, r"\*|\?|L|[1-7]L|[1-7]#[1-5]"),
    ("year", 1970, 2199, (), r"\*"),
)


def fault(schedule):
    """What is wrong with it, in words; None where nothing is."""
    match = re.fullmatch(r"cron\((.*)\)", schedule)
    fields = match[1].split() if match else []
    if len(fields) != len(FIELDS):
        form = "cron(minutes hours day-of-month month day-of-week year)"
        return f"{schedule} is no schedule of AWS Backup, which takes {form}"
    for field, (name, lowest, highest, names, others) in zip(fields, FIELDS):
        if not all(_is_part(part, lowest, highest, names, others) for part in field.split(",")):
            return f"{field} is no {name} of a schedule"
    if (fields[2] == "?") == (fields[4] == "?"):
        return f"in {schedule} exactly one of day of month and day of week must be ?"
    return None


def _is_part(part, lowest, highest, names, others):
    part = part.upper()
    if re.fullmatch(others, part):
        return True
    span, slash, step = part.partition("/")
    if slash and not (step.isdigit() and int(step) > 0):
        return False
    if slash and span == "*":
        return True
    ends = [_number(end, lowest, names) for end in span.split("-")]
    return len(ends) <= 2 and all(end is not None and lowest <= end <= highest for end in ends)


def _number(text, lowest, names):
    if text in names:
        return list(names).index(text) + lowest
    return int(text) if text.isdigit() else None
