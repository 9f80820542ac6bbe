# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Being interrupted: by a signal, or because the controller that waits for the result has ended.

When a play is interrupted, Ansible ends its worker process, but not the module: that runs in a session of its own and
gets no signal. The worker was reading the module's standard output, so the end of the worker shows there.
"""

from __future__ import annotations

import select
import signal
import sys

from .errors import Interrupted

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


class Interruption:
    """Whether this process was told to stop. It is checked before every call and during every wait."""

    def __init__(self):
        self.reason = None
        self.output = None

    def listen(self):
        """Take signals, and watch whether standard output is still read, where it is a pipe. For the main thread."""
        for name in SIGNALS:
            signal.signal(getattr(signal, name), self._on_signal)
        self.output = sys.stdout.fileno()

    def _on_signal(self, number, _frame):
        self.reason = f"by {signal.Signals(number).name}"

    def check(self):
        """Raise Interrupted once the process was told to stop."""
        if not self.reason and self.output is not None and _is_closed(self.output):
            self.reason = "because the controller has ended"
        if self.reason:
            raise Interrupted(self.reason)


def _is_closed(output):
    """Whether the other end of a pipe is closed. Threads must not share a poll object."""
    poll = select.poll()
    poll.register(output, 0)  # reports errors and hang-ups alone
    return bool(poll.poll(0))
