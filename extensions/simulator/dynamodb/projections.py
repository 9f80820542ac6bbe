# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any


def sorted_projection(projection: dict[str, Any]) -> dict[str, Any]:
    """Return the projection with sorted attributes, as AWS does."""
    if "NonKeyAttributes" not in projection:
        return projection
    return {**projection, "NonKeyAttributes": sorted(projection["NonKeyAttributes"])}
