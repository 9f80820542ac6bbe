# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..autoscaling.registrations import writes_are_scaled
from ..core.dispatcher import Context
from ..core.errors import invalid, invalid_parameter
from ..core.keys import key_arn, managed_key_arn
from ..core.regions import regions_beside
from . import account, schema, strong_consistency
from .find import tables_at
from .global_tables import Group, group_of
from .state import ON_DEMAND, Table

NO_ACTION = "There are no actions specified in the Replica Update Action of the request."


def check_request(request: dict[str, Any]) -> None:
    """R29: validate the request as far as possible without the table."""
    actions = [action for update in request.get("ReplicaUpdates", []) for action in update.items()]
    if "ReplicaUpdates" in request and len(actions) < len(request["ReplicaUpdates"]):
        raise invalid(NO_ACTION)
    for kind, action in actions:
        indexes = action.get("GlobalSecondaryIndexes", [])
        if (
            kind == "Update"
            and set(action) <= {"RegionName", "GlobalSecondaryIndexes"}
            and not any(map(_has_override, indexes))
        ):
            raise invalid(NO_ACTION)
        if kind == "Disassociate":
            raise invalid("Disassociating a replica is not simulated")
    kinds = {kind for kind, _action in actions}
    if len(kinds) > 1 or any(len(update) > 1 for update in request.get("ReplicaUpdates", [])):
        raise invalid("Update table operation with more than one type of replica actions not allowed.")
    strong_consistency.check_request(request, kinds)


def _has_override(index: dict[str, Any]) -> bool:
    """Whether the request sets anything for an index of a replica."""
    return len(index) > 1


def check(ctx: Context, table: Table, request: dict[str, Any]) -> None:
    group = group_of(table)
    for update in request["ReplicaUpdates"]:
        ((kind, action),) = update.items()
        region = action["RegionName"]
        if region == table.region:
            raise invalid(
                "Cannot add or delete the local region through ReplicaUpdates. Use CreateTable, DeleteTable, or"
                " UpdateTable as required."
            )
        supported = regions_beside(table.region)
        if region not in supported:  # R130
            raise invalid(
                f"Region {region} is not supported. The latest version of global tables are only supported in the"
                f" following regions: [{', '.join(supported)}]"
            )
        if kind != "Create" and region not in group.members:  # R38
            raise invalid(
                "Update global table operation failed because one or more replicas were not part of the global table."
                f" Please retry the request without these replicas: [{region}]."
            )
    strong_consistency.check(table, request)
    if not request.get("MultiRegionConsistency") and not group.strong:
        _check_number(request)
    for update in request["ReplicaUpdates"]:
        ((kind, action),) = update.items()
        if kind == "Create":
            _check_create(ctx, table, action)
        elif kind == "Delete":
            check_delete(ctx, group, action["RegionName"], table.name)
        else:
            _check_update(table, action)


def _check_number(request: dict[str, Any]) -> None:
    regions = {action["RegionName"] for update in request["ReplicaUpdates"] for action in update.values()}
    if len(regions) < 2:
        return
    if "Update" in request["ReplicaUpdates"][0]:
        raise invalid("Cannot target multiple regions with the same action")
    raise invalid("Update table operation with more than one create or delete replica actions not allowed")


def _check_create(ctx: Context, table: Table, action: dict[str, Any]) -> None:
    if table.name in tables_at(ctx, action["RegionName"]) or action["RegionName"] in table.group.members:  # R55
        raise invalid(
            f"Failed to create a the new replica of table with name: \N{LEFT SINGLE QUOTATION MARK}{table.name}"
            "\N{RIGHT SINGLE QUOTATION MARK} because one or more replicas already existed as tables."
        )
    if table.billing_mode != ON_DEMAND:
        check_writes_are_scaled(ctx, table)
    _check_key(ctx, table, action)
    _check_overrides(table, action)
    account.check_replica(Context(ctx.world, ctx.account, action["RegionName"]), table)


def check_writes_are_scaled(ctx: Context, table: Table) -> None:
    """R31: the write capacity of the table and of each global secondary index is scaled."""
    if not writes_are_scaled(ctx, table.name):
        raise invalid("Table write capacity should either be Pay-Per-Request or AutoScaled.")
    check_index_writes_are_scaled(ctx, table)


def check_index_writes_are_scaled(ctx: Context, table: Table) -> None:
    if not all(writes_are_scaled(ctx, table.name, index) for index in table.indexes):
        raise invalid("GSI write capacity should either be Pay-Per-Request or AutoScaled.")


def _check_key(ctx: Context, table: Table, action: dict[str, Any]) -> None:
    """R32: all Regions use customer managed keys, or none does."""
    key, base = action.get("KMSMasterKeyId"), table.encryption
    if base.status == "UPDATING":
        raise invalid(
            "Operation cannot be performed while replica server-side encryption status is in UPDATING state."
            " Please retry the request after the status is updated to ENABLED."
        )
    has_customer_key = base.key_arn not in (None, managed_key_arn(ctx.account, table.region))
    if has_customer_key and key is None or key is not None and base.key_arn is None:
        raise invalid_parameter("KMSMasterKeyId must be specified for each replica.")
    if key is None:
        return
    region = action["RegionName"]
    arn = key_arn(ctx.world, ctx.account, region, key)
    if has_customer_key == (arn == managed_key_arn(ctx.account, region)):
        raise invalid_parameter("All replica keys must either be Customer Managed CMK or AWS Managed CMK.")


def _check_overrides(table: Table, action: dict[str, Any]) -> None:
    """R37: read capacity if provisioned, maximum read throughput if on-demand. AWS accepts unknown index names."""
    for owner in [action, *action.get("GlobalSecondaryIndexes", [])]:
        if "ProvisionedThroughputOverride" in owner and table.billing_mode == ON_DEMAND:
            raise invalid_parameter(
                "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"
            )
        if "OnDemandThroughputOverride" in owner and table.billing_mode != ON_DEMAND:
            raise invalid_parameter(
                "MaxReadRequestUnits for OnDemandThroughput cannot be specified"
                " when the table BillingMode is PROVISIONED"
            )
        units = owner.get("ProvisionedThroughputOverride", {}).get("ReadCapacityUnits")
        schema.check_bounds({"ReadCapacityUnits": units, "WriteCapacityUnits": 1} if units else None)


def check_delete(ctx: Context, group: Group, region: str, name: str) -> None:
    replica = group.members[region].table
    if replica is not None and replica.deletion_protection:  # R36
        raise invalid(
            f"Cannot delete table {name} in region {region} because it has deletion protection enabled."
            " Disable deletion protection first."
        )
    check_not_source(ctx, group, region)


def check_not_source(ctx: Context, group: Group, region: str) -> None:
    """R19: a Region through which a replica was added cannot be removed for a day."""
    period = ctx.world.durations.source_region
    for sourced in group.sourced:
        recent = ctx.world.now < sourced.at + period or (not period and sourced.region in group.members)
        if sourced.source == region and recent:
            raise invalid(
                "Replica cannot be deleted because it has acted as a source region for new replica(s) being added to"
                " the table in the last 24 hours."
            )


def _check_update(table: Table, action: dict[str, Any]) -> None:
    if "KMSMasterKeyId" in action:  # R33
        raise invalid_parameter("KMSMasterKeyId must be specified for each replica.")
    _check_overrides(table, action)
