# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Keeps the bytecode of what Python imports from zip files, from one process to the next.

Ansible sends a module as a zip, and Python keeps no bytecode of those: each start compiles the same files anew.
"""

from __future__ import annotations

import importlib.util
import marshal
import os
import zipimport
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / ".cache/bytecode"
_compile = zipimport._compile_source


def keep():
    zipimport._compile_source = compiled


def compiled(path, source):
    """The code of a file; as zipimport would make it, but that it may name the place where it was compiled first."""
    # The hash of PEP 552, which depends on the Python too.
    kept = FOLDER / importlib.util.source_hash(source).hex()
    if kept.exists():
        return marshal.loads(kept.read_bytes())
    code = _compile(path, source)
    FOLDER.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(marshal.dumps(code))
    unfinished.replace(kept)
    return code
