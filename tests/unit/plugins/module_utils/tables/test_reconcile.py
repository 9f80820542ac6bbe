# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reconciling tables in the simulator: what is read, the order of the changes, and the handling of AWS errors."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.change import Change
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.client import Aws
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.errors import StackkitError
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.interruption import Interruption
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.wait import Deadline
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables import reconcile
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.status import wait_until_settled
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import (
    REGION,
    Clock,
    called,
    clients_of,
    operations,
    run,
    task,
    whole,
)

HOUR = 3600
TABLE = {"name": "orders", "hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}
TTL = {"enabled": True, "attribute_name": "expires_at"}
INDEX = {
    "attributes": [*TABLE["attributes"], {"name": "mail", "type": "S"}],
    "global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail"}],
}
POLICY = {
    "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "dynamodb:GetItem", "Resource": "*"}
    ]
}
EVERYTHING = {
    **TABLE,
    **INDEX,
    "ttl": TTL,
    "stream": {"enabled": True},
    "point_in_time_recovery": {"enabled": True},
    "deletion_protection": True,
    "tags": {"a": "1"},
}


# Memory --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("check_mode", [True, False])
def test_the_result_is_all_that_remains_of_a_table_without_changes(simulator, check_mode):
    """AWS's answers and the predicted values of a thousand tables take 20 MB."""
    run(simulator, **EVERYTHING)
    this = task(simulator, check_mode=check_mode)
    (item,) = items = reconcile.reconcile([whole(**EVERYTHING)], this)
    assert item.plan.predicted == {}
    assert not reconcile.result(items, {"tables": None}, this)["changed"]
    assert item.targets == {}


# Reading -------------------------------------------------------------------------------------------------------------


def test_a_missing_table_is_described_once(simulator):
    """Nothing else is read."""
    run(simulator, check_mode=True, **EVERYTHING)
    assert operations(simulator.log) == ["DescribeTable"]


def test_reading_takes_one_call_for_each_managed_setting(simulator):
    """If nothing changes: DescribeTable, and one call for each setting that it does not show."""
    run(simulator, **EVERYTHING)
    simulator.log.clear()
    run(simulator, **EVERYTHING)
    assert simulator.log[0].operation == "DescribeTable"
    assert sorted(operations(simulator.log)) == [
        "DescribeContinuousBackups",
        "DescribeTable",
        "DescribeTimeToLive",
        "ListTagsOfResource",
    ]


SCALED = {"min_capacity": 5, "max_capacity": 50}
STREAM = "arn:aws:kinesis:eu-west-1:123456789012:stream/one"
OPTIONAL_FEATURES = [
    # the option, disabled and enabled, and the reading call
    ("ttl", {"enabled": False}, TTL, "DescribeTimeToLive"),
    ("point_in_time_recovery", {"enabled": False}, {"enabled": True}, "DescribeContinuousBackups"),
    ("contributor_insights", {"enabled": False}, {"enabled": True}, "ListContributorInsights"),
    (
        "kinesis_stream",
        {"enabled": False},
        {"enabled": True, "stream_arn": STREAM},
        "DescribeKinesisStreamingDestination",
    ),
    ("resource_policy", {}, POLICY, "GetResourcePolicy"),
    ("tags", {}, {"a": "1"}, "ListTagsOfResource"),
    ("autoscaling", {"enabled": False}, {"enabled": True, "write": SCALED}, "DescribeScalableTargets"),
]


@pytest.mark.parametrize(("option", "disabled", "enabled", "operation"), OPTIONAL_FEATURES)
def test_a_feature_that_aws_does_not_have_is_disabled(simulator, option, disabled, enabled, operation):
    """An emulator and some Regions lack features. Disabling one is no change, and enabling it is a plan error."""
    table = {**TABLE, "billing_mode": "PROVISIONED", "read_capacity": 5, "write_capacity": 5}
    for options in (table, table):  # a new table, and a live one
        simulator.fail(operation, code="UnknownOperationException", message="not here", times=9)
        assert "msg" not in run(simulator, **options, **{option: disabled})
    failed = run(simulator, **table, deletion_protection=True, **{option: enabled})
    assert f"{option}: is not supported in {REGION}: Failed to read" in failed["msg"] and "not here" in failed["msg"]
    assert not failed["changed"] and [problem["path"] for problem in failed["problems"]] == [option]


def test_the_run_waits_for_a_table_that_another_caller_creates(simulator):
    """Until it is created, AWS returns "not found" for its tags and TTL (R79)."""
    run(simulator, **TABLE, wait=False)
    result = run(simulator, **EVERYTHING)
    assert result["table"]["table_status"] == "ACTIVE"
    assert "tag with a=1" in result["actions"]


def test_a_table_that_is_being_deleted_is_created_again(simulator):
    """The run waits until it is deleted."""
    first = run(simulator, **TABLE)["table"]["table_id"]
    run(simulator, name="orders", state="absent", wait=False)
    second = run(simulator, **TABLE)
    assert second["changed"] and second["table"]["table_id"] != first


