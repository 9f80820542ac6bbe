# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What extensions/testing/ offers for users' tests works as docs/testing-your-playbooks.md says.

The part `molecule` of `make test` runs the template for Molecule.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import yaml
from ansible_collections.stackkit.dynamodb.extensions.simulator.core import cli
from ansible_collections.stackkit.dynamodb.tests.unit.repository import REPO
from commands import ENVIRONMENT

PAGE = REPO / "docs/testing-your-playbooks.md"
CONTAINER = REPO / "extensions/testing/Containerfile"
SITE = """\
- hosts: localhost
  gather_facts: false
  tasks:
    - stackkit.dynamodb.dynamodb_stackkit: {name: orders, hash_key: id, attributes: [{name: id, type: S}]}
"""


def test_the_fixture_runs_the_tests_of_the_page(tmp_path):
    ini, conftest, tests = re.findall(r"^```(?:ini|python)\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    (tmp_path / "tests").mkdir()
    for name, text in {"pytest.ini": ini, "conftest.py": conftest, "tests/test_it.py": tests, "site.yml": SITE}.items():
        (tmp_path / name).write_text(text)
    collection = tmp_path / "collections/ansible_collections/stackkit/dynamodb"
    collection.parent.mkdir(parents=True)
    collection.symlink_to(REPO)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "ANSIBLE_PYTHON_INTERPRETER": sys.executable}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "2 passed" in done.stdout, done.stdout


def test_the_page_has_the_variables_of_the_playbook():
    play = yaml.safe_load((REPO / "playbooks/simulator.yml").read_text())[0]
    rows = re.findall(r"^\| `(simulator_\w+)` \| (.*?) \|", PAGE.read_text(), re.MULTILINE)
    own = ("simulator_url", "simulator_is_running", "simulator_command")
    settings = {name: value for name, value in play["vars"].items() if name not in own}
    assert [name for name, _default in rows] == [name for name in settings if name.startswith("simulator_")]
    for name, default in rows:
        if "{{" not in str(settings[name]):
            assert default == f"`{settings[name]}`"


def start(*options):
    """Run the playbook that starts the simulator; return its output, in one line."""
    command = [sys.executable, "-m", "ansible", "playbook", "stackkit.dynamodb.simulator", *options]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stdout + done.stderr
    return " ".join(done.stdout.split())


def test_the_playbook_says_that_another_program_uses_its_port():
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        output = start("-e", f"simulator_port={other.server_port}")
        other.shutdown()
    assert f"Port {other.server_port} is used by another program. Select another with -e simulator_port=4567." in output


def test_the_playbook_says_how_to_select_a_python(tmp_path):
    old = tmp_path / "python"
    old.write_text("#!/bin/sh\necho 'The simulator needs Python 3.11 or newer, and this is 3.10.1.' >&2\nexit 1\n")
    old.chmod(0o755)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    output = start("-e", f"simulator_port={port} simulator_python={old}")
    assert "this is 3.10.1. Select one with -e simulator_python=python3.11." in output


def test_the_container_file_copies_what_exists_and_starts_the_simulator(monkeypatch):
    steps = re.findall(r"^([A-Z]+) (.*(?:\\\n.*)*)", CONTAINER.read_text(), re.MULTILINE)
    assert [name for name, _rest in steps] == ["ARG", "FROM", "COPY", "RUN", "USER", "ENTRYPOINT", "CMD"]
    found = dict(steps)
    folder = REPO / "extensions" / found["COPY"].split()[0]
    for requirements in re.findall(r"/simulator/(\S+)", found["RUN"]):
        assert (folder / requirements).is_file()
    monkeypatch.setattr(sys, "argv", yaml.safe_load(found["ENTRYPOINT"])[1:] + yaml.safe_load(found["CMD"]))
    assert cli._options().port == 4566
