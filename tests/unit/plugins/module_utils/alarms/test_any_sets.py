# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The invariants for any two successive declarations of sets."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.extensions.simulator import Simulator, VirtualClock
from ansible_collections.stackkit.dynamodb.tests.unit.plugins import task_invariants
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.alarms.support import (
    TOPIC,
    capacity,
    run,
    throttled,
)
from hypothesis import given, settings
from hypothesis import strategies as st

TAGS = st.dictionaries(st.sampled_from("abc"), st.sampled_from("12"), max_size=3)
BODIES = st.sampled_from([{"widgets": []}, {"widgets": [{"type": "text", "properties": {"markdown": "hello"}}]}])
OPTIONS = st.fixed_dictionaries(
    {"threshold": st.sampled_from([0, 0.5, 80]), "evaluation_periods": st.just(3)},
    optional={
        "description": st.sampled_from(["", "x"]),
        "datapoints_to_alarm": st.integers(1, 3),
        "treat_missing_data": st.sampled_from(["missing", "ignore", "breaching"]),
        "alarm_actions": st.sampled_from([[], [TOPIC], [TOPIC, f"{TOPIC}-2"]]),
    },
)
SINGLE = st.sampled_from(
    [
        {"statistic": "Average"},
        {"statistic": None, "extended_statistic": "p99"},
        {"dimensions": None},
        {"unit": "Count"},
    ]
)
METRICS = st.permutations(capacity()["metrics"])


@st.composite
def alarms(draw, prefix):
    """Up to three alarms, each of either kind."""
    names = draw(st.sets(st.sampled_from("xyz")))
    return [
        throttled(f"{prefix}{name}", **draw(SINGLE), **draw(OPTIONS))
        if draw(st.booleans())
        else capacity(f"{prefix}{name}", metrics=draw(METRICS), **{**draw(OPTIONS), "evaluation_periods": 3})
        for name in sorted(names)
    ]


@st.composite
def sets(draw):
    """One set or two with similar prefixes."""
    result = []
    for prefix in draw(st.sampled_from([["user/"], ["user/", "user-archive/"], ["user-archive/"]])):
        entry = {"prefix": prefix, "state": draw(st.sampled_from(["present", "present", "present", "absent"]))}
        more = {
            "alarms": alarms(prefix),
            "purge_alarms": st.booleans(),
            "tags": TAGS,
            "dashboard": st.fixed_dictionaries({"name": st.just(prefix[:-1]), "body": BODIES}),
        }
        if entry["state"] == "absent":
            more["names"] = st.lists(st.sampled_from([f"{prefix}{name}" for name in "xyz"]))
        result.append({**entry, **draw(st.fixed_dictionaries({}, optional=more))})
    return result


@pytest.mark.soak
@settings(max_examples=25)
@given(sets(), sets())
def test_any_sets_can_change_into_any_others(first, second):
    """All invariants hold, and other alarms are not changed."""
    simulator = Simulator(clock=VirtualClock())
    for declared in (first, second):
        for invariant in task_invariants.INVARIANTS:
            invariant(simulator, run, {"sets": declared})
