# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The evaluation of outcomes, without running the engines."""

from __future__ import annotations

from collections import Counter

import pytest
from ansible_collections.stackkit.dynamodb.extensions.crosscheck import compare, page, playbooks, verdicts
from ansible_collections.stackkit.dynamodb.extensions.crosscheck.scenario import Scenario, create, describe, update
from ansible_collections.stackkit.dynamodb.extensions.crosscheck.scenarios import SCENARIOS
from ansible_collections.stackkit.dynamodb.extensions.crosscheck.worlds import SimulatedWorld
from ansible_collections.stackkit.dynamodb.extensions.simulator.dynamodb import OPERATIONS

STATUS = ("Table.TableStatus",)


def test_names_of_scenarios_are_unique():
    assert [name for name, times in Counter(scenario.name for scenario in SCENARIOS).items() if times > 1] == []


def test_every_simulated_operation_has_a_scenario():
    assert set(OPERATIONS) - {scenario.operation for scenario in SCENARIOS} == set()


def test_every_verdict_has_a_scenario_and_a_reason():
    known = verdicts.read()
    assert {scenario for _engine, scenario in known} <= {scenario.name for scenario in SCENARIOS}
    assert {verdict for verdict, _mark in known.values()} <= set(verdicts.REASONS)


@pytest.mark.parametrize(
    ("scenario", "text"),
    [
        (Scenario("", "", describe(), (create(),), STATUS), 'accepted: "ACTIVE"'),
        (Scenario("", "", describe(), (create(),), STATUS, immediate=True), 'accepted: "CREATING"'),
        (Scenario("", "", create(), (), STATUS, then=describe()), 'accepted: "ACTIVE"'),
        (Scenario("", "", create()), "accepted"),
        (
            Scenario("", "", describe()),
            "ResourceNotFoundException: Requested resource not found: Table: orders not found",
        ),
        (
            Scenario("", "", describe(), (update(DeletionProtectionEnabled=True),)),
            "cannot: UpdateTable: ResourceNotFoundException: Requested resource not found: Table: orders not found",
        ),
    ],
)
def test_an_outcome_is_described_as_text(scenario, text):
    assert compare.outcome(scenario, SimulatedWorld()) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("arn:aws:dynamodb:ddblocal:000000000000:table/a", "arn:aws:dynamodb:<region>:<account>:table/a"),
        ("again after 2026-11-23T08:00:00.123Z", "again after <time>"),
        ("of 123456789012", "of <account>"),
        ("x" * 256, "x…"),
    ],
)
def test_irrelevant_differences_between_runs_are_ignored(text, expected):
    assert compare.normalized(text) == expected


def test_a_verdict_applies_to_its_recorded_outcomes_only():
    known = {("engine", "name"): ("accepted", verdicts.digest("ours", "theirs"))}
    assert verdicts.of(known, "engine", "name", "ours", "theirs") == "accepted"
    assert verdicts.of(known, "engine", "name", "ours", "other") is None
    assert verdicts.of(known, "engine", "another", "ours", "theirs") is None
    assert verdicts.of(known, "engine", "name", "same", "same") == verdicts.SAME
    assert verdicts.of(known, "engine", "name", "ours", "UnknownOperationException: ?") == verdicts.UNKNOWN


def test_every_reason_has_a_target():
    assert {target for _engine, target in verdicts.reasons()} <= set(playbooks.names())


def test_different_reasons_name_their_engine(monkeypatch):
    known = {("A", "one"): "Slow.", ("B", "one"): "Slow.", ("A", "two"): "Slow.", ("B", "two"): "Lax."}
    monkeypatch.setattr(verdicts, "reasons", lambda: {**known, ("B", "three"): "Lax."})
    assert page._reason("one", ["A", "B"]) == "Slow."
    assert page._reason("two", ["A", "B"]) == "A: Slow. B: Lax."
    assert (page._reason("three", ["A", "B"]), page._reason("four", ["A", "B"])) == ("Lax.", "")


def test_the_task_at_which_a_play_stops_is_found():
    output = (
        "TASK [first] ***\nok: [localhost]\n\nTASK [target : Do it] ***\n"
        "fatal: [localhost]: FAILED! => \n    changed: false\n    msg: it\n        is so\n\nPLAY RECAP"
    )
    assert playbooks.stop(output) == "Do it: it is so"
    rescued = "TASK [Expect an error] ***\nfatal: [localhost]: FAILED! => \n    msg: expected\n\n"
    assert playbooks.stop(rescued + output) == "Do it: it is so"


def test_code_in_a_table_cell_is_truncated_and_escaped():
    assert page.code("a\n|`b`") == "`a \\|'b'`"
    assert len(page.code("x" * 500)) == page.LONGEST + 2
