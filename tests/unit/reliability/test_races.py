# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Another caller at any call of a run: no lost update, no endless wait, no false result, and the next run completes."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.tests.unit import soak
from ansible_collections.stackkit.dynamodb.tests.unit.reliability import races, survival

IN_MAKE_TEST = 6  # of the races with each run


@pytest.mark.soak
@pytest.mark.parametrize("name", dict.fromkeys(name for name, _hand in races.RACES))
def test_a_run_goes_on_or_fails_beside_another_caller(calls, name):
    """Every caller at every call position, over the rounds of a soak."""
    others = {other: race for (own, other), race in races.RACES.items() if own == name}
    plan = next(iter(others.values()))[0]
    positions = range(len(survival.clean(plan, calls).made))
    cases = [(other, position) for other in others for position in positions]
    assert len(cases) > len(others) > 1
    for other, position in soak.sample(cases, IN_MAKE_TEST):
        try:
            races.check(plan, calls, others[other][1], position)
        except AssertionError as error:
            raise AssertionError(f"{other}, at call {position} of the run {name}: {error}") from error
        soak.count("races")
