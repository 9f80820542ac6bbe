# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import argparse
import importlib.util
import os
import re
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYTHON = (3, 11)
BOTOCORE = "1.44.5"
# The modules of requirements.txt, in which ministack requires those after botocore.
MODULES = ("botocore", "ministack", "defusedxml", "graphql", "hypercorn", "jsonata", "yaml")
SEE = "Install them with the option --venv PATH, or as its README says."


def problem():
    """Return why the simulator cannot run here, in a sentence; None if it can. Older Pythons read this file too."""
    if sys.version_info < PYTHON:
        return f"The simulator needs Python {PYTHON[0]}.{PYTHON[1]} or newer, and this is {sys.version.split()[0]}."
    missing = [name for name in MODULES if importlib.util.find_spec(name) is None]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        return f"The simulator needs {', '.join(missing)}, which {verb} not installed. {SEE}"
    import botocore

    if _numbers(botocore.__version__) < _numbers(BOTOCORE):
        return f"The simulator needs botocore {BOTOCORE} or newer, and {botocore.__version__} is installed. {SEE}"
    return None


def _numbers(version):
    return [int(number) for number in re.findall(r"[0-9]+", version)[:3]]


def chosen_venv():
    """Return the folder of the option --venv, or None. The other options are read where botocore is installed."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--venv", type=lambda text: Path(text).expanduser().absolute())
    return parser.parse_known_args()[0].venv


def run_in(folder):
    """Run the simulator in the virtual environment of this folder. Install the requirements unless they are there."""
    python, stamp = folder / "bin/python", folder / "simulator-requirements.txt"
    files = [HERE / "requirements.txt", HERE / "requirements-no-deps.txt"]
    wanted = "".join(file.read_text() for file in files)
    if not (stamp.is_file() and stamp.read_text() == wanted):
        print(f"Installing the requirements of the simulator in {folder}", file=sys.stderr, flush=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        try:
            venv.create(folder, with_pip=True)
            subprocess.run([*pip, "-r", files[0]], check=True)
            subprocess.run([*pip, "--no-deps", "-r", files[1]], check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            sys.exit(f"The requirements of the simulator cannot be installed in {folder}: {error}")
        stamp.write_text(wanted)
    os.execv(python, [str(python), str(HERE), *sys.argv[1:]])


def load():
    """Import the package under a name of its own, so that its folders do not shadow other modules."""
    sys.path[:] = [path for path in sys.path if not path or Path(path).resolve() != HERE]
    spec = importlib.util.spec_from_file_location(
        "stackkit_simulator", HERE / "__init__.py", submodule_search_locations=[str(HERE)]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = package
    spec.loader.exec_module(package)
    return importlib.import_module("stackkit_simulator.core.cli")


if __name__ == "__main__":
    wrong = problem()
    folder = chosen_venv()
    if wrong and folder and sys.version_info >= PYTHON and Path(sys.prefix) != folder:
        run_in(folder)
    if wrong:
        sys.exit(wrong)
    load().main()
