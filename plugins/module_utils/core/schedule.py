# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Checking schedule expressions of AWS: at(), rate() and cron(). Cheap to import: the roles use it too."""

from __future__ import annotations

import re

CRON = "cron(minutes hours day-of-month month day-of-week year)"
# {form, as a message shows it: pattern of the whole expression}
FORMS = {
    "at(yyyy-mm-ddThh:mm:ss)": re.compile(r"at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)", re.ASCII),
    "rate(5 minutes)": re.compile(r"rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)", re.ASCII),
    CRON: re.compile(r"cron\((.*)\)"),
}
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
DAYS = "SUN MON TUE WED THU FRI SAT".split()
_DAY = rf"([1-7]|{'|'.join(DAYS)})"
# name, lowest, highest, names of the values from the lowest on, other values that the field accepts
FIELDS = (
    ("minutes", 0, 59, (), r"\*"),
    ("hours", 0, 23, (), r"\*"),
    ("day of month", 1, 31, (), r"\*|\?|L|L-\d+|LW|\d+W"),
    ("month", 1, 12, MONTHS, r"\*"),
    ("day of week", 1, 7, DAYS, rf"\*|\?|L|{_DAY}L|{_DAY}#[1-5]"),
    ("year", 1970, 2199, (), r"\*"),
)


def problem(schedule, forms=tuple(FORMS)):
    """What is wrong with a schedule, in words; None if it is valid (R90, R92)."""
    text = str(schedule or "")
    for form in forms:
        match = FORMS[form].fullmatch(text)
        if match:
            return _cron_problem(match[1].split()) if form == CRON else None
    *others, last = forms
    return f"{text} is not a valid schedule; it must be {', '.join(others)}{' or ' if others else ''}{last}"


def _cron_problem(fields):
    if len(fields) != len(FIELDS):
        return f"cron takes 6 fields ({', '.join(field[0] for field in FIELDS)}), and {len(fields)} are given"
    for field, (name, lowest, highest, names, others) in zip(fields, FIELDS):
        if not all(_is_part(part.upper(), lowest, highest, names, others) for part in field.split(",")):
            return f"{field} is not valid as {name} of cron"
    if (fields[2] == "?") == (fields[4] == "?"):
        return "cron requires ? for exactly one of day of month and day of week"
    return None


def _is_part(part, lowest, highest, names, others):
    if re.fullmatch(others, part):
        return True
    span, slash, step = part.partition("/")
    if slash and (_number(step, 0, ()) or 0) <= 0:
        return False
    if slash and span == "*":
        return True
    ends = [_number(end, lowest, names) for end in span.split("-")]
    return len(ends) <= 2 and all(end is not None and lowest <= end <= highest for end in ends)


def _number(text, lowest, names):
    if text in names:
        return list(names).index(text) + lowest
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None
