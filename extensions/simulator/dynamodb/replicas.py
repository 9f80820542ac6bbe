# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import copy
from typing import Any

from ..autoscaling.registrations import mirror_writes
from ..core.dispatcher import Context
from ..core.keys import key_arn, managed_key_arn
from . import replica_overrides, streams
from .find import tables_at
from .global_tables import Group, Member, Sourced, Witness, group_of, settle
from .state import Backups, Encryption, Table, Tags
from .strong_consistency import witness_action


def update(ctx: Context, table: Table, request: dict[str, Any]) -> None:
    """Carry out the checked ReplicaUpdates, and what goes with them."""
    group = group_of(table)
    group.strong = group.strong or request.get("MultiRegionConsistency") == "STRONG"
    table.status, table.job = "UPDATING", "replica"
    kinds = set()
    for change in request["ReplicaUpdates"]:
        ((kind, action),) = change.items()
        kinds.add(kind)
        if kind == "Create" and action["RegionName"] not in group.members:
            _create(ctx, table, group, action)
        elif kind == "Delete":
            _delete(ctx, table, group, action["RegionName"])
        elif kind == "Update":
            replica_overrides.update_later(ctx, group.members[action["RegionName"]].table, action)
    _update_witness(ctx, group, request)
    durations = ctx.world.durations
    takes = {"Create": durations.replica_create, "Delete": durations.replica_delete_table}
    ctx.world.schedule(takes.get(kinds.pop(), durations.replica_update), settle, table)


def _create(ctx: Context, table: Table, group: Group, action: dict[str, Any]) -> None:
    durations = ctx.world.durations
    if not group.strong and table.stream.view_type is None:
        streams.switch_on(ctx, table, "NEW_AND_OLD_IMAGES")  # R28: AWS does that by itself
    table.disassociation_protection = not group.strong
    member = Member(action["RegionName"], "CREATING")
    group.members[member.region] = member
    group.sourced.append(Sourced(table.region, member.region, ctx.world.now))
    ctx.world.schedule(durations.replica_appears, _appear, ctx, table, member, action)
    ctx.world.schedule(durations.replica_create, _created, ctx, member)


def _appear(ctx: Context, table: Table, member: Member, action: dict[str, Any]) -> None:
    """The replica's table: a copy of what is synced, and its own of what is not (R35)."""
    there = Context(ctx.world, ctx.account, member.region)
    arn = f"arn:aws:dynamodb:{member.region}:{ctx.account}:table/{table.name}"
    replica = Table(
        name=table.name,
        arn=arn,
        account=table.account,
        region=member.region,
        table_id=ctx.world.new_id(),
        created=ctx.world.now,
        key_schema=table.key_schema,
        attributes=dict(table.attributes),
        billing_mode=table.billing_mode,
        throughput=copy.deepcopy(table.throughput),
        warm=copy.deepcopy(table.warm),
        billing_summary=table.billing_summary,
        on_demand=dict(table.on_demand),
        indexes=copy.deepcopy(table.indexes),
        local_indexes=copy.deepcopy(table.local_indexes),
        vector_indexes=copy.deepcopy(table.vector_indexes),
        encryption=Encryption(_key(there, table, action)),
        class_summary=copy.deepcopy(table.class_summary),
        time_to_live=copy.deepcopy(table.time_to_live),
        tags=Tags(),
        backups=Backups(),
        group=table.group,
        disassociation_protection=table.disassociation_protection,
    )
    for index in [*replica.searchable(), *replica.local_indexes.values()]:
        index.arn = f"{arn}/index/{index.name}"
    for index in replica.searchable():
        index.status = "CREATING"
    if table.stream.view_type and not table.group.strong:
        streams.switch_on(there, replica, table.stream.view_type)
    replica_overrides.apply(ctx, replica, action)
    mirror_writes(Context(ctx.world, ctx.account, table.region), there, table.name, list(table.indexes))
    member.table = replica
    tables_at(ctx, member.region)[replica.name] = replica


def _key(there: Context, table: Table, action: dict[str, Any]) -> str | None:
    if "KMSMasterKeyId" in action:
        return key_arn(there.world, there.account, there.region, action["KMSMasterKeyId"])
    return managed_key_arn(there.account, there.region) if table.encryption.key_arn else None


def _created(ctx: Context, member: Member) -> None:
    member.status = "ACTIVE"
    settle(member.table)
    member.table.backups.available_at = ctx.world.now + ctx.world.durations.backups_unavailable
    for index in member.table.searchable():
        index.status, index.backfilling = "ACTIVE", None


def _delete(ctx: Context, table: Table, group: Group, region: str) -> None:
    member = group.members[region]
    member.status = member.table.status = "DELETING"
    durations = ctx.world.durations
    ctx.world.schedule(durations.replica_delete, leave, ctx, group, region)
    ctx.world.schedule(durations.replica_delete + durations.replica_table_delete, _remove, ctx, member.table)


def leave(ctx: Context, group: Group, region: str) -> None:
    """The region is gone from Replicas; its table lingers for a while (R55)."""
    member = group.members.pop(region)
    member.table.group = None
    if len(group.members) == 1 and group.witness is None:
        group.strong = False
        for last in group.members.values():
            last.table.disassociation_protection = None


def _remove(ctx: Context, table: Table) -> None:
    del tables_at(ctx, table.region)[table.name]


def _update_witness(ctx: Context, group: Group, request: dict[str, Any]) -> None:
    durations = ctx.world.durations
    new = witness_action(request, "Create")
    if new:
        group.witness = Witness(new)
        ctx.world.schedule(durations.replica_appears, _show, group.witness)
        ctx.world.schedule(durations.replica_create, _stand, group.witness)
    if witness_action(request, "Delete"):
        group.witness.status = "DELETING"
        ctx.world.schedule(durations.replica_delete_table, _dismiss, group)


def _show(witness: Witness) -> None:
    witness.visible = True


def _stand(witness: Witness) -> None:
    witness.status = "ACTIVE"


def _dismiss(group: Group) -> None:
    group.witness = None
