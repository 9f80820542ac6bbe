# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""All scenarios by area. Names are unique because they identify verdicts."""

from __future__ import annotations

from . import billing, creating, indexes, kinesis_and_policy, new_indexes, replicas, table_settings, tables, updating

AREAS = {
    "Creating a table": creating.SCENARIOS,
    "Indexes of a new table": new_indexes.SCENARIOS,
    "Describing, listing and deleting": tables.SCENARIOS,
    "Billing and capacity": billing.SCENARIOS,
    "Updating a table": updating.SCENARIOS,
    "Indexes of a live table": indexes.SCENARIOS,
    "Time to live, recovery, tags and insights": table_settings.SCENARIOS,
    "Replicas": replicas.SCENARIOS,
    "Kinesis, policies and the account": kinesis_and_policy.SCENARIOS,
}
SCENARIOS = tuple(scenario for area in AREAS.values() for scenario in area)
