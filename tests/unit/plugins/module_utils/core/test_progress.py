# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which lines a run reports, and when."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from ansible_collections.stackkit.dynamodb.extensions.simulator import Simulator, VirtualClock
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.change import CREATE, Change
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.progress import Progress, to_file
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION, Clock, run

TABLE = {"name": "orders", "hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}
TTL = Change("ttl", CREATE, "enable TTL", REGION, "dynamodb", "update_time_to_live", {}, "ttl")
REPLICA = Change("replicas[b]", CREATE, "add a replica in b", "us-east-1", "dynamodb", "update_table", {}, "replicas")


class Watched:
    """A Progress on a clock that starts at 0, and its reports: {second: lines}."""

    def __init__(self):
        self.clock, self.lines = VirtualClock(0.0), {}
        self.progress = Progress(Clock(self.clock), report=self.report)

    def report(self, lines):
        self.lines[self.clock.now()] = lines

    def wait(self, seconds, words, *names, remaining=()):
        for _second in range(seconds):
            for name in names or ("orders",):
                self.progress.waiting(name, REGION, list(remaining), words)
            self.clock.sleep(1)


@pytest.fixture
def watched():
    return Watched()


@pytest.fixture
def simulator():
    return Simulator(clock=VirtualClock())


def watch(simulator, **params):
    """Run a task -> (its result, [(second, line)])."""
    start, told = simulator.clock.now(), []

    def report(lines):
        told.extend((int(simulator.clock.now() - start), line) for line in lines)

    return run(simulator, report=report, **params), told


def test_a_short_run_reports_nothing(watched):
    watched.progress.applying("orders", REGION, "enable TTL")
    watched.wait(3, "the table is CREATING")
    assert watched.lines == {}


def test_a_state_is_reported_when_it_begins_and_every_25_seconds(watched):
    watched.wait(60, "the table is CREATING", remaining=[TTL])
    assert watched.lines == {
        3: ["waiting orders in eu-west-1: the table is CREATING [3s elapsed]; next: enable TTL"],
        28: ["waiting orders in eu-west-1: the table is CREATING [28s elapsed]"],
        53: ["waiting orders in eu-west-1: the table is CREATING [53s elapsed]"],
    }


def test_each_new_state_is_reported(watched):
    watched.progress.applying("orders", REGION, "create index by-mail")
    watched.wait(10, "index by-mail is CREATING")
    watched.wait(70, "index by-mail is CREATING, backfilling", remaining=[REPLICA, TTL])
    watched.progress.applying("orders", REGION, "enable TTL")
    watched.wait(7, "the table is UPDATING", remaining=[REPLICA])
    then = "; next: enable TTL, and 1 more change"
    assert list(watched.lines.items())[1:] == [
        (10, [f"waiting orders in eu-west-1: index by-mail is CREATING, backfilling [10s elapsed]{then}"]),
        (35, ["waiting orders in eu-west-1: index by-mail is CREATING, backfilling [35s elapsed]"]),
        (60, ["waiting orders in eu-west-1: index by-mail is CREATING, backfilling [1m00s elapsed]"]),
        (80, ["applying orders in eu-west-1: enable TTL"]),
        (
            85,
            ["waiting orders in eu-west-1: the table is UPDATING [5s elapsed]; next: add a replica in b in us-east-1"],
        ),
    ]


def test_a_percentage_alone_is_not_a_new_state(watched):
    for percentage in range(0, 40, 10):
        watched.wait(10, f"the replica in us-east-1 is CREATING, {percentage} %")
    assert watched.lines == {
        3: ["waiting orders in eu-west-1: the replica in us-east-1 is CREATING, 0 % [3s elapsed]"],
        28: ["waiting orders in eu-west-1: the replica in us-east-1 is CREATING, 20 % [28s elapsed]"],
    }


def test_quick_changes_are_one_line_in_five_seconds(watched):
    watched.clock.sleep(10)
    for number in range(40):
        watched.progress.applying("alarms", REGION, f"create alarm {number}")
        watched.clock.sleep(0.25)
    assert watched.lines == {
        10: ["applying alarms in eu-west-1: create alarm 0"],
        15: ["applying alarms in eu-west-1: create alarm 20"],
    }


def test_equal_states_are_one_line(watched):
    watched.wait(4, "the table is CREATING", "one", "two", "three", "four", "five", remaining=[TTL])
    line = "waiting one, two, three and 2 more in eu-west-1: the table is CREATING [3s elapsed]; next: enable TTL"
    assert watched.lines == {3: [line]}


def test_many_states_are_cut_and_counted(watched):
    for _second in range(17):
        for number in range(40):
            watched.progress.waiting(f"table-{number}", REGION, [], f"index by-{number % 8} is CREATING")
        watched.clock.sleep(1)
    assert watched.lines[3][0] == (
        "waiting table-0, table-8, table-16 and 2 more in eu-west-1: index by-0 is CREATING [3s elapsed]"
    )
    assert watched.lines[3][5:] == ["waiting 15 more resources"]
    watched.wait(2, "the table is UPDATING")
    assert list(watched.lines) == [3, 18]  # instead of 17


def test_a_wait_that_has_ended_is_not_reported(watched):
    watched.wait(26, "the table is CREATING", "one", "two")
    watched.wait(20, "the table is CREATING", "two")
    assert {second: [line.split()[1] for line in lines] for second, lines in watched.lines.items()} == {
        3: ["one,"],
        28: ["two"],
    }


def test_a_later_wait_starts_at_zero(watched):
    watched.wait(10, "the table is UPDATING")
    watched.clock.sleep(100)
    watched.wait(1, "the table is UPDATING")
    assert watched.lines[110] == ["waiting orders in eu-west-1: the table is UPDATING [0s elapsed]"]


def test_changes_are_logged_whether_or_not_somebody_watches():
    clock, logged = Clock(VirtualClock()), []
    Progress(clock, logged.append).applying("orders", REGION, "enable TTL")
    assert logged == ["orders in eu-west-1: enable TTL"]


def test_a_slow_index_and_a_slow_replica(simulator):
    run(simulator, **TABLE, stream={"enabled": True, "view_type": "NEW_AND_OLD_IMAGES"})
    with_index = {
        **TABLE,
        "attributes": [{"name": name, "type": "S"} for name in ("id", "mail")],
        "global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail"}],
        "replicas": [{"region": "us-east-1"}],
    }
    result, told = watch(simulator, **with_index)
    assert result["changed"] and "msg" not in result
    index = "waiting orders in eu-west-1: index by-mail is CREATING"
    then = "; next: add a replica in us-east-1"
    first, second, third, fourth, *repeated = told
    assert (first, second) == ((3, f"{index} [3s elapsed]{then}"), (28, f"{index} [28s elapsed]"))
    assert third == (42, f"{index}, backfilling [42s elapsed]{then}")
    assert fourth == (67, f"{index}, backfilling [1m07s elapsed]")
    replica = "waiting orders in eu-west-1: the replica in us-east-1 is CREATING [12s elapsed]"
    assert [line for _second, line in repeated[-3:]] == [
        "applying orders in eu-west-1: add a replica in us-east-1",
        "waiting orders in eu-west-1: the table is UPDATING [5s elapsed]",
        replica,
    ]
    seconds = [second for second, _line in told]
    assert max(after - before for before, after in pairwise(seconds)) <= 30


