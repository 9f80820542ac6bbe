# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A faster start of a module's process: import this before anything else in Ansible's zip file.

Python's zipimport compiles a file twice, to find it and to load it: its get_filename compiles, and drops the code.
The garbage collector would search the imported objects again and again, although they remain until the process ends.
"""

from __future__ import annotations

import gc
import os
import sys
from zipimport import zipimporter


class Importer(zipimporter):
    """Python's importer of the Python files in a zip file, except that finding a file does not compile it."""

    def get_filename(self, fullname):
        name = fullname.rpartition(".")[2]
        file = f"{name}/__init__.py" if self.is_package(fullname) else f"{name}.py"
        return os.path.join(self.archive, self.prefix, file)


def imported():
    """Let the garbage collector search only the objects that are created from now on."""
    if IN_ZIP:
        gc.freeze()
        gc.enable()


IN_ZIP = isinstance(__spec__.loader, zipimporter)  # not in unit tests, which import the collection from its folder
if IN_ZIP:
    gc.disable()
    sys.path_hooks.insert(0, Importer)
    sys.path_importer_cache.clear()
