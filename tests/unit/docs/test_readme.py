# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The commands of README.md run as written, with the collection installed from its archive.

The part `playbooks` of `make test` runs the examples, together with those of the guides.
"""

from __future__ import annotations

import contextlib
import re
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import archive
import pytest
from ansible_collections.stackkit.dynamodb.tests.unit.repository import REPO
from commands import ENVIRONMENT, site_packages

README = (REPO / "README.md").read_text(encoding="utf-8")
USERS, _orders = re.findall(r"^```yaml\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
COMMANDS = re.findall(r"^    ((?:export|ansible-playbook|ansible-galaxy|python3|pip) .*)$", README, re.MULTILINE)
# These need the network; the test installs the archive that a build of the collection writes.
INSTALL = [
    "python3 -m venv .venv && . .venv/bin/activate",
    "pip install ansible-core boto3",
    "ansible-galaxy collection install stackkit.dynamodb",
    "ansible-galaxy collection build",
    "ansible-galaxy collection install stackkit-dynamodb-*.tar.gz",
]
# The part `playbooks` runs this stack, which takes longer than everything else.
STACK = ["ansible-playbook orders.yml --check --diff", "ansible-playbook orders.yml"]
OFFLINE = "ansible-galaxy collection install stackkit-dynamodb-*.tar.gz --offline --force --no-deps -p collections"


@pytest.fixture(name="shell")
def shell_fixture(tmp_path):
    """A function that runs commands in a folder with the archive; the simulator stops at the end."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    environment = ENVIRONMENT | {
        "SIMULATOR_PORT": port,
        "ANSIBLE_COLLECTIONS_PATH": f"{tmp_path / 'collections'}:{site_packages()}",
        "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
    }
    archive.build(tmp_path)

    def shell(*commands):
        script = "\n".join(commands).replace("4566", port)
        return subprocess.run(
            ["bash", "-ec", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    yield shell
    with contextlib.suppress(OSError):  # the last command has stopped it, unless one before has failed
        urllib.request.urlopen(f"http://127.0.0.1:{port}/_simulator/stop", b"").close()


def test_the_commands_run_as_written(shell, tmp_path):
    assert COMMANDS[: len(INSTALL)] == INSTALL
    assert COMMANDS[-3:-1] == STACK  # before the simulator is stopped
    (tmp_path / "users.yml").write_text(USERS)
    done = shell(OFFLINE, *(command for command in COMMANDS[len(INSTALL) :] if command not in STACK))
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "collections/ansible_collections/stackkit/dynamodb/extensions/simulator").is_dir()
    assert "+ create the table" in done.stdout
    recaps = re.findall(r"^localhost .* changed=(\d+) .* failed=0", done.stdout, re.MULTILINE)
    started, previewed, run, stopped = map(int, recaps)
    assert started == previewed == run == stopped == 1


def test_the_plan_is_one_that_the_module_shows():
    """Another test compares the plans of docs/reading-a-plan.md with those of the module."""
    (plan,) = re.findall(r"(?:^    (?:shop-prod-orders in|-/\+ |  !|      ).*\n)+", README, re.MULTILINE)
    assert plan.startswith("    shop-prod-orders") and plan in (REPO / "docs/reading-a-plan.md").read_text()


def test_it_is_a_page():
    assert len(README.splitlines()) < 180
    assert Path(REPO / "docs/stack.svg").is_file()


def test_the_times_are_those_of_the_measurement():
    page = (REPO / "docs/performance.md").read_text()
    medians = {
        what: re.search(rf"^\| the tasks? of \({what}\) \| \S+ / (\S+) / ", page, re.MULTILINE)[1] for what in "ad"
    }
    text = " ".join(README.split())
    assert f"eight tasks and {float(medians['d']):.1f} s" in text
    assert f"one task and {float(medians['a']):.1f} s" in text
