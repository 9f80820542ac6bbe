# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Ctrl-C at a real terminal stops a play and its module, as the log of the simulator shows."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import time
import urllib.request

import simulated

PLAY = """
- hosts: localhost
  connection: local
  gather_facts: false
  vars:
    keys: {hash_key: id, attributes: [{name: id, type: S}, {name: mail, type: S}, {name: day, type: S}]}
    indexes:
      global_secondary_indexes: [{name: by-mail, hash_key: mail}, {name: by-day, hash_key: day}]
      tags: {never: reached}
  tasks:
    - name: Create two tables
      stackkit.dynamodb.dynamodb_stackkit:
        tables: "{{ [keys | combine({'name': 'orders'}), keys | combine({'name': 'users'})] }}"
    - name: Create two indexes of each, one after the other
      stackkit.dynamodb.dynamodb_stackkit:
        tables: "{{ [keys | combine(indexes, {'name': 'orders'}), keys | combine(indexes, {'name': 'users'})] }}"
"""
PATIENCE = 60  # seconds


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


def test_ctrl_c_stops_the_module(tmp_path):
    (tmp_path / "play.yml").write_text(PLAY)
    with simulated.simulator("--speed", "20") as environment:
        command = [str(part) for part in simulated.ansible_playbook(str(tmp_path / "play.yml"))]
        pid, terminal = pty.fork()
        if pid == 0:
            os.execvpe(command[0], command, environment)
        wait_for(lambda: operations(environment, write=True).count("UpdateTable") == 2)
        os.write(terminal, b"\x03")
        ended = []
        wait_for(lambda: _ended(pid, terminal, ended))
        time.sleep(1.5)  # the module notices it within a second
        request(environment, "clock", advance=3600)  # the index is ACTIVE, and AWS would accept the next
        before = operations(environment)
        time.sleep(4)
        assert operations(environment) == before
        assert sorted(operations(environment, write=True)) == ["CreateTable"] * 2 + ["UpdateTable"] * 2


def _ended(pid, terminal, ended):
    """Whether the process has ended. What it prints is read, or it would wait for a reader."""
    os.set_blocking(terminal, False)
    with contextlib.suppress(OSError):
        os.read(terminal, 65536)
    if not ended and os.waitpid(pid, os.WNOHANG)[0] == pid:
        ended.append(pid)
    return bool(ended)
