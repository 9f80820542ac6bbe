# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Draw docs/dashboard.svg: `python -m ansible_collections.stackkit.dynamodb.extensions.dashboard`."""

from __future__ import annotations

from .example import PICTURE, drawn

PICTURE.write_text(drawn())
