# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


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
    load().main()
