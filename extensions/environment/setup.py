# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Create the repository's .venv with the locked tools, amazon.aws and this collection.

If its inputs have not changed, it does nothing. It requires only Python and the standard library.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPO = HERE.parent.parent
VENV = REPO / ".venv"
LOCK = HERE / "requirements.txt"
STAMP = VENV / "stamp"

UV = "uv==0.13.9"
# ministack pins an older botocore but also runs with ours: its requirements are in our lock file.
MINISTACK = REPO / "extensions/simulator/requirements-no-deps.txt"
# The `ansible` package provides amazon.aws as a wheel. Only that collection is extracted.
AMAZON_AWS_WHEEL = "ansible==14.5.0"
AMAZON_AWS = "ansible_collections/amazon/aws/"

OLDEST_PYTHON = (3, 11)
CHECK_PYTHON = f"import sys, ensurepip, ssl, venv; ensurepip.version(); sys.exit(sys.version_info < {OLDEST_PYTHON})"


def main():
    if STAMP.is_file() and STAMP.read_text() == inputs():
        return
    start = time.monotonic()
    python = find_python()
    step(f"Setting up .venv (once), with {python}")
    shutil.rmtree(VENV, ignore_errors=True)
    run([python, "-m", "venv", VENV])
    run([VENV / "bin/pip", "install", UV])
    step("Installing the locked packages")
    # Without bytecode, each start of a module compiles botocore again.
    install = [VENV / "bin/uv", "pip", "install", "--python", VENV / "bin/python", "--compile-bytecode"]
    run([*install, "--requirement", LOCK])
    run([*install, "--no-deps", "--requirement", MINISTACK])
    step("Fetching amazon.aws")
    packages = site_packages()
    unpack_amazon_aws(packages)
    link_collection(packages)
    STAMP.write_text(inputs())
    step(f".venv is ready ({time.monotonic() - start:.0f} s)")


def inputs():
    """Return a hash of all inputs of .venv, including its path, which its scripts contain."""
    digest = hashlib.sha256(str(VENV).encode())
    for path in (LOCK, MINISTACK, Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def find_python():
    for python in candidates():
        if subprocess.run([python, "-c", CHECK_PYTHON], stderr=subprocess.DEVNULL, check=False).returncode == 0:
            return python
    minimum = ".".join(map(str, OLDEST_PYTHON))
    sys.exit(
        f"No Python {minimum} or newer with the modules venv and ensurepip was found:"
        " on Debian and Ubuntu install them with `apt-get install python3-venv`."
    )


def candidates():
    """Yield the running Python, those on PATH, and those of pyenv, which often are not on PATH."""
    yield sys.executable
    names = ["python3", *(f"python3.{minor}" for minor in range(11, 15))]
    yield from filter(None, map(shutil.which, names))
    yield from sorted(Path.home().glob(".pyenv/versions/3.*/bin/python3"))


def site_packages():
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return Path(subprocess.check_output([VENV / "bin/python", "-c", code], text=True).strip())


def unpack_amazon_aws(packages):
    with tempfile.TemporaryDirectory() as folder:
        # The wheel for any newer Python works: only the collection is used.
        options = ["--no-deps", "--only-binary=:all:", "--python-version", "3.12", "--dest", folder]
        run([VENV / "bin/pip", "download", *options, AMAZON_AWS_WHEEL])
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(packages, [name for name in archive.namelist() if name.startswith(AMAZON_AWS)])
    run([VENV / "bin/python", "-m", "compileall", "-q", packages / AMAZON_AWS])


def link_collection(packages):
    link = packages / "ansible_collections/stackkit/dynamodb"
    link.parent.mkdir()
    link.symlink_to(REPO)


def run(command):
    """Run a command without output; if it fails, exit with its output."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    result = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if result.returncode:
        sys.exit(f"{result.stdout}\nThis command failed: {' '.join(map(str, command))}")


def step(text):
    print(text, flush=True)


if __name__ == "__main__":
    main()
