# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is guaranteed for a run with a fault at one of its calls, and for the runs after it."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from ansible_collections.stackkit.dynamodb.extensions.simulator.core.calls import is_write
from ansible_collections.stackkit.dynamodb.tests.unit.reliability import snapshot
from ansible_collections.stackkit.dynamodb.tests.unit.reliability.calls import FAULTS, PASSING, Killed
from ansible_collections.stackkit.dynamodb.tests.unit.reliability.census import anonymous, census

HOUR = 3600
# Calls that a caller without the permission can do without.
OPTIONAL = ("GetRole", "ListBackupVaults", "ListPolicies")
# Calls after whose failure others read the same (R86).
REPLACED = ("GetResources",)


@dataclass(frozen=True)
class Clean:
    """A run without faults. made: its calls. writes: the accepted ones. after: the census.

    task: its options. begin: the state before it, or None if there is no snapshot of it.
    completed: the states after a fault from which the task was completed.
    """

    made: list
    actions: list
    writes: list
    after: dict
    task: dict
    begin: bytes | None
    completed: set = field(default_factory=set)

    def start(self, plan, simulator):
        """Put the simulator into the state before the task -> the task's options."""
        if self.begin is None:
            return plan.start(simulator)
        snapshot.restore(simulator, self.begin)
        return self.task


def clean(plan, calls):
    """Run a plan without faults."""
    calls.arm(None)
    task = plan.start(calls.simulator)
    begin = snapshot.take(calls.simulator)
    before = len(calls.simulator.writes())
    result = plan.run(calls.simulator, make_client=calls, interruption=calls.interruption, **task)
    assert "msg" not in result and not result.get("pending"), result
    made, writes = calls.made, calls.simulator.writes()[before:]
    calls.simulator.clock.sleep(2 * HOUR)
    actions = [anonymous(action) for action in result["actions"]]
    return Clean(made, actions, writes, census(calls.simulator, plan.services), task, begin)


def check(plan, calls, expected, position, name):
    """A fault at one call: the error is true, and the same task completes. Nothing is done twice, or in a third run."""
    simulator = calls.simulator
    task = expected.start(plan, simulator)
    calls.arm(position, FAULTS[name])
    before = len(simulator.writes())
    try:
        result = plan.run(simulator, make_client=calls, interruption=calls.interruption, **task)
    except Killed:
        result = None
    simulator.dispatcher.faults.clear()
    assert calls.hit == expected.made[position]
    if result is not None:
        _check_words(result, expected, position, name, simulator.writes()[before:])
    # Many faults leave the same state, from which each run is the same: it is completed once.
    created = _created(simulator.writes()[before:])
    state = _digest(simulator, created)
    if state is None or state not in expected.completed:
        _complete(plan, simulator, task, expected, created)
        expected.completed.add(state)


def _digest(simulator, created):
    """Of all that the next runs, and the checks of them, depend on; None if it is not known."""
    state = snapshot.take(simulator)
    return state and hashlib.sha256(state + repr(sorted(created.items())).encode()).digest()


def _complete(plan, simulator, task, expected, created):
    """The same task completes what a run has left. created: by that run."""
    before = len(simulator.writes())
    again = plan.run(simulator, **task)
    assert "msg" not in again, again["msg"]
    assert not again.get("pending"), again["pending"]
    twice = created + _created(simulator.writes()[before:]) - _created(expected.writes)
    assert not twice, f"created twice: {twice}"
    after = len(simulator.writes())
    third = plan.run(simulator, **task)
    assert (third["changed"], third["actions"], simulator.writes()[after:]) == (False, [], [])
    simulator.clock.sleep(2 * HOUR)
    _assert_equal(census(simulator, plan.services), expected.after)


def _check_words(result, expected, position, name, writes):
    """The result names what was applied and what remains, as the simulator's log shows it."""
    operation = expected.made[position][1]
    done = Counter(map(anonymous, result["actions"]))
    if name in PASSING:
        assert "msg" not in result, result["msg"]
        assert done == Counter(expected.actions)
        return
    if "msg" not in result:
        tolerated = name == "denied" and operation in OPTIONAL
        replaced = not FAULTS[name].lasts and operation in REPLACED
        complete = (replaced or name == "interrupted during the call") and done == Counter(expected.actions)
        assert tolerated or complete, "the fault is not reported"
        return
    assert "Failed to " in result["msg"] or "Interrupted " in result["msg"], result["msg"]
    assert result["error"]["code"] or "Interrupted" in result["msg"]
    assert len(result["actions"]) == len(result["applied"]) and result["changed"] == bool(result["applied"])
    unanswered = len(writes) - len(result["applied"])
    assert unanswered in ((0, 1) if name == "answer lost and no connection" else (0,)), (result["applied"], writes)
    planned = Counter(map(anonymous, result["applied"] + result["remaining"]))
    # The actions of a resource that could not be read are not known.
    assert planned == Counter(expected.actions) if is_write(operation) else planned <= Counter(expected.actions)


def _created(writes):
    """{what was created: how often}. AWS ignores a call with the token of an earlier one."""
    found = []
    for call in writes:
        if call.operation.startswith("Create") and call.operation != "CreateTags":
            names = (call.params.get("BackupPlan") or call.params.get("BackupSelection") or call.params).values()
            token = call.params.get("CreatorRequestId") or call.params.get("ClientToken")
            found.append((call.region, call.operation, anonymous(repr(next(iter(names)))), token or len(found)))
    return Counter(entry[:3] for entry in set(found))


def _assert_equal(found, expected, path=""):
    """Name the place that differs: a whole census is too long to read."""
    if isinstance(found, dict) and isinstance(expected, dict):
        for key in {**found, **expected}:
            _assert_equal(found.get(key), expected.get(key), f"{path}/{key}")
    elif isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        for place, (one, other) in enumerate(zip(found, expected, strict=True)):
            _assert_equal(one, other, f"{path}/{place}")
    else:
        assert found == expected, path
