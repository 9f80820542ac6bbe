# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

PROVISIONED = "PROVISIONED"
ON_DEMAND = "PAY_PER_REQUEST"


@dataclass
class Throughput:
    """Provisioned capacity units of a table or index; 0 and 0 if on-demand (R47). Times in seconds since 1970."""

    read: int = 0
    write: int = 0
    last_increase: float | None = None
    last_decrease: float | None = None
    decreases: list[float] = field(default_factory=list)


@dataclass
class WarmThroughput:
    """Warm throughput of a table or index (R22). `target` is the target of an increase in progress."""

    read: int
    write: int
    status: str = "ACTIVE"
    target: tuple[int, int] | None = None


@dataclass
class GlobalIndex:
    name: str
    arn: str
    key_schema: list[dict[str, str]]
    projection: dict[str, Any]
    throughput: Throughput
    warm_throughput: WarmThroughput
    status: str = "CREATING"
    backfilling: bool | None = None  # None: created by CreateTable, or ACTIVE (R11)
    on_demand: dict[str, int] = field(default_factory=dict)


@dataclass
class LocalIndex:
    name: str
    arn: str
    key_schema: list[dict[str, str]]
    projection: dict[str, Any]


@dataclass
class VectorIndex:
    name: str
    arn: str
    definition: dict[str, Any]  # VectorAttribute, SearchSchema, Projection, Dimensions, DistanceFunction
    status: str = "CREATING"
    backfilling: bool | None = None

    def search_names(self) -> list[str]:
        return [element["AttributeName"] for element in self.definition.get("SearchSchema", [])]


@dataclass
class Stream:
    """`view_type` is None while the stream is disabled; ARN and label remain (R26)."""

    view_type: str | None = None
    arn: str | None = None
    label: str | None = None


@dataclass
class Encryption:
    """`key_arn` is None for the AWS owned key, which DescribeTable does not show after the change (R34)."""

    key_arn: str | None = None
    status: str = "ENABLED"
    changes: list[float] = field(default_factory=list)


@dataclass
class TimeToLive:
    status: str = "DISABLED"
    attribute: str | None = None
    changed_at: float | None = None


@dataclass
class Backups:
    available_at: float | None = None  # None: the table is still being created
    enabled_at: float | None = None
    days: int = 35


@dataclass
class Tags:
    """`in_flight` are the tags of the last write, which ListTagsOfResource may not show until `locked_until` (R53)."""

    values: dict[str, str] = field(default_factory=dict)
    in_flight: dict[str, str] = field(default_factory=dict)
    locked_until: float = 0.0


@dataclass
class Insights:
    """Contributor Insights of a table or of one of its indexes (R43)."""

    status: str = "DISABLED"
    mode: str | None = None
    changed_at: float | None = None


@dataclass
class Destination:
    """A Kinesis data stream to which a table's changes are streamed (R45)."""

    stream_arn: str
    status: str = "ENABLING"
    precision: str | None = None
    problem: str | None = None


@dataclass
class Policy:
    """`document` is None without a policy; the revision is the time of the last change in milliseconds (R44)."""

    document: dict[str, Any] | None = None
    sent: Any = None
    changed_at: float | None = None

    def revision(self) -> str | None:
        return None if self.changed_at is None else str(int(self.changed_at * 1000))


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
    warm_throughput: WarmThroughput
    status: str = "CREATING"
    job: str = ""  # the operation in progress: iops, stream, class, index, replica or protection
    billing_summary: dict[str, Any] | None = None
    on_demand: dict[str, int] = field(default_factory=dict)
    on_demand_switches: list[float] = field(default_factory=list)
    indexes: dict[str, GlobalIndex] = field(default_factory=dict)
    local_indexes: dict[str, LocalIndex] = field(default_factory=dict)
    stream: Stream = field(default_factory=Stream)
    encryption: Encryption = field(default_factory=Encryption)
    class_summary: dict[str, Any] | None = None
    class_wanted: str = ""
    class_changes: list[float] = field(default_factory=list)
    deletion_protection: bool = False
    protection_changed_at: float | None = None
    tags: Tags = field(default_factory=Tags)
    time_to_live: TimeToLive = field(default_factory=TimeToLive)
    backups: Backups = field(default_factory=Backups)
    vector_indexes: dict[str, VectorIndex] = field(default_factory=dict)
    insights: dict[str, Insights] = field(default_factory=dict)  # by index; "" for the table
    destinations: dict[str, Destination] = field(default_factory=dict)
    policy: Policy = field(default_factory=Policy)
    group: Any = None  # global_tables.Group, from the first replica on
    disassociation_protection: bool | None = None  # None if there is no replica to disassociate (R73)

    def table_class(self) -> str:
        return self.class_summary["TableClass"] if self.class_summary else "STANDARD"

    def online_indexes(self) -> list[GlobalIndex | VectorIndex]:
        """Return the indexes that can be added to and removed from a live table."""
        return [*self.indexes.values(), *self.vector_indexes.values()]

    def indexes_in(self, status: str) -> list[str]:
        return [index.name for index in self.online_indexes() if index.status == status]


@dataclass
class Region:
    """The tables of one account in one Region by name."""

    tables: dict[str, Table] = field(default_factory=dict)
