# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from .errors import invalid
from .state import backups_of


def describe_region_settings(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    backups = backups_of(ctx)
    return {"ResourceTypeOptInPreference": backups.opted_in, "ResourceTypeManagementPreference": backups.managed}


def update_region_settings(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    """Change only the settings in the request (R94)."""
    backups = backups_of(ctx)
    for name, settings in (
        ("ResourceTypeOptInPreference", backups.opted_in),
        ("ResourceTypeManagementPreference", backups.managed),
    ):
        requested = request.get(name, {})
        if not set(requested) <= set(settings):
            raise invalid(
                "Element present in resource type opt in preference has invalid values. Please use"
                " describeRegionSettings API to know the supported resource types"
            )
        settings.update(requested)
    return {}
