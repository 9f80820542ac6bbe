# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The invariants for any two successive declarations of plans."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.extensions.simulator import Simulator, VirtualClock
from ansible_collections.stackkit.dynamodb.tests.unit.plugins import task_invariants
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.backups.support import (
    COPIES,
    ELSEWHERE,
    ORDERS,
    ROLE,
    run,
)
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION
from hypothesis import given, settings
from hypothesis import strategies as st

TAGS = st.dictionaries(st.sampled_from("abc"), st.sampled_from("12"), max_size=3)
LIFECYCLES = st.sampled_from(
    [
        {"delete_after": 35, "cold_storage_after": -1},
        {"delete_after": 365, "cold_storage_after": 30},
        {"delete_after": -1, "cold_storage_after": -1},
        {"delete_after": -1, "cold_storage_after": 7},
    ]
)
OPTIONAL = {
    "schedule": st.sampled_from(["cron(0 5 ? * * *)", "cron(0 2 ? * MON *)"]),
    "timezone": st.sampled_from(["Etc/UTC", "Europe/Oslo"]),
    "start_window": st.sampled_from([60, 480]),
    "completion_window": st.sampled_from([120, 10080]),
    "copies": st.lists(LIFECYCLES.map(lambda days: {"vault_arn": COPIES, **days}), max_size=1),
    "recovery_point_tags": TAGS,
    "tags": TAGS,
}
SELECTIONS = st.sampled_from(
    [
        {},
        {"resources": [ORDERS], "role_arn": ROLE},
        {"resources": [f"{ORDERS}-2", ORDERS], "role_arn": f"{ROLE}-2"},
    ]
)


@st.composite
def plans(draw):
    """Up to two plans."""
    result = []
    for name in sorted(draw(st.sets(st.sampled_from(["orders", "archive"])))):
        if draw(st.integers(0, 4)) == 0:
            result.append({"name": name, "state": "absent"})
            continue
        options = draw(st.fixed_dictionaries({"vault": st.sampled_from(["one", "two"])}, optional=OPTIONAL))
        result.append({"name": name, **options, **draw(LIFECYCLES), **draw(SELECTIONS)})
    return result


@pytest.mark.soak
@settings(max_examples=25)
@given(plans(), plans(), st.booleans())
def test_any_plans_can_change_into_any_others(first, second, advanced):
    """All invariants hold, with the advanced features enabled before or by the task."""
    simulator = Simulator(clock=VirtualClock())
    home, away = (simulator.client("backup", region) for region in (REGION, ELSEWHERE))
    for vault in ("one", "two"):
        home.create_backup_vault(BackupVaultName=vault)
    away.create_backup_vault(BackupVaultName="copies")
    home.update_region_settings(ResourceTypeManagementPreference={"DynamoDB": advanced})
    for declared in (first, second):
        for invariant in task_invariants.INVARIANTS:
            invariant(simulator, run, {"plans": declared, "opt_in": True})
