# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The names of what belongs to a stack. One that is too long for AWS is cut, with a hash that keeps it unique."""

from __future__ import annotations

import hashlib
import re

LONGEST_TABLE = 255
LONGEST_ALIAS = 256


def fitted(name, longest):
    """The name, or its beginning and a hash of the whole."""
    if len(name) <= longest:
        return name
    return f"{name[: longest - 9]}-{_digest(name)}"


def table(project, environment, name):
    return fitted(f"{project}-{environment}-{name}", LONGEST_TABLE)


def key_alias(project, environment):
    """An alias cannot hold the dot that a table's name can."""
    name = f"alias/{project}-{environment}-dynamodb"
    plain = re.sub(r"[^a-zA-Z0-9/_-]", "-", name)
    return fitted(name if plain == name else f"{plain}-{_digest(name)}", LONGEST_ALIAS)


def _digest(name):
    return hashlib.sha256(name.encode()).hexdigest()[:8]