# Waiting -------------------------------------------------------------------------------------------------------------


def test_without_wait_the_run_ends_while_the_table_is_being_created(simulator):
    """The next run waits for it."""
    assert run(simulator, **TABLE, wait=False)["table"]["table_status"] == "CREATING"
    assert run(simulator, **TABLE)["table"]["table_status"] == "ACTIVE"


def test_the_run_always_waits_between_two_changes(simulator):
    """AWS would reject the second one."""
    run(simulator, **TABLE)
    result = run(simulator, **TABLE, stream={"enabled": True}, deletion_protection=True, wait=False)
    assert len(result["actions"]) == 2


def test_the_deadline_ends_the_run_with_the_reason(simulator):
    """AWS continues the operation, and a second run completes the task."""
    result = run(simulator, **EVERYTHING, wait_timeout=1)
    assert "while waiting: the table is CREATING" in result["msg"]
    assert result["changed"] and len(result["applied"]) == 1
    assert "enable TTL on attribute expires_at" in result["remaining"]
    assert not {"table", "declaration"} & set(result)
    assert "msg" not in run(simulator, **EVERYTHING)
    assert not run(simulator, **EVERYTHING)["changed"]


def test_the_run_does_not_wait_for_a_stuck_table(simulator):
    """It would not end."""
    stuck = {"TableName": "orders", "TableStatus": "INACCESSIBLE_ENCRYPTION_CREDENTIALS"}
    deadline = Deadline(60, Clock(simulator.clock), Interruption())
    with pytest.raises(StackkitError, match="check its KMS key"):
        wait_until_settled(lambda: stuck, deadline.sleep, "orders")
    assert wait_until_settled(lambda: stuck, deadline.sleep, "orders", is_deleted=True) == stuck


# AWS errors ----------------------------------------------------------------------------------------------------------


def test_another_ttl_attribute_takes_two_runs(simulator):
    """The second change is pending, which is not a failure, and a later run applies it (R13)."""
    run(simulator, **TABLE, ttl=TTL)
    simulator.clock.sleep(2 * HOUR)
    other = {**TABLE, "ttl": {"enabled": True, "attribute_name": "gone_at"}}
    first = run(simulator, **other)
    assert first["changed"] and first["actions"] == ["disable TTL on attribute expires_at"]
    (pending,) = first["pending"]
    assert pending["path"] == "ttl" and "per hour" in pending["reason"] and pending["earliest"].endswith("Z")
    at_once = run(simulator, **other)
    assert not at_once["changed"] and [entry["path"] for entry in at_once["pending"]] == ["ttl"]
    assert at_once["pending"][0]["earliest"] is None
    simulator.clock.sleep(2 * HOUR)
    later = run(simulator, **other)
    assert later["actions"] == ["enable TTL on attribute gone_at"] and later["pending"] == []
    assert not run(simulator, **other)["changed"]


def test_a_second_ttl_change_within_the_hour_is_pending(simulator):
    """AWS accepts neither change within the hour; the second, sent alone, would be a failure (R13)."""
    run(simulator, **TABLE, ttl=TTL)
    other = {**TABLE, "ttl": {"enabled": True, "attribute_name": "gone_at"}}
    at_once = run(simulator, **other)
    assert "msg" not in at_once and not at_once["changed"]
    assert [entry["path"] for entry in at_once["pending"]] == ["ttl"]
    for _run in range(2):
        simulator.clock.sleep(2 * HOUR)
        run(simulator, **other)
    assert not run(simulator, **other)["changed"]


def test_targets_remain_while_the_switch_to_on_demand_is_pending(simulator):
    """Without them the capacity of the provisioned table would be fixed."""
    bounds = {"min_capacity": 5, "max_capacity": 50}
    scaled = {"enabled": True, "read": bounds, "write": bounds}
    run(simulator, **TABLE, billing_mode="PROVISIONED", read_capacity=5, write_capacity=5, autoscaling=scaled)
    message = "Subscriber limit exceeded: Update to PayPerRequest mode are limited to 4 times in 1 day(s)."
    simulator.fail("UpdateTable", code="LimitExceededException", message=message)
    options = {**TABLE, "billing_mode": "PAY_PER_REQUEST", "autoscaling": {"enabled": False}}
    result = run(simulator, **options)
    assert "msg" not in result and not result["changed"]
    assert [entry["path"] for entry in result["pending"]] == ["billing_mode", "autoscaling", "autoscaling"]
    assert len(run(simulator, **options)["actions"]) == 3


