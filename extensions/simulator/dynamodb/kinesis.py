# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import re
from typing import Any

from ..core.dispatcher import Context
from ..core.errors import in_use, invalid, not_found
from ..core.lookups import UNUSED
from ..core.regions import partition_of
from .find import table_of
from .state import Destination, Table

STREAM = re.compile(
    r"arn:(?P<partition>[\w-]+):kinesis:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):stream/(?P<name>[a-zA-Z0-9_.-]{1,128})"
)
NO_STREAM = "User does not have a permission to use kinesis stream"
OF_A_STREAM = "The kinesis Arn used to enable kinesis replication belongs to a stream which is not in"
OTHER_REGION = f"{OF_A_STREAM} the current region"
INACTIVE_STREAM = f"{OF_A_STREAM} Active state"
INACTIVE = ("DISABLED", "ENABLE_FAILED")
DEFAULT_PRECISION = "MILLISECOND"


def enable_kinesis_streaming_destination(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    table = _table(ctx, request)
    if any(have.status not in INACTIVE for have in table.destinations.values()):  # R45: one per table
        raise _wrong_state(
            "EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE operation."
        )
    configuration = request.get("EnableKinesisStreamingConfiguration", {})
    arn = request["StreamArn"]
    have = Destination(arn, precision=configuration.get("ApproximateCreationDateTimePrecision"))
    table.destinations[arn] = have
    # AWS checks the stream only after accepting the request.
    durations, problem = ctx.world.durations, _problem(ctx, arn)
    if problem:
        seconds = durations.destination_fail_late if problem == INACTIVE_STREAM else durations.destination_fail
        ctx.world.schedule(seconds, _failed, have, problem)
    else:
        ctx.world.schedule(durations.destination_enable, _settled, have, "ENABLING", "ACTIVE")
    return _answer(table, have, EnableKinesisStreamingConfiguration=configuration)


def _problem(ctx: Context, arn: str) -> str | None:
    """Why AWS cannot stream to this ARN, in the words of the destination (R45)."""
    match = STREAM.fullmatch(arn)
    if not match or match["partition"] != partition_of(ctx.region):
        return NO_STREAM
    if match["region"] != ctx.region:
        return OTHER_REGION
    if match["account"] != ctx.account:
        return INACTIVE_STREAM
    stream = ctx.world.lookups.stream(ctx.account, ctx.region, match["name"])
    if stream is UNUSED or stream is not None and stream["StreamStatus"] in ("ACTIVE", "UPDATING"):
        return None
    return NO_STREAM


def disable_kinesis_streaming_destination(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    table = _table(ctx, request)
    if request.get("EnableKinesisStreamingConfiguration"):
        raise invalid("Stream cannot be disabled using EnableKinesisStreamingConfiguration parameters")
    have = table.destinations.get(request["StreamArn"])
    if have is None or have.status != "ACTIVE":
        raise _wrong_state("KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.")
    have.status = "DISABLING"
    ctx.world.schedule(ctx.world.durations.destination_disable, _settled, have, "DISABLING", "DISABLED")
    return _answer(table, have)


def update_kinesis_streaming_destination(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    configuration = request.get("UpdateKinesisStreamingConfiguration")
    if not configuration:
        raise invalid(
            "Streaming destination cannot be updated with given parameters: UpdateKinesisStreamingConfiguration"
            " cannot be null or contain only null values"
        )
    table = _table(ctx, request)
    have = table.destinations.get(request["StreamArn"])
    if have is None:
        raise _wrong_state(f"No streaming destination with streamArn: {request['StreamArn']}")
    if have.status != "ACTIVE":
        raise _wrong_state(
            "Kinesis streaming is not in ACTIVE state. Updates are only allowed in ACTIVE state."
            f" TableName: {table.name}, kdsArn: {request['StreamArn']}"
        )
    wanted = configuration["ApproximateCreationDateTimePrecision"]
    if wanted == (have.precision or DEFAULT_PRECISION):
        raise invalid(
            f"Invalid Request: Precision is already set to the desired value of {wanted} for tableId:"
            f" {table.table_id}, kdsArn: {have.stream_arn}"
        )
    have.status = "UPDATING"
    ctx.world.schedule(ctx.world.durations.destination_update, _updated, have, wanted)
    return _answer(table, have, UpdateKinesisStreamingConfiguration=configuration)


def describe_kinesis_streaming_destination(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    table = _table(ctx, request)
    return {
        "TableName": table.name,
        "KinesisDataStreamDestinations": [
            {
                "StreamArn": have.stream_arn,
                "DestinationStatus": have.status,
                "DestinationStatusDescription": have.problem,
                # Absent if no request has set it.
                "ApproximateCreationDateTimePrecision": have.precision,
            }
            for have in table.destinations.values()
        ],
    }


def _table(ctx: Context, request: dict[str, Any]) -> Table:
    table = table_of(ctx, request["TableName"])
    if table.status == "CREATING":
        raise not_found(f"Table: {table.name} not found")
    if table.status == "DELETING" and "StreamArn" in request:
        raise in_use(f"Table is being deleted: {table.name}")
    return table


def _wrong_state(detail: str):
    return invalid(f"Table is not in a valid state to enable Kinesis Streaming Destination: {detail}")


def _answer(table: Table, have: Destination, **configuration: Any) -> dict[str, Any]:
    return {
        "TableName": table.name,
        "StreamArn": have.stream_arn,
        "DestinationStatus": have.status,
        **configuration,
    }


def _settled(have: Destination, expected: str, then: str) -> None:
    if have.status == expected:
        have.status = then


def _failed(have: Destination, problem: str) -> None:
    have.status, have.problem = "ENABLE_FAILED", problem


def _updated(have: Destination, precision: str) -> None:
    have.precision, have.status = precision, "ACTIVE"
