# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Ctrl-C at a real terminal stops a play and its module, as the log of the simulator shows."""

from __future__ import annotations

import time

import simulated
from ansible_collections.stackkit.dynamodb.tests.unit.terminal.terminal import Play, operations, request, wait_for

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


def test_ctrl_c_stops_the_module_while_it_shows_progress(tmp_path):
    (tmp_path / "play.yml").write_text(PLAY)
    with simulated.simulator("--speed", "20") as environment:
        play = Play(environment, tmp_path / "play.yml")
        wait_for(lambda: operations(environment, write=True).count("UpdateTable") == 2)
        play.wait_for("waiting: [localhost] => ", "index by-mail is CREATING")
        play.type(b"\x03")
        play.close()
        assert "Traceback" not in play.printed
        # ansible-core 2.17 ends the play with the failed result of the module, newer versions without a result.
        assert "PLAY RECAP" not in play.printed or "failed=1" in play.printed
        time.sleep(1.5)  # the module notices it within a second
        request(environment, "clock", advance=3600)  # the index is ACTIVE, and AWS would accept the next
        before = operations(environment)
        time.sleep(4)
        assert operations(environment) == before
        assert sorted(operations(environment, write=True)) == ["CreateTable"] * 2 + ["UpdateTable"] * 2