def test_a_change_that_needs_a_pending_one_is_pending(simulator):
    """AWS would reject an index for the new billing mode with the old one."""
    run(simulator, **TABLE, billing_mode="PROVISIONED", read_capacity=5, write_capacity=5)
    message = (
        "Subscriber limit exceeded: Update to PayPerRequest mode are limited to 4 times in 1 day(s). "
        "Next update can be made at Tue Nov 24 06:00:00 UTC 2026"
    )
    simulator.fail("UpdateTable", code="LimitExceededException", message=message)
    options = {**TABLE, **INDEX, "billing_mode": "PAY_PER_REQUEST"}
    result = run(simulator, **options)
    assert "msg" not in result and not result["changed"]
    assert [entry["path"] for entry in result["pending"]] == ["billing_mode", "global_secondary_indexes"]
    assert result["pending"][0]["earliest"] == "2026-11-24T06:00:00Z"
    assert run(simulator, **options)["pending"] == []
    assert not run(simulator, **options)["changed"]


def test_existing_resources_count_for_a_limit(simulator):
    """Existing indexes, vector indexes and tags count. AWS would report the limit only after other changes."""

    def vector(name):
        return {"name": name, "attribute": name, "dimensions": 3, "distance_function": "COSINE"}

    first = {
        "global_secondary_indexes": [{"name": f"old-{n}", "hash_key": "id"} for n in range(20)],
        "vector_indexes": [vector(f"old-v{n}") for n in range(5)],
        "tags": {f"old-{n}": "1" for n in range(50)},
    }
    more = {
        "global_secondary_indexes": [{"name": "new", "hash_key": "id"}],
        "vector_indexes": [vector("new-v")],
        "tags": {"new": "1"},
    }
    run(simulator, **TABLE, **first)
    for option, value in more.items():
        failed = run(simulator, **TABLE, **{option: value}, purge_tags=False, stream={"enabled": True})
        assert f"{option}: " in failed["msg"] and not failed["changed"]
    assert "msg" not in run(simulator, **TABLE, **more, purge_indexes=True, wait_timeout=12 * HOUR)


@pytest.mark.parametrize("option", ["global_secondary_indexes", "vector_indexes"])
def test_an_index_with_too_many_projected_attributes_is_not_deleted(simulator, option):
    """The other indexes count too. AWS would reject the new index after the old one is deleted (R64)."""

    def including(name, number, **more):
        attributes = [f"{name}-{n}" for n in range(number)]
        return {"name": name, "projection_type": "INCLUDE", "non_key_attributes": attributes, **more}

    entry = {
        "global_secondary_indexes": {"hash_key": "id"},
        "vector_indexes": {"attribute": "v", "dimensions": 3, "distance_function": "COSINE"},
    }
    others = [including(f"old-{n}", 20, hash_key="id") for n in range(4)]
    room = 20 if option == "global_secondary_indexes" else 19  # the vector counts as well
    run(simulator, **TABLE, global_secondary_indexes=others)
    run(simulator, **TABLE, **{option: [including("full", room - 1, **entry[option])]})
    run(simulator, **TABLE, global_secondary_indexes=[including("one", 1, hash_key="id")])
    failed = run(simulator, **TABLE, **{option: [including("full", room, **entry[option])]}, allow_recreate=[option])
    assert "101 non_key_attributes" in failed["msg"] and not failed["changed"]


@pytest.mark.parametrize("billing", [{}, {"billing_mode": "PROVISIONED", "read_capacity": 100, "write_capacity": 9}])
def test_an_index_below_the_minimum_warm_throughput_is_not_deleted(simulator, billing):
    """A new index has at least the warm throughput of its capacity, or of every on-demand index (R22)."""
    run(simulator, **{**TABLE, **INDEX, **billing})
    warm = {"projection_type": "KEYS_ONLY", "warm_throughput": {"read_units_per_second": 99}}
    index = {**INDEX["global_secondary_indexes"][0], **warm}
    failed = run(
        simulator, name="orders", global_secondary_indexes=[index], allow_recreate=["global_secondary_indexes"]
    )
    assert "[by-mail].warm_throughput.read_units_per_second: is 99" in failed["msg"] and not failed["changed"]


VECTOR = {"name": "by-v", "attribute": "v", "dimensions": 3, "distance_function": "COSINE"}
FILTER = {"search_schema": [{"attribute": "mail", "type": "INLINE_FILTER"}]}


@pytest.mark.parametrize(
    ("key", "kind", "option", "wanted"),
    [
        ("mail", "N", "global_secondary_indexes", {"name": "by-mail", "hash_key": "mail"}),
        ("v", "S", "global_secondary_indexes", {"name": "by-mail", "hash_key": "v"}),
        ("mail", "N", "vector_indexes", {**VECTOR, **FILTER}),
    ],
)
def test_an_index_that_conflicts_with_the_others_is_not_deleted(simulator, key, kind, option, wanted):
    """An attribute has one type, and is either a vector or a key, in all indexes, declared or not."""
    vectors = [{**VECTOR, **FILTER}, {**VECTOR, **FILTER, "name": "other"}]
    there = {**TABLE, **INDEX, "vector_indexes": vectors}
    run(simulator, **(there if option in INDEX else {**there, "global_secondary_indexes": []}))
    attributes = {"attributes": [*TABLE["attributes"], {"name": key, "type": kind}]}
    failed = run(simulator, **{**TABLE, **attributes, option: [wanted]}, allow_recreate=[option])
    problem = "has two types" if key == "mail" else "holds vectors"
    assert f"{option}: {key} {problem}" in failed["msg"] and not failed["changed"]


