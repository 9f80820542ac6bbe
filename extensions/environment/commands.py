# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Run the tools of .venv in an environment without the user's configuration."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from simulated import REPO, neutral

BIN = Path(sys.executable).parent
CACHE = REPO / ".cache"
# No command takes two minutes on an idle machine; after this time, it hangs.
TIME_LIMIT = 900

ENVIRONMENT = neutral() | {
    "PATH": f"{BIN}:{os.environ['PATH']}",
    "ANSIBLE_NOCOLOR": "1",
    "NO_COLOR": "1",
    "HYPOTHESIS_STORAGE_DIRECTORY": str(CACHE / "hypothesis"),
}


def run(arguments, folder=REPO, environment=ENVIRONMENT, extra=None):
    """Run a command to its end; return the exit code and the output."""
    try:
        done = subprocess.run(
            arguments,
            cwd=folder,
            env=environment | (extra or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=TIME_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        return 1, f"{(late.output or b'').decode()}\nKilled after {TIME_LIMIT} s: {' '.join(map(str, arguments))}\n"
    return done.returncode, done.stdout


def site_packages():
    (package,) = BIN.parent.glob("lib/python3.*/site-packages")
    return package
