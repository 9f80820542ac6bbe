# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import copy
from typing import Any

from ..autoscaling.registrations import mirror_writes
from ..core.dispatcher import Context
from ..core.keys import key_arn, managed_key_arn
from ..tagging.index import publish
from . import replica_overrides, streams
from .find import tables_at
from .global_tables import Group, Member, Sourced, Witness, group_of, settle
from .state import Backups, Encryption, Table, Tags
from .strong_consistency import witness_action


def update(ctx: Context, table: Table, request: dict[str, Any]) -> None:
    """Apply the checked ReplicaUpdates, and the changes of the witness."""
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
    seconds = {"Create": durations.replica_create, "Delete": durations.replica_delete_table}
    ctx.world.schedule(seconds.get(kinds.pop(), durations.replica_update), settle, table)


def _create(ctx: Context, table: Table, group: Group, action: dict[str, Any]) -> None:
    durations = ctx.world.durations
    if not group.strong and table.stream.view_type is None:
        streams.enable(ctx, table, "NEW_AND_OLD_IMAGES")  # R28: AWS enables the stream
    if table.disassociation_protection is None:
        table.disassociation_protection = not group.strong
    member = Member(action["RegionName"], "CREATING")
    group.members[member.region] = member
    group.sourced.append(Sourced(table.region, member.region, ctx.world.now))
    ctx.world.schedule(durations.replica_appears, _create_table, ctx, table, member, action)
    ctx.world.schedule(durations.replica_create, _created, ctx, member)


def _create_table(ctx: Context, table: Table, member: Member, action: dict[str, Any]) -> None:
    """Create the replica's table: a copy of synchronized settings, and new values of the others (R35)."""
    replica_ctx = Context(ctx.world, ctx.account, member.region)
    replica = Table(
        name=table.name,
        arn=replica_ctx.arn("dynamodb", f"table/{table.name}"),
        account=table.account,
        region=member.region,
        table_id=ctx.world.new_id(),
        created=ctx.world.now,
        key_schema=table.key_schema,
        attributes=dict(table.attributes),
        billing_mode=table.billing_mode,
        throughput=copy.deepcopy(table.throughput),
        warm_throughput=copy.deepcopy(table.warm_throughput),
        billing_summary=table.billing_summary,
        on_demand=dict(table.on_demand),
        indexes=copy.deepcopy(table.indexes),
        local_indexes=copy.deepcopy(table.local_indexes),
        vector_indexes=copy.deepcopy(table.vector_indexes),
        encryption=Encryption(_key(replica_ctx, table, action)),
        class_summary=copy.deepcopy(table.class_summary),
        time_to_live=copy.deepcopy(table.time_to_live),
        tags=Tags(),
        backups=Backups(),
        group=table.group,
        disassociation_protection=not table.group.strong,
    )
    for index in [*replica.online_indexes(), *replica.local_indexes.values()]:
        index.arn = f"{replica.arn}/index/{index.name}"
    for index in replica.online_indexes():
        index.status = "CREATING"
    if table.stream.view_type and not table.group.strong:
        streams.enable(replica_ctx, replica, table.stream.view_type)
    replica_overrides.apply(ctx, replica, action)
    mirror_writes(Context(ctx.world, ctx.account, table.region), replica_ctx, replica)
    member.table = replica
    tables_at(ctx, member.region)[replica.name] = replica


def _key(replica_ctx: Context, table: Table, action: dict[str, Any]) -> str | None:
    if "KMSMasterKeyId" in action:
        return key_arn(replica_ctx.world, replica_ctx.account, replica_ctx.region, action["KMSMasterKeyId"])
    return managed_key_arn(replica_ctx.account, replica_ctx.region) if table.encryption.key_arn else None


def _created(ctx: Context, member: Member) -> None:
    member.status = "ACTIVE"
    settle(member.table)
    member.table.backups.available_at = ctx.world.now + ctx.world.durations.backups_unavailable
    for index in member.table.online_indexes():
        index.status, index.backfilling = "ACTIVE", None


def _delete(ctx: Context, table: Table, group: Group, region: str) -> None:
    member = group.members[region]
    member.status = member.table.status = "DELETING"
    durations = ctx.world.durations
    ctx.world.schedule(durations.replica_delete, remove_member, ctx, group, region)
    ctx.world.schedule(durations.replica_delete + durations.replica_table_delete, _remove_table, ctx, member.table)


def remove_member(ctx: Context, group: Group, region: str) -> None:
    """Remove the Region from Replicas; its table is deleted some time later (R55)."""
    member = group.members.pop(region)
    member.table.group = None
    if len(group.members) == 1 and group.witness is None:
        group.strong = False
        for last in group.members.values():
            last.table.disassociation_protection = None


def _remove_table(ctx: Context, table: Table) -> None:
    del tables_at(ctx, table.region)[table.name]
    publish(ctx, table.arn, None)


def _update_witness(ctx: Context, group: Group, request: dict[str, Any]) -> None:
    durations = ctx.world.durations
    new = witness_action(request, "Create")
    if new:
        group.witness = Witness(new)
        ctx.world.schedule(durations.replica_appears, _show_witness, group.witness)
        ctx.world.schedule(durations.replica_create, _activate_witness, group.witness)
    if witness_action(request, "Delete"):
        group.witness.status = "DELETING"
        ctx.world.schedule(durations.replica_delete_table, _remove_witness, group)


def _show_witness(witness: Witness) -> None:
    witness.visible = True


def _activate_witness(witness: Witness) -> None:
    witness.status = "ACTIVE"


def _remove_witness(group: Group) -> None:
    group.witness = None
