# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The evaluation of the benchmark's measurements."""

from __future__ import annotations

from collections import Counter

import pytest
from ansible_collections.stackkit.dynamodb.extensions.bench import (
    fleet,
    fleet_page,
    fleet_tables,
    measure,
    page,
    roles,
    tables,
)


@pytest.mark.parametrize(
    ("calls", "trips"),
    [
        ([], 0),
        ([("a", 0, 1)], 1),
        ([("a", 0, 1), ("b", 0.5, 2)], 1),
        ([("a", 0, 1), ("b", 1.1, 2), ("c", 1.2, 2.5)], 2),
        ([("a", 0, 1), ("b", 1, 2), ("c", 2, 3)], 3),
    ],
)
def test_round_trips_are_the_longest_chain_of_calls(calls, trips):
    assert measure.round_trips(calls) == trips


def test_a_spread_has_minimum_median_and_maximum():
    assert str(measure.Spread.of([3, 1, 2])) == "1.00 / 2.00 / 3.00"


def test_the_parts_sum_up_to_the_run():
    sample = measure.Sample(wall=10, processor=0, memory=0, output="", begun=100)
    notes = {
        "begun": 101,
        "libraries": 1,
        "clients": [["a", 103, 104], ["b", 105, 106]],
        "calls": [["x", 104, 105], ["y", 106, 108]],
    }
    parts = page.parts([(sample, notes)])
    assert {part: spread.median for part, spread in parts.items()} == {
        "Python starts": 1,
        "botocore and boto3": 1,
        "Ansible, amazon.aws, ours": 1,
        "session and clients": 2,
        "calls": 3,
        "the rest": 2,
    }


def test_calls_are_counted_by_name():
    log = [{"operation": name} for name in ("b", "a", "b")]
    assert measure.counted(log) == "1 a, 2 b"


def test_small_tables_differ_only_in_their_names():
    few = tables.small(3)
    names = [table.pop("name") for table in few]
    assert len(set(names)) == 3
    assert few[0] == few[1] == few[2]


def test_a_task_of_a_role_lasts_until_the_next_one_starts():
    """Tasks with the same name are added up; the time before the first and after the last task has a row of its own."""
    sample = measure.Sample(wall=10, processor=0, memory=0, output="", begun=100)
    tasks = [
        {"name": "Manage", "begun": 101, "starts": 1, "changed": False},
        {"name": "stackkit.dynamodb.stack : Set the outputs", "begun": 103, "starts": 0},
        {"name": "Manage", "begun": 104, "starts": 2, "changed": True},
    ]
    play = roles.split(sample, {"tasks": [{"changed": False} | task for task in tasks], "ended": 108})
    assert play.tasks == {
        "before the first task": 1,
        "Manage": 6,
        "stack : Set the outputs": 1,
        "after the last task": 2,
    }
    assert (play.starts["Manage"], play.changed) == (3, ["Manage"])


def test_the_floor_is_that_of_the_slowest_rate():
    """Calls beyond the burst, at a share of the rate. Operations together have one floor; connections have none."""
    calls = {("dynamodb", "DescribeContinuousBackups"): 108, ("dynamodb", "DescribeTimeToLive"): 1000}
    assert fleet.floor(calls, 0.8) == (pytest.approx(12.5), "DescribeContinuousBackups: 10 per second")
    assert fleet.floor(calls, 1)[0] == pytest.approx(9.8)
    calls |= {("backup", "ListTags"): 60, ("backup", "DescribeRegionSettings"): 1040}
    seconds, limit = fleet.floor(calls, 1)
    assert (seconds, limit) == (pytest.approx(21), "all of backup: 50 per second")
    assert fleet.floor({("dynamodb", "DescribeTable"): 1000}, 1) == (0, "none")


def test_terraform_has_one_resource_for_each_part_of_a_fleet():
    resources = fleet_tables.resources(2)
    assert Counter(kind for kind, _arguments in resources) == {
        **dict.fromkeys(("table", "plan", "selection"), 2),
        **dict.fromkeys(("target", "policy"), 4),
        "alarm": 12,
        "vault": 1,
    }
    (_tables, alarms, _backups) = fleet_tables.tasks(2, "123456789012")
    declared = {alarm["name"] for one in alarms[1]["sets"] for alarm in one["alarms"]}
    assert declared == {arguments["name"] for kind, arguments in resources if kind == "alarm"}


def test_the_page_of_fleets_shows_every_measurement():
    sample = measure.Sample(wall=11, processor=1, memory=80, output="", begun=0)
    calls = Counter({("dynamodb", "DescribeTable"): 60, ("dynamodb", "DescribeContinuousBackups"): 60})
    one = fleet.Measured("the tables", sample, calls, 3, 10.0, "DescribeContinuousBackups: 10 per second")
    text = fleet_page.write(
        {
            "load": 1,
            "load at the end": 1,
            "ours": {60: [one, one], 300: [one]},
            "two": {"samples": [sample, sample], "calls": 400, "throttled": 2},
            "terraform": {60: {"measured": one, "resources": 800, "failed": 1, "codes": ["Throttling"]}},
            "theirs": one,
            "new": [one],
        },
        60,
    )
    for row in (
        "| 60 | the tables | 11.0 | 10.0 | 1.10 | 120 | 3 | 80 | DescribeContinuousBackups: 10 per second |",
        "| 60 | **all tasks** | 22.0 | 20.0 | 1.10 | 240 | 6 |  |  |",
        "| dynamodb | DescribeTable | 120 | 60 |",
        "| time of the runs, s | 11.0 and 11.0 |",
        "| throttled | 2, 0.50% |",
        "| 60 | 800 | 11.0 | 10.0 | 1.10 | 120 | 3 | 1 | Throttling |",
    ):
        assert row in text