def test_a_call_to_a_busy_table_is_retried(simulator):
    """Another caller may change it between the reading and the writing call (R1)."""
    run(simulator, **TABLE)
    message = "Attempt to change a resource which is still in use: Table is being updated: orders"
    simulator.fail("UpdateTable", code="ResourceInUseException", message=message, times=3)
    result = run(simulator, **TABLE, stream={"enabled": True})
    assert result["actions"] == ["enable the stream with view type NEW_AND_OLD_IMAGES"]


def test_what_no_description_shows_is_retried_without_reading_it(simulator):
    """New tables have no point-in-time recovery for some seconds, and DescribeTable does not show that (R41)."""
    run(simulator, **TABLE, point_in_time_recovery={"enabled": True})
    calls = operations(simulator.log)
    first, update = calls.index("UpdateContinuousBackups"), ["UpdateContinuousBackups"]
    tries = calls.count("UpdateContinuousBackups")
    assert calls[first:] == [*update * tries, "DescribeContinuousBackups"]
    assert tries <= 4


NO_SUCH_PRINCIPAL = "One or more parameter values were invalid: Invalid principal in policy document"


@pytest.mark.parametrize("operation", ["CreateTable", "PutResourcePolicy"])
@pytest.mark.parametrize("times", [5, 1000])
def test_a_principal_that_aws_does_not_know_yet_is_retried_for_two_minutes(simulator, operation, times):
    """It may have been created seconds ago, or be misspelled, which is a failure with AWS's message (R112)."""
    if operation == "PutResourcePolicy":
        run(simulator, **TABLE)
    start = simulator.clock.now()
    simulator.fail(operation, code="ValidationException", message=NO_SUCH_PRINCIPAL, times=times)
    result = run(simulator, **TABLE, resource_policy=POLICY)
    assert simulator.clock.now() - start < 150
    assert (NO_SUCH_PRINCIPAL in result.get("msg", "")) == (times == 1000)
    assert result["changed"] == (times == 5)


@pytest.mark.parametrize(
    ("billing", "message"),
    [
        ("PAY_PER_REQUEST", "Update to PayPerRequest mode are limited to once in 1 day(s). Last update at then."),
        ("PAY_PER_REQUEST", "Subscriber limit exceeded: Updates to billing mode are limited to 4 times in 24 hours."),
        (None, "Limit exceeded for replica in us-east-1. Table class updates are limited to 2 per month"),
    ],
)
def test_a_rate_limit_is_recognized_in_other_words(simulator, billing, message):
    """AWS has changed the numbers in them before (R15, R16)."""
    run(simulator, **TABLE, billing_mode="PROVISIONED", read_capacity=5, write_capacity=5)
    simulator.fail("UpdateTable", code="LimitExceededException", message=message)
    options = {"billing_mode": billing} if billing else {"table_class": "STANDARD_INFREQUENT_ACCESS"}
    result = run(simulator, **TABLE, **options)
    assert "msg" not in result and [entry["path"] for entry in result["pending"]] == list(options)


def test_a_table_that_is_always_busy_ends_with_the_deadline(simulator):
    """The message contains AWS's message."""
    run(simulator, **TABLE)
    message = "Attempt to change a resource which is still in use: Table is being updated: orders"
    simulator.fail("UpdateTable", code="ResourceInUseException", message=message, times=1000)
    result = run(simulator, **TABLE, stream={"enabled": True}, wait_timeout=60)
    assert "still in use" in result["msg"] and not result["changed"]


def test_the_table_is_read_again_after_a_lost_answer(simulator):
    """AWS applied the change, but the answer was lost. It rejects the retry, and the current state decides."""
    run(simulator, **TABLE)
    simulator.fail("UpdateTimeToLive", lost=True)
    result = run(simulator, **TABLE, ttl=TTL)
    assert result["actions"] == ["enable TTL on attribute expires_at"] and result["pending"] == []
    assert not run(simulator, **TABLE, ttl=TTL)["changed"]


def test_a_table_whose_creation_lost_its_answer_is_completed(simulator):
    simulator.fail("CreateTable", lost=True)
    result = run(simulator, **EVERYTHING)
    assert "msg" not in result, result["msg"]
    assert len(result["actions"]) == 3 and not run(simulator, **EVERYTHING)["changed"]


@pytest.mark.parametrize(("theirs", "failed"), [({"tags": {"a": "2"}}, True), ({}, False)])
def test_a_table_that_another_caller_creates_is_the_desired_one_or_a_failure(simulator, theirs, failed):
    """What the other caller has done is not among the actions."""

    def make_client(service, region):
        mine = simulator.client(service, region)
        create_table = mine.create_table

        def create(**params):
            run(simulator, **{**EVERYTHING, **theirs})
            return create_table(**params)

        mine.create_table = create
        return mine

    result = run(simulator, make_client=make_client, **EVERYTHING)
    assert ("msg" in result) == failed
    assert not any(action.startswith("create the table") for action in result["actions"])
    assert run(simulator, **EVERYTHING)["changed"] == failed


