# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from dataclasses import dataclass, field

from ..core.dispatcher import Context
from ..core.errors import AwsError
from .state import Table

VERSION = "2019.11.21"


@dataclass
class Member:
    """A Region of a global table. `table` is None until the table exists there."""

    region: str
    status: str = "ACTIVE"
    table: Table | None = None


@dataclass
class Witness:
    region: str
    status: str = "CREATING"
    visible: bool = False


@dataclass
class Sourced:
    """A replica that was added through the endpoint of another Region (R19)."""

    source: str
    region: str
    at: float


@dataclass
class Group:
    """A global table: members by Region, in the order of their creation. It remains after its replicas, for R19."""

    members: dict[str, Member] = field(default_factory=dict)
    strong: bool = False
    witness: Witness | None = None
    sourced: list[Sourced] = field(default_factory=list)


def group_of(table: Table) -> Group:
    """Return the table's group; a table without replicas has a group of its own."""
    if table.group is None:
        table.group = Group({table.region: Member(table.region, table=table)})
    return table.group


def others(table: Table) -> list[Member]:
    """Return the members in other Regions that DescribeTable lists."""
    if table.group is None:
        return []
    return [m for m in table.group.members.values() if m.region != table.region and m.table is not None]


def is_global(table: Table) -> bool:
    return table.group is not None and (len(table.group.members) > 1 or table.group.witness is not None)


def tables_of_group(table: Table) -> list[Table]:
    """Return the table and its replicas, for settings that AWS synchronizes across Regions (R35)."""
    if table.group is None:
        return [table]
    rest = [member.table for member in others(table) if member.status != "DELETING"]
    return [table, *rest]


def context_at(ctx: Context, table: Table) -> Context:
    return Context(ctx.world, ctx.account, table.region)


def is_group_busy(table: Table) -> bool:
    """Whether a change is in progress in any Region of a global table."""
    if not is_global(table):
        return False
    group = table.group
    busy = any(member.status != "ACTIVE" or member.table.status != "ACTIVE" for member in group.members.values())
    return busy or (group.witness is not None and group.witness.status != "ACTIVE")


def check_group_not_busy(table: Table) -> None:
    """R1: no Region may be busy; for global tables, AWS's message does not name the operation in progress."""
    if is_group_busy(table):
        raise AwsError("ResourceInUseException", "The resource which you are attempting to change is in use.")


def status_of(member: Member) -> str:
    """Return the ReplicaStatus that the other Regions show."""
    if member.status == "ACTIVE" and member.table.status in ("UPDATING", "DELETING"):
        return member.table.status
    return member.status


def settle(table: Table) -> None:
    table.status, table.job = "ACTIVE", ""
