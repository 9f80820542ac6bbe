# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Tags of the table. The tags that AWS itself sets (aws:...) are never changed."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...core import tagging
from ...core.aws_errors import RETRY, KnownError
from ...core.change import PlanError
from ..changes import INHERITED, Phase

OPTIONS = dict(
    tags=dict(type="dict", aliases=["resource_tags"]),
    purge_tags=dict(type="bool", default=True),
)
# AWS accepts as many calls for one table at once (R131), so fewer tables are read faster one by one.
MANY = 10
# Each replica has its own. One that does not declare the option has what the table declares.
IN_REPLICAS = INHERITED
REPLICA_OPTIONS = dict(tags=dict(type="dict"))

KNOWN_ERRORS = (
    KnownError(
        RETRY,
        "R53",
        ("tag_resource", "untag_resource"),
        "LimitExceededException",
        "Table tags are being updated",
        hidden=True,
    ),
)


@dataclass(frozen=True)
class Tags:
    """purge: whether undeclared tags are removed."""

    tags: dict = field(default_factory=dict)
    purge: bool = True


NEW = Tags()


def check(params):
    return tagging.check(params["tags"], "tags")


def want(params):
    if params["tags"] is None:
        return None
    return Tags(tagging.strings(params["tags"]), params["purge_tags"])


def read(region, description, want):
    return region.pages("list_tags_of_resource", "Tags", action="read the tags", ResourceArn=description["TableArn"])


def read_many(region, tables):
    """Read the tags of many tables with few calls -> {ARN: the answer of `read`} of those that are as declared.

    The others have to be read alone, because the Tagging API may not show the latest changes (R86).
    """
    declared = {description["TableArn"]: want for description, want in tables if want is not None}
    if len(declared) <= MANY:
        return {}
    found = tagging.of_many(region, list(declared), action="read the tags of the tables")
    return {arn: tagging.pairs(tags) for arn, tags in found.items() if complete(declared[arn], Tags(tags)).tags == tags}


def observe(description, answer):
    return Tags(tagging.own(answer))


def complete(want, have):
    return Tags(want.tags if want.purge else {**have.tags, **want.tags})


def plan(table, *, want, have):
    if set(want.tags) - set(have.tags) and len(want.tags) > tagging.MAX_TAGS:
        words = f"the table would have {len(want.tags)} tags in all; it can have up to {tagging.MAX_TAGS}"
        yield PlanError("tags", words)
        return
    ways = dict(remove=("untag_resource", "TagKeys"), add=("tag_resource", "Tags"))
    for kind, action, method, params in tagging.calls(have.tags, want.tags, **ways):
        yield table.change_by_arn("tags", kind, action, method=method, phase=Phase.ATTACH, **params)


def create_params(want):
    return {"Tags": tagging.pairs(want.tags)} if want.tags else {}


def declare(have):
    return {"tags": have.tags}
