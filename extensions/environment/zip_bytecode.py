# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Cache the bytecode of Python files in zip files across processes.

Ansible sends a module as a zip file, for which Python has no bytecode cache: each start compiles the same files again.
"""

from __future__ import annotations

import importlib.util
import marshal
import os
import zipimport
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / ".cache/bytecode"
_compile = zipimport._compile_source  # type: ignore[attr-defined]


def enable():
    zipimport._compile_source = compiled  # type: ignore[attr-defined]


def compiled(path, source):
    """Return the code of a file as zipimport compiles it; it may contain the path where it was first compiled."""
    # The hash of PEP 552, which also depends on the Python version.
    cached = FOLDER / importlib.util.source_hash(source).hex()
    if cached.exists():
        return marshal.loads(cached.read_bytes())
    code = _compile(path, source)
    FOLDER.mkdir(parents=True, exist_ok=True)
    temporary = cached.with_suffix(f".{os.getpid()}")
    temporary.write_bytes(marshal.dumps(code))
    temporary.replace(cached)
    return code
