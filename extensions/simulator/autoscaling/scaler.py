# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from ..core.dispatcher import Context
from ..dynamodb import global_tables, throughput
from ..dynamodb.state import ON_DEMAND, GlobalIndex, Table
from . import resources
from .registrations import resource_of, targets_of
from .state import Target


def enforce_later(ctx: Context, target: Target) -> None:
    """Application Auto Scaling moves capacity into new limits some seconds after their registration (R48)."""
    ctx.world.schedule(ctx.world.durations.autoscaling_reaction, _enforce, ctx, target)


def restore(ctx: Context, table: Table) -> None:
    """Move scaled capacities that an UpdateTable has set back into their limits (R48), reads in every Region (R35).

    An alarm triggers this, minutes later.
    """
    for member in global_tables.tables_of_group(table):
        member_ctx = global_tables.context_at(ctx, member)
        for target in targets_of(member_ctx).values():
            is_affected = member is table or "Read" in target.dimension
            if is_affected and target.policies and resources.owner_of(member_ctx, target.resource_id)[0] is member:
                ctx.world.schedule(ctx.world.durations.autoscaling_restore, _enforce, member_ctx, target)


def _enforce(ctx: Context, target: Target) -> None:
    if targets_of(ctx).get((target.resource_id, target.dimension)) is not target:
        return
    table, owner = resources.owner_of(ctx, target.resource_id)
    if owner is not target.owner or table.billing_mode == ON_DEMAND:
        return
    reads = "Read" in target.dimension
    if _is_busy(table, owner, writes=not reads):
        enforce_later(ctx, target)
        return
    have = owner.throughput.read if reads else owner.throughput.write
    wanted = min(max(have, target.minimum), target.maximum)
    if wanted == have:
        return
    set_capacity(ctx, table, owner, **{"read" if reads else "write": wanted})


def _is_busy(table: Table, owner: Table | GlobalIndex, writes: bool) -> bool:
    """R1: AWS rejects the UpdateTable of Application Auto Scaling as it does any other, and it tries again later."""
    parts = [part for _member, part in _parts(table, owner, writes)]
    return global_tables.is_group_busy(table) or any(part.status != "ACTIVE" for part in [table, *parts])


def _parts(table: Table, owner: Table | GlobalIndex, writes: bool) -> list[tuple[Table, Table | GlobalIndex]]:
    """Return (table, it or its index) of each Region in which a change takes effect: that of writes in all (R35)."""
    members = global_tables.tables_of_group(table) if writes else [table]
    return [(member, member if isinstance(owner, Table) else member.indexes[owner.name]) for member in members]


def autoscale(ctx: Context, table: Table, index: str | None, read: int | None, write: int | None) -> None:
    """Change capacity as Application Auto Scaling does: within the target's limits, and only with a scaling policy.

    Raise ValueError where it would change nothing.
    """
    if table.billing_mode == ON_DEMAND:  # which keeps its targets (R15)
        raise ValueError(f"{table.name} in {ctx.region} is on-demand")
    owner = table.indexes[index] if index else table
    kind = "index" if index else "table"
    resource = resource_of(table.name, index)
    wanted = {}
    for name, value in (("Read", read), ("Write", write)):
        if value is None:
            continue
        target = targets_of(ctx).get((resource, f"dynamodb:{kind}:{name}CapacityUnits"))
        if target is None or not target.policies:
            raise ValueError(f"{resource} in {ctx.region} has no scaling policy for {name.lower()} capacity")
        wanted[name.lower()] = min(max(value, target.minimum), target.maximum)
    if _is_busy(table, owner, writes=write is not None):
        raise ValueError(f"{resource} in {ctx.region} is not ACTIVE, or another Region is not")
    set_capacity(ctx, table, owner, **wanted)


def set_capacity(
    ctx: Context, table: Table, owner: Table | GlobalIndex, read: int | None = None, write: int | None = None
) -> None:
    """Set write capacity in all Regions of a global table, read capacity only in this one (R35)."""
    for member, part in _parts(table, owner, writes=write is not None):
        _change(ctx, member, part, read if member is table else None, write)


def _change(ctx: Context, table: Table, owner: Table | GlobalIndex, read: int | None, write: int | None) -> None:
    owner.status = "UPDATING"
    if isinstance(owner, Table):
        table.job = "iops"
    ctx.world.schedule(ctx.world.durations.throughput_update, _changed, ctx, owner, read, write)


def _changed(ctx: Context, owner: Table | GlobalIndex, read: int | None, write: int | None) -> None:
    """Set what changes, and keep the rest, which another Region's auto scaling may have changed meanwhile."""
    have = owner.throughput
    units = {
        "ReadCapacityUnits": have.read if read is None else read,
        "WriteCapacityUnits": have.write if write is None else write,
    }
    throughput.apply(ctx, have, owner.warm_throughput, units)
    owner.status = "ACTIVE"
    if isinstance(owner, Table):
        owner.job = ""
