# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plans for disassociation protection."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects import disassociation_protection
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects.disassociation_protection import (
    NEW,
    Disassociation,
)
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import faults, in_words, steps

ON, OFF = Disassociation(True), Disassociation(False)

PLANS = [
    # have, want, actions
    (NEW, ON, []),
    (ON, ON, []),
    (OFF, OFF, []),
    (ON, OFF, ["disable disassociation protection"]),
    (OFF, ON, ["enable disassociation protection"]),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    """The plan from the current to the desired value has these actions."""
    assert in_words(steps(disassociation_protection, have=have, want=want)) == actions


def test_it_is_enabled_by_default():
    """AWS may not show it (R73)."""
    assert disassociation_protection.observe({}) == ON


def test_invalid_options():
    """It requires replicas with eventual consistency."""
    assert list(faults(name="orders", disassociation_protection=True)) == ["disassociation_protection"]
