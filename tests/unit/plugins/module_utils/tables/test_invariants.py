# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The invariants, checked on any two declarations of one table, and on aspects that break them."""

from __future__ import annotations

import itertools

import pytest
from ansible_collections.stackkit.dynamodb.extensions.simulator import Simulator, VirtualClock
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects import (
    point_in_time_recovery,
    stream,
    tags,
    ttl,
)
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.changes import Phase
from ansible_collections.stackkit.dynamodb.tests.unit.plugins import invariants
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.declarations import tables
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import run
from hypothesis import given, settings

EVERYTHING = {
    "name": "orders",
    "hash_key": "id",
    "attributes": [{"name": "id", "type": "S"}],
    "stream": {"enabled": True, "view_type": "KEYS_ONLY"},
    "ttl": {"enabled": True, "attribute_name": "expires_at"},
    "point_in_time_recovery": {"enabled": True},
    "tags": {"a": "1"},
}
LESS = {"name": "orders", "hash_key": "id"}


@pytest.mark.soak
@settings(max_examples=25)
@given(tables(), tables())
def test_any_table_can_become_any_other(first, second):
    """All invariants hold while a table is created from one declaration and changed to another."""
    simulator = Simulator(clock=VirtualClock())
    for options in ({"name": "orders", **first}, {"name": "orders", **second}):
        for invariant in invariants.INVARIANTS:
            invariant(simulator, options)
        simulator.clock.sleep(invariants.RATE_LIMITS_END)


@pytest.mark.parametrize("invariant", invariants.INVARIANTS)
def test_the_invariants_hold_for_a_plain_table(simulator, invariant):
    """The broken aspects below are compared with it."""
    invariant(simulator, EVERYTHING)
    invariant(simulator, LESS)


def _tagging_as_it_reads(region, description, want):
    region.call("tag_resource", action="tag", ResourceArn=description["TableArn"], Tags=[{"Key": "b", "Value": "2"}])
    return [{"Key": "a", "Value": "1"}]


def _changing_undeclared(table, *, want, have):
    yield table.change(
        "stream", "delete", "disable the stream", phase=Phase.CHANGE, StreamSpecification={"StreamEnabled": False}
    )


def _alternating():
    moods = itertools.count()
    return lambda table, *, want, have: [
        table.change(
            "ttl",
            "create",
            f"enable TTL in mood {next(moods)}",
            method="update_time_to_live",
            phase=Phase.ATTACH,
            TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires_at"},
        )
    ]


BROKEN = [
    # the invariant, the aspect and its function, the broken function
    (invariants.observing_never_writes, tags, "read", _tagging_as_it_reads),
    (invariants.check_mode_predicts, ttl, "plan", _alternating()),
    (invariants.undeclared_settings_are_not_read_or_changed, ttl, "want", lambda params: ttl.Ttl("expires_at")),
    (
        invariants.planning_after_applying_is_empty,
        point_in_time_recovery,
        "observe",
        lambda description, answer: point_in_time_recovery.NEW,
    ),
    (invariants.planning_the_current_state_is_empty, stream, "plan", _changing_undeclared),
]


@pytest.mark.parametrize(("invariant", "aspect", "function", "broken"), BROKEN)
def test_an_invariant_detects_a_broken_aspect(simulator, monkeypatch, invariant, aspect, function, broken):
    """An invariant that no aspect can break tests nothing."""
    run(simulator, **EVERYTHING)
    monkeypatch.setattr(aspect, function, broken)
    with pytest.raises(AssertionError):
        invariant(
            simulator, LESS if invariant is invariants.undeclared_settings_are_not_read_or_changed else EVERYTHING
        )


def test_every_invariant_has_a_broken_aspect():
    """A new invariant must come with one."""
    assert [invariant for invariant, *_rest in BROKEN] == list(invariants.INVARIANTS)
