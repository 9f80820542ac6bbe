# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The workflows run targets of the Makefile, and the matrix is the supported one."""

from __future__ import annotations

import re

import matrix
import pytest
import yaml
from ansible_collections.stackkit.dynamodb.tests.unit.repository import REPO, found

WORKFLOWS = found(".github/workflows", "*.yml")
FORMS = [path for path in found(".github/ISSUE_TEMPLATE", "*.yml") if path.name != "config.yml"]


def steps(path):
    jobs = yaml.safe_load(path.read_text())["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_run_targets_of_the_makefile(path):
    targets = set(re.findall(r"^([a-z-]+):", (REPO / "Makefile").read_text(), re.MULTILINE))
    used = {name for step in steps(path) for name in re.findall(r"^make (\S+)", step.get("run", ""), re.MULTILINE)}
    assert used and used <= targets


def test_the_workflow_tests_each_supported_core():
    jobs = yaml.safe_load((REPO / ".github/workflows/test.yml").read_text())["jobs"]
    cores = [row.core.rpartition(".")[0] for row in matrix.CORES]
    assert jobs["matrix"]["strategy"]["matrix"]["core"] == cores
    setup = jobs["matrix"]["steps"][1]["with"]["python-version"].split()
    assert set(setup) == {version for row in matrix.ROWS for version in (row.python, row.target) if version}


def test_the_matrix_starts_with_the_oldest_supported_core_and_boto3():
    oldest = matrix.CORES[0].core.rpartition(".")[0]
    assert yaml.safe_load((REPO / "meta/runtime.yml").read_text())["requires_ansible"] == f">={oldest}.0"
    assert {path.stem for path in found("tests/sanity", "ignore-*.txt")} == {
        f"ignore-{row.core.rpartition('.')[0]}" for row in matrix.CORES
    }
    assert f"boto3>={matrix.OLDEST}" in (REPO / "requirements.txt").read_text().splitlines()
    assert f"boto3=={matrix.NEWEST}" in (REPO / "extensions/environment/requirements.txt").read_text().splitlines()


def test_a_row_whose_python_is_missing_fails(monkeypatch, capsys):
    monkeypatch.setattr(matrix, "find_python", lambda version: None)
    assert matrix.main("2.17 boto3-1.35.0 target") == 1
    assert "not tested, because Python 3.11 and 3.9 was not found" in capsys.readouterr().out


def test_an_unknown_row_is_an_error():
    with pytest.raises(SystemExit, match="No row starts with '2.9'"):
        matrix.main("2.9")


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_issue_forms_have_what_github_requires(path):
    form = yaml.safe_load(path.read_text())
    assert {"name", "description", "body"} <= set(form)
    fields = [part for part in form["body"] if part["type"] != "markdown"]
    assert fields and all(part["attributes"]["label"] for part in fields)
    assert len({part["id"] for part in fields}) == len(fields)
