# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Rules for all files of the repository."""

from __future__ import annotations

import ast
import re

import archive
import pytest
import yaml
from ansible_collections.stackkit.dynamodb.tests.unit.repository import REPO

HEADER = """\
# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""

INDEX_HOSTS = r"pypi\.(?:org|python)|pythonhosted\.org|galaxy\.ansible\.com|registry\.npm"
MACHINE_PATHS = "|".join(f"/{folder}/" for folder in ("home", "root", "work", "Users", "tmp"))


def files():
    """Return the files that git tracks or would track."""
    return [path for path in map(REPO.joinpath, archive.tracked_files()) if path.is_file()]


FILES = files()
PYTHON = [path for path in FILES if path.suffix == ".py"]
PLUGINS = [path for path in PYTHON if path.is_relative_to(REPO / "plugins")]


def each(paths):
    return pytest.mark.parametrize("path", paths, ids=lambda path: str(path.relative_to(REPO)))


def lines_with(pattern):
    for path in FILES:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(pattern, line):
                yield f"{path.relative_to(REPO)}:{number}: {line.strip()}"


def test_no_file_contains_the_host_of_a_package_index():
    assert list(lines_with(INDEX_HOSTS)) == []


def test_no_file_contains_an_absolute_path_of_one_machine():
    # An absolute path starts a word; a part of a URL or of a relative path does not.
    assert list(lines_with(rf"(?<![\w.~/*}}:-])(?:{MACHINE_PATHS})")) == []


@each([path for path in PYTHON if path.read_text()])
def test_python_files_start_with_the_license(path):
    text = path.read_text(encoding="utf-8")
    if text.startswith("#!"):
        text = text.partition("\n")[2]
    assert text.startswith(HEADER)


@each(PLUGINS)
def test_plugins_have_the_syntax_of_the_oldest_python_on_targets(path):
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9))


@each(PLUGINS)
def test_plugins_import_boto3_and_botocore_only_in_try_blocks(path):
    """Ansible finds the files to send to a target by reading import statements, and botocore may be missing there."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = {name for node in tree.body for name in imported(node)}
    assert not top & {"boto3", "botocore"}, "import it inside try: … except ImportError: …"
    everywhere = {name for node in ast.walk(tree) for name in imported(node)}
    assert "importlib" not in everywhere


def imported(node):
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom) and not node.level:
        return {node.module.partition(".")[0]}
    return set()


@each(sorted((REPO / "tests/sanity").glob("ignore-*.txt")))
def test_no_sanity_test_is_ignored(path):
    assert path.read_text() == ""


@each(sorted((REPO / "changelogs/fragments").iterdir()))
def test_changelog_fragments_are_valid(path):
    """antsibull-changelog skips files with an unknown name, whose entries would be lost."""
    assert path.suffix in {".yml", ".yaml"}
    config = yaml.safe_load((REPO / "changelogs/config.yaml").read_text())
    known = {name for name, _title in config["sections"]}
    known |= {config["prelude_section_name"], config["trivial_section_name"]}
    fragment = yaml.safe_load(path.read_text())
    assert fragment and set(fragment) <= known


def test_every_module_is_in_the_action_group():
    groups = yaml.safe_load((REPO / "meta/runtime.yml").read_text())["action_groups"]
    modules = {path.stem for path in (REPO / "plugins/modules").glob("*.py")}
    assert {entry for entry in groups["aws"] if isinstance(entry, str)} == modules


def test_changelog_fragments_have_one_extension():
    assert {path.suffix for path in (REPO / "changelogs/fragments").iterdir()} == {".yml"}
