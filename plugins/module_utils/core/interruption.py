# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Interruption of a run, by a signal or by the end of the controller.

When a play is interrupted, Ansible ends its worker process, but not the module, which runs in a separate session and
gets no signal. The module notices that the worker has ended, because nobody reads its standard output.
"""

from __future__ import annotations

import select
import signal
import sys

from .errors import Interrupted

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


class Interruption:
    """Whether the run is interrupted. It is checked before every call and during every wait."""

    def __init__(self):
        self.reason = None
        self.output = None

    def listen(self):
        """Handle signals, and watch whether a pipe on standard output is still read. Only for the main thread."""
        for name in SIGNALS:
            signal.signal(getattr(signal, name), self._on_signal)
        self.output = sys.stdout.fileno()

    def _on_signal(self, number, _frame):
        self.reason = f"by {signal.Signals(number).name}"

    def check(self):
        """Raise Interrupted if the run is interrupted."""
        if not self.reason and self.output is not None and _is_closed(self.output):
            self.reason = "because the controller has ended"
        if self.reason:
            raise Interrupted(self.reason)


def _is_closed(output):
    """Whether the other end of a pipe is closed."""
    poll = select.poll()  # threads must not share it
    poll.register(output, 0)  # reports only errors and hang-ups
    return bool(poll.poll(0))
