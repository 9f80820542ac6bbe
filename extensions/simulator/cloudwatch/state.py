# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..core.dispatcher import Context


@dataclass
class Alarm:
    """facts: as DescribeAlarms shows it. tagged: the tags as the Tagging API shows them, which is some time behind."""

    facts: dict[str, Any]
    composite: bool = False
    tags: dict[str, str] = field(default_factory=dict)
    tagged: dict[str, str] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        return self.facts["AlarmArn"]


@dataclass
class Monitoring:
    """The alarms of one account in one region, by name."""

    alarms: dict[str, Alarm] = field(default_factory=dict)


@dataclass
class Boards:
    """The dashboards of one account by name: they belong to no region (R87)."""

    bodies: dict[str, str] = field(default_factory=dict)


def alarms_of(ctx: Context) -> dict[str, Alarm]:
    return ctx.world.store(Monitoring, ctx.account, ctx.region).alarms


def boards_of(ctx: Context) -> dict[str, str]:
    return ctx.world.store(Boards, ctx.account, "").bodies
