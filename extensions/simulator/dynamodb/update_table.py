# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..autoscaling import scaler
from ..core.dispatcher import Context
from . import (
    account,
    billing,
    combinations,
    description,
    encryption,
    index_rules,
    indexes,
    protection,
    replica_rules,
    replicas,
    simultaneous,
    streams,
    table_class,
    throughput,
    vector_indexes,
)
from .busy import check_not_busy
from .find import table_name, table_of
from .global_tables import context_at, tables_of_group
from .state import Table


def update_table(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    table_name(ctx, request["TableName"])
    combinations.check(request)
    index_rules.check_updates(request)
    vector_indexes.check_updates(request)
    billing.check_request(request)
    replica_rules.check_request(request)
    table = table_of(ctx, request["TableName"])
    check_not_busy(table, request)
    simultaneous.check(ctx)
    _update(ctx, table, request)
    scaler.restore(ctx, table)
    answer = description.of_table(ctx, table)
    if combinations.changes_nothing(request):
        answer["TableStatus"] = "UPDATING"
    return {"TableDescription": answer}


def _update(ctx: Context, table: Table, request: dict[str, Any]) -> None:
    if "SSESpecification" in request:
        encryption.update(ctx, table, request["SSESpecification"])
    elif "TableClass" in request:
        table_class.update(ctx, table, request["TableClass"])
    elif "DeletionProtectionEnabled" in request:
        protection.update(ctx, table, request["DeletionProtectionEnabled"])
    elif "DisassociationProtectionEnabled" in request:
        protection.update_disassociation(ctx, table, request["DisassociationProtectionEnabled"])
    elif "WarmThroughput" in request:
        throughput.check_warm_throughput(ctx, table.warm_throughput, request["WarmThroughput"], "table")
        for member in tables_of_group(table):
            throughput.update_warm_throughput(ctx, member.warm_throughput, request["WarmThroughput"])
    elif "ReplicaUpdates" in request:
        replica_rules.check(ctx, table, request)
        replicas.update(ctx, table, request)
    else:
        _update_capacity_indexes_and_stream(ctx, table, request)


def _update_capacity_indexes_and_stream(ctx: Context, table: Table, request: dict[str, Any]) -> None:
    """Apply changes that can share a call, after checking all of them: a call that fails changes nothing."""
    billing.check_change(ctx, table, request)
    index_rules.check_change(ctx, table, request)
    if "StreamSpecification" in request:
        streams.check_change(table, request["StreamSpecification"])
    for member in tables_of_group(table):
        account.check_update(context_at(ctx, member), member, request)
    for member in tables_of_group(table):  # R35
        member_ctx = context_at(ctx, member)
        switching = billing.switches(member, request)
        billing.update(member_ctx, member, request)
        indexes.update(member_ctx, member, request, switching)
    if "StreamSpecification" in request:
        streams.update(ctx, table, request["StreamSpecification"])
