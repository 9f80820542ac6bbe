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
    # what AWS answers, what that means
    ({"TimeToLiveStatus": "DISABLED"}, Ttl(None)),
    ({"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}, Ttl("expires_at")),
    ({"TimeToLiveStatus": "ENABLING", "AttributeName": "expires_at"}, Ttl("expires_at")),
    ({"TimeToLiveStatus": "DISABLING", "AttributeName": "expires_at"}, Ttl(None)),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    """What is done to get from what is there to what is declared."""
    assert in_words(steps(ttl, have=have, want=want)) == actions


@pytest.mark.parametrize(("answer", "have"), READINGS)
def test_observe(answer, have):
    """A TTL that is on its way counts as arrived."""
    assert ttl.observe({}, {"TimeToLiveDescription": answer}) == have


def test_disabling_names_the_attribute_that_is_on():
    """AWS wants it, and the task that says no more than enabled: false does not know it (R14)."""
    (change,) = steps(ttl, have=Ttl("expires_at"), want=ttl.want(whole(ttl={"enabled": False})))
    assert change.params["TimeToLiveSpecification"] == {"Enabled": False, "AttributeName": "expires_at"}


def test_an_attribute_left_beside_enabled_false_is_no_difference():
    """The attribute means nothing while TTL is off."""
    want = ttl.want(whole(ttl={"enabled": False, "attribute_name": "expires_at"}))
    assert in_words(steps(ttl, have=Ttl(None), want=want)) == []


def test_enabling_needs_an_attribute():
    """There is no default attribute."""
    assert list(faults(name="orders", ttl={"enabled": True})) == ["ttl.attribute_name"]
    assert list(faults(name="orders", ttl={"enabled": True, "attribute_name": "a" * 256})) == ["ttl.attribute_name"]
