# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Waiting: one deadline for a whole run, and one loop that reads until nothing is in progress."""

from __future__ import annotations

from .errors import TimedOut

FIRST_PAUSE, MAX_PAUSE = 0.1, 10.0  # seconds between two attempts
MAX_SLEEP = 1.0  # seconds between two checks for an interruption
LONGEST_WAIT = 10**9  # seconds; a clock cannot add any number


class Deadline:
    """The time limit of a run, in seconds, shared by all of its waits. option: the option that sets it, if any.

    clock has time(), in seconds, and sleep(seconds). interruption.check() ends a wait. pace: the Pace of the run, whose
    waits do not count; None for a run without one.
    """

    def __init__(self, seconds, clock, interruption, option="wait_timeout", pace=None):
        self.seconds, self._clock, self._interruption, self._option = seconds, clock, interruption, option
        self._end, self._pace = clock.time() + seconds, pace

    def remaining(self):
        return self._end + (self._pace.seconds if self._pace else 0) - self._clock.time()

    def sleep(self, seconds, waiting_for, cause=None, report=lambda words: None):
        """Sleep, at most until the deadline. cause: the AwsError that made the run wait, if any. Raises TimedOut.

        report(waiting_for) is called at least once a second.
        """
        remaining = self.remaining()
        if remaining <= 0:
            raise TimedOut(waiting_for, self.seconds, self._option, cause)
        pause = min(seconds, remaining)
        while pause > 0:
            self._interruption.check()
            report(waiting_for)
            self._clock.sleep(min(pause, MAX_SLEEP))
            pause -= MAX_SLEEP
        self._interruption.check()


def pauses():
    """Yield the seconds to wait before each further attempt."""
    pause = FIRST_PAUSE
    while True:
        yield pause
        pause = min(pause * 2, MAX_PAUSE)


def wait_until(read, in_progress, sleep):
    """Read until in_progress(answer), which says in words what is in progress, is empty -> the last answer.

    sleep(seconds, waiting_for): that of a Deadline, or of a Run for one resource.
    """
    for pause in pauses():
        answer = read()
        waiting_for = in_progress(answer)
        if not waiting_for:
            return answer
        sleep(pause, waiting_for)
