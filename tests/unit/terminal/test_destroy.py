# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""destroy.yml at a terminal: it shows the plan, asks once, and deletes only for the right words."""

from __future__ import annotations

import time

import module_server
import pytest
import simulated
from ansible_collections.stackkit.dynamodb.tests.unit.clients import table_names
from ansible_collections.stackkit.dynamodb.tests.unit.terminal.terminal import CALLBACKS, Play, wait_for

HOST = """
stacks:
  hosts:
    shop-dev:
      stack_project_name: shop
      stack_environment: dev
      stack_hash_key: id
      stack_attributes: [{name: id, type: S}]
      stack_tables: [{table_name: orders}, {table_name: users}]
"""
SKIPPED = "--skip-tags=stackkit_key,stackkit_alarms,stackkit_backup,stackkit_access"
QUESTION = "To confirm it, enter:"
ANSWERED = "Fail if the deletion is not confirmed"


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """A simulator, and an inventory that declares two tables."""
    inventory = tmp_path_factory.mktemp("inventory") / "hosts.yml"
    inventory.write_text(HOST)
    with simulated.simulator() as environment, module_server.module_server() as server:
        yield {**environment, **server, "ANSIBLE_INVENTORY": str(inventory)}


def at_terminal(environment, playbook, *options, answer=None):
    """What a play prints at a terminal, in which `answer` is entered when it asks."""
    play = Play(environment, simulated.REPO / "playbooks" / playbook, SKIPPED, *options, columns=40)
    if answer:
        play.wait_for(QUESTION)
        # Ansible discards what is entered before it reads, which is a moment after it has asked: enter it again.
        wait_for(lambda: _has_answered(play, answer))
    play.close()
    return play.printed


def _has_answered(play, answer):
    play.type(f"{answer}\r".encode())
    time.sleep(1)
    return ANSWERED in play.printed or play.has_ended()


def test_it_shows_the_plan_asks_once_and_deletes_only_for_the_right_words(environment):
    at_terminal(environment, "site.yml")
    both = ["shop-dev-orders", "shop-dev-users"]
    assert table_names(environment) == both

    shown = at_terminal(environment, "destroy.yml", answer="yes")
    assert shown.index("- delete the table") < shown.index("To confirm it, enter: delete 2 tables")
    assert "Nothing was deleted" in shown and table_names(environment) == both

    for watching, name in zip(CALLBACKS, both, strict=True):
        watched = {**environment, **CALLBACKS[watching]}
        shown = at_terminal(watched, "destroy.yml", "-e", f"tables={name}", answer=name)
        assert shown.index("- delete the table") < shown.index(f"To confirm it, enter: {name}")
        assert shown.count(QUESTION) == 1
        assert name not in table_names(environment)
        assert ("\nChanges: 0 created, 0 updated, 1 deleted." in shown) == (watching == "plan")
    assert table_names(environment) == []