REST = {
    "ValidationException": "The provisioned throughput for the index by-mail will not change.",
    "LimitExceededException": "Provisioned throughput decreases are limited within a given UTC day.",
}


@pytest.mark.parametrize("code", REST)
def test_a_rejected_change_with_a_remaining_part_is_a_failure(simulator, code):
    """Another caller changes the index between the reading and the writing call, which changes the table as well."""

    def capacities(read):
        entry = {**INDEX["global_secondary_indexes"][0], "read_capacity": read, "write_capacity": 5}
        numbers = {"billing_mode": "PROVISIONED", "read_capacity": read, "write_capacity": 5}
        return {**TABLE, **INDEX, **numbers, "global_secondary_indexes": [entry]}

    def make_client(service, region):
        client = clients_of(simulator)(service, region)
        mine = simulator.client(service, region)
        mine.update_table = lambda **params: (theirs(client), client.update_table(**params))[1]
        return mine

    def theirs(client):
        numbers = {"ReadCapacityUnits": 4, "WriteCapacityUnits": 5}
        update = {"Update": {"IndexName": "by-mail", "ProvisionedThroughput": numbers}}
        client.update_table(TableName="orders", GlobalSecondaryIndexUpdates=[update])
        simulator.clock.sleep(60)
        simulator.fail("UpdateTable", code=code, message=REST[code])

    run(simulator, **capacities(9))
    result = run(simulator, make_client=make_client, **capacities(4))
    assert not result["changed"] and ("msg" in result or result["pending"])
    assert run(simulator, **capacities(4))["actions"] == ["provision 4 RCU and 5 WCU for the table"]


@pytest.mark.parametrize(
    ("theirs", "mine", "expected"),
    [
        (
            {"stream": {"enabled": True, "view_type": "KEYS_ONLY"}},
            {"stream": {"enabled": True, "view_type": "NEW_IMAGE"}},
            "stream.view_type: is KEYS_ONLY",
        ),
        (
            {**INDEX, "global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail", "range_key": "id"}]},
            INDEX,
            "global_secondary_indexes[by-mail]: is by-mail with partition key mail (S) and sort key id (S)",
        ),
    ],
)
def test_a_different_change_of_another_caller_is_a_failure(simulator, theirs, mine, expected):
    """AWS reports that the resource exists, but it differs from the desired one."""

    def make_client(service, region):
        client = simulator.client(service, region)
        update_table = client.update_table
        client.update_table = lambda **params: (run(simulator, **{**TABLE, **theirs}), update_table(**params))[1]
        return client

    run(simulator, **TABLE)
    result = run(simulator, make_client=make_client, **{**TABLE, **mine})
    assert expected in result["msg"] and not result["changed"]


def test_a_lost_answer_with_another_error_for_the_retry_is_no_failure(simulator):
    """A destination that is enabled already, and a policy with a new revision."""
    run(simulator, **TABLE)
    options = {
        **TABLE,
        "kinesis_stream": {"enabled": True, "stream_arn": "arn:aws:kinesis:eu-west-1:123456789012:stream/one"},
        "resource_policy": POLICY,
    }
    simulator.fail("EnableKinesisStreamingDestination", lost=True)
    simulator.fail("PutResourcePolicy", lost=True)
    result = run(simulator, **options)
    assert "msg" not in result, result["msg"]
    assert len(result["actions"]) == 2
    assert not run(simulator, **options)["changed"]


def test_a_policy_that_another_caller_changed_is_a_failure(simulator):
    """The policy is not the desired one, although AWS's error is that of a lost answer (R44)."""
    run(simulator, **TABLE)
    message = "Resource-based policy not found for the provided ResourceArn"
    simulator.fail("PutResourcePolicy", code="PolicyNotFoundException", message=message)
    result = run(simulator, **TABLE, resource_policy=POLICY)
    assert "PolicyNotFoundException" in result["msg"] and not result["changed"]


def test_an_error_that_looks_like_a_lost_answer_is_a_failure(simulator):
    """The table is read again, and differs from the declaration."""
    run(simulator, **TABLE)
    simulator.fail("UpdateTimeToLive", code="ValidationException", message="TimeToLive is already enabled")
    result = run(simulator, **TABLE, ttl=TTL)
    assert "TimeToLive is already enabled" in result["msg"]


def test_a_failure_returns_everything_that_is_known(simulator):
    """The action, the Region, AWS's message, what to do next, and the applied and remaining actions."""
    simulator.fail("UpdateTimeToLive", code="AccessDeniedException", message="You shall not")
    result = run(simulator, **TABLE, ttl=TTL, point_in_time_recovery={"enabled": True})
    assert result["msg"].startswith(
        "orders: Failed to enable TTL on attribute expires_at in eu-west-1: AccessDeniedException: You shall not"
    )
    assert "docs/permissions.md" in result["msg"]
    assert result["error"]["code"] == "AccessDeniedException" and result["error"]["request_id"]
    assert result["changed"] and len(result["applied"]) == 1
    assert result["remaining"] == [
        "enable TTL on attribute expires_at",
        "enable point-in-time recovery, 35-day recovery period",
    ]


