# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plans for deletion protection."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects import deletion_protection
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects.deletion_protection import Protection
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.changes import Phase
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import TABLE, in_words, steps, whole

OFF, ON = Protection(False), Protection(True)
LIFT = "disable deletion protection"

PLANS = [
    # have, want, actions
    (OFF, OFF, []),
    (ON, ON, []),
    (OFF, ON, ["enable deletion protection"]),
    (ON, OFF, [LIFT]),
]

REMOVALS = [
    # have, options, actions
    (OFF, {}, []),
    (ON, {}, ["no: force_delete"]),
    (ON, {"force_delete": True}, [LIFT]),
    (ON, {"deletion_protection": False}, ["no: force_delete"]),
    (ON, {"deletion_protection": True}, ["no: force_delete"]),
    # a replica that is purged
    (ON, {"deletion_protection": False, "state": "present"}, [LIFT]),
    (ON, {"state": "present"}, ["no: force_delete"]),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    """The plan from the current to the desired value has these actions."""
    assert in_words(steps(deletion_protection, have=have, want=want)) == actions


@pytest.mark.parametrize(("have", "options", "actions"), REMOVALS)
def test_removing_a_protected_table_requires_confirmation(have, options, actions):
    """The error names the option."""
    planned = list(deletion_protection.remove(TABLE, have=have, params=whole(**{"state": "absent", **options})))
    assert in_words(planned) == actions
    assert all(step.phase == Phase.UNPROTECT for step in planned if hasattr(step, "phase"))


def test_it_is_disabled_by_default():
    """AWS does not show deletion protection that was never set (R47)."""
    assert deletion_protection.observe({}) == OFF
