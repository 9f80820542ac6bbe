# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Changes that a rate limit of AWS defers: their earliest time, and waiting for it."""

from __future__ import annotations

from datetime import datetime, timezone

from .errors import PAGES

POLL = 300  # seconds between two attempts if AWS does not return the time
_ISO = "%Y-%m-%dT%H:%M:%SZ"
# The forms of the times in AWS's messages (docs/rules.md).
_FORMS = (
    _ISO,
    "%Y-%m-%dT%H:%M:%S.%fZ",
    "%a %b %d %H:%M:%S UTC %Y",
    "%A, %B %d, %Y %I:%M:%S %p UTC",
    "%A, %B %d, %Y at %I:%M:%S %p Coordinated Universal Time",
)


def iso(seconds):
    """A time in seconds as text."""
    return datetime.fromtimestamp(seconds, timezone.utc).strftime(_ISO)


def as_iso(words):
    """A time in AWS's words in the form of iso(); in AWS's words if its form is not known; None for None."""
    seconds = _seconds(words)
    return words if seconds is None else iso(seconds)


def in_words(entry, is_pending="is pending"):
    """An entry of `pending` as sentences, with the page of the rule if the reason cites one."""
    page = f" {PAGES}rules.md describes the rule." if "(R" in entry["reason"] else ""
    return f"{entry['path']} {is_pending}. {reason_in_words(entry)}{page}"


def reason_in_words(entry):
    """Why something is pending, and from when AWS accepts it, if that is known."""
    return entry["reason"] + (f" Earliest: {entry['earliest']}." if entry["earliest"] else "")


def predict(item, run):
    """Predict in check mode what AWS will defer: as pending if it is certain, otherwise as a warning."""
    now = run.aws.clock.time()
    for one in item.plan.pending:
        earliest = (one.since.timestamp() if one.since else now) + one.seconds
        entry = {"path": one.path, "reason": one.reason, "earliest": iso(earliest)}
        if one.since is None:
            item.pending.append(entry)
        elif earliest > now:
            item.plan.warnings.append(in_words(entry, "may become pending"))


def wait(item, run):
    """Wait until AWS may accept a deferred Change -> whether that is before the deadline of the run."""
    now, remaining = run.aws.clock.time(), run.deadline.remaining()
    known = [seconds - now for seconds in (_seconds(entry["earliest"]) for entry in item.pending) if seconds]
    known = [seconds for seconds in known if seconds > 0]
    pause = min(known) + 1 if known else min(POLL, remaining)
    if remaining <= 0 or pause > remaining:
        return False
    paths = ", ".join(dict.fromkeys(entry["path"] for entry in item.pending))
    until = f" until {iso(now + pause)}" if known else ""
    run.sleep(item, item.region, pause, f"for AWS's rate limits{until}: {paths}")
    return True


def _seconds(words):
    for form in _FORMS if words else ():
        try:
            return datetime.strptime(words, form).replace(tzinfo=timezone.utc).timestamp()
        except ValueError:
            continue
    return None
