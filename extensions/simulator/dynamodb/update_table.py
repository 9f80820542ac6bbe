# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import invalid, invalid_parameter
from . import (
    billing,
    description,
    encryption,
    index_rules,
    indexes,
    protection,
    streams,
    table_class,
    throughput,
    vector_indexes,
)
from .busy import refuse_if_busy
from .find import table_name, table_of
from .state import Table

# R4: each of these goes alone. AWS names the first of several.
ALONE = {
    "SSESpecification": "Server-Side Encryption modification must be the only operation in the request",
    "TableClass": "TableClass modification must be the only operation in the request",
    "DeletionProtectionEnabled": "DeletionProtection modification must be the only operation in the request",
    "WarmThroughput": "WarmThroughput must be the only operation in the request",
}
NO_CHANGE = ("TableName", "AttributeDefinitions")


def update_table(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    table_name(ctx, request["TableName"])
    check_combination(request)
    index_rules.check_updates(request)
    vector_indexes.check_updates(request)
    billing.check_request(request)
    table = table_of(ctx, request["TableName"])
    refuse_if_busy(table, request)
    if "SSESpecification" in request:
        encryption.update(ctx, table, request["SSESpecification"])
    elif "TableClass" in request:
        table_class.update(ctx, table, request["TableClass"])
    elif "DeletionProtectionEnabled" in request:
        protection.update(ctx, table, request["DeletionProtectionEnabled"])
    elif "WarmThroughput" in request:
        throughput.update_warm(ctx, table, request["WarmThroughput"])
    else:
        _update_capacity_indexes_and_stream(ctx, table, request)
    answer = description.of_table(ctx, table)
    if _changes_nothing(request):
        # AWS says UPDATING although nothing happens.
        answer["TableStatus"] = "UPDATING"
    return {"TableDescription": answer}


def _update_capacity_indexes_and_stream(ctx: Context, table: Table, request: dict[str, Any]) -> None:
    """These may share a call. All are checked before the first is carried out: a refused call changes nothing."""
    billing.check_change(ctx, table, request)
    index_rules.check_change(ctx, table, request)
    if "StreamSpecification" in request:
        streams.check_change(table, request["StreamSpecification"])
    switching = billing.switches(table, request)
    billing.update(ctx, table, request)
    indexes.update(ctx, table, request, switching)
    if "StreamSpecification" in request:
        streams.update(ctx, table, request["StreamSpecification"])


def check_combination(request: dict[str, Any]) -> None:
    changes = [name for name in request if name not in NO_CHANGE]
    if not changes or changes == ["GlobalSecondaryIndexUpdates"] and not request["GlobalSecondaryIndexUpdates"]:
        raise invalid(
            "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates,"
            " SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn,"
            " MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass"
            " is required"
        )
    for name, words in ALONE.items():
        if name in changes and len(changes) > 1:
            raise invalid_parameter(words)
    if "OnDemandThroughput" in changes and set(changes) - {"OnDemandThroughput", "BillingMode"}:
        raise invalid_parameter("OnDemandThroughput can only be combined with BillingMode in an UpdateTable request")
    changes_iops = "ProvisionedThroughput" in changes or request.get("BillingMode") == "PROVISIONED"
    if "StreamSpecification" in changes and changes_iops:
        raise invalid_parameter("You cannot modify stream status while updating table IOPS")
    if indexes.creates_or_deletes(request):
        # AWS lets a switch to on demand share the call; R4 does not count on it.
        if changes_iops or "BillingMode" in changes:
            raise invalid_parameter("You cannot create or delete index while updating table IOPS")
        if "StreamSpecification" in changes:
            raise invalid_parameter("You cannot create or delete index while changing stream status")


def _changes_nothing(request: dict[str, Any]) -> bool:
    return set(request) <= {"TableName", "BillingMode"} or set(request) == {"TableName", "TableClass"}
