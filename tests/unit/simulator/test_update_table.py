# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""UpdateTable: combinations, capacity, table class, deletion protection, streams."""

from __future__ import annotations

import pytest

STREAM = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
OFF = {"StreamEnabled": False}


@pytest.mark.parametrize("status, word", [("CREATING", "created"), ("DELETING", "deleted")])
def test_a_table_being_created_or_deleted_cannot_be_updated(aws, status, word):
    """R1."""
    aws.create(settle=status == "DELETING")
    if status == "DELETING":
        aws.client.delete_table(TableName="orders")
    with aws.raises("ResourceInUseException", f"Table is being {word}: orders"):
        aws.update(DeletionProtectionEnabled=True)


def test_updates_run_one_at_a_time(aws):
    """R1: a second update fails until the first is complete."""
    aws.create()
    assert aws.update(StreamSpecification=STREAM)["TableStatus"] == "UPDATING"
    with aws.raises("ResourceInUseException", "Can't update table class when stream status is being updated"):
        aws.update(TableClass="STANDARD_INFREQUENT_ACCESS")
    with aws.raises("ResourceInUseException", "Table is being updated: orders"):
        aws.update(DeletionProtectionEnabled=True)
    aws.pass_time(10)
    aws.update(DeletionProtectionEnabled=True)


@pytest.mark.parametrize(
    "request_, text",
    [
        ({}, "At least one of ProvisionedThroughput, BillingMode"),
        ({"GlobalSecondaryIndexUpdates": []}, "At least one of ProvisionedThroughput, BillingMode"),
        ({"DeletionProtectionEnabled": True, "TableClass": "STANDARD"}, "TableClass modification must be the only"),
        ({"DeletionProtectionEnabled": True, "StreamSpecification": STREAM}, "DeletionProtection modification must be"),
        ({"SSESpecification": {"Enabled": True}, "StreamSpecification": STREAM}, "Server-Side Encryption modification"),
        ({"WarmThroughput": {}, "StreamSpecification": STREAM}, "WarmThroughput must be the only operation"),
        ({"OnDemandThroughput": {}, "StreamSpecification": STREAM}, "OnDemandThroughput can only be combined with"),
        ({"DeletionProtectionEnabled": True, "GlobalSecondaryIndexUpdates": []}, "DeletionProtection modification"),
    ],
)
def test_an_update_changes_one_thing(aws, request_, text):
    """R4: most changes need a call of their own, and a failing call changes nothing."""
    aws.create()
    before = aws.table()
    with aws.raises("ValidationException", text):
        aws.update(**request_)
    assert aws.table() == before


def test_stream_and_capacity_cannot_share_a_call(aws, make):
    """R4: a stream can change with a switch to on-demand, not with provisioned capacity."""
    aws.create(ProvisionedThroughput=make.units(5))
    with aws.raises("ValidationException", "You cannot modify stream status while updating table IOPS"):
        aws.update(StreamSpecification=STREAM, ProvisionedThroughput=make.units(6))
    aws.update(StreamSpecification=STREAM, BillingMode="PAY_PER_REQUEST")


def test_enabling_a_stream_creates_a_new_one(aws):
    """R25, R26: a disabled stream has no specification but an ARN; enabled again, it has a new ARN."""
    aws.create()
    aws.update(StreamSpecification=STREAM)
    aws.pass_time(10)
    first = aws.table()["LatestStreamArn"]
    aws.update(StreamSpecification=OFF)
    aws.pass_time(10)
    assert "StreamSpecification" not in aws.table()
    assert aws.table()["LatestStreamArn"] == first
    aws.update(StreamSpecification=STREAM)
    assert aws.table()["LatestStreamArn"] != first


@pytest.mark.parametrize(
    "on, specification, text",
    [
        (True, STREAM, "Table already has an enabled stream: TableName: orders"),
        (True, {**STREAM, "StreamViewType": "KEYS_ONLY"}, "Table already has an enabled stream"),
        (False, OFF, "Table has no stream to disable: TableName: orders"),
        (False, {"StreamEnabled": True}, "If stream is being enabled then UpdateViewType is required"),
        (True, {**OFF, "StreamViewType": "KEYS_ONLY"}, "then UpdateViewType must not be specified"),
    ],
)
def test_an_invalid_stream_change_fails(aws, on, specification, text):
    """R25: a stream cannot be enabled or disabled twice, nor change its view type in place."""
    aws.create(**({"StreamSpecification": STREAM} if on else {}))
    with aws.raises("ValidationException", text):
        aws.update(StreamSpecification=specification)


def test_provisioned_capacity_must_change(aws, make):
    """R24: the current values fail; new values are shown after some time."""
    aws.create(ProvisionedThroughput=make.units(5))
    with aws.raises("ValidationException", "The provisioned throughput for the table will not change."):
        aws.update(ProvisionedThroughput=make.units(5))
    assert aws.update(ProvisionedThroughput=make.units(6))["ProvisionedThroughput"]["ReadCapacityUnits"] == 5
    aws.pass_time(5)
    assert aws.table()["ProvisionedThroughput"]["ReadCapacityUnits"] == 6


