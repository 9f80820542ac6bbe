# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is wrong with KMS keys, which AWS would report only after other changes.

Only KMS knows whether an alias exists, and whether the key of the table is a customer managed key. It is asked only if
the plan re-creates a replica with an alias, or adds a replica to a table whose encryption the task does not declare;
about the alias of an encrypted table, its aspect has asked already.
"""

from __future__ import annotations

from ...core import kms
from ...core.change import REPLACE, PlanError
from ..aspects import server_side_encryption
from ..values import replica

NONE_ALLOWED = "the table has no customer managed key, so its replicas cannot have one"
REQUIRED = "is required: the table has a customer managed key, so each replica requires one in its Region"


def problems(plan, home, aws, *, check_mode):
    """Yield PlanErrors. home: the RegionTarget of the table.

    In check mode an alias that does not exist is a PlanWarning: an earlier task may be the one that creates it.
    """
    answer = home.answers.get(server_side_encryption, {})
    missing = kms.will_be_missing if check_mode else _is_missing
    if kms.is_unknown(answer):
        yield missing("server_side_encryption.kms_key_id", answer["named"], home.region)
    creating = [change for change in plan.changes if replica.added_by(change)]
    own_key = _key_of_table(plan, home, aws) if creating else None
    for change in creating:
        for update in change.params["ReplicaUpdates"]:
            region, key = update["Create"]["RegionName"], update["Create"].get("KMSMasterKeyId")
            path = f"replicas[{region}].kms_key_id"
            if bool(key) != bool(own_key):
                yield PlanError(path, NONE_ALLOWED if key else REQUIRED)
            elif key and change.kind == REPLACE and _is_unknown(key, aws.in_region(region, "replicas")):
                yield missing(path, key, region)


def _is_missing(path, key, region):
    return PlanError(path, f"is {key}, which does not exist in {region}")


def _is_unknown(key, region):
    return kms.is_unknown(kms.read(region, None, key))


def _key_of_table(plan, home, aws):
    """The customer managed key of the table after the plan; None if it has none."""
    declared = plan.predicted[home.region].get(server_side_encryption)
    if declared or home.description is None:
        return declared and declared.kms_key_id
    live = server_side_encryption.observe(home.description, {}).kms_key_id
    return live and kms.as_named(live, kms.read(aws.in_region(home.region, "replicas"), live, None))
