# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Threads for reading: a pool for each kind of call, so that a kind that waits for its turn delays no other."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from .client import READERS


class Pools(ExitStack):
    """Pools of so many threads by the kind of call, each created when it is needed.

    The end of the context waits for all calls; those that have not begun are not made if the context fails.
    """

    def __init__(self, threads=READERS):
        super().__init__()
        self._threads = threads
        self._by_kind, self._lock, self._failed = {}, threading.Lock(), False

    def __exit__(self, kind, *error):
        self._failed = kind is not None
        return super().__exit__(kind, *error)

    def submit(self, kind, function, *arguments):
        """Call function(*arguments) in a thread for this kind of call -> a Future."""
        with self._lock:
            if kind not in self._by_kind:
                self._by_kind[kind] = self.enter_context(ThreadPoolExecutor(self._threads))
        return self._by_kind[kind].submit(self._call, function, *arguments)

    def _call(self, function, *arguments):
        return None if self._failed else function(*arguments)
