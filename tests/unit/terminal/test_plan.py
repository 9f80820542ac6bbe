# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What ansible-playbook prints of a plan and of what is pending: with --diff, and with the callback `plan`."""

from __future__ import annotations

import json
import re
import subprocess
from itertools import takewhile

import module_server
import pytest
import simulated
from ansible_collections.stackkit.dynamodb.tests.unit.terminal.terminal import CALLBACKS, printed, request

PLAY = """
- hosts: all
  connection: local
  gather_facts: false
  strategy: ansible.builtin.free
  tasks:
    - name: Manage the table
      stackkit.dynamodb.dynamodb_stackkit:
        name: "{{ inventory_hostname[:4] }}-orders"
        hash_key: id
        attributes: [{name: id, type: S}, {name: mail, type: S}]
        global_secondary_indexes: "{{ indexes | default([]) }}"
        tags: {team: "{{ team }}"}
        ttl: {enabled: true, attribute_name: "{{ attribute }}"}
"""
HOSTS = {"test": "test", "prod-\u00fc%s{}": "prod"}  # {host: the start of its table's name}
BEFORE = {"team": "web", "attribute": "old", "indexes": [{"name": "by-mail", "hash_key": "mail"}]}
TEAM = "sh\u00f6p @ 1/2"
EDIT = {"team": TEAM, "attribute": "new"}
PENDING = (
    "Cannot enable TTL on attribute new yet: AWS accepts one TTL change per hour (R13). Until then, no item expires."
)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """The environment of a simulator with a table for each of two hosts, and the playbook."""
    playbook = tmp_path_factory.mktemp("plan") / "play.yml"
    playbook.write_text(PLAY)
    with simulated.simulator("--speed", "60") as environment, module_server.module_server() as server:
        environment |= server
        played = without_terminal(environment, playbook, *options(BEFORE))
        assert played.returncode == 0, played.stdout
        request(environment, "clock", advance=3600)
        yield environment, playbook


def options(variables):
    return "-i", f"{','.join(HOSTS)},", "-e", json.dumps(variables)


def without_terminal(environment, playbook, *more):
    command = [str(part) for part in simulated.ansible_playbook(str(playbook), *more)]
    return subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


def blocks(text, table):
    """The indented lines below each heading of a table."""
    parts = text.split(f"{table} in eu-west-1\n")[1:]
    return [list(takewhile(lambda line: line.startswith("  "), part.splitlines())) for part in parts]


def words(lines):
    return " ".join(" ".join(lines).split())


@pytest.mark.parametrize("watching", CALLBACKS)
def test_the_plan_and_what_will_be_pending(world, watching):
    """In a narrow terminal, where no line is longer and the signs stay in their columns."""
    environment, playbook = world
    text = printed({**environment, **CALLBACKS[watching]}, playbook, *options(EDIT), "--check", "--diff", columns=40)
    assert "ttl is pending" in text and "before" not in text
    for host, name in HOSTS.items():
        found = blocks(text, f"{name}-orders")
        assert len(found) == 1 + (watching == "plan")
        for lines, indent in zip(found, ("", "  "), strict=False):
            place = lines.index(f"{indent}  ~ tag with team={TEAM}")
            assert lines[place + 1] == f"{indent}        tags.team: web -> {TEAM}"
            assert f"{indent}  - disable TTL on attribute old" in lines
            assert f"\u2026 ttl: {PENDING}" in words(lines)
            assert max(map(len, lines)) <= 40
        assert (f"\n{host}:\n  {name}-orders in eu-west-1\n" in text) == (watching == "plan")
    assert "? index by-mail: not declared, left unchanged" in words(found[0])
    assert ("\nPlan: 0 to create, 2 to update, 2 to delete, 2 pending." in text) == (watching == "plan")


@pytest.mark.parametrize(
    "settings",
    [
        {"ANSIBLE_CALLBACK_RESULT_FORMAT": "json", "ANSIBLE_VERBOSITY": "4"},
        {"ANSIBLE_CALLBACK_RESULT_FORMAT": "yaml", "ANSIBLE_STDOUT_CALLBACK": "minimal"},
    ],
    ids=["json, -vvvv", "another callback"],
)
def test_the_callback_without_a_terminal(world, tmp_path, settings):
    """The log file has what is printed. The first host of the free strategy is not always the same."""
    environment, playbook = world
    environment = {**environment, **CALLBACKS["plan"], **settings, "ANSIBLE_LOG_PATH": str(tmp_path / "log")}
    shown = without_terminal(environment, playbook, *options(EDIT), "--check", "--diff").stdout
    log = re.sub(r"(?m)^[\d-]+ [\d:,]+ p=.*?\| ", "", (tmp_path / "log").read_text(encoding="utf-8"))
    for host, name in HOSTS.items():
        block = (
            f"\n{host}:\n  {name}-orders in eu-west-1\n    - disable TTL on attribute old\n    ~ tag with team={TEAM}\n"
        )
        assert block in shown[shown.index("\nPLAN ***") :]
        assert block in log
    assert "\nPlan: 0 to create, 2 to update, " in shown


def test_an_unknown_result_format_is_an_error_of_ansible(world):
    environment, playbook = world
    settings = {**CALLBACKS["plan"], "ANSIBLE_CALLBACK_RESULT_FORMAT": "xml"}
    played = without_terminal({**environment, **settings}, playbook, *options(EDIT))
    assert played.returncode != 0
    assert "result_format" in played.stderr and "Traceback" not in played.stderr


def test_the_callback_says_in_a_line_that_nothing_changes(world):
    environment, playbook = world
    text = without_terminal({**environment, **CALLBACKS["plan"]}, playbook, *options(BEFORE)).stdout
    assert text.rstrip().endswith("No changes: everything declared is as declared.")
    assert "CHANGES" not in text


# Last, because it changes the tables.
@pytest.mark.parametrize("watching", CALLBACKS)
def test_what_a_run_changed_and_what_is_pending(world, watching):
    environment, playbook = world
    variables = {**EDIT, "team": f"run by {watching}"}
    text = printed({**environment, **CALLBACKS[watching]}, playbook, *options(variables))
    for host, name in HOSTS.items():
        assert f"changed: [{host}]" in text
        assert f"{name}-orders: ttl is pending. {PENDING} Run the task again later." in words([text])
        for lines in blocks(text, f"{name}-orders"):
            assert f"    ~ tag with team=run by {watching}" in lines and f"\u2026 ttl: {PENDING}" in words(lines)
    assert ("\nCHANGES ***" in text) == (watching == "plan")
    assert (", 2 pending." in text) == (watching == "plan")