LATER = {
    **TABLE,
    **INDEX,
    "billing_mode": "PROVISIONED",
    "read_capacity": 5,
    "write_capacity": 5,
    "ttl": {"enabled": False},
    "stream": {"enabled": False},
    "deletion_protection": False,
    "point_in_time_recovery": {"enabled": True, "recovery_period_in_days": 7},
    "tags": {"b": "2"},
}


@pytest.mark.parametrize("place", range(7))
def test_a_run_that_fails_at_any_call_is_completed_by_the_next_one(simulator, place):
    """Whichever writing call fails."""
    run(simulator, **EVERYTHING)
    simulator.clock.sleep(2 * HOUR)
    planned = run(simulator, check_mode=True, **LATER)["planned"]
    assert len(planned) == 7
    simulator.fail(called(planned[place])[0], code="AccessDeniedException", message="interrupted")
    died = run(simulator, **LATER)
    assert "interrupted" in died["msg"] and len(died["applied"]) + len(died["remaining"]) == 7
    finished = run(simulator, **LATER)
    assert finished["actions"] == died["remaining"]
    assert not run(simulator, **LATER)["changed"]


def test_a_call_that_botocore_does_not_support_is_reported_before_the_first_change(simulator):
    """An older botocore is an error only if an option requires a newer one."""
    aws = Aws(simulator.client, Clock(simulator.clock))
    change = Change("x", "update", "x", REGION, "dynamodb", "update_table", {"TableName": "orders", "New": 1}, "new")
    assert "New" in aws.unknown_to_sdk(change)
    change = Change("x", "update", "x", REGION, "dynamodb", "brand_new_call", {}, "new")
    assert "brand_new_call" in aws.unknown_to_sdk(change)
    assert not simulator.log


# Many tables ---------------------------------------------------------------------------------------------------------


def sixty(**options):
    return [{**TABLE, "name": f"table-{number:02}", "tags": {"a": "1"}, **options} for number in range(60)]


def test_one_failed_table_does_not_stop_the_others(simulator):
    """The error names it, and the other 59 tables are reconciled."""
    simulator.fail("CreateTable", table="table-07", code="LimitExceededException", message="Too many tables")
    result = run(simulator, tables=sixty())
    assert result["msg"].startswith("1 of 60 tables failed: table-07: Failed to create the table")
    assert [name for name, entry in result["tables"].items() if "msg" in entry] == ["table-07"]
    assert result["changed"] and sum(entry["changed"] for entry in result["tables"].values()) == 59
    again = run(simulator, tables=sixty())
    assert "msg" not in again and [name for name, entry in again["tables"].items() if entry["changed"]] == ["table-07"]


def test_sixty_tables_are_read_once_each(simulator):
    """Nothing is read twice, and nothing is written."""
    run(simulator, tables=sixty())
    simulator.clock.sleep(60)  # then the Tagging API shows all tags
    simulator.log.clear()
    result = run(simulator, tables=sixty())
    assert not result["changed"] and result["diff"] == {}
    assert sorted(operations(simulator.log)) == ["DescribeTable"] * 60 + ["GetResources"]


def test_a_plan_error_of_one_table_does_not_stop_the_others(simulator):
    """A changed key of a live table is found only after reading."""
    run(simulator, tables=sixty())
    tables = sixty(deletion_protection=True)
    tables[3] = {"name": "table-03", "hash_key": "pk", "attributes": [{"name": "pk", "type": "S"}]}
    predicted = run(simulator, check_mode=True, tables=tables)
    result = run(simulator, tables=tables)
    assert "table-03 was not changed: hash_key: cannot change from id (S) to pk (S)" in result["msg"]
    assert predicted["msg"] == result["msg"]
    assert sum(entry["changed"] for entry in result["tables"].values()) == 59


# Deleting ------------------------------------------------------------------------------------------------------------


def test_deleting_waits_until_the_table_is_deleted(simulator):
    """Deleting a table that does not exist changes nothing."""
    run(simulator, **TABLE)
    result = run(simulator, name="orders", state="absent")
    assert result["actions"] == ["delete the table"] and result["table"] == {}
    assert result["differences"][0]["after"] == {"state": "absent"}
    again = run(simulator, name="orders", state="absent")
    assert not again["changed"]


def test_a_protected_table_is_deleted_only_with_force_delete(simulator):
    """The error names the option, in check mode as well."""
    run(simulator, **TABLE, deletion_protection=True)
    failed = run(simulator, name="orders", state="absent")
    assert "force_delete" in failed["msg"] and not failed["changed"]
    assert run(simulator, check_mode=True, name="orders", state="absent")["msg"] == failed["msg"]
    forced = run(simulator, name="orders", state="absent", force_delete=True)
    assert forced["actions"] == ["disable deletion protection", "delete the table"]


