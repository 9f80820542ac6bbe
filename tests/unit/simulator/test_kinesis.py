# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The Kinesis data stream destination of a table."""

from __future__ import annotations

import pytest

STREAM = "arn:aws:kinesis:eu-west-1:123456789012:stream/changes"
OTHER = "arn:aws:kinesis:eu-west-1:123456789012:stream/others"


@pytest.fixture(name="enable")
def enable_fixture(aws):
    def enable(stream=STREAM, **configuration):
        more = {"EnableKinesisStreamingConfiguration": configuration} if configuration else {}
        return aws.client.enable_kinesis_streaming_destination(TableName="orders", StreamArn=stream, **more)

    return enable


def destinations(aws):
    return aws.client.describe_kinesis_streaming_destination(TableName="orders")["KinesisDataStreamDestinations"]


def test_a_destination_is_enabling_and_then_active(aws, enable):
    """R45: the precision is shown only if it was set; a disabled destination remains in the list."""
    aws.create()
    assert destinations(aws) == []
    assert enable()["DestinationStatus"] == "ENABLING"
    aws.pass_time(10)
    assert destinations(aws) == [{"StreamArn": STREAM, "DestinationStatus": "ACTIVE"}]
    answer = aws.client.disable_kinesis_streaming_destination(TableName="orders", StreamArn=STREAM)
    assert answer["DestinationStatus"] == "DISABLING"
    aws.pass_time(10)
    assert destinations(aws) == [{"StreamArn": STREAM, "DestinationStatus": "DISABLED"}]
    enable(OTHER)


def test_a_table_has_one_destination(aws, enable):
    """R45: a second destination fails, and so does the same one again."""
    aws.create()
    enable()
    for stream in (STREAM, OTHER):
        with aws.raises("ValidationException", "EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED"):
            enable(stream)


def test_the_precision_changes_in_place(aws, enable):
    """R45: this takes minutes; the current precision fails, and so does a change when it is not ACTIVE."""
    aws.create()
    enable()

    def change(precision):
        configuration = {"ApproximateCreationDateTimePrecision": precision} if precision else {}
        return aws.client.update_kinesis_streaming_destination(
            TableName="orders", StreamArn=STREAM, UpdateKinesisStreamingConfiguration=configuration
        )

    with aws.raises("ValidationException", "Updates are only allowed in ACTIVE state."):
        change("MICROSECOND")
    aws.pass_time(10)
    with aws.raises("ValidationException", "Precision is already set to the desired value of MILLISECOND"):
        change("MILLISECOND")
    with aws.raises("ValidationException", "UpdateKinesisStreamingConfiguration cannot be null"):
        change(None)
    assert change("MICROSECOND")["DestinationStatus"] == "UPDATING"
    with aws.raises("ValidationException", "must be ACTIVE to perform DISABLE operation."):
        aws.client.disable_kinesis_streaming_destination(TableName="orders", StreamArn=STREAM)
    aws.pass_time(200)
    assert destinations(aws)[0]["ApproximateCreationDateTimePrecision"] == "MICROSECOND"


@pytest.mark.parametrize(
    "arn, seconds, problem",
    [
        ("arn:aws:sqs:eu-west-1:123456789012:some-long-queue-name", 5, "User does not have a permission"),
        (STREAM.replace("eu-west-1", "us-east-1"), 5, "belongs to a stream which is not in the current region"),
        (STREAM.replace("123456789012", "210987654321"), 70, "belongs to a stream which is not in Active state"),
    ],
)
def test_an_invalid_stream_fails_asynchronously(aws, enable, arn, seconds, problem):
    """R45: AWS accepts the request and checks the stream later."""
    aws.create()
    assert enable(arn)["DestinationStatus"] == "ENABLING"
    aws.pass_time(seconds)
    assert destinations(aws)[0]["DestinationStatus"] == "ENABLE_FAILED"
    assert problem in destinations(aws)[0]["DestinationStatusDescription"]
    enable()


def test_a_destination_that_was_never_enabled_cannot_be_disabled(aws):
    """R45: the message is about an invalid state, not about a missing destination."""
    aws.create()
    with aws.raises("ValidationException", "must be ACTIVE to perform DISABLE operation."):
        aws.client.disable_kinesis_streaming_destination(TableName="orders", StreamArn=STREAM)
