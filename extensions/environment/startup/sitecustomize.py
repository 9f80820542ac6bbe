# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Keep the bytecode of what Python imports from zip files. Where PYTHONPATH has this file, Python reads it first.

Ansible sends a module as a zip, and Python keeps no bytecode of those: each start compiles the same ninety files anew,
which takes a third of it. The tests start modules by the hundred. What runs is the same; nobody else needs this.
"""

from __future__ import annotations

import importlib.util
import marshal
import os
import zipimport

FOLDER = os.path.join(os.path.dirname(__file__), *[os.pardir] * 3, ".cache", "bytecode")
_compile = zipimport._compile_source


def compiled(path, source):
    """The code of a file; as zipimport would make it, but that it may name the place where it was compiled first."""
    # The hash of PEP 552, which depends on the Python too.
    kept = os.path.join(FOLDER, importlib.util.source_hash(source).hex())
    if os.path.exists(kept):
        with open(kept, "rb") as file:
            return marshal.load(file)
    code = _compile(path, source)
    os.makedirs(FOLDER, exist_ok=True)
    unfinished = f"{kept}.{os.getpid()}"
    with open(unfinished, "wb") as file:
        marshal.dump(code, file)
    os.replace(unfinished, kept)
    return code


zipimport._compile_source = compiled
