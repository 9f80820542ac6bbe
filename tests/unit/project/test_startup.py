# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The caches that speed up starts of modules and plays in the tests."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile

import checks
import pytest
import zip_bytecode
from module_server import module_server


@pytest.fixture(name="compilations")
def compilations_fixture(tmp_path, monkeypatch):
    """The sources that zipimport compiles, with an empty cache."""
    sources = []
    monkeypatch.setattr(
        zip_bytecode, "_compile", lambda path, source: sources.append(source) or compile(source, path, "exec")
    )
    monkeypatch.setattr(zip_bytecode, "FOLDER", tmp_path / "bytecode")
    return sources


@pytest.fixture(name="started", scope="module")
def started_fixture(tmp_path_factory):
    """A function that starts a program as Ansible starts a module, and returns the completed process."""
    folder = tmp_path_factory.mktemp("started")

    def start(code, name="AnsiballZ_a.py", **more):
        (folder / name).write_text(code)
        command = [sys.executable, folder / name]
        environment = os.environ | address | {"GIVEN": "a value"}
        return subprocess.run(command, env=environment, cwd=folder, text=True, capture_output=True, check=False, **more)

    with module_server() as address:
        yield start


def value(code):
    names = {}
    exec(code, names)
    return names["value"]


def test_an_unchanged_file_is_compiled_once(compilations):
    assert [value(zip_bytecode.compiled("a.py", b"value = 1")) for _time in range(2)] == [1, 1]
    assert compilations == [b"value = 1"]


def test_a_changed_file_is_compiled_again(compilations):
    assert value(zip_bytecode.compiled("a.py", b"value = 1")) == 1
    assert value(zip_bytecode.compiled("a.py", b"value = 2")) == 2


def test_python_uses_the_cache_for_imports_from_a_zip_file(started, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("in_a_zip.py", "value = 1")
    code = f"import sys; sys.path.insert(0, '{tmp_path}/a.zip'); import in_a_zip, zipimport\n"
    code += "print(in_a_zip.value, zipimport._compile_source.__module__)"
    assert started(code).stdout == "1 zip_bytecode\n"


def test_a_module_finds_boto3_and_the_core_imported_but_no_collection(started):
    code = "import sys; loaded = [name.split('.')[0] for name in sys.modules]\n"
    code += "print([name in loaded for name in ('botocore', 'ansible', 'ansible_collections')])"
    assert started(code).stdout == "[True, True, False]\n"


def test_a_module_has_the_environment_arguments_and_streams_of_its_start(started):
    code = "import os, sys; print(os.environ['GIVEN'], os.getcwd() == os.path.dirname(__file__) == sys.path[0])\n"
    code += "print(len(sys.argv), sys.stdin.read(), __name__); print('loud', file=sys.stderr)"
    done = started(code, input="typed")
    assert done.stdout == "a value True\n1 typed __main__\n"
    assert (done.stderr, done.returncode) == ("loud\n", 0)


@pytest.mark.parametrize(
    ("ending", "code"),
    [("sys.exit(3)", 3), ("sys.exit()", 0), ("sys.exit('why')", 1), ("1 / 0", 1), ("os.kill(os.getpid(), 9)", 1)],
)
def test_the_process_exits_as_the_module_does(started, ending, code):
    done = started(f"import atexit, os, sys; atexit.register(print, 'at last'); {ending}")
    assert done.returncode == code
    assert ("at last" in done.stdout) == ("kill" not in ending)
    assert ("ZeroDivisionError" in done.stderr) == ("/" in ending)


def test_a_program_that_is_not_a_module_runs_without_the_server(started):
    assert started("import sys; print('botocore' in sys.modules)", name="a.py").stdout == "False\n"


def test_a_module_fails_without_its_server(tmp_path):
    with module_server() as address:
        pass
    (tmp_path / "AnsiballZ_a.py").write_text("print('ran')")
    command = [sys.executable, tmp_path / "AnsiballZ_a.py"]
    done = subprocess.run(command, env=os.environ | address, text=True, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "module server" in done.stderr


def test_late_imports_of_filters_are_preloaded():
    text = (checks.REPO / "extensions/environment/callbacks/quick_start.py").read_text()
    (listed,) = re.findall(r"^IMPORTED_LATE = \(([^)]*)\)$", text, re.MULTILINE)
    sources = "".join(path.read_text() for path in checks.REPO.glob("plugins/plugin_utils/**/*.py"))
    late = re.findall(r"^ +from ansible_collections\S+\.module_utils(\S*) import (.+)$", sources, re.MULTILINE)
    wanted = {f"{package}.{name.split()[0]}".lstrip(".") for package, names in late for name in names.split(", ")}
    assert wanted
    assert wanted == set(re.findall(r'"([\w.]+)"', listed))