def test_capacity_decreases_four_times_per_day_then_hourly(aws, make):
    """R51: the fifth decrease of a day fails until an hour after the fourth."""
    aws.create(ProvisionedThroughput=make.units(10))
    for read in (9, 8, 7, 6):
        aws.update(ProvisionedThroughput=make.units(read, 10))
        aws.pass_time(5)
    assert aws.table()["ProvisionedThroughput"]["NumberOfDecreasesToday"] == 4
    with aws.raises("LimitExceededException", "Provisioned throughput decreases are limited within a given UTC day."):
        aws.update(ProvisionedThroughput=make.units(5, 10))
    aws.pass_time(3600)
    aws.update(ProvisionedThroughput=make.units(5, 10))


def test_a_switch_to_provisioned_requires_all_capacities(aws, make):
    """R6: the table's and every index's, in the same call."""
    aws.create(
        AttributeDefinitions=make.attributes("pk", "a"),
        KeySchema=make.key_schema("pk"),
        GlobalSecondaryIndexes=[make.index("by-a", "a")],
    )
    with aws.raises("ValidationException", "ProvisionedThroughput must be specified when BillingMode is PROVISIONED"):
        aws.update(BillingMode="PROVISIONED")
    with aws.raises("ValidationException", "ProvisionedThroughput must be specified for index: by-a"):
        aws.update(BillingMode="PROVISIONED", ProvisionedThroughput=make.units(5))
    change = {"Update": {"IndexName": "by-a", "ProvisionedThroughput": make.units(3)}}
    aws.update(BillingMode="PROVISIONED", ProvisionedThroughput=make.units(5), GlobalSecondaryIndexUpdates=[change])
    assert aws.index("by-a")["IndexStatus"] == "UPDATING"
    aws.pass_time(200)
    assert aws.index("by-a")["ProvisionedThroughput"]["ReadCapacityUnits"] == 3
    assert aws.table()["BillingModeSummary"]["BillingMode"] == "PROVISIONED"


def test_a_switch_to_on_demand_accepts_no_capacity(aws, make):
    """R7: DescribeTable then shows 0."""
    aws.create(ProvisionedThroughput=make.units(5))
    with aws.raises("ValidationException", "ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_"):
        aws.update(BillingMode="PAY_PER_REQUEST", ProvisionedThroughput=make.units(5))
    aws.update(BillingMode="PAY_PER_REQUEST")
    with aws.raises("ResourceInUseException", "Can't enable or disable stream while table IOPS are being updated"):
        aws.update(StreamSpecification=STREAM)
    aws.pass_time(200)
    assert aws.table()["ProvisionedThroughput"]["ReadCapacityUnits"] == 0
    with aws.raises("ValidationException", "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified"):
        aws.update(ProvisionedThroughput=make.units(5))


def test_four_switches_to_on_demand_per_day(aws, make):
    """R15: the fifth within 24 hours fails; it succeeds a day later."""
    aws.create(ProvisionedThroughput=make.units(5))
    for _round in range(4):
        aws.update(BillingMode="PAY_PER_REQUEST")
        aws.pass_time(200)
        aws.update(BillingMode="PROVISIONED", ProvisionedThroughput=make.units(5))
        aws.pass_time(200)
    with aws.raises("LimitExceededException", "Update to PayPerRequest mode are limited to 4 times in 1 day(s)."):
        aws.update(BillingMode="PAY_PER_REQUEST")
    aws.pass_time(86400)
    aws.update(BillingMode="PAY_PER_REQUEST")


def test_the_current_billing_mode_changes_nothing(aws):
    """AWS accepts it and answers UPDATING although nothing changes."""
    aws.create()
    assert aws.update(BillingMode="PAY_PER_REQUEST")["TableStatus"] == "UPDATING"
    assert aws.table()["TableStatus"] == "ACTIVE"


def test_maximum_on_demand_throughput_is_removed_by_minus_one(aws, make):
    """R23: members are merged; -1 removes one; a switch of the billing mode removes them all."""
    aws.create(OnDemandThroughput={"MaxReadRequestUnits": 50})
    aws.update(OnDemandThroughput={"MaxWriteRequestUnits": 60})
    assert aws.table()["OnDemandThroughput"] == {"MaxReadRequestUnits": 50, "MaxWriteRequestUnits": 60}
    aws.update(OnDemandThroughput={"MaxReadRequestUnits": -1})
    assert aws.table()["OnDemandThroughput"] == {"MaxWriteRequestUnits": 60}
    with aws.raises("ValidationException", "is outside of valid range"):
        aws.update(OnDemandThroughput={"MaxReadRequestUnits": 0})
    with aws.raises("LimitExceededException", "exceeds TableMaxReadCapacityUnits of the account"):
        aws.update(OnDemandThroughput={"MaxReadRequestUnits": 40001})
    aws.update(BillingMode="PROVISIONED", ProvisionedThroughput=make.units(5))
    aws.pass_time(200)
    assert "OnDemandThroughput" not in aws.table()
    with aws.raises("ValidationException", "cannot be specified when the table BillingMode is PROVISIONED"):
        aws.update(OnDemandThroughput={"MaxReadRequestUnits": 5})