def test_the_run_does_not_wait_for_a_pending_deletion(simulator):
    """AWS does not delete the source of a new replica for 24 hours; a later run tries again (R19)."""
    run(simulator, **TABLE)
    message = (
        "Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the table "
        "in the last 24 hours."
    )
    simulator.fail("DeleteTable", code="ValidationException", message=message)
    result = run(simulator, name="orders", state="absent")
    assert (result["changed"], [entry["path"] for entry in result["pending"]]) == (False, ["state"])
    meanwhile = "Until then, the table remains, without its replicas, auto scaling and deletion protection."
    assert f"(R19). {meanwhile}" in result["pending"][0]["reason"]


def test_all_problems_of_a_plan_have_a_line_of_their_own(simulator):
    """The message says that nothing of the table was changed, and what of the others failed."""
    run(simulator, **TABLE)
    wrong = {
        **TABLE,
        "hash_key": "pk",
        "attributes": [{"name": "pk", "type": "S"}],
        "read_capacity": 5,
        "tags": {"a": "1"},
    }
    result = run(simulator, **wrong)
    first, *lines = result["msg"].splitlines()
    assert first == "orders was not changed, because of 2 problems:"
    assert [line.partition(":")[0] for line in lines] == ["- hash_key", "- read_capacity"]
    assert not result["changed"]
    several = run(simulator, tables=[wrong, {**TABLE, "name": "users"}])["msg"]
    assert several == f"1 of 2 tables failed:\n{result['msg']}"


def test_a_failed_creation_names_the_table_and_not_all_of_its_settings(simulator):
    simulator.fail("CreateTable", code="AccessDeniedException", message="not you")
    result = run(simulator, **TABLE, tags={"a": "1"})
    assert result["msg"].startswith(
        "orders: Failed to create the table with partition key id (S) in eu-west-1: AccessD"
    )
    assert "tag with a=1" in result["remaining"][0]


def test_the_plan_has_the_consequences_of_changes_and_warnings_the_rest(simulator):
    """Diff mode prints the plan, so what it contains is not warned of as well."""
    run(simulator, **{**TABLE, **INDEX})
    other = {"global_secondary_indexes": [{**INDEX["global_secondary_indexes"][0], "projection_type": "KEYS_ONLY"}]}
    unused = {"attributes": [*INDEX["attributes"], {"name": "unused", "type": "S"}]}
    options = {**TABLE, **INDEX, **other, **unused, "allow_recreate": ["global_secondary_indexes"], "check_mode": True}
    consequence = "by-mail: queries fail until the index is re-created and backfilled"
    warning = "orders: attributes: unused: no key uses it, so it is not sent to AWS"
    result = run(simulator, **options)
    assert result["differences"][0]["notes"] == [consequence]
    assert result["warnings"] == [f"orders: {consequence}", warning]
    assert run(simulator, **options, diff_mode=True)["warnings"] == [warning]


def test_what_has_to_be_confirmed_is_returned_as_data(simulator):
    """A role names its own variable by it."""
    run(simulator, **{**TABLE, **INDEX})
    other = {"global_secondary_indexes": [{**INDEX["global_secondary_indexes"][0], "projection_type": "KEYS_ONLY"}]}
    (problem,) = run(simulator, **{**TABLE, **INDEX, **other})["problems"]
    assert problem["path"] == "global_secondary_indexes[by-mail]"
    assert problem["requires"] == {"option": "allow_recreate", "value": "[global_secondary_indexes]"}
    assert problem["message"].endswith("requires allow_recreate: [global_secondary_indexes]")


# Capacity and auto scaling -------------------------------------------------------------------------------------------


BOUNDS = {"min_capacity": 5, "max_capacity": 40}
PROVISIONED = {**TABLE, "billing_mode": "PROVISIONED", "read_capacity": 5, "write_capacity": 5}
SCALED = {"autoscaling": {"enabled": True, "read": BOUNDS, "write": BOUNDS}}


def test_a_declared_capacity_stays_within_live_targets_that_the_task_keeps(simulator):
    """A task that declares auto scaling of one kind keeps that of the other, which would move the capacity back."""
    run(simulator, **PROVISIONED, **SCALED)
    one_kind = {**PROVISIONED, "read_capacity": 1, "autoscaling": {"enabled": True, "write": BOUNDS}}
    result = run(simulator, **one_kind)
    assert (result["changed"], result["actions"]) == (False, [])


def test_auto_scaling_that_is_disabled_is_disabled_in_replicas(simulator):
    """What their entries declare is accepted and not used, like other options next to `enabled: false`."""
    entry = {"region": "us-east-1", "autoscaling": {"read": BOUNDS}}
    on_demand = {**TABLE, "billing_mode": "PAY_PER_REQUEST", "autoscaling": {"enabled": False}}
    run(simulator, **on_demand, replicas=[entry])
    run(simulator, **{**PROVISIONED, **SCALED}, replicas=[entry])
    result = run(simulator, **on_demand, replicas=[entry])
    assert "deregister the scalable target for the read capacity of the table in us-east-1" in result["actions"]
    assert not run(simulator, **on_demand, replicas=[entry])["changed"]


