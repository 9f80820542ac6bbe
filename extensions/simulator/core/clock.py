# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import threading
import time

# 2026-01-01T00:00:00Z. A fixed start makes runs reproducible.
EPOCH = 1767225600.0


class VirtualClock:
    """A clock that advances only when `sleep` is called; seconds since 1970."""

    def __init__(self, start: float = EPOCH):
        self._now = start
        self._lock = threading.Lock()

    def now(self) -> float:
        return self._now

    def sleep(self, seconds: float) -> None:
        with self._lock:  # several threads sleep, and time must not run backwards for one of them
            self._now += max(0.0, seconds)

    advance = sleep

    def set(self, now: float) -> None:
        """Go to a time, which may be an earlier one."""
        self._now = now


class RealClock:
    """The system clock, `speed` times faster; `sleep` takes simulated seconds."""

    def __init__(self, speed: float = 1.0):
        self._speed = speed
        self._wall = time.time()
        self._started = time.monotonic()
        self._skipped = 0.0

    def now(self) -> float:
        return self._wall + self._skipped + (time.monotonic() - self._started) * self._speed

    def sleep(self, seconds: float) -> None:
        time.sleep(max(0.0, seconds) / self._speed)

    def advance(self, seconds: float) -> None:
        """Jump ahead without waiting."""
        self._skipped += seconds
