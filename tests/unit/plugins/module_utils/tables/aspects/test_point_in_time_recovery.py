# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plans for point-in-time recovery."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects import point_in_time_recovery
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects.point_in_time_recovery import Recovery
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import faults, in_words, steps, whole

OFF = Recovery()

PLANS = [
    # have, want, actions
    (OFF, OFF, []),
    (OFF, Recovery(True), ["enable point-in-time recovery, 35-day recovery period"]),
    (OFF, Recovery(True, 7), ["enable point-in-time recovery, 7-day recovery period"]),
    (Recovery(True, 35), OFF, ["disable point-in-time recovery"]),
    (Recovery(True, 35), Recovery(True, 7), ["set the recovery period of point-in-time recovery to 7 days"]),
    (Recovery(True, 7), Recovery(True, 35), ["set the recovery period of point-in-time recovery to 35 days"]),
    # a period that is not declared does not change
    (Recovery(True, 7), Recovery(True), []),
    (Recovery(True, 7), Recovery(True, 7), []),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    """The plan from the current to the desired value has these actions."""
    assert in_words(steps(point_in_time_recovery, have=have, want=want)) == actions


def test_the_default_period_is_not_sent_when_enabling():
    """A botocore without periods can still enable point-in-time recovery."""
    (change,) = steps(point_in_time_recovery, have=OFF, want=Recovery(True))
    assert change.params["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}


def test_an_answer_without_a_period_means_the_default():
    """An older API does not show it."""
    answer = {"PointInTimeRecoveryDescription": {"PointInTimeRecoveryStatus": "ENABLED"}}
    assert point_in_time_recovery.observe({}, {"ContinuousBackupsDescription": answer}) == Recovery(True, 35)


@pytest.mark.parametrize("days", [0, 36])
def test_the_period_is_limited(days):
    """AWS accepts 1 to 35 days."""
    options = {"enabled": True, "recovery_period_in_days": days}
    assert list(faults(name="orders", point_in_time_recovery=options)) == [
        "point_in_time_recovery.recovery_period_in_days"
    ]


def test_a_period_with_enabled_false_is_not_sent():
    """Users change only enabled. The period is checked nevertheless."""
    options = {"enabled": False, "recovery_period_in_days": 7}
    assert not faults(name="orders", point_in_time_recovery=options)
    assert point_in_time_recovery.want(whole(point_in_time_recovery=options)) == point_in_time_recovery.NEW
    options = {"enabled": False, "recovery_period_in_days": 36}
    assert list(faults(name="orders", point_in_time_recovery=options)) == [
        "point_in_time_recovery.recovery_period_in_days"
    ]
