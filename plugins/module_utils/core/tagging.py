# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Tags: what AWS accepts, and the calls from one set of tags to another."""

from __future__ import annotations

import re

from . import diff
from .change import DELETE, UPDATE

MAX_TAGS = 50
CHARACTERS = re.compile(r"[\w +\-=.:/@]*")


def check(tags, path):
    """Yield (path, problem) for a dict of tags (R60); None is none."""
    tags = tags or {}
    if len(tags) > MAX_TAGS:
        yield path, f"has {len(tags)} tags; there can be {MAX_TAGS}"
    for key, value in tags.items():
        if isinstance(value, (dict, list)) or value is None:
            yield f"{path}.{key}", "the value of a tag must be a string"
        elif not 1 <= len(str(key)) <= 128 or len(str(value)) > 256:
            sizes = f"{len(str(key))} and {len(str(value))} characters"
            yield f"{path}.{key}", f"key and value have {sizes}; a key has 1 to 128, a value up to 256"
        elif not CHARACTERS.fullmatch(str(key)) or not CHARACTERS.fullmatch(str(value)):
            yield f"{path}.{key}", "a tag consists of letters, digits, spaces and + - = . _ : / @"
        if str(key).lower().startswith("aws:"):
            yield f"{path}.{key}", "keys that begin with aws: are reserved for AWS"


def own(pairs):
    """AWS's list of tags as a dict, without those that AWS itself sets (aws:...), which are never touched."""
    return {tag["Key"]: tag["Value"] for tag in pairs if not tag["Key"].startswith("aws:")}


def calls(have, want, what="", *, remove, add, shape=None):
    """Yield (kind, action, method, params) for the calls from one dict of tags to the other.

    what: whose tags they are, for the action. remove, add: (method, name of its param for the keys or the tags).
    shape: makes that param of a dict of tags; pairs by default.
    """
    added, changed, removed = diff.keyed(have, want)
    if removed:
        of = f" of {what}" if what else ""
        yield DELETE, f"remove tags {', '.join(removed)}{of}", remove[0], {remove[1]: removed}
    if added or changed:
        tags = {key: want[key] for key in want if key in added + changed}
        action = f"tag {what} with {words(tags)}" if what else f"tag with {words(tags)}"
        yield UPDATE, action, add[0], {add[1]: (shape or pairs)(tags)}


def strings(tags):
    """Tags as AWS has them; None stays None."""
    return None if tags is None else {str(key): str(value) for key, value in tags.items()}


def pairs(tags):
    """A dict of tags as most services take it."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def words(tags):
    return ", ".join(f"{key}={value}" for key, value in tags.items())
