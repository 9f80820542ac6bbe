# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What AWS takes for tags."""

from __future__ import annotations

import re

MOST = 50
CHARACTERS = re.compile(r"[\w +\-=.:/@]*")


def faults(tags, path):
    """[(path, problem)] of a dict of tags (R60); None is none."""
    tags = tags or {}
    if len(tags) > MOST:
        yield path, f"{len(tags)} tags, but there can be {MOST}"
    for key, value in tags.items():
        if isinstance(value, (dict, list)) or value is None:
            yield f"{path}.{key}", "a tag's value must be a string"
        elif not 1 <= len(str(key)) <= 128 or len(str(value)) > 256:
            yield f"{path}.{key}", "a tag's key has 1 to 128 characters, and its value at most 256"
        elif not CHARACTERS.fullmatch(str(key)) or not CHARACTERS.fullmatch(str(value)):
            yield f"{path}.{key}", "a tag is made of letters, digits, spaces and + - = . _ : / @"
        if str(key).lower().startswith("aws:"):
            yield f"{path}.{key}", "keys that begin with aws: are AWS's own"


def strings(tags):
    """Tags as AWS has them; None stays None."""
    return None if tags is None else {str(key): str(value) for key, value in tags.items()}


def pairs(tags):
    """A dict of tags as most services take it."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def words(tags):
    return ", ".join(f"{key}={value}" for key, value in tags.items())
