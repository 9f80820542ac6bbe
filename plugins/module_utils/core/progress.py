# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a run is doing, as lines for somebody who watches it.

The action plugins name a file in the module's environment, and show on the controller what the module appends to it.
Without this file the module reports nothing. It has no thread for this: it reports when it sends or waits.
"""

from __future__ import annotations

import contextlib
import os
import re
import threading

VARIABLE = "STACKKIT_DYNAMODB_PROGRESS_FILE"
NOTE = "note"  # the first word of a line that the action plugins show only with -v
QUIET = 3.0  # seconds after which the first report is made: a shorter run reports nothing
PAUSE, LONG_PAUSE = 5.0, 15.0  # seconds between two reports; the longer one after a report that was cut
REPEAT = 25.0  # seconds after which a state that lasts is reported again
FRESH = 2.0  # seconds for which a state holds without being confirmed
LINES, NAMES = 5, 3  # in one report; in one line
PERCENTAGE = re.compile(r", \d+ %")


class Progress:
    """The latest state of each resource in each Region, reported when it changes, and repeated while it lasts.

    clock: has time(), in seconds. log(words) records every Change. report(lines) shows lines; None if nobody watches.
    """

    def __init__(self, clock, log=lambda words: None, report=None):
        self._clock, self._log, self._report, self._lock = clock, log, report, threading.Lock()
        self._states = {}
        self._next = clock.time() + QUIET

    def applying(self, name, region, action):
        """Report a Change that is about to be sent."""
        self._log(f"{name} in {region}: {action}")
        self._set(name, region, _State("applying", action, self._clock.time()))

    def waiting(self, name, region, remaining, words):
        """Report what is in progress: at least once a second, while it lasts. remaining: the Changes after it."""
        if not self._report:
            return
        now = self._clock.time()
        before = self._states.get((name, region))
        since = before.since if before and now - before.seen <= REPEAT else now
        self._set(name, region, _State("waiting", words, since, _then(region, remaining)))

    def note(self, words):
        """Report what only somebody who asks for details wants to know: at once, and with -v."""
        self._log(words)
        if self._report:
            self._report([f"{NOTE} {words}"])

    def pacing(self, operation, region, words):
        """Report that calls wait for their turn: at least once a second, while they do."""
        self.waiting(f"{operation} calls", region, [], words)

    def _set(self, name, region, state):
        if not self._report:
            return
        state.seen = now = self._clock.time()
        with self._lock:
            before = self._states.get((name, region))
            if before and before.key == state.key:
                state.told = before.told
            self._states[name, region] = state
            if now >= self._next:
                self._tell(now)

    def _tell(self, now):
        """Report what is new or due. Equal states in a Region are one line."""
        groups = {}
        for (name, region), state in self._states.items():
            if now - state.seen <= FRESH and (state.told is None or now - state.told >= REPEAT):
                then = "" if state.told else state.then
                groups.setdefault((state.verb, region, state.words, then), []).append((name, state.since))
                state.told = now
        lines = [_line(group, members, now) for group, members in list(groups.items())[:LINES]]
        cut = sum(len(members) for members in list(groups.values())[LINES:])
        if cut:
            lines.append(f"waiting {cut} more resources")
        if lines:
            self._next = now + (LONG_PAUSE if cut else PAUSE)
            self._report(lines)


class _State:
    """What happens to one resource in one Region. since, seen, told: when it began, was confirmed, and was reported."""

    def __init__(self, verb, words, since, then=""):
        self.verb, self.words, self.since, self.then = verb, words, since, then
        self.key = (verb, PERCENTAGE.sub("", words))  # a percentage alone is not a new state
        self.seen = self.told = None


def _then(region, remaining):
    """What comes next, in words: first the Changes of this Region."""
    if not remaining:
        return ""
    first = min(remaining, key=lambda change: change.region != region)
    place = "" if first.region == region else f" in {first.region}"
    more = len(remaining) - 1
    return f"; next: {first.summary}{place}" + (f", and {more} more change{'s'[: more > 1]}" if more else "")


def _line(group, members, now):
    verb, region, words, then = group
    names = ", ".join(name for name, _since in members[:NAMES])
    more = f" and {len(members) - NAMES} more" if len(members) > NAMES else ""
    elapsed = f" [{duration(now - min(since for _name, since in members))} elapsed]" if verb == "waiting" else ""
    return f"{verb} {names}{more} in {region}: {words}{elapsed}{then}"


def duration(seconds):
    minutes, seconds = divmod(int(seconds), 60)
    return f"{minutes}m{seconds:02}s" if minutes else f"{seconds}s"


def to_file(path):
    """A report for Progress that appends to an existing file; None without a path. No error ends the run."""

    def report(lines):
        text = "".join(f"{' '.join(line.split())}\n" for line in lines)
        # Not created: nobody reads it if it does not exist. Another user may not be allowed to write to it.
        with contextlib.suppress(OSError):
            file = os.open(path, os.O_WRONLY | os.O_APPEND)
            try:
                os.write(file, text.encode(errors="replace"))
            finally:
                os.close(file)

    return report if path else None