def test_a_call_that_aws_rejects_for_now_is_reported_with_its_reason(simulator):
    run(simulator, **TABLE)
    words = "Subscriber limit exceeded: Only 500 tables can be created, updated, or deleted simultaneously"
    simulator.fail("UpdateTable", code="LimitExceededException", message=words, times=8)
    _result, told = watch(simulator, **TABLE, deletion_protection=True)
    reason = f"AWS still rejects the request to enable deletion protection: {words}"
    assert told[0] == (3, f"waiting orders in eu-west-1: {reason} [3s elapsed]")


def test_a_wait_for_a_rate_limit_is_reported_with_its_end(simulator):
    run(simulator, **TABLE, ttl={"enabled": True, "attribute_name": "expires_at"})
    simulator.clock.sleep(7200)
    other = {"ttl": {"enabled": True, "attribute_name": "gone_at"}}
    _result, told = watch(simulator, **TABLE, **other, wait_pending=True, wait_timeout=7200)
    assert told[0][1].startswith("waiting orders in eu-west-1: for AWS's rate limits until 2026-01-01T03:")
    assert "Z: ttl [" in told[0][1]


def test_check_mode_and_runs_without_changes_report_nothing(simulator):
    assert watch(simulator, check_mode=True, **TABLE)[1] == []
    run(simulator, **TABLE)
    assert watch(simulator, **TABLE)[1] == []


def test_the_content_of_a_policy_is_not_reported(simulator):
    run(simulator, **TABLE)
    statement = {
        "Sid": "PrivateSid",
        "Effect": "Allow",
        "Principal": {"AWS": "123456789012"},
        "Action": "dynamodb:GetItem",
        "Resource": "*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    simulator.fail("PutResourcePolicy", code="ResourceInUseException", message="in use", times=6)
    _result, told = watch(simulator, **TABLE, resource_policy=policy)
    assert told and not any("PrivateSid" in line for _second, line in told)


def test_the_file_gets_one_line_for_each(tmp_path):
    path = tmp_path / "progress"
    path.write_text("")
    report = to_file(str(path))
    report(["waiting orders", "two\nlines"])
    report(["ärger \udc80"])
    assert path.read_text() == "waiting orders\ntwo lines\närger ?\n"


def test_without_a_file_nothing_is_reported(tmp_path):
    assert to_file(None) is None
    to_file(str(tmp_path / "missing"))(["waiting orders"])
    assert list(tmp_path.iterdir()) == []
