# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What ansible-playbook prints of a plan: with --diff, and with the callback `plan`."""

from __future__ import annotations

import subprocess

import pytest
import simulated

PLAY = """
- hosts: all
  connection: local
  gather_facts: false
  strategy: ansible.builtin.free
  tasks:
    - name: Manage the table
      stackkit.dynamodb.dynamodb_stackkit:
        name: "{{ inventory_hostname }}-orders"
        hash_key: id
        attributes: [{name: id, type: S}]
        tags: {team: "{{ team }}"}
"""
CALLBACK = {"ANSIBLE_CALLBACKS_ENABLED": "stackkit.dynamodb.plan"}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """The environment of a simulator with a table for each of two hosts, and the playbook."""
    playbook = tmp_path_factory.mktemp("plan") / "play.yml"
    playbook.write_text(PLAY)
    with simulated.simulator() as environment:
        played = play(environment, playbook, "-e", "team=web")
        assert played.returncode == 0, played.stdout
        yield environment, playbook


def play(environment, playbook, *more):
    command = [str(part) for part in simulated.ansible_playbook(str(playbook), "-i", "dev,prod,", *more)]
    return subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


def test_diff_prints_the_plan_without_any_callback(world):
    environment, playbook = world
    printed = play(environment, playbook, "-e", "team=shop", "--check", "--diff").stdout
    for host in ("dev", "prod"):
        block = f"{host}-orders in eu-west-1\n  ~ tag with team=shop\n        tags.team: web -> shop\n"
        assert block in printed
    assert "before" not in printed and "PLAN" not in printed


@pytest.mark.parametrize(
    "options", [{}, {"ANSIBLE_CALLBACK_RESULT_FORMAT": "json", "ANSIBLE_VERBOSITY": "4"}], ids=["", "json, -vvvv"]
)
def test_the_callback_shows_the_plan_of_all_hosts(world, options):
    environment, playbook = world
    printed = play({**environment, **CALLBACK, **options}, playbook, "-e", "team=shop", "--check").stdout
    plan = printed[printed.index("\nPLAN **") :]
    for host in ("dev", "prod"):
        assert f"{host}:\n  {host}-orders in eu-west-1\n    ~ tag with team=shop\n" in plan
    assert "\nPlan: 0 to create, 2 to update, 0 to delete." in plan


def test_the_callback_says_in_a_line_that_nothing_changes(world):
    environment, playbook = world
    printed = play({**environment, **CALLBACK}, playbook, "-e", "team=web").stdout
    assert printed.rstrip().endswith("No changes: everything declared is as declared.")
    assert "CHANGES" not in printed
