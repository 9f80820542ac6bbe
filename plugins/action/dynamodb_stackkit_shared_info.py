# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Run the module of this name, and show its progress meanwhile."""

from __future__ import annotations

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.shared.progress import ActionModule

__all__ = ["ActionModule"]
