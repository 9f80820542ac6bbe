# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plan errors that no aspect can find alone: settings that AWS does not accept together. Pure."""

from __future__ import annotations

from ...core.change import PlanError
from ..aspects import autoscaling, capacity, replicas, secondary_indexes, ttl, vector_indexes
from ..changes import Phase
from ..values import replica
from ..values.scaling import TABLE, WRITE
from ..values.schema import MAX_NON_KEY_ATTRIBUTES_OF_TABLE, live_index_set, projected
from ..values.throughput import PROVISIONED
from .replica_options import UNSCALED


def customer_managed_key(plan, remaining):
    """Yield PlanErrors. AWS does not change to or from a customer managed key while the table has replicas (R33)."""
    keys = [side.get("server_side_encryption", {}).get("kms_key_id") for side in (plan.before, plan.after)]
    if remaining and any(keys) and any(change.path == "server_side_encryption" for change in plan.changes):
        words = "cannot change to or from a customer managed key while the table has replicas in "
        words += f"{', '.join(sorted(remaining))} (R33): remove them, or declare a new kms_key_id for each; that"
        yield PlanError.unconfirmed("server_side_encryption", words, "allow_recreate", "[replicas]")


def unscaled_writes(plan, completed, description):
    """Yield PlanErrors. A provisioned global table must scale its writes, or AWS rejects what follows (R31).

    It rejects replicas and every change of an index, so the table could no longer be changed.
    """
    added = {region for change in plan.changes for region in replica.added_by(change)}
    if not _is_provisioned_global(completed, description):
        return
    scaled = completed.get(autoscaling)
    if scaled is None:  # not read: it has none after a switch, and AWS would check only after other changes
        switched = description is None or any(change.key == "billing_mode" for change in plan.changes)
        if switched or added:
            yield PlanError("autoscaling.write", UNSCALED)
        return
    if (TABLE, WRITE) not in scaled.targets:
        yield PlanError("autoscaling.write", UNSCALED)
    for name in _indexes_to_scale(plan, scaled, added, description):
        if (name, WRITE) not in scaled.targets:
            yield PlanError(f"autoscaling.indexes[{name}].write", UNSCALED)


def _is_provisioned_global(completed, description):
    live = replica.replicas_of(description) if description else ()
    members = completed[replicas].members if replicas in completed else live
    return bool(members) and completed[capacity].billing_mode == PROVISIONED


def _indexes_to_scale(plan, scaled, added, description):
    """The indexes whose writes must be scaled: all for a new replica; if an index changes, the existing ones.

    AWS itself scales a new index of a global table (R39).
    """
    if added:
        return scaled.index_set.shapes
    existing = live_index_set(description).shapes if description else {}
    changed = any("GlobalSecondaryIndexUpdates" in change.params for change in plan.changes)
    return [name for name in scaled.index_set.shapes if changed and name in existing]


def undeclared_ttl(plan, completed):
    """Yield PlanErrors. Strong consistency excludes TTL, which is not read if it is not declared (R30)."""
    if ttl not in completed and any("MultiRegionConsistency" in change.params for change in plan.changes):
        words = "must be declared as false, because a table with strong consistency cannot have TTL"
        yield PlanError("ttl.enabled", f"{words}; undeclared TTL is not read")


def of_indexes(plan, completed, description):
    """Yield PlanErrors for new indexes that AWS would reject, but only after other indexes have been deleted.

    completed: {aspect: its value after the plan}. Indexes that are not declared do not change.
    """
    added = [change.path for change in plan.changes if change.phase == Phase.ADD_INDEXES]
    if not added:
        return
    keyed, vector = (
        completed.get(aspect) or aspect.observe(description) for aspect in (secondary_indexes, vector_indexes)
    )
    options = secondary_indexes.declare(keyed)
    entries = options["global_secondary_indexes"] + options["local_secondary_indexes"]
    number = projected(entries, vector_indexes.declare(vector)["vector_indexes"])
    if number > MAX_NON_KEY_ATTRIBUTES_OF_TABLE:
        words = f"the table would have {number} non_key_attributes in all indexes; it can have "
        yield PlanError(added[0], f"{words}{MAX_NON_KEY_ATTRIBUTES_OF_TABLE}")
    elements = {element for index in vector.indexes.values() for element, _kind in index.search_schema}
    others = [index for group in (keyed.global_indexes, keyed.local_indexes) for index in group.values()]
    keys = elements.union(keyed.table_keys, *(index.keys for index in others))
    names = [key.name for key in keys]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield PlanError(
            added[0], f"{name} has two types in the keys and search schemas of the table; an attribute has one type"
        )
    for name in sorted({index.attribute for index in vector.indexes.values()}.intersection(names)):
        yield PlanError(added[0], f"{name} holds vectors, so it cannot be a key")
