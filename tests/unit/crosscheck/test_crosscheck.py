# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the crosscheck makes of outcomes; the judges themselves are not asked here."""

from __future__ import annotations

from collections import Counter

import pytest
from ansible_collections.stackkit.dynamodb.extensions.crosscheck import compare, page, playbooks, verdicts
from ansible_collections.stackkit.dynamodb.extensions.crosscheck.engines import SimulatedWorld
from ansible_collections.stackkit.dynamodb.extensions.crosscheck.scenario import Scenario, create, describe, update
from ansible_collections.stackkit.dynamodb.extensions.crosscheck.scenarios import SCENARIOS
from ansible_collections.stackkit.dynamodb.extensions.simulator.dynamodb import OPERATIONS

STATUS = ("Table.TableStatus",)


def test_names_of_scenarios_are_unique():
    assert [name for name, times in Counter(scenario.name for scenario in SCENARIOS).items() if times > 1] == []


def test_every_simulated_operation_has_a_scenario():
    assert set(OPERATIONS) - {scenario.operation for scenario in SCENARIOS} == set()


def test_every_verdict_is_about_a_scenario_and_is_explained():
    known = verdicts.read()
    assert {scenario for _judge, scenario in known} <= {scenario.name for scenario in SCENARIOS}
    assert {verdict for verdict, _mark in known.values()} <= set(verdicts.REASONS)


@pytest.mark.parametrize(
    ("scenario", "words"),
    [
        (Scenario("", "", describe(), (create(),), STATUS), 'accepted: "ACTIVE"'),
        (Scenario("", "", describe(), (create(),), STATUS, hasty=True), 'accepted: "CREATING"'),
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
def test_an_outcome_in_words(scenario, words):
    assert compare.outcome(scenario, SimulatedWorld()) == words


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("arn:aws:dynamodb:ddblocal:000000000000:table/a", "arn:aws:dynamodb:<region>:<account>:table/a"),
        ("again after 2026-11-23T08:00:00.123Z", "again after <time>"),
        ("of 123456789012", "of <account>"),
        ("x" * 256, "x…"),
    ],
)
def test_what_differs_from_run_to_run_does_not_count(text, plain):
    assert compare.plain(text) == plain


def test_a_verdict_holds_for_what_was_said_and_for_nothing_else():
    known = {("judge", "name"): ("lax", verdicts.digest("ours", "theirs"))}
    assert verdicts.of(known, "judge", "name", "ours", "theirs") == "lax"
    assert verdicts.of(known, "judge", "name", "ours", "other") is None
    assert verdicts.of(known, "judge", "another", "ours", "theirs") is None
    assert verdicts.of(known, "judge", "name", "same", "same") == verdicts.SAME
    assert verdicts.of(known, "judge", "name", "ours", "UnknownOperationException: ?") == verdicts.UNKNOWN


def test_every_reason_is_about_a_target():
    assert {target for _judge, target in verdicts.reasons()} <= set(playbooks.names())


def test_reasons_are_told_apart_where_they_differ(monkeypatch):
    known = {("A", "one"): "Slow.", ("B", "one"): "Slow.", ("A", "two"): "Slow.", ("B", "two"): "Lax."}
    monkeypatch.setattr(verdicts, "reasons", lambda: {**known, ("B", "three"): "Lax."})
    assert page._why("one", ["A", "B"]) == "Slow."
    assert page._why("two", ["A", "B"]) == "A: Slow. B: Lax."
    assert (page._why("three", ["A", "B"]), page._why("four", ["A", "B"])) == ("Lax.", "")


def test_where_a_play_stopped():
    output = (
        "TASK [first] ***\nok: [localhost]\n\nTASK [target : Do it] ***\n"
        "fatal: [localhost]: FAILED! => \n    changed: false\n    msg: it\n        is so\n\nPLAY RECAP"
    )
    assert playbooks.stop(output) == "Do it: it is so"
    rescued = "TASK [Refuse it] ***\nfatal: [localhost]: FAILED! => \n    msg: as it should be\n\n"
    assert playbooks.stop(rescued + output) == "Do it: it is so"


def test_code_in_a_table_is_cut_and_breaks_no_column():
    assert page.code("a\n|`b`") == "`a \\|'b'`"
    assert len(page.code("x" * 500)) == page.LONGEST + 2
