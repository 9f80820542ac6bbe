# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Durations:
    """How long AWS takes for each change, in seconds of the simulator's clock."""

    table_create: float = 8.0
    table_update: float = 6.0
    table_delete: float = 6.0
    billing_switch: float = 30.0
    table_class: float = 30.0
    index_allocate: float = 20.0  # table UPDATING, index CREATING, Backfilling false
    index_backfill: float = 40.0  # table ACTIVE, index CREATING, Backfilling true
    index_delete_table: float = 8.0  # table UPDATING, index DELETING
    index_delete: float = 12.0  # then table ACTIVE, index still DELETING
    sse_update: float = 30.0
    ttl_change: float = 30.0
    backups_unavailable: float = 20.0  # after a table's creation
