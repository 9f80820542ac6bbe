# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plan errors of secondary indexes: what the live table does not allow. want, have: values of that aspect."""

from __future__ import annotations

from ...core.change import PlanError
from .index_options import MAX_GLOBAL_INDEXES


def find(want, have, added, changed, *, allow):
    """Yield every PlanError. allow: the value of allow_recreate that confirms re-creating an index."""
    yield from _local_index_errors(want, have)
    yield from _type_errors(want)
    other_names = want.vectors | {*want.local_indexes} if have.table_keys else frozenset()
    for name in sorted(other_names.intersection(added)):
        words = "another index of the table has this name; use a different name"
        yield PlanError(f"global_secondary_indexes[{name}]", words)
    if added and len(want.global_indexes) > MAX_GLOBAL_INDEXES:
        words = f"the table would have {len(want.global_indexes)} indexes; it can have up to {MAX_GLOBAL_INDEXES}"
        yield PlanError("global_secondary_indexes", words)
    for name in [] if want.recreate else changed:
        words = f"is {have.global_indexes[name]}; AWS cannot change it to {want.global_indexes[name]}. "
        words += "Deleting and re-creating the index"
        yield PlanError.unconfirmed(f"global_secondary_indexes[{name}]", words, "allow_recreate", f"[{allow}]")


def _local_index_errors(want, have):
    for name in sorted({*want.local_indexes, *have.local_indexes}):
        wanted, live = want.local_indexes.get(name), have.local_indexes.get(name)
        if have.table_keys and wanted != live:
            yield PlanError(
                "local_secondary_indexes",
                f"cannot change from {live or f'no {name}'} to {wanted or f'no {name}'}: AWS creates local indexes "
                "with the table, which would have to be replaced; this module never does that",
            )


def _type_errors(want):
    types = {key.name: key.type for key in want.table_keys}
    for option, indexes in (
        ("local_secondary_indexes", want.local_indexes),
        ("global_secondary_indexes", want.global_indexes),
    ):
        for name, index in indexes.items():
            for key in index.keys:
                if not key.type:
                    yield PlanError(f"{option}[{name}]", f"requires the type of {key.name} in attributes")
                elif types.setdefault(key.name, key.type) != key.type:
                    yield PlanError(
                        f"{option}[{name}]",
                        f"{key.name} is {key.type} here and {types[key.name]} in another key of the table",
                    )