def test_warm_throughput_only_increases(aws):
    """R22: AWS shows the old values for minutes; a decrease fails; the current values change nothing."""
    aws.create()
    with aws.raises("ValidationException", "decreasing WarmThroughput is not supported"):
        aws.update(WarmThroughput={"ReadUnitsPerSecond": 11999})
    with aws.raises("LimitExceededException", "for WarmThroughput for table exceeds TableMaxReadCapacityUnits of the"):
        aws.update(WarmThroughput={"ReadUnitsPerSecond": 40001})
    aws.update(WarmThroughput={"ReadUnitsPerSecond": 12000})
    assert aws.table()["WarmThroughput"]["Status"] == "ACTIVE"
    aws.update(WarmThroughput={"ReadUnitsPerSecond": 13000})
    assert aws.table()["WarmThroughput"] == {
        "ReadUnitsPerSecond": 12000,
        "WriteUnitsPerSecond": 4000,
        "Status": "UPDATING",
    }
    with aws.raises("ResourceInUseException", "is in the process of being updated"):
        aws.client.delete_table(TableName="orders")
    aws.pass_time(600)
    assert aws.table()["WarmThroughput"]["ReadUnitsPerSecond"] == 13000


def test_the_table_class_changes_twice_in_30_days(aws):
    """R16: a third change fails, even to the current class; AWS shows the class when the change is complete."""
    aws.create()
    assert "TableClassSummary" not in aws.update(TableClass="STANDARD_INFREQUENT_ACCESS")
    aws.pass_time(10)
    assert aws.table()["TableClassSummary"]["TableClass"] == "STANDARD_INFREQUENT_ACCESS"
    aws.update(TableClass="STANDARD")
    aws.pass_time(10)
    with aws.raises("LimitExceededException", "Updates to TableClass are limited to 2 times in 30 day(s)."):
        aws.update(TableClass="STANDARD")
    aws.pass_time(31 * 86400)
    aws.update(TableClass="STANDARD_INFREQUENT_ACCESS")


def test_deletion_protection_changes_at_once(aws):
    """R54: a second change within 15 seconds is throttled."""
    aws.create()
    assert aws.update(DeletionProtectionEnabled=True)["TableStatus"] == "ACTIVE"
    assert aws.table()["DeletionProtectionEnabled"] is True
    with aws.raises("ThrottlingException", "modified within the previous 15000 milliseconds. Please try again after"):
        aws.update(DeletionProtectionEnabled=False)
    aws.pass_time(15)
    aws.update(DeletionProtectionEnabled=False)


@pytest.fixture(name="big")
def big_fixture(aws, make):
    """Create a table with an index that reserve 70,000 of the 80,000 read capacity units of the account."""
    throughput, of_index = make.units(40000, 10), make.units(30000, 10)
    return aws.create(
        "big",
        AttributeDefinitions=make.attributes("pk", "a"),
        ProvisionedThroughput=throughput,
        GlobalSecondaryIndexes=[make.index("by-a", "a", ProvisionedThroughput=of_index)],
    )


EXCEEDED = (
    "This request would have caused the ReadCapacityUnits limit to be exceeded for the account in eu-west-1. Current"
    " ReadCapacityUnits reserved by the account: {}. Limit: 80000. Requested: {}. Refer to the Amazon DynamoDB"
)


def test_a_new_table_counts_against_the_quota_of_the_account(sim, aws, make, big):
    """R17: 80,000 units for all provisioned tables and indexes of a Region."""
    with aws.raises("LimitExceededException", EXCEEDED.format(70000, 10001)):
        aws.create(ProvisionedThroughput=make.units(10001, 1))
    aws.create(ProvisionedThroughput=make.units(10000, 1))
    aws.create("on-demand")
    aws.client = sim.client("dynamodb", "us-east-1")
    aws.create(ProvisionedThroughput=make.units(10001, 1))


def test_more_capacity_counts_against_the_quota_of_the_account(aws, make, big):
    """R17: also an index that is added, and the switch of a table; lower capacity is always accepted."""
    aws.create(ProvisionedThroughput=make.units(9000, 1))
    with aws.raises("LimitExceededException", EXCEEDED.format(79000, 1001)):
        aws.update(ProvisionedThroughput=make.units(10001, 1))
    index = make.index("by-b", "b", ProvisionedThroughput=make.units(1001, 1))
    with aws.raises("LimitExceededException", EXCEEDED.format(79000, 1001)):
        aws.update(AttributeDefinitions=make.attributes("b"), GlobalSecondaryIndexUpdates=[{"Create": index}])
    aws.create("small")
    with aws.raises("LimitExceededException", EXCEEDED.format(79000, 1001)):
        aws.update("small", BillingMode="PROVISIONED", ProvisionedThroughput=make.units(1001, 1))
    aws.update(ProvisionedThroughput=make.units(8000, 1))
