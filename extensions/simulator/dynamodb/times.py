# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from datetime import UTC, datetime


def day(seconds: float) -> str:
    """Return the UTC day of a time."""
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def midnight_after(seconds: float) -> float:
    return (seconds // 86400 + 1) * 86400


def iso(seconds: float) -> str:
    """Format as 2026-10-09T23:23:37.938, as in AWS's messages and stream labels."""
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}"


def long_form(seconds: float) -> str:
    """Format as Friday, October 9, 2026 at 1:21:34 AM Coordinated Universal Time."""
    moment = datetime.fromtimestamp(seconds, UTC)
    hour = moment.hour % 12 or 12
    return moment.strftime(f"%A, %B {moment.day}, %Y at {hour}:%M:%S %p Coordinated Universal Time")


def java_form(seconds: float) -> str:
    """Format as Sat Feb 23 03:07:45 UTC 2019."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%a %b %d %H:%M:%S UTC %Y")
