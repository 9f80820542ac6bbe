# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The simulator itself: request validation, log, faults, clocks, threads."""

from __future__ import annotations

import re
import threading
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
def test_requests_are_validated_against_botocores_shapes(sim, operation, request_, code, text):
    """Lengths, ranges, patterns, values, types, required and unknown members fail with AWS's messages."""
    with pytest.raises(AwsError, match=re.escape(text)) as caught:
        sim.dispatcher.handle("dynamodb", operation, "eu-west-1", "123456789012", request_)
    assert caught.value.code == code


def test_answers_are_validated_against_botocores_shapes():
    """An answer that botocore's model does not allow is a bug in the simulator and raises BadAnswer."""
    with pytest.raises(BadAnswer, match="TableStatus"):
        check_answer("dynamodb", "DescribeTable", {"Table": {"TableStatus": "SLEEPING"}})
    with pytest.raises(BadAnswer, match="unknown"):
        check_answer("dynamodb", "DescribeTable", {"Table": {"Nothing": 1}})


def test_data_plane_operations_are_not_simulated(aws):
    """A data plane operation fails, and the message gives the reason."""
    aws.create()
    with aws.raises("NotSimulated", "the simulator stores no items"):
        aws.client.put_item(TableName="orders", Item={"pk": {"S": "1"}})


def test_an_operation_that_is_not_simulated_fails(aws):
    """No operation succeeds silently."""
    with aws.raises("NotSimulated", "CreateBackup of dynamodb is not simulated"):
        aws.client.create_backup(TableName="orders", BackupName="today")


def test_every_call_is_logged(aws, sim):
    """The log lists the calls in order, with their parameters, Region and error code."""
    aws.create()
    with aws.raises("ResourceInUseException"):
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


def test_a_fault_fails_the_given_number_of_calls(aws, sim):
    """It fails only calls of its operation and table, and does not apply them."""
    aws.create()
    aws.create("others")
    sim.fail("DeleteTable", table="orders", code="AccessDeniedException", message="not you", times=2)
    aws.client.delete_table(TableName="others")
    for _attempt in range(2):
        with aws.raises("AccessDeniedException", "not you"):
            aws.client.delete_table(TableName="orders")
    assert aws.table()["TableStatus"] == "ACTIVE"
    aws.client.delete_table(TableName="orders")


def test_a_call_with_a_lost_answer_is_applied(aws, sim):
    """The caller sees a broken connection, but the log and the table show the change."""
    aws.create()
    once = sim.client("dynamodb", "eu-west-1", config=Config(retries={"total_max_attempts": 1}))
    sim.fail("UpdateTable", lost=True)
    with pytest.raises(ConnectionClosedError):
        once.update_table(TableName="orders", DeletionProtectionEnabled=True)
    assert aws.table()["DeletionProtectionEnabled"] is True
    assert [call.operation for call in sim.writes()] == ["CreateTable", "UpdateTable"]


def test_botocore_retries_a_throttled_call(aws, sim):
    """botocore repeats a throttled call, and the log lists both calls."""
    aws.create()
    sim.log.clear()
    sim.fail("DescribeTable", code="ThrottlingException", message="Rate exceeded")
    assert aws.table()["TableStatus"] == "ACTIVE"
    assert [call.error for call in sim.log] == ["ThrottlingException", None]


def test_reset_deletes_all_state(aws, sim):
    """Reset deletes tables, log and faults, but does not reset the clock."""
    aws.create()
    sim.fail("ListTables", code="AccessDeniedException", message="")
    sim.reset()
    assert sim.log == []
    assert aws.client.list_tables()["TableNames"] == []


def test_answers_have_botocores_types(aws, sim):
    """Times are aware datetimes, and changing an answer does not change the simulator's state."""
    aws.create()
    table = aws.table()
    assert isinstance(table["CreationDateTime"], datetime)
    assert table["CreationDateTime"].timestamp() == VirtualClock().now()
    table["KeySchema"].clear()
    assert aws.table()["KeySchema"]


def test_the_time_of_each_thread_passes():
    """A lost pause would set the clock back, and AWS's rates would then throttle every call for a long time."""
    clock = VirtualClock(0)
    other = threading.Thread(target=clock.sleep, args=[2])

    class Seconds(float):
        def __gt__(self, number):  # while the clock is being changed
            other.start()
            other.join(0.1)
            return float.__gt__(self, number)

    clock.sleep(Seconds(1))
    other.join()
    assert clock.now() == 3


def test_both_ways_of_answering_return_the_same_answer(aws, sim):
    """The answer is the same with and without botocore's serializing and parsing."""
    aws.create(StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})
    short = aws.client.describe_table(TableName="orders")
    sim.fail("DescribeTable", table="nobody", code="X", message="")
    sim.fail("DescribeTable", code="ThrottlingException", message="Rate exceeded")
    long = aws.client.describe_table(TableName="orders")
    assert short["Table"] == long["Table"]


def test_threads_can_call_in_parallel(aws, sim):
    """Each call is atomic."""
    names = [f"table-{number:03d}" for number in range(100)]
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda name: aws.create(name, settle=False), names))
    assert aws.client.list_tables()["TableNames"] == names
    assert len(sim.writes()) == 100


def test_a_real_clock_runs_by_itself():
    """It runs `speed` times faster, and can be advanced."""
    clock = RealClock(speed=1000000)
    before = clock.now()
    clock.sleep(1)
    clock.advance(3600)
    assert clock.now() >= before + 3601


def test_limits_and_endpoints_are_described():
    """These two operations need no table."""
    client = Simulator().client("dynamodb", "eu-west-1")
    assert client.describe_limits()["TableMaxReadCapacityUnits"] == 40000
    assert client.describe_endpoints()["Endpoints"][0]["Address"] == "dynamodb.eu-west-1.amazonaws.com"
