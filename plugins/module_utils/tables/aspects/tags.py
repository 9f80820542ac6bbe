# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Tags of the table. Those that AWS itself sets (aws:...) are never touched."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...core import diff, tagging
from ...core.aws_errors import BUSY, KnownRefusal
from ...core.change import INHERITED, Change, Phase, Refusal

OPTIONS = dict(
    tags=dict(type="dict", aliases=["resource_tags"]),
    purge_tags=dict(type="bool", default=True),
)
# Each replica has its own; where it declares none, what the table declares.
IN_REPLICAS = INHERITED

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
    return tagging.faults(params["tags"], "tags")


def want(params):
    if params["tags"] is None:
        return None
    return Tags(tagging.strings(params["tags"]), params["purge_tags"])


def read(region, description, want):
    return region.pages("list_tags_of_resource", "Tags", action="read the tags", ResourceArn=description["TableArn"])


def observe(description, answer):
    return Tags({tag["Key"]: tag["Value"] for tag in answer if not tag["Key"].startswith("aws:")})


def complete(want, have):
    return Tags(want.tags if want.purge else {**have.tags, **want.tags})


def plan(table, *, want, have):
    added, changed, removed = diff.keyed(have.tags, want.tags)
    if added and len(want.tags) > tagging.MOST:
        words = f"{len(want.tags)} tags with those that are there, but there can be {tagging.MOST}"
        yield Refusal("tags", words)
        return
    if removed:
        yield _change(table, f"remove tags {', '.join(removed)}", "untag_resource", TagKeys=removed)
    if added or changed:
        tags = {key: want.tags[key] for key in added + changed}
        words = f"tag with {tagging.words(tags)}"
        yield _change(table, words, "tag_resource", Tags=tagging.pairs(tags))


def create_params(want):
    return {"Tags": tagging.pairs(want.tags)} if want.tags else {}


def declare(have):
    return {"tags": have.tags}


def _change(table, action, method, **params):
    params = dict(ResourceArn=table.arn, **params)
    return Change(action, table.region, "dynamodb", method, params, Phase.ATTACH, "tags")
