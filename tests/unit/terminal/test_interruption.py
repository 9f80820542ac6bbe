# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Ctrl-C at a real terminal stops a play and its module, as the log of the simulator shows."""

from __future__ import annotations

import time

import simulated
from ansible_collections.stackkit.dynamodb.tests.unit.terminal.terminal import (
    CALLBACKS,
    Play,
    operations,
    request,
    wait_for,
)

PLAY = """
- hosts: localhost
  connection: local
  gather_facts: false
  vars:
    keys: {hash_key: id, attributes: [{name: id, type: S}, {name: mail, type: S}, {name: day, type: S}]}
    indexes:
      global_secondary_indexes: [{name: by-mail, hash_key: mail}, {name: by-day, hash_key: day}]
      tags: {never: reached}
    orders: {name: "{{ watching }}-orders"}
    users: {name: "{{ watching }}-users"}
  tasks:
    - name: Create two tables
      stackkit.dynamodb.dynamodb_stackkit:
        tables: "{{ [keys | combine(orders), keys | combine(users)] }}"
    - name: Create two indexes of each, one after the other
      stackkit.dynamodb.dynamodb_stackkit:
        tables: "{{ [keys | combine(indexes, orders), keys | combine(indexes, users)] }}"
"""


def test_ctrl_c_stops_the_module_while_it_shows_progress(tmp_path):
    """With each callback, at the same time."""
    (tmp_path / "play.yml").write_text(PLAY)
    with simulated.simulator("--speed", "20") as environment:
        plays = [
            Play({**environment, **callback}, tmp_path / "play.yml", "-e", f"watching={watching}")
            for watching, callback in CALLBACKS.items()
        ]
        wait_for(lambda: operations(environment, write=True).count("UpdateTable") == 4)
        for play in plays:
            play.wait_for("waiting: [localhost] => ", "index by-mail is CREATING")
        for play in plays:
            play.type(b"\x03")
        for play in plays:
            play.close()
            assert "Traceback" not in play.printed
            # ansible-core 2.17 ends the play with the failed result of the module, newer versions without a result.
            assert "PLAY RECAP" not in play.printed or "failed=1" in play.printed
        time.sleep(1.5)  # the module notices it within a second
        request(environment, "clock", advance=3600)  # the index is ACTIVE, and AWS would accept the next
        before = operations(environment)
        time.sleep(4)
        assert operations(environment) == before
        assert sorted(operations(environment, write=True)) == ["CreateTable"] * 4 + ["UpdateTable"] * 4