def test_a_declared_capacity_of_a_replica_stays_within_live_targets(simulator):
    """A task that declares auto scaling of an index keeps that of the replica, which would move the capacity back."""
    index = {"name": "by-mail", "hash_key": "mail"}
    table = {
        **PROVISIONED,
        **SCALED,
        "attributes": [*TABLE["attributes"], {"name": "mail", "type": "S"}],
        "global_secondary_indexes": [index],
    }
    run(simulator, **table, replicas=[{"region": "us-east-1", "autoscaling": {"read": BOUNDS}}])
    scaling = {"indexes": [{"name": "by-mail", "read": BOUNDS}]}
    entry = {"region": "us-east-1", "read_capacity": 1, "autoscaling": scaling}
    result = run(simulator, **table, replicas=[entry])
    assert (result["changed"], result["actions"]) == (False, [])


def test_a_declared_capacity_applies_after_auto_scaling_is_disabled(simulator):
    """A target that is deregistered later would move it back into its bounds (R48)."""
    run(simulator, **PROVISIONED, **SCALED)
    disabled = {**PROVISIONED, "write_capacity": 1, "autoscaling": {"enabled": False}}
    result = run(simulator, **disabled)
    assert result["actions"][-1] == "provision 5 RCU and 1 WCU for the table"
    simulator.clock.sleep(60)
    assert not run(simulator, **disabled)["changed"]


def test_a_capacity_is_not_moved_back_before_its_new_bounds_are_registered(simulator):
    """During other changes, AWS would move it by the old bounds, and a second run would send it again (R48)."""
    low, high = ({"min_capacity": bound, "max_capacity": bound} for bound in (4, 9))
    scaled = {**PROVISIONED, "autoscaling": {"enabled": True, "read": low, "write": high}}
    run(simulator, **scaled, ttl={"enabled": True, "attribute_name": "expires"})
    simulator.clock.sleep(2 * 3600)
    swapped = {**PROVISIONED, "autoscaling": {"enabled": True, "read": high, "write": low}}
    changed = {**swapped, "ttl": {"enabled": False}, "server_side_encryption": {"enabled": True}}
    assert "provision 9 RCU and 4 WCU for the table" in run(simulator, **changed)["actions"]
    assert not run(simulator, **changed)["changed"]


def test_a_new_index_of_a_global_table_keeps_the_scaling_of_aws(simulator):
    """AWS scales its writes between 1 and 10 (R39), and moves a higher capacity without a call of the module."""
    simulator.durations = replace(simulator.durations, autoscaling_reaction=600)
    simulator.reset()
    run(simulator, **PROVISIONED, **SCALED, replicas=[{"region": "us-east-1"}])
    index = {"name": "by-mail", "hash_key": "mail", "write_capacity": 40}
    table = {
        **PROVISIONED,
        "attributes": [*TABLE["attributes"], {"name": "mail", "type": "S"}],
        "autoscaling": {**SCALED["autoscaling"], "indexes": [{"name": "by-mail", "read": BOUNDS}]},
        "global_secondary_indexes": [index],
    }
    assert run(simulator, **table)["changed"]
    assert not run(simulator, **table)["changed"]
    simulator.clock.sleep(1000)
    assert not run(simulator, **table)["changed"]


@pytest.mark.parametrize("scaling", [{"enabled": False}, SCALED["autoscaling"]])
def test_targets_that_a_deleted_table_has_left_are_deregistered(simulator, scaling):
    """A new table of that name does not use them (R49)."""
    run(simulator, **PROVISIONED, **SCALED)
    simulator.client("dynamodb", "eu-west-1").delete_table(TableName="orders")
    simulator.clock.sleep(60)
    result = run(simulator, **PROVISIONED, autoscaling=scaling)
    assert "deregister the scalable target for the read capacity of the table" in result["actions"]
    kinds = [change["kind"] for change in result["changes"] if change["key"] == "autoscaling.read"]
    assert kinds == (["delete", "replace"] if scaling["enabled"] else ["delete"])
    assert not run(simulator, **PROVISIONED, autoscaling=scaling)["changed"]


def test_targets_that_a_removed_replica_has_left_are_deregistered(simulator):
    """A task that removes a replica without declaring auto scaling leaves them (R49)."""
    entry = {"region": "us-east-1", "autoscaling": {"read": BOUNDS}}
    run(simulator, **PROVISIONED, **SCALED, replicas=[entry])
    run(simulator, **TABLE, replicas=[], purge_replicas=True)
    simulator.clock.sleep(25 * 3600)
    result = run(simulator, **PROVISIONED, **SCALED, replicas=[entry])
    assert "deregister the scalable target for the read capacity of the table in us-east-1" in result["actions"]
    assert not run(simulator, **PROVISIONED, **SCALED, replicas=[entry])["changed"]
