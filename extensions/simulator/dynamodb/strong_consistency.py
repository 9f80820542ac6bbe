# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.errors import invalid
from .global_tables import group_of, is_global
from .state import Table

# Strong consistency is limited to one of these sets of Regions (R30, documented by AWS).
REGION_SETS = (
    {"us-east-1", "us-east-2", "us-west-2"},
    {"eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1"},
    {"ap-northeast-1", "ap-northeast-2", "ap-northeast-3"},
)


def witness_action(request: dict[str, Any], kind: str) -> str | None:
    """Return the Region of the witness that the request creates or deletes."""
    updates = request.get("GlobalTableWitnessUpdates", [])
    return next((update[kind]["RegionName"] for update in updates if kind in update), None)


def check_request(request: dict[str, Any], kinds: set[str]) -> None:
    consistency = request.get("MultiRegionConsistency")
    if consistency and kinds - {"Create"}:
        raise invalid("Only Replica Create actions are supported when MultiRegionConsistency parameter is provided.")
    if witness_action(request, "Create") and consistency != "STRONG":
        raise invalid(
            "MultiRegionConsistency must be set as STRONG when GlobalTableWitnessUpdates parameter is present."
        )


def check(table: Table, request: dict[str, Any]) -> None:
    """R30: three Regions are created at once, cannot be changed, and are deleted at once."""
    group = group_of(table)
    if request.get("MultiRegionConsistency") and is_global(table):
        raise invalid("MultiRegionConsistency parameter is unsupported on existing global table")
    if request.get("MultiRegionConsistency") == "STRONG":
        _check_create(table, request)
    if not group.strong:
        return
    kinds = {kind for update in request["ReplicaUpdates"] for kind in update}
    if "Create" in kinds:
        raise invalid("Cannot add replicas to a global table with strong MultiRegionConsistency")
    if "Delete" in kinds:
        _check_delete(table, request)


def _check_create(table: Table, request: dict[str, Any]) -> None:
    regions = [update["Create"]["RegionName"] for update in request["ReplicaUpdates"]]
    witness = witness_action(request, "Create")
    if witness in (table.region, *regions):
        raise invalid("Cannot add a witness in the same region as an existing replica.")
    members = [table.region, *regions, *([witness] if witness else [])]
    if len(members) != 3 or len(set(members)) != 3:
        raise invalid("Unsupported replica count for global tables with MultiRegionConsistency set to STRONG.")
    if not any(set(members) <= known for known in REGION_SETS):
        raise invalid(
            f"Unsupported Region(s) specified for global tables with MultiRegionConsistency set to STRONG: {members}"
        )
    if table.local_indexes:
        raise invalid("Local secondary indexes are not supported with MultiRegionConsistency set to STRONG.")
    if table.time_to_live.status != "DISABLED":
        raise invalid("Time to live is not supported with MultiRegionConsistency set to STRONG.")


def _check_delete(table: Table, request: dict[str, Any]) -> None:
    group = table.group
    deleted = {update["Delete"]["RegionName"] for update in request["ReplicaUpdates"]}
    if deleted != set(group.members) - {table.region}:
        raise single_replica_error()
    if group.witness and witness_action(request, "Delete") != group.witness.region:
        raise invalid("Update table delete operation does not include all witnesses.")


def single_replica_error():
    return invalid(
        "Deletion of only one table replica is not supported for global tables with MultiRegionConsistency set to"
        " STRONG."
    )
