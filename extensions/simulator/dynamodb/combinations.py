# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.errors import AwsError, invalid, invalid_parameter
from .indexes import creates_or_deletes

# R4: each of these must be the only change of a call. AWS names the first of several.
EXCLUSIVE = {
    "SSESpecification": "Server-Side Encryption modification must be the only operation in the request",
    "TableClass": "TableClass modification must be the only operation in the request",
    "DeletionProtectionEnabled": "DeletionProtection modification must be the only operation in the request",
    "WarmThroughput": "WarmThroughput must be the only operation in the request",
    "ReplicaUpdates": "Replica modification must be the only operation in the request",
    "DisassociationProtectionEnabled": "DisassociationProtectionEnabled must be the only operation in the request",
}
# These accompany a change, and are not a change by themselves.
ACCOMPANYING = ("TableName", "AttributeDefinitions", "MultiRegionConsistency", "GlobalTableWitnessUpdates")
LISTS = ("GlobalSecondaryIndexUpdates", "VectorIndexUpdates")


def check(request: dict[str, Any]) -> None:
    """Check that the changes of an UpdateTable can be combined, and that there is a change at all."""
    if "GlobalTableSettingsReplicationMode" in request:
        raise AwsError("NotSimulated", "multi-account global tables are not simulated")
    changes = [name for name in request if name not in ACCOMPANYING]
    if all(name in LISTS and not request[name] for name in changes):
        raise invalid(
            "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates,"
            " SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn,"
            " MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass"
            " is required"
        )
    for name, message in EXCLUSIVE.items():
        if name in changes and len(changes) > 1:
            raise invalid_parameter(message)
    if "OnDemandThroughput" in changes and set(changes) - {"OnDemandThroughput", "BillingMode"}:
        raise invalid_parameter("OnDemandThroughput can only be combined with BillingMode in an UpdateTable request")
    changes_iops = "ProvisionedThroughput" in changes or request.get("BillingMode") == "PROVISIONED"
    if "StreamSpecification" in changes and changes_iops:
        raise invalid_parameter("You cannot modify stream status while updating table IOPS")
    if creates_or_deletes(request):
        # AWS accepts a switch to on-demand in the same call; R4 does not rely on that.
        if changes_iops or "BillingMode" in changes:
            raise invalid_parameter("You cannot create or delete index while updating table IOPS")
        if "StreamSpecification" in changes:
            raise invalid_parameter("You cannot create or delete index while changing stream status")


def changes_nothing(request: dict[str, Any]) -> bool:
    """Whether AWS answers UPDATING although possibly nothing changes (R77)."""
    return set(request) <= {"TableName", "BillingMode"} or set(request) == {"TableName", "TableClass"}
