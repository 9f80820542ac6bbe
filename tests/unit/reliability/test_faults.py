# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A fault at any call of a long plan: the error is true, the next run completes the task, the third does nothing."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.tests.unit import soak
from ansible_collections.stackkit.dynamodb.tests.unit.reliability import survival
from ansible_collections.stackkit.dynamodb.tests.unit.reliability.calls import FAULTS, Calls, repeatable
from ansible_collections.stackkit.dynamodb.tests.unit.reliability.plans import PLANS

IN_MAKE_TEST = 16  # of the positions and faults of each plan
AT_RATES = 2


def _cases(positions, number):
    """In a soak, every fault at each call of the round: they leave few states. Otherwise `number`, evenly chosen."""
    if soak.SEED is not None:
        return [(position, fault) for position in soak.sample(range(positions), number) for fault in FAULTS]
    chosen = soak.sample(FAULTS, number)
    # The faults are in groups, and so are the calls: a step of seven mixes them.
    return [(index * 7 % number * positions // number, fault) for index, fault in enumerate(chosen)]


@pytest.mark.soak
@pytest.mark.parametrize("name", PLANS)
def test_a_run_survives_a_fault_at_any_call(calls, name, number=IN_MAKE_TEST):
    """Every call position with every fault, over the rounds of a soak."""
    plan = PLANS[name]
    expected = survival.clean(plan, calls)
    cases = _cases(len(expected.made), number)
    assert len(expected.actions) > 0 and (cases or soak.SEED is not None)
    for position, fault in cases:
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
