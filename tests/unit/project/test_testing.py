# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What extensions/testing/ offers for users' tests works as docs/testing-your-playbooks.md says.

The part `molecule` of `make test` runs the template for Molecule.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import yaml
from ansible_collections.stackkit.dynamodb.extensions.simulator.core import cli
from ansible_collections.stackkit.dynamodb.tests.unit.repository import REPO

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
    settings = {
        name: value for name, value in play["vars"].items() if name not in ("simulator_url", "simulator_command")
    }
    assert [name for name, _default in rows] == [name for name in settings if name.startswith("simulator_")]
    for name, default in rows:
        if "{{" not in str(settings[name]):
            assert default == f"`{settings[name]}`"


def test_the_container_file_copies_what_exists_and_starts_the_simulator(monkeypatch):
    steps = re.findall(r"^([A-Z]+) (.*(?:\\\n.*)*)", CONTAINER.read_text(), re.MULTILINE)
    assert [name for name, _rest in steps] == ["ARG", "FROM", "COPY", "RUN", "USER", "ENTRYPOINT", "CMD"]
    found = dict(steps)
    folder = REPO / "extensions" / found["COPY"].split()[0]
    for requirements in re.findall(r"/simulator/(\S+)", found["RUN"]):
        assert (folder / requirements).is_file()
    monkeypatch.setattr(sys, "argv", yaml.safe_load(found["ENTRYPOINT"])[1:] + yaml.safe_load(found["CMD"]))
    assert cli._options().port == 4566
