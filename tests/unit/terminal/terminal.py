# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plays at a real terminal, and control requests to the simulator that they use."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import re
import struct
import termios
import time
import urllib.request

import simulated

PATIENCE = 60  # seconds
# What an operator watches with: what Ansible prints by itself, and in addition the callback of the collection.
CALLBACKS = {"default": {}, "plan": {"ANSIBLE_CALLBACKS_ENABLED": "stackkit.dynamodb.plan"}}
COLORS = re.compile(r"\x1b\[[\d;]*m")


def request(environment, path, **body):
    url = f"{environment['AWS_ENDPOINT_URL']}/_simulator/{path}"
    data = json.dumps(body).encode() if body else None
    with urllib.request.urlopen(urllib.request.Request(url, data)) as answer:
        return json.loads(answer.read() or b"null")


def operations(environment, *, write=False):
    return [call["operation"] for call in request(environment, "log")["log"] if call["write"] or not write]


def wait_for(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


class Play:
    """A running ansible-playbook at a terminal of its own, of so many columns."""

    def __init__(self, environment, playbook, *options, columns=120):
        command = [str(part) for part in simulated.ansible_playbook(str(playbook), *options)]
        environment = {name: value for name, value in environment.items() if name != "COLUMNS"}  # of pytest's workers
        self._printed, self.ended = b"", False
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
            os.execvpe(command[0], command, environment)
        os.set_blocking(self._terminal, False)

    def type(self, keys):
        os.write(self._terminal, keys)

    def _read(self):
        """Read what it has printed: it would wait for a reader."""
        with contextlib.suppress(OSError):
            while chunk := os.read(self._terminal, 65536):
                self._printed += chunk

    @property
    def printed(self):
        """What it has printed, without colors."""
        self._read()
        return COLORS.sub("", self._printed.decode(errors="replace")).replace("\r\n", "\n")

    def has_ended(self):
        self._read()
        if not self.ended and os.waitpid(self._pid, os.WNOHANG)[0] == self._pid:
            self.ended = True
        return self.ended

    def wait_for(self, *words):
        """Wait until it has printed all of these."""
        wait_for(lambda: all(word in self.printed for word in words) or self.has_ended())
        assert all(word in self.printed for word in words), self.printed

    def close(self):
        wait_for(self.has_ended)
        os.close(self._terminal)


def printed(environment, playbook, *options, columns=120):
    """What a play prints at a terminal until it ends."""
    play = Play(environment, playbook, *options, columns=columns)
    play.close()
    return play.printed
