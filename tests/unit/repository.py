# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Where the repository is, and its files, for tests that read them. A search that finds nothing fails."""

from __future__ import annotations

from pathlib import Path

REPO = Path(__file__).resolve().parents[2]


def found(folder, pattern):
    """The files below a folder of the repository whose names match, as sorted paths. Fails where there is none."""
    paths = sorted((REPO / folder).rglob(pattern))
    assert paths, f"no {pattern} below {folder}"
    return paths
