# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.errors import AwsError, in_use
from .global_tables import check_group_not_busy
from .indexes import creates_or_deletes
from .state import Table

# (operation in progress, requested operation) -> AWS's message. For others: "Table is being updated".
# AWS accepts a few changes while the table is UPDATING; the simulator accepts none (R1).
MESSAGES = {
    ("iops", "iops"): "Table IOPS are currently being updated. Table: {table}",
    ("iops", "stream"): "Can't enable or disable stream while table IOPS are being updated. Table: {table}",
    ("iops", "index"): "Can't create or delete indexes while table IOPS are being updated. Table: {table}",
    ("iops", "on_demand"): "OnDemandThroughput cannot be updated while BillingMode update is in progress",
    ("stream", "class"): "Can't update table class when stream status is being updated. Table: {table}",
    ("stream", "index"): "Can't create or delete an index when stream status is being updated. Table: {table}",
    ("stream", "on_demand"): "OnDemandThroughput cannot be updated while stream status update is in progress",
    ("class", "class"): "Can't update table class when a table class update is in progress. Table: {table}"
    " TableClassUpdateInProgress: {class_wanted}",
    ("class", "stream"): "Can't change stream status when a table class update is in progress. Table: {table}"
    " TableClassUpdateInProgress: {class_wanted}",
    ("class", "index"): "Can't create or delete an index when a table class update is in progress. Table: {table}",
    ("class", "on_demand"): "OnDemandThroughput cannot be updated while TableClass update is in progress."
    " TableClassUpdateInProgress: {class_wanted}",
    ("creating", "iops"): "Can't change table IOPS when an index is being created. Table: {table} Indexes: [{indexes}]",
    ("creating", "stream"): "Can't change stream status when an index is being created. Table: {table}"
    " Indexes: [{indexes}]",
    ("creating", "on_demand"): "OnDemandThroughput cannot be updated while index creation is in progress"
    " for indexes: [{indexes}]",
    ("creating", "class"): "Can't update table class when an index is being created. Table: {table}"
    " Indexes: [{indexes}]",
    ("deleting", "iops"): "Can't change table IOPS when an index is being deleted. Table: {table} Indexes: [{indexes}]",
    ("deleting", "on_demand"): "OnDemandThroughput cannot be updated while index deletion is in progress"
    " for indexes: [{indexes}]",
}


KINDS = {
    "StreamSpecification": "stream",
    "TableClass": "class",
    "OnDemandThroughput": "on_demand",
    "ReplicaUpdates": "replica",
}


def check_not_busy(table: Table, request: dict[str, Any]) -> None:
    """R1: one UpdateTable at a time, and none while the table is being created or deleted."""
    if table.status == "CREATING":
        raise in_use(f"Table is being created: {table.name}")
    if table.status == "DELETING":
        raise in_use(f"Table is being deleted: {table.name}")
    check_group_not_busy(table)
    requested = _requested_operation(request)
    if table.status == "UPDATING" and table.job != "index":
        raise _busy(table, table.job, requested, [])
    if requested == "index":
        return  # changes of indexes have checks of their own (R5, R11)
    if table.indexes_in("CREATING") and (table.status == "UPDATING" or requested in _NOT_WHILE_BACKFILLING):
        raise _busy(table, "creating", requested, table.indexes_in("CREATING"))
    if table.indexes_in("DELETING"):
        raise _busy(table, "deleting", requested, table.indexes_in("DELETING"))


# Provisioned throughput may change while an index is backfilling; for these, AWS documents nothing.
_NOT_WHILE_BACKFILLING = ("billing", "stream", "class", "on_demand", "replica")


def _busy(table: Table, operation: str, requested: str, indexes: list[str]) -> AwsError:
    message = MESSAGES.get(
        (operation, "iops" if requested == "billing" else requested), "Table is being updated: {table}"
    )
    return in_use(message.format(table=table.name, indexes=", ".join(indexes), class_wanted=table.class_wanted))


def _requested_operation(request: dict[str, Any]) -> str:
    if "BillingMode" in request:
        return "billing"
    if "ProvisionedThroughput" in request:
        return "iops"
    for name, kind in KINDS.items():
        if name in request:
            return kind
    return "index" if creates_or_deletes(request) else ""
