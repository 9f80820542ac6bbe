# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..core.dispatcher import Context
from ..core.regions import partition_of


@dataclass
class Alarm:
    """description: as DescribeAlarms shows it."""

    description: dict[str, Any]
    composite: bool = False
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        return self.description["AlarmArn"]


@dataclass
class Alarms:
    """The alarms of one account in one Region by name."""

    alarms: dict[str, Alarm] = field(default_factory=dict)


@dataclass
class Dashboards:
    """The dashboards of one account in one partition by name: they do not belong to a Region (R87)."""

    bodies: dict[str, str] = field(default_factory=dict)


def alarms_of(ctx: Context) -> dict[str, Alarm]:
    return ctx.world.store(Alarms, ctx.account, ctx.region).alarms


def dashboards_of(ctx: Context) -> dict[str, str]:
    return ctx.world.store(Dashboards, ctx.account, partition_of(ctx.region)).bodies
