# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from dataclasses import dataclass, field

from ..core.dispatcher import Context


@dataclass
class Index:
    """What the Tagging API shows of one account in one Region: the tags of all resources that ever had some, by ARN."""

    tags: dict[str, dict[str, str]] = field(default_factory=dict)


def index_of(ctx: Context) -> dict[str, dict[str, str]]:
    return ctx.world.store(Index, ctx.account, ctx.region).tags


def publish(ctx: Context, arn: str, tags: dict[str, str] | None) -> None:
    """Show the tags of a resource after the delay of the Tagging API (R86). None: the resource is deleted."""
    shown = None if tags is None else dict(tags)
    ctx.world.schedule(ctx.world.durations.tagging, _show, ctx, arn, shown)


def _show(ctx: Context, arn: str, tags: dict[str, str] | None) -> None:
    region, account = arn.split(":")[3:5]  # a replica is deleted by a call in another Region
    index = ctx.world.store(Index, account, region).tags
    if tags is None:
        index.pop(arn, None)
    elif tags or arn in index:
        index[arn] = tags
