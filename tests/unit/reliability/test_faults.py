# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A fault at any call of a long plan: the error is true, the next run completes the task, the third does nothing."""

from __future__ import annotations

import itertools

import pytest
from ansible_collections.stackkit.dynamodb.tests.unit import soak
from ansible_collections.stackkit.dynamodb.tests.unit.reliability import survival
from ansible_collections.stackkit.dynamodb.tests.unit.reliability.calls import FAULTS, Calls, repeatable
from ansible_collections.stackkit.dynamodb.tests.unit.reliability.plans import PLANS

IN_MAKE_TEST = 16  # of the positions and faults of each plan
AT_RATES = 2


@pytest.mark.soak
@pytest.mark.parametrize("name", PLANS)
def test_a_run_survives_a_fault_at_any_call(calls, name, number=IN_MAKE_TEST):
    """Every call position with every fault, over the rounds of a soak."""
    plan = PLANS[name]
    expected = survival.clean(plan, calls)
    cases = list(itertools.product(FAULTS, range(len(expected.made))))
    assert len(expected.actions) > 0 and len(cases) > len(FAULTS)
    for fault, position in soak.sample(cases, number):
        try:
            survival.check(plan, calls, expected, position, fault)
        except AssertionError as error:
            raise AssertionError(f"{fault} at call {position}, {expected.made[position]}: {error}") from error
        soak.count("faults at a call")


@pytest.mark.soak
@pytest.mark.parametrize("name", PLANS)
def test_a_run_at_rates_survives_a_fault_at_any_call(simulator, name):
    """The same, but calls have AWS's rates: the client paces its calls, also those after the fault."""
    simulator.limit("aws")
    with repeatable(simulator):
        test_a_run_survives_a_fault_at_any_call(Calls(simulator), name, AT_RATES)
