# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The pre-commit hooks run what `make lint` runs, with the tools of .venv."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import checks
import pytest
import yaml

REPO = Path(__file__).resolve().parents[3]
REPOSITORIES = yaml.safe_load((REPO / ".pre-commit-config.yaml").read_text())["repos"]
HOOKS = [hook for repository in REPOSITORIES for hook in repository["hooks"]]
CHECKS = [".venv/bin/python", "extensions/environment/checks.py"]


@pytest.fixture
def commands(monkeypatch):
    """The commands of parts of checks.py, which are not run."""

    def of(parts):
        recorded = []
        monkeypatch.setattr(checks, "run", lambda arguments, **_options: (recorded.append(list(arguments)), (0, ""))[1])
        monkeypatch.setattr(checks.docs_site, "build", lambda: (recorded.append(["docs_site"]), (0, ""))[1])
        for part in parts:
            for job in checks.PARTS[part]:
                job()
        return recorded

    return of


def test_the_hooks_and_make_lint_run_the_same_commands(commands):
    parts = re.search(r"^lint:.*\n\t@\$\(RUN\)/checks\.py (.+)$", (REPO / "Makefile").read_text(), re.MULTILINE)[1]
    hooked = []
    for hook in HOOKS:
        words = shlex.split(hook["entry"])
        if words[:2] == CHECKS:
            hooked += commands(words[2:])
        else:
            hooked.append([words[0].removeprefix(".venv/bin/"), *words[1:]])
    linted = commands(parts.split())
    assert len(linted) == 9
    assert sorted(hooked) == sorted(linted)


def test_the_hooks_use_the_tools_of_the_environment_alone():
    """No hook fetches a repository, and none has a version of its own."""
    assert [repository["repo"] for repository in REPOSITORIES] == ["local"]
    for hook in HOOKS:
        assert hook["language"] == "system"
        assert hook["entry"].startswith(".venv/bin/")
        assert not hook["pass_filenames"]
