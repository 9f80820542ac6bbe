# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The structure that docs/architecture.md describes holds against the imports."""

from __future__ import annotations

import ast

import pytest
from ansible_collections.stackkit.dynamodb.tests.unit.repository import REPO, found

COLLECTION = "ansible_collections.stackkit.dynamodb."
RESOURCES = sorted(path.name for path in (REPO / "plugins/module_utils").iterdir() if path.is_dir())
RESOURCES = [name for name in RESOURCES if not name.startswith("_")]
FILES = found("plugins", "*.py")
LONGEST = 300


def imports(path):
    """The dotted names inside the collection's plugins that a file imports, relative ones resolved."""
    package = path.relative_to(REPO).with_suffix("").parts[1:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            full = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{full}.{alias.name}".removeprefix(f"{COLLECTION}plugins.") for alias in node.names)


def test_the_resources_are_those_of_the_page():
    page = (REPO / "docs/architecture.md").read_text()
    assert RESOURCES == ["access", "alarms", "backups", "core", "endpoints", "shared", "tables"]
    assert all(f"{name}/" in page for name in RESOURCES)


@pytest.mark.parametrize("resource", RESOURCES)
def test_resources_import_core_and_nothing_of_each_other(resource):
    for path in found(f"plugins/module_utils/{resource}", "*.py"):
        allowed = tuple(f"module_utils.{name}." for name in (resource, "core"))
        inside = [name for name in imports(path) if name.startswith(("module_utils.", "plugin_utils.", "modules."))]
        assert all(f"{name}.".startswith(allowed) for name in inside), path


def test_values_do_not_import_aspects():
    for path in found("plugins/module_utils/tables/values", "*.py"):
        inside = [name for name in imports(path) if name.startswith("module_utils.tables.")]
        assert all(name.startswith("module_utils.tables.values.") for name in inside), path


def test_modules_import_run_and_their_resource():
    for path in found("plugins/modules", "*.py"):
        inside = [name for name in imports(path) if name.startswith(("module_utils.", "plugin_utils."))]
        assert "module_utils.core.module.run" in inside
        assert len({name.split(".")[1] for name in inside} - {"core"}) == 1


def test_filters_import_nothing_of_the_collection_before_they_are_called():
    """To find one filter, Ansible imports all of them, without cached bytecode, in the process of each task."""
    paths = found("plugins/filter", "*.py")
    assert paths
    for path in paths:
        assert any(name.startswith("plugin_utils.") for name in imports(path)), path
        above = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.ImportFrom)]
        assert not any(node.module.startswith(COLLECTION) for node in above), path


def test_only_the_loop_sends_changes():
    senders = [path for path in FILES if ".send(" in path.read_text()]
    assert [path.relative_to(REPO).as_posix() for path in senders] == ["plugins/module_utils/core/apply.py"]


def test_no_file_is_long():
    code = [path for path in FILES if path.parent.name != "modules"]
    long = {path.relative_to(REPO).as_posix() for path in code if len(path.read_text().splitlines()) > LONGEST}
    assert not long, long


def test_the_same_files_in_each_resource():
    for resource in RESOURCES:
        if resource == "shared":  # it is only read
            assert (REPO / "plugins/module_utils/shared/request.py").is_file()
        elif resource != "core":
            names = {path.name for path in (REPO / f"plugins/module_utils/{resource}").glob("*.py")}
            reading = "observe.py" if resource == "tables" else "read.py"
            assert names >= {"request.py", reading, "plan.py", "reconcile.py"}, resource


def test_every_test_lies_where_its_source_lies():
    """tests/unit/plugins mirrors plugins/: a folder of tests without its folder of sources is lost."""
    for path in found("tests/unit/plugins", "test_*.py"):
        folder = path.parent.relative_to(REPO / "tests/unit")
        assert (REPO / folder).is_dir(), path
