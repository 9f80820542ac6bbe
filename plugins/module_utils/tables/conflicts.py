# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What no aspect can see alone: things that AWS does not take beside each other. Pure."""

from __future__ import annotations

from ..core.change import Phase, Refusal
from .aspects import indexes, vectors
from .values.schema import MOST_NON_KEY_IN_ALL, projected


def frozen_key(plan, staying):
    """AWS does not change to a customer's key, nor away from one, while the table has replicas (R33)."""
    keys = [side.get("server_side_encryption", {}).get("kms_key_id") for side in (plan.before, plan.after)]
    if staying and any(keys) and any(change.path == "server_side_encryption" for change in plan.changes):
        yield Refusal(
            "server_side_encryption",
            f"cannot change while there are replicas ({', '.join(sorted(staying))}) and one of the keys is yours: "
            "remove them, or list replicas in allow_recreate and give each a new key",
        )


def of_indexes(plan, completed, description):
    """What AWS would say of an index to be made only when the one that it stands for is gone.

    completed: {aspect: its final value}. Indexes of which the task says nothing stay as they are.
    """
    added = [change.path for change in plan.changes if change.phase == Phase.ADD_INDEXES]
    if not added:
        return
    keyed, vector = (completed.get(aspect) or aspect.observe(description) for aspect in (indexes, vectors))
    options = indexes.declare(keyed)
    entries = options["global_secondary_indexes"] + options["local_secondary_indexes"]
    number = projected(entries, vectors.declare(vector)["vector_indexes"])
    if number > MOST_NON_KEY_IN_ALL:
        words = f"{number} non_key_attributes with those of the indexes that are there, but a table can have "
        yield Refusal(added[0], f"{words}{MOST_NON_KEY_IN_ALL}")
    elements = {element for index in vector.indexes.values() for element, _kind in index.search_schema}
    others = [index for group in (keyed.global_indexes, keyed.local_indexes) for index in group.values()]
    keys = elements.union(keyed.table_keys, *(index.keys for index in others))
    names = [key.name for key in keys]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Refusal(added[0], f"{name} has two types in the keys and search schemas that there will be")
    for name in sorted({index.attribute for index in vector.indexes.values()}.intersection(names)):
        yield Refusal(added[0], f"{name} holds vectors, and so cannot be a key")
