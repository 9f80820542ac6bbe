# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The simulator itself: checked requests, the log, faults, clocks, threads."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from ansible_collections.stackkit.dynamodb.extensions.simulator import RealClock, Simulator, VirtualClock
from ansible_collections.stackkit.dynamodb.extensions.simulator.core.answer_check import BadAnswer, check_answer
from ansible_collections.stackkit.dynamodb.extensions.simulator.core.errors import AwsError
from botocore.config import Config
from botocore.exceptions import ConnectionClosedError


@pytest.mark.parametrize(
    "operation, request_, code, text",
    [
        ("DescribeTable", {"TableName": "ab"}, "ValidationException", "TableName must be at least 3 characters long"),
        ("DescribeTable", {"TableName": "a b c"}, "ValidationException", "Value 'a b c' at 'tableName' failed to"),
        ("DescribeTable", {}, "ValidationException", "The parameter 'TableName' is required but was not present in"),
        ("DescribeTable", {"TableName": 5}, "SerializationException", "NUMBER_VALUE cannot be converted to String"),
        ("DescribeTable", {"TableName": "orders", "X": 1}, "ValidationException", "Unknown member 'X'"),
        ("ListTables", {"Limit": 101}, "ValidationException", "Member must have value less than or equal to 100"),
        ("ListTables", {"Limit": 0}, "ValidationException", "Member must have value greater than or equal to 1"),
        ("CreateTable", {"TableName": "abc", "KeySchema": []}, "ValidationException", "Value '[]' at 'keySchema'"),
        ("CreateTable", {"TableName": "abc", "BillingMode": "X"}, "ValidationException", "[PROVISIONED, PAY_PER_REQ"),
    ],
)
def test_requests_are_checked_against_botocores_shapes(sim, operation, request_, code, text):
    """Lengths, ranges, patterns, values, types, required and unknown members, in AWS's words."""
    with pytest.raises(AwsError, match=re.escape(text)) as caught:
        sim.dispatcher.handle("dynamodb", operation, "eu-west-1", "123456789012", request_)
    assert caught.value.code == code


def test_answers_are_checked_against_botocores_shapes():
    """An answer that botocore's model does not allow is the simulator's own fault, and is said so."""
    with pytest.raises(BadAnswer, match="TableStatus"):
        check_answer("dynamodb", "DescribeTable", {"Table": {"TableStatus": "SLEEPING"}})
    with pytest.raises(BadAnswer, match="unknown"):
        check_answer("dynamodb", "DescribeTable", {"Table": {"Nothing": 1}})


def test_items_are_not_kept(aws):
    """The data plane is refused, and says why."""
    aws.create()
    with aws.refused("NotSimulated", "the simulator keeps no items"):
        aws.client.put_item(TableName="orders", Item={"pk": {"S": "1"}})


def test_what_is_not_simulated_says_so(aws):
    """No operation succeeds silently."""
    with aws.refused("NotSimulated", "CreateBackup of dynamodb is not simulated"):
        aws.client.create_backup(TableName="orders", BackupName="today")


def test_every_call_is_logged(aws, sim):
    """In order, with what was asked, where, and how it went."""
    aws.create()
    with aws.refused("ResourceInUseException"):
        aws.create()
    aws.table()
    assert [(c.operation, c.error, c.write) for c in sim.log] == [
        ("CreateTable", None, True),
        ("CreateTable", "ResourceInUseException", True),
        ("DescribeTable", None, False),
    ]
    assert [call.operation for call in sim.writes()] == ["CreateTable"]
    assert (sim.log[2].service, sim.log[2].region, sim.log[2].params) == (
        "dynamodb",
        "eu-west-1",
        {"TableName": "orders"},
    )


def test_a_fault_refuses_so_many_calls(aws, sim):
    """Only those of that operation and table, and nothing is carried out."""
    aws.create()
    aws.create("others")
    sim.fail("DeleteTable", table="orders", code="AccessDeniedException", message="not you", times=2)
    aws.client.delete_table(TableName="others")
    for _attempt in range(2):
        with aws.refused("AccessDeniedException", "not you"):
            aws.client.delete_table(TableName="orders")
    assert aws.table()["TableStatus"] == "ACTIVE"
    aws.client.delete_table(TableName="orders")


def test_a_lost_answer_leaves_the_call_carried_out(aws, sim):
    """The caller sees a broken connection; the log and the table know better."""
    aws.create()
    once = sim.client("dynamodb", "eu-west-1", config=Config(retries={"total_max_attempts": 1}))
    sim.fail("UpdateTable", lost=True)
    with pytest.raises(ConnectionClosedError):
        once.update_table(TableName="orders", DeletionProtectionEnabled=True)
    assert aws.table()["DeletionProtectionEnabled"] is True
    assert [call.operation for call in sim.writes()] == ["CreateTable", "UpdateTable"]


def test_botocores_own_retries_see_throttling(aws, sim):
    """A throttled call is repeated by botocore, and both are in the log."""
    aws.create()
    sim.log.clear()
    sim.fail("DescribeTable", code="ThrottlingException", message="Rate exceeded")
    assert aws.table()["TableStatus"] == "ACTIVE"
    assert [call.error for call in sim.log] == ["ThrottlingException", None]


def test_reset_forgets_everything(aws, sim):
    """Tables, log and faults; the clock goes on."""
    aws.create()
    sim.fail("ListTables", code="AccessDeniedException", message="")
    sim.reset()
    assert sim.log == []
    assert aws.client.list_tables()["TableNames"] == []


def test_answers_have_botocores_types(aws, sim):
    """Times are aware datetimes, and an answer is nobody's state."""
    aws.create()
    table = aws.table()
    assert isinstance(table["CreationDateTime"], datetime)
    assert table["CreationDateTime"].timestamp() == VirtualClock().now()
    table["KeySchema"].clear()
    assert aws.table()["KeySchema"]


def test_both_ways_of_answering_are_alike(aws, sim):
    """With and without botocore's serializing and parsing the same answer comes out."""
    aws.create(StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})
    short = aws.client.describe_table(TableName="orders")
    sim.fail("DescribeTable", table="nobody", code="X", message="")
    sim.fail("DescribeTable", code="ThrottlingException", message="Rate exceeded")
    long = aws.client.describe_table(TableName="orders")
    assert short["Table"] == long["Table"]


def test_threads_may_call_at_once(aws, sim):
    """Each call is carried out whole."""
    names = [f"table-{number:03d}" for number in range(100)]
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda name: aws.create(name, settle=False), names))
    assert aws.client.list_tables()["TableNames"] == names
    assert len(sim.writes()) == 100


def test_a_real_clock_passes_by_itself():
    """`speed` times faster, and further by request."""
    clock = RealClock(speed=1000000)
    before = clock.now()
    clock.sleep(1)
    clock.advance(3600)
    assert clock.now() >= before + 3601


def test_limits_and_endpoints_are_told():
    """The two operations that need no table."""
    client = Simulator().client("dynamodb", "eu-west-1")
    assert client.describe_limits()["TableMaxReadCapacityUnits"] == 40000
    assert client.describe_endpoints()["Endpoints"][0]["Address"] == "dynamodb.eu-west-1.amazonaws.com"
