# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Tags of the table. Those that AWS itself sets (aws:...) are never touched."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .. import compare
from ..change import INHERITED, Change, Phase
from ..refusals import BUSY, KnownRefusal

OPTIONS = dict(
    tags=dict(type="dict", aliases=["resource_tags"]),
    purge_tags=dict(type="bool", default=True),
)
# Each replica has its own; where it declares none, what the table declares.
IN_REPLICAS = INHERITED

MOST = 50  # R60, as the rest of the checks
CHARACTERS = re.compile(r"[\w +\-=.:/@]*")

REFUSALS = (
    KnownRefusal(
        BUSY, "R53", ("tag_resource", "untag_resource"), "LimitExceededException", "Table tags are being updated"
    ),
)


@dataclass(frozen=True)
class Tags:
    """purge False: tags that are there and not declared stay."""

    tags: dict = field(default_factory=dict)
    purge: bool = True


NEW = Tags()


def check(params):
    tags = params["tags"] or {}
    if len(tags) > MOST:
        yield "tags", f"{len(tags)} tags, but a table can have {MOST}"
    for key, value in tags.items():
        if not 1 <= len(str(key)) <= 128:
            yield f"tags.{key}", "a tag's key must be 1 to 128 characters long"
        if str(key).lower().startswith("aws:"):
            yield f"tags.{key}", "keys that begin with aws: are AWS's own"
        if isinstance(value, (dict, list)) or value is None:
            yield f"tags.{key}", "a tag's value must be a string"
            continue
        if len(str(value)) > 256:
            yield f"tags.{key}", "a tag's value must be at most 256 characters long"
        if not CHARACTERS.fullmatch(str(key)) or not CHARACTERS.fullmatch(str(value)):
            yield f"tags.{key}", "a tag is made of letters, digits, spaces and + - = . _ : / @"


def want(params):
    if params["tags"] is None:
        return None
    return Tags({str(key): str(value) for key, value in params["tags"].items()}, params["purge_tags"])


def read(region, description, want):
    return region.pages("list_tags_of_resource", "Tags", action="read the tags", ResourceArn=description["TableArn"])


def observe(description, answer):
    return Tags({tag["Key"]: tag["Value"] for tag in answer if not tag["Key"].startswith("aws:")})


def complete(want, have):
    return Tags(want.tags if want.purge else {**have.tags, **want.tags})


def plan(table, *, want, have):
    added, changed, removed = compare.keyed(have.tags, want.tags)
    if removed:
        yield _change(table, f"remove tags {', '.join(removed)}", "untag_resource", TagKeys=removed)
    if added or changed:
        tags = {key: want.tags[key] for key in added + changed}
        words = ", ".join(f"{key}={value}" for key, value in tags.items())
        yield _change(table, f"tag with {words}", "tag_resource", Tags=_aws(tags))


def create_params(want):
    return {"Tags": _aws(want.tags)} if want.tags else {}


def declare(have):
    return {"tags": have.tags}


def _aws(tags):
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def _change(table, action, method, **params):
    params = dict(ResourceArn=table.arn, **params)
    return Change(action, table.region, "dynamodb", method, params, Phase.ATTACH, "tags")
