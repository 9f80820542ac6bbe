# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The Kinesis data stream to which DynamoDB streams the changes of items."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...core.aws_errors import APPLIED, RETRY, KnownError
from ...core.change import CREATE, DELETE, REPLACE, UPDATE
from ...core.errors import StackkitError
from ...core.patterns import region_problem
from ..changes import OWN, Phase

OPTIONS = dict(
    kinesis_stream=dict(
        type="dict",
        options=dict(
            enabled=dict(type="bool", required=True),
            stream_arn=dict(type="str"),
            timestamp_precision=dict(type="str", choices=["MILLISECOND", "MICROSECOND"]),
        ),
    ),
)
# Each replica has its own, and does not inherit that of the table.
IN_REPLICAS = OWN

DEFAULT_PRECISION = "MILLISECOND"  # R71
ARN = re.compile(r"arn:aws[\w-]*:kinesis:[\w-]+:\d{12}:stream/[\w.-]{1,128}")

_METHODS = tuple(f"{verb}_kinesis_streaming_destination" for verb in ("enable", "disable", "update"))

_WRONG_STATE = "^Table is not in a valid state to enable Kinesis Streaming Destination"

KNOWN_ERRORS = (
    KnownError(RETRY, "R45", _METHODS, "ValidationException", _WRONG_STATE, hidden=True),
    KnownError(APPLIED, "R45", _METHODS, "ValidationException", _WRONG_STATE),
    KnownError(APPLIED, "R45", _METHODS[2:], "ValidationException", "Precision is already set to the desired value"),
)


@dataclass(frozen=True)
class Kinesis:
    """stream_arn: None if there is no destination. precision: None if not declared, or without a destination."""

    stream_arn: str | None = None
    precision: str | None = None


NEW = Kinesis()


def check(params):
    kinesis = params["kinesis_stream"]
    if kinesis is None:
        return
    if kinesis["enabled"] and not kinesis["stream_arn"]:
        yield "kinesis_stream.stream_arn", "is required with enabled: true"
    if kinesis["stream_arn"] and not ARN.fullmatch(kinesis["stream_arn"]):
        yield "kinesis_stream.stream_arn", f"is {kinesis['stream_arn']!r}; must be the ARN of a Kinesis data stream"
    problem = kinesis["enabled"] and region_problem(kinesis["stream_arn"] or "", params["region"])
    if problem:  # AWS accepts it, and fails later (R45)
        yield "kinesis_stream.stream_arn", problem


def want(params):
    kinesis = params["kinesis_stream"]
    if kinesis is None:
        return None
    return Kinesis(kinesis["stream_arn"], kinesis["timestamp_precision"]) if kinesis["enabled"] else NEW


def read(region, description, want):
    return region.call(
        "describe_kinesis_streaming_destination",
        action="read the Kinesis destination",
        TableName=description["TableName"],
    )


def observe(description, answer):
    """AWS lists disabled and failed destinations for some time (R45)."""
    for destination in answer.get("KinesisDataStreamDestinations", []):
        if destination["DestinationStatus"] in ("ENABLING", "ACTIVE", "UPDATING"):
            precision = destination.get("ApproximateCreationDateTimePrecision", DEFAULT_PRECISION)
            return Kinesis(destination["StreamArn"], precision)
    return NEW


def in_progress(region, answer):
    """Raises StackkitError for ENABLE_FAILED: AWS accepts any ARN, and checks later whether the stream exists (R45)."""
    for destination in answer.get("KinesisDataStreamDestinations", []):
        status, arn = destination["DestinationStatus"], destination["StreamArn"]
        if status == "ENABLE_FAILED" and observe({}, answer) == NEW:
            reason = destination.get("DestinationStatusDescription", "AWS gives no reason")
            raise StackkitError(f"Failed to stream changes to Kinesis data stream {arn} in {region.name}: {reason}")
        if status in ("ENABLING", "DISABLING", "UPDATING"):
            return f"the Kinesis destination {arn} is {status}"
    return None


def complete(want, have):
    if want.stream_arn is None:
        return NEW
    live = have.precision if have.stream_arn == want.stream_arn else None
    return Kinesis(want.stream_arn, want.precision or live or DEFAULT_PRECISION)


def plan(table, *, want, have):
    """Another stream takes two Changes, another precision one."""
    if have.stream_arn and have.stream_arn != want.stream_arn:
        words = f"stop streaming changes to Kinesis data stream {have.stream_arn}"
        yield _change(table, DELETE, words, "disable_kinesis_streaming_destination", have.stream_arn)
    if want.stream_arn and have.stream_arn != want.stream_arn:
        precision = _precision(want) if want.precision != DEFAULT_PRECISION else {}
        configuration = {"EnableKinesisStreamingConfiguration": precision} if precision else {}
        kind = REPLACE if have.stream_arn else CREATE
        words = f"stream changes to Kinesis data stream {want.stream_arn} with {want.precision} timestamps"
        yield _change(table, kind, words, "enable_kinesis_streaming_destination", want.stream_arn, **configuration)
    elif want.stream_arn and have.precision != want.precision:
        words = f"set the timestamp precision of Kinesis data stream {want.stream_arn} to {want.precision}"
        configuration = {"UpdateKinesisStreamingConfiguration": _precision(want)}
        yield _change(table, UPDATE, words, "update_kinesis_streaming_destination", want.stream_arn, **configuration)


def declare(have):
    options = {"enabled": have.stream_arn is not None}
    if have.stream_arn:
        options.update(stream_arn=have.stream_arn, timestamp_precision=have.precision)
    return {"kinesis_stream": options}


def _precision(want):
    return {"ApproximateCreationDateTimePrecision": want.precision}


def _change(table, kind, action, method, stream_arn, **params):
    return table.change(
        "kinesis_stream", kind, action, method=method, phase=Phase.ATTACH, StreamArn=stream_arn, **params
    )
