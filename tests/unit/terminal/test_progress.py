# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The progress of a module at a real terminal, while the simulator takes its time."""

from __future__ import annotations

import re

import module_server
import simulated
from ansible_collections.stackkit.dynamodb.tests.unit.terminal.terminal import CALLBACKS, Play, request

TABLE = """
- hosts: all
  connection: local
  gather_facts: false
  tasks:
    - name: Manage a table
      stackkit.dynamodb.dynamodb_stackkit:
        name: "{{ inventory_hostname }}-{{ item }}"
        hash_key: id
        attributes: [{name: id, type: S}]
        tags: {team: web}
      loop: "{{ [1, 2] if inventory_hostname == 'loop' else [1] }}"
      register: it
      until: it is changed
      delegate_to: "{{ 'localhost' if inventory_hostname == 'delegated' else omit }}"
      no_log: "{{ inventory_hostname == 'hidden' }}"
      async: "{{ 60 if inventory_hostname == 'background' else 0 }}"
      poll: 1
      check_mode: "{{ inventory_hostname == 'preview' }}"
"""
STACK = """
- hosts: localhost
  connection: local
  gather_facts: false
  vars:
    table: &table
      name: "orders-{{ watching }}"
      hash_key: id
      attributes: [{name: id, type: S}, {name: mail, type: S}]
      stream: {enabled: true, view_type: NEW_AND_OLD_IMAGES}
  tasks:
    - name: Create the table
      stackkit.dynamodb.dynamodb_stackkit: *table
    - name: Add an index and a replica
      stackkit.dynamodb.dynamodb_stackkit:
        <<: *table
        global_secondary_indexes: [{name: by-mail, hash_key: mail}]
        replicas: [{region: us-east-1}]
"""
LINE = re.compile(r"^waiting: .*$", re.MULTILINE)


def test_a_slow_index_and_a_slow_replica(tmp_path):
    """With each callback, at the same time. The simulator's clock advances when a line was printed."""
    (tmp_path / "play.yml").write_text(STACK)
    with simulated.simulator("--speed", "4") as environment:
        plays = {
            watching: Play({**environment, **callback}, tmp_path / "play.yml", "-e", f"watching={watching}")
            for watching, callback in CALLBACKS.items()
        }

        def wait_for(words):
            for watching, play in plays.items():
                play.wait_for(f"waiting: [localhost] => orders-{watching} in eu-west-1: {words} [")

        wait_for("index by-mail is CREATING")
        for play in plays.values():
            play.wait_for("; next: add a replica in us-east-1\n")
        request(environment, "clock", advance=40)
        wait_for("index by-mail is CREATING, backfilling")
        request(environment, "clock", advance=480)
        wait_for("the replica in us-east-1 is CREATING")
        for play in plays.values():
            play.close()
            assert "changed: [localhost]\n\nPLAY RECAP" in play.printed
        assert "CHANGES" not in plays["default"].printed
        assert "\nChanges: 3 created, 0 updated, 0 deleted." in plays["plan"].printed


def test_who_shows_progress(tmp_path):
    """With -v, and in forks of another process. Neither a loop nor another host hides it; no_log and async do."""
    (tmp_path / "play.yml").write_text(TABLE)
    hosts = "shop,loop,delegated,hidden,background,preview,"
    with simulated.simulator("--speed", "1.2") as environment, module_server.module_server() as server:
        play = Play({**environment, **server}, tmp_path / "play.yml", "-v", "-i", hosts, "-f", "6")
        play.close()
        told = [re.sub(r"\d+s", "Ns", line) for line in LINE.findall(play.printed)]
        assert sorted(told) == [
            f"waiting: [{host}] => {table} in eu-west-1: the table is CREATING [Ns elapsed]"
            for host, table in [
                ("delegated -> localhost", "delegated-1"),
                ("loop", "loop-1"),
                ("loop", "loop-2"),
                ("shop", "shop-1"),
            ]
        ]
        assert re.findall(r"ok=1 +changed=1", play.printed) == ["ok=1    changed=1"] * 6
