# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Tags: the limits of AWS, and the calls that change one set of tags into another."""

from __future__ import annotations

import re

from . import diff
from .change import DELETE, UPDATE

MAX_TAGS = 50
PAGE = 100  # ARNs in a call of GetResources (R86)
CHARACTERS = re.compile(r"[\w +\-=.:/@]*")


def check(tags, path):
    """Yield (path, problem) for a dict of tags, or None for no tags (R60)."""
    tags = tags or {}
    if len(tags) > MAX_TAGS:
        yield path, f"has {len(tags)} tags; a resource can have up to {MAX_TAGS}"
    for key, value in tags.items():
        if isinstance(value, (dict, list)) or value is None:
            kind = "null" if value is None else f"a {type(value).__name__}"
            yield f"{path}.{key}", f"is {kind}; the value of a tag must be a string"
        elif not 1 <= len(str(key)) <= 128 or len(str(value)) > 256:
            sizes = f"{len(str(key))} and {len(str(value))} characters"
            yield f"{path}.{key}", f"key and value have {sizes}; a key can have 1 to 128, a value up to 256"
        elif not CHARACTERS.fullmatch(str(key)) or not CHARACTERS.fullmatch(str(value)):
            wrong = CHARACTERS.sub("", f"{key}{value}")[:1]
            yield f"{path}.{key}", f"contains {wrong!r}; a tag can have letters, digits, spaces and + - = . _ : / @"
        if str(key).lower().startswith("aws:"):
            yield f"{path}.{key}", "begins with aws:, which AWS reserves for its own tags"


def own(pairs):
    """AWS's list of tags as a dict, without the tags that AWS itself sets (aws:...), which are never changed."""
    return {tag["Key"]: tag["Value"] for tag in pairs if not tag["Key"].startswith("aws:")}


def of_many(region, arns, *, action):
    """Read the tags of many resources in one Region -> {ARN: tags}, without the resources that are not shown.

    The response does not contain the changes of the last seconds or minutes (R86). Raises AwsError.
    """
    found = {}
    for start in range(0, len(arns), PAGE):
        some = arns[start : start + PAGE]
        answer = region.call("get_resources", service="resourcegroupstaggingapi", action=action, ResourceARNList=some)
        found.update({one["ResourceARN"]: own(one["Tags"]) for one in answer["ResourceTagMappingList"]})
    return found


def calls(have, want, what="", *, remove, add, shape=None):
    """Yield (kind, action, method, params) of the calls that change one dict of tags into the other.

    what: whose tags they are, for the action. remove, add: (method, name of its param for the keys or the tags).
    shape: converts a dict of tags to that param; pairs by default.
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
    """Tags with keys and values as strings, as AWS stores them; None for None."""
    return None if tags is None else {str(key): str(value) for key, value in tags.items()}


def pairs(tags):
    """A dict of tags as the list of Key and Value that most services take."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def words(tags):
    return ", ".join(f"{key}={value}" for key, value in tags.items())
