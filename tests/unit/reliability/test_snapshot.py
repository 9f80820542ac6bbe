# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A snapshot is the whole state of a simulator: the cases that begin with it are independent of each other."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION, clients_of
from ansible_collections.stackkit.dynamodb.tests.unit.reliability import snapshot
from ansible_collections.stackkit.dynamodb.tests.unit.reliability.census import census
from ansible_collections.stackkit.dynamodb.tests.unit.reliability.plans import PLANS, SMALL


@pytest.mark.parametrize("rates", ["none", "aws"])
@pytest.mark.parametrize("name", ["update", "alarms: update"])
def test_a_run_from_a_snapshot_is_the_same_run(calls, name, rates):
    simulator, plan = calls.simulator, PLANS[name]
    simulator.limit(rates)
    task = plan.start(simulator)
    begin, ends = snapshot.take(simulator), []
    for _run in range(2):
        snapshot.restore(simulator, begin)
        assert simulator.log == []
        result = plan.run(simulator, **task)
        assert result["changed"] and "msg" not in result
        log, end = simulator.log.copy(), snapshot.take(simulator)
        ends.append((result["actions"], log, end, simulator.clock.now(), census(simulator, plan.services)))
    assert ends[0] == ends[1]


def test_a_snapshot_has_the_scheduled_events(simulator):
    dynamodb = clients_of(simulator)("dynamodb", REGION)
    PLANS["create"].run(simulator, **SMALL)
    dynamodb.delete_table(TableName="orders")
    begin = snapshot.take(simulator)
    for _restored in range(2):
        assert dynamodb.describe_table(TableName="orders")["Table"]["TableStatus"] == "DELETING"
        simulator.clock.sleep(3600)
        assert dynamodb.list_tables()["TableNames"] == []
        snapshot.restore(simulator, begin)


def test_another_state_or_time_is_another_snapshot(simulator):
    dynamodb = clients_of(simulator)("dynamodb", REGION)
    PLANS["create"].run(simulator, **SMALL)
    simulator.clock.sleep(3600)
    taken = [snapshot.take(simulator)]
    dynamodb.describe_table(TableName="orders")
    assert snapshot.take(simulator) == taken[0]
    arn = dynamodb.describe_table(TableName="orders")["Table"]["TableArn"]
    dynamodb.tag_resource(ResourceArn=arn, Tags=[{"Key": "Owner", "Value": "a"}])
    taken.append(snapshot.take(simulator))
    simulator.clock.sleep(0.05)
    taken.append(snapshot.take(simulator))
    assert len(set(taken)) == 3


def test_the_state_of_an_emulator_is_in_no_snapshot(simulator):
    begin = snapshot.take(simulator)
    clients_of(simulator)("iam", REGION).list_roles()
    assert snapshot.take(simulator) is None
    snapshot.restore(simulator, begin)
    assert snapshot.take(simulator) == begin
