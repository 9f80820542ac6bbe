# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Schedules: at(), rate() and cron() with its fields (R90, R92)."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import schedule

VALID_CRON = [
    "cron(0 2 ? * * *)",
    "cron(0 5 * * ? *)",
    "cron(0 2 L * ? *)",
    "cron(15,45 0/6 ? * MON-FRI *)",
    "cron(0/15 8-18 ? * MON-FRI *)",
    "cron(0 0 L * ? 2027-2030)",
    "cron(0 0 L-2 * ? *)",
    "cron(0 0 15W jan,jul ? *)",
    "cron(0 0 ? * 6#3 *)",
    "cron(0 0 ? * FRI#3 *)",
    "cron(0 0 ? * 6L *)",
    "cron(*/10 8-17 ? * 2-6/2 *)",
]
INVALID = [
    "",
    None,
    "every day",
    "0 2 ? * * *",
    "rate(0 days)",
    "rate(1 days)",
    "rate(2 day)",
    "rate(1 week)",
    "at(tomorrow)",
    "cron(0 2 ? * *)",
    "cron(0 2 * * * *)",
    "cron(0 2 ? * ? *)",
    "cron(0 2 ? * * ;)",
    "cron(60 2 ? * * *)",
    "cron(0 24 ? * * *)",
    "cron(0 2 32 * ? *)",
    "cron(0 2 ? 13 * *)",
    "cron(0 2 ? * 8 *)",
    "cron(0 2 ? * MOON *)",
    "cron(0 2 ? * * 1900)",
    "cron(0/x 2 ? * * *)",
    "cron(0 1-2-3 ? * * *)",
    "cron(² 2 ? * * *)",
    "cron(0/٣ 2 ? * * *)",
    "rate(1٣ days)",
]


@pytest.mark.parametrize("text", [*VALID_CRON, "rate(1 day)", "rate(5 minutes)", "at(2026-12-24T18:00:00)"])
def test_valid_schedules(text):
    assert schedule.problem(text) is None


@pytest.mark.parametrize("text", INVALID)
def test_invalid_schedules(text):
    assert schedule.problem(text)
    assert schedule.problem(text, [schedule.CRON])


@pytest.mark.parametrize("text", ["rate(1 day)", "at(2027-01-01T00:00:00)"])
def test_a_service_can_accept_cron_only(text):
    assert schedule.problem(text, [schedule.CRON]) == (
        f"{text} is not a valid schedule; it must be cron(minutes hours day-of-month month day-of-week year)"
    )


def test_a_problem_names_the_forms_and_the_field():
    assert schedule.problem("daily") == (
        "daily is not a valid schedule; it must be at(yyyy-mm-ddThh:mm:ss), rate(5 minutes) or"
        " cron(minutes hours day-of-month month day-of-week year)"
    )
    assert schedule.problem("cron(0 2 * * *)").startswith("cron takes 6 fields (minutes, hours, day of month, month")
    assert schedule.problem("cron(0 25 ? * * *)") == "25 is not valid as hours of cron"
