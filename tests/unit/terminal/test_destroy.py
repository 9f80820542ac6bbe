# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""destroy.yml at a terminal: it shows the plan, asks once, and deletes only for the right words."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import signal
import time

import boto3
import pytest
import simulated

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
PATIENCE = 120  # seconds
ANSWERED = "Fail if the deletion is not confirmed"


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """A simulator, and an inventory that declares two tables."""
    inventory = tmp_path_factory.mktemp("inventory") / "hosts.yml"
    inventory.write_text(HOST)
    with simulated.simulator() as environment:
        yield {**environment, "ANSIBLE_INVENTORY": str(inventory), "COLUMNS": "40"}


def at_terminal(environment, playbook, *more, answer=None):
    """What a play prints at a terminal, in which `answer` is entered when it asks."""
    path = simulated.REPO / "playbooks" / playbook
    command = [str(part) for part in simulated.ansible_playbook(path, SKIPPED, *more)]
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe(command[0], command, environment)
    shown, answered, end = "", 0, time.monotonic() + PATIENCE
    with contextlib.suppress(OSError):  # the terminal is closed when the play ends
        while time.monotonic() < end:
            if select.select([terminal], [], [], 1)[0]:
                shown += os.read(terminal, 65536).decode(errors="replace")
            asked = "To confirm it, enter:" in shown and ANSWERED not in shown
            # Ansible discards what is entered before it reads, which is a moment after it has asked: enter it again.
            if asked and time.monotonic() > answered + 3:
                os.write(terminal, f"{answer}\r".encode())
                answered = time.monotonic()
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return shown.replace("\r\n", "\n")


def tables(environment):
    client = boto3.client(
        "dynamodb",
        "eu-west-1",
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key="simulated",
    )
    return client.list_tables()["TableNames"]


def test_it_shows_the_plan_asks_once_and_deletes_only_for_the_right_words(environment):
    at_terminal(environment, "site.yml")
    both = ["shop-dev-orders", "shop-dev-users"]
    assert tables(environment) == both

    shown = at_terminal(environment, "destroy.yml", answer="yes")
    assert shown.index("- delete the table") < shown.index("To confirm it, enter: delete 2 tables")
    assert "Nothing was deleted" in shown and tables(environment) == both

    shown = at_terminal(environment, "destroy.yml", answer="delete 2 tables")
    assert shown.count("To confirm it, enter:") == 1
    assert tables(environment) == []
