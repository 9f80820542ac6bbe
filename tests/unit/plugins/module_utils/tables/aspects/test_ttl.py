# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plans for time to live."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects import ttl
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects.ttl import Ttl
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import faults, in_words, steps, whole

PLANS = [
    # have, want, actions
    (Ttl(None), Ttl(None), []),
    (Ttl("expires_at"), Ttl("expires_at"), []),
    (Ttl(None), Ttl("expires_at"), ["enable TTL on attribute expires_at"]),
    (Ttl("expires_at"), Ttl(None), ["disable TTL on attribute expires_at"]),
    (Ttl("expires_at"), Ttl("gone_at"), ["disable TTL on attribute expires_at", "enable TTL on attribute gone_at"]),
]

READINGS = [
    # AWS's answer, the value
    ({"TimeToLiveStatus": "DISABLED"}, Ttl(None)),
    ({"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}, Ttl("expires_at")),
    ({"TimeToLiveStatus": "ENABLING", "AttributeName": "expires_at"}, Ttl("expires_at")),
    ({"TimeToLiveStatus": "DISABLING", "AttributeName": "expires_at"}, Ttl(None)),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    """The plan from the current to the desired value has these actions."""
    assert in_words(steps(ttl, have=have, want=want)) == actions


@pytest.mark.parametrize(("answer", "have"), READINGS)
def test_observe(answer, have):
    """ENABLING counts as enabled."""
    assert ttl.observe({}, {"TimeToLiveDescription": answer}) == have


def test_disabling_sends_the_current_attribute():
    """AWS requires it, and the task may not declare it (R14)."""
    (change,) = steps(ttl, have=Ttl("expires_at"), want=ttl.want(whole(ttl={"enabled": False})))
    assert change.params["TimeToLiveSpecification"] == {"Enabled": False, "AttributeName": "expires_at"}


def test_an_attribute_with_enabled_false_is_no_change():
    """It has no meaning while TTL is disabled."""
    want = ttl.want(whole(ttl={"enabled": False, "attribute_name": "expires_at"}))
    assert in_words(steps(ttl, have=Ttl(None), want=want)) == []


def test_enabling_requires_an_attribute():
    """There is no default."""
    assert list(faults(name="orders", ttl={"enabled": True})) == ["ttl.attribute_name"]
    assert list(faults(name="orders", ttl={"enabled": True, "attribute_name": "a" * 256})) == ["ttl.attribute_name"]
