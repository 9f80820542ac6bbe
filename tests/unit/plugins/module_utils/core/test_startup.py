# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a module's process does to start faster. The zip file here has the form of the one that Ansible sends."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import zipfile

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import startup
from ansible_collections.stackkit.dynamodb.tests.unit.repository import REPO, found

FILES = {
    "early/__init__.py": "",
    "core/__init__.py": "",
    "core/startup.py": (REPO / "plugins/module_utils/core/startup.py").read_text(),
    "late/__init__.py": "value = 1",
    "late/inner.py": "from . import value\n",
    "late/wrong.py": "raise ValueError('wrong')",
}
PROGRAM = """
import gc, inspect, json, sys, traceback, zipimport
compiled, compile_source = [], zipimport._compile_source
zipimport._compile_source = lambda path, source: compiled.append(path) or compile_source(path, source)
sys.path.insert(0, sys.argv[1])
import early
from core import startup
del compiled[:]
import late.inner
enabled = [gc.isenabled()]
startup.imported()
try:
    import late.wrong
except ValueError:
    trace = traceback.format_exc()
try:
    import late.missing
except ImportError as error:
    missing = error.name
print(json.dumps({
    "compiled": compiled, "value": late.inner.value,
    "source": inspect.getsource(late.inner), "file": late.inner.__file__,
    "trace": trace, "missing": missing, "enabled": [*enabled, gc.isenabled()], "frozen": gc.get_freeze_count() > 0,
}))
"""


@pytest.fixture(name="archive")
def archive_fixture(tmp_path):
    with zipfile.ZipFile(tmp_path / "module.zip", "w") as file:
        for name, source in FILES.items():
            file.writestr(name, source)
    return str(tmp_path / "module.zip")


@pytest.fixture(name="started")
def started_fixture(archive):
    """What a program finds that imports from the zip file."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, archive], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_each_file_in_the_zip_file_is_compiled_once(started, archive):
    assert started["compiled"] == [f"{archive}/late/{name}.py" for name in ("__init__", "inner", "wrong")]


def test_modules_and_errors_are_those_of_other_imports(started, archive):
    assert started["value"] == 1
    assert started["file"] == f"{archive}/late/inner.py"
    assert started["source"] == FILES["late/inner.py"]
    assert started["missing"] == "late.missing"
    assert f'File "{archive}/late/wrong.py", line 1, in <module>' in started["trace"]


def test_the_garbage_collector_waits_for_the_end_of_the_imports(started):
    assert started["enabled"] == [False, True]
    assert started["frozen"]


def test_nothing_changes_outside_a_zip_file():
    assert not startup.IN_ZIP
    assert startup.Importer not in sys.path_hooks


def test_it_is_imported_before_the_rest_of_the_zip_file():
    for path in found("plugins/modules", "*.py"):
        assert imported(path)[0].endswith("module_utils.core.module"), path
    assert imported(REPO / "plugins/module_utils/core/module.py")[0] == "startup"


def imported(path):
    """The names that a file imports from outside of the standard library, in this order."""
    names = []
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            module = getattr(node, "module", None)
            names += [module] if module else [alias.name for alias in node.names]
    return [name for name in names if name not in sys.stdlib_module_names]
