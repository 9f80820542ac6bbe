# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How AWS writes regions, ARNs, keys and schedules."""

from __future__ import annotations

import re

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.patterns import REGION

__all__ = ["REGION"]

ARN = re.compile(r"arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:.+")
KEY_ID = re.compile(r"(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})")
ALIAS = re.compile(r"alias/[a-zA-Z0-9/_-]+")

_AT = re.compile(r"at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)")
_RATE = re.compile(r"rate\(\d+ (minute|hour|day)s?\)")
_FIELD = re.compile(r"[A-Z0-9*?,/#L-]+")


def schedule_problem(schedule):
    """What is wrong with at(…), rate(…) or cron(…); None where nothing is."""
    text = str(schedule or "")
    if _AT.fullmatch(text) or _RATE.fullmatch(text):
        return None
    if text.startswith("cron(") and text.endswith(")"):
        return _cron_problem(text[5:-1].split())
    return "must be at(…), rate(…) or cron(…)"


def _cron_problem(fields):
    if len(fields) != 6:
        return f"cron takes 6 fields (minute, hour, day of month, month, day of week, year) and has {len(fields)}"
    for field in fields:
        if not _FIELD.fullmatch(field.upper()):
            return f"cron cannot read the field {field}"
    day_of_month, day_of_week = fields[2], fields[4]
    if "?" not in (day_of_month, day_of_week):
        return "cron needs a ? as day of month or as day of week"
    return None
