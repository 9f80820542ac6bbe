# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

PROVISIONED = "PROVISIONED"
ON_DEMAND = "PAY_PER_REQUEST"


@dataclass
class Throughput:
    """Provisioned units of a table or an index; 0 and 0 on demand (R47). Times in seconds since 1970."""

    read: int = 0
    write: int = 0
    last_increase: float | None = None
    last_decrease: float | None = None
    decreases: list[float] = field(default_factory=list)


@dataclass
class Warm:
    """What a table or an index could serve at once (R22)."""

    read: int
    write: int
    status: str = "ACTIVE"


@dataclass
class GlobalIndex:
    name: str
    arn: str
    key_schema: list[dict[str, str]]
    projection: dict[str, Any]
    throughput: Throughput
    warm: Warm
    status: str = "CREATING"
    backfilling: bool | None = None  # None: made by CreateTable, or no longer being created (R11)
    on_demand: dict[str, int] = field(default_factory=dict)

    def key_names(self) -> list[str]:
        return [element["AttributeName"] for element in self.key_schema]


@dataclass
class LocalIndex:
    name: str
    arn: str
    key_schema: list[dict[str, str]]
    projection: dict[str, Any]


@dataclass
class Stream:
    """`view_type` is None while the stream is off; arn and label stay (R26)."""

    view_type: str | None = None
    arn: str | None = None
    label: str | None = None


@dataclass
class Encryption:
    """None on the table stands for AWS's own key (R34)."""

    status: str
    key_arn: str


@dataclass
class TimeToLive:
    status: str = "DISABLED"
    attribute: str | None = None
    changed_at: float | None = None


@dataclass
class Backups:
    available_at: float = 0.0
    enabled_at: float | None = None
    days: int = 35


@dataclass
class Table:
    name: str
    arn: str
    account: str
    region: str
    table_id: str
    created: float
    key_schema: list[dict[str, str]]
    attributes: dict[str, str]
    billing_mode: str
    throughput: Throughput
    warm: Warm
    status: str = "CREATING"
    busy_with: str = ""  # what an UPDATING table is busy with, in the words of the refusal
    billing_summary: dict[str, Any] | None = None
    on_demand: dict[str, int] = field(default_factory=dict)
    on_demand_switches: list[float] = field(default_factory=list)
    indexes: dict[str, GlobalIndex] = field(default_factory=dict)
    local_indexes: dict[str, LocalIndex] = field(default_factory=dict)
    stream: Stream = field(default_factory=Stream)
    encryption: Encryption | None = None
    table_class: str = "STANDARD"
    class_summary: dict[str, Any] | None = None
    class_changes: list[float] = field(default_factory=list)
    deletion_protection: bool = False
    tags: dict[str, str] = field(default_factory=dict)
    time_to_live: TimeToLive = field(default_factory=TimeToLive)
    backups: Backups = field(default_factory=Backups)

    def key_names(self) -> list[str]:
        return [element["AttributeName"] for element in self.key_schema]


@dataclass
class Region:
    """The tables of one account in one region, by name."""

    tables: dict[str, Table] = field(default_factory=dict)
