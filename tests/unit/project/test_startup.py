# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the tests keep from one start of a module or a play to the next."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import zipfile

import checks
import pytest


@pytest.fixture(name="compilations")
def compilations_fixture(monkeypatch):
    """The sources that zipimport compiled itself."""
    sources = []
    monkeypatch.setattr(
        "zipimport._compile_source", lambda path, source: sources.append(source) or compile(source, path, "exec")
    )
    return sources


@pytest.fixture(name="startup")
def startup_fixture(tmp_path, monkeypatch, compilations):
    """The file as a module, with a folder of its own."""
    spec = importlib.util.spec_from_file_location("startup", checks.STARTUP / "sitecustomize.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "FOLDER", str(tmp_path / "bytecode"))
    return module


def value(code):
    names = {}
    exec(code, names)
    return names["value"]


def test_what_has_not_changed_is_compiled_once(startup, compilations):
    assert [value(startup.compiled("a.py", b"value = 1")) for _time in range(2)] == [1, 1]
    assert compilations == [b"value = 1"]


def test_what_has_changed_is_compiled_anew(startup):
    assert value(startup.compiled("a.py", b"value = 1")) == 1
    assert value(startup.compiled("a.py", b"value = 2")) == 2


def test_python_takes_it_for_what_it_imports_from_a_zip(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("in_a_zip.py", "value = 1")
    code = "import in_a_zip, zipimport; print(in_a_zip.value, zipimport._compile_source.__module__)"
    environment = {**os.environ, "PYTHONPATH": f"{checks.STARTUP}{os.pathsep}{tmp_path / 'a.zip'}"}
    said = subprocess.check_output([sys.executable, "-c", code], env=environment, text=True)
    assert said == "1 sitecustomize\n"


def test_what_filters_import_late_is_imported_before():
    text = (checks.REPO / "extensions/environment/callbacks/quick_start.py").read_text()
    (listed,) = re.findall(r"^IMPORTED_LATE = \((.*)\)$", text, re.MULTILINE)
    sources = "".join(path.read_text() for path in checks.REPO.glob("plugins/plugin_utils/*.py"))
    late = re.findall(r"^ +from ansible_collections\S+\.module_utils(\S*) import (.+)$", sources, re.MULTILINE)
    wanted = {f"{package}.{name.split()[0]}".lstrip(".") for package, names in late for name in names.split(", ")}
    assert wanted
    assert wanted == {name.strip(' "') for name in listed.split(",")}
