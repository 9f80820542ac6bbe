# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYTHON = (3, 11)
BOTOCORE = "1.44.5"
# The modules of requirements.txt, in which ministack requires those after botocore.
MODULES = ("botocore", "ministack", "defusedxml", "graphql", "hypercorn", "jsonata", "yaml")
SEE = "Its README says how to install it."


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
    if wrong:
        sys.exit(wrong)
    load().main()
