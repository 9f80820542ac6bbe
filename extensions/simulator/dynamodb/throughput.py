# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from ..core.dispatcher import Context
from ..core.errors import AwsError, invalid, invalid_parameter, limit_exceeded
from .state import ON_DEMAND, PROVISIONED, Throughput, Warm
from .times import day, long_form, midnight_after

ON_DEMAND_WARM = (12000, 4000)
MOST_PER_TABLE = 40000
FREE_DECREASES = 4
DECREASE_INTERVAL = 3600.0


def new_throughput(request: dict[str, int] | None) -> Throughput:
    return Throughput(request["ReadCapacityUnits"], request["WriteCapacityUnits"]) if request else Throughput()


def new_warm(mode: str, units: Throughput) -> Warm:
    """What AWS gives unasked, and reports so (R22)."""
    return Warm(*ON_DEMAND_WARM) if mode == ON_DEMAND else Warm(units.read, units.write)


def check_quota(ctx: Context, wanted: dict[str, int] | None, index: str | None = None) -> None:
    """The account's quota for a table and for an index (R17)."""
    for name in ("ReadCapacityUnits", "WriteCapacityUnits"):
        if wanted and wanted[name] > MOST_PER_TABLE:
            of, kind = (f" for index {index}", "index") if index else ("", "table")
            raise AwsError(
                "LimitExceededException",
                f"The requested {name}{of}, {wanted[name]}, is above the per {kind} maximum for the account in"
                f" {ctx.region}. Per {kind} maximum: {MOST_PER_TABLE}. Refer to the Amazon DynamoDB Developer Guide"
                " for current limits and how to request higher limits.",
            )


def check_change(ctx: Context, have: Throughput, wanted: dict[str, int], index: str | None = None) -> None:
    """R24: something must change. R51: four decreases a UTC day, then one an hour, for each table and index."""
    read, write = wanted["ReadCapacityUnits"], wanted["WriteCapacityUnits"]
    if (read, write) == (have.read, have.write):
        what, of = (f"the index {index}", f"index {index}") if index else ("the table", "the table")
        raise invalid(
            f"The provisioned throughput for {what} will not change. The requested value equals the current value."
            f" Current ReadCapacityUnits provisioned for {of}: {have.read}. Requested ReadCapacityUnits: {read}."
            f" Current WriteCapacityUnits provisioned for {of}: {have.write}. Requested WriteCapacityUnits: {write}."
            " Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits."
        )
    check_quota(ctx, wanted, index)
    if read < have.read or write < have.write:
        _check_decrease(ctx, have)


def _check_decrease(ctx: Context, have: Throughput) -> None:
    now = ctx.world.now
    today = [at for at in have.decreases if day(at) == day(now)]
    if len(today) < FREE_DECREASES or now >= today[-1] + DECREASE_INTERVAL:
        return
    following = min(today[-1] + DECREASE_INTERVAL, midnight_after(now))
    raise limit_exceeded(
        "Provisioned throughput decreases are limited within a given UTC day. After the first 4 decreases, each"
        " subsequent decrease in the same UTC day can be performed at most once every 3600 seconds. Number of"
        f" decreases today: {len(today)}. Last decrease at {long_form(today[-1])}. Next decrease can be made at"
        f" {long_form(following)}"
    )


def apply(ctx: Context, have: Throughput, warm: Warm, wanted: dict[str, int]) -> None:
    read, write = wanted["ReadCapacityUnits"], wanted["WriteCapacityUnits"]
    if read < have.read or write < have.write:
        have.last_decrease = ctx.world.now
        have.decreases.append(ctx.world.now)
    if read > have.read or write > have.write:
        have.last_increase = ctx.world.now
    have.read, have.write = read, write
    # What was once provisioned stays warm (R22).
    warm.read, warm.write = max(warm.read, read), max(warm.write, write)


def check_new_on_demand(ctx: Context, mode: str, wanted: dict[str, int] | None, index: str | None = None) -> None:
    """Ceilings in CreateTable or in a new index (R23)."""
    of = f"index : {index}" if index else "table"
    for name, value in (wanted or {}).items():
        if mode == PROVISIONED:
            where = f" for index: {index}" if index else ""
            raise invalid_parameter(
                f"{name} for OnDemandThroughput{where} cannot be specified when table BillingMode is PROVISIONED."
            )
        if value < 1:
            raise invalid_parameter(f"Requested {name} for OnDemandThroughput for {of} is outside of valid range")
        _check_ceiling_quota(ctx, name, value, of)


def _check_ceiling_quota(ctx: Context, name: str, value: int, of: str) -> None:
    if value > MOST_PER_TABLE:
        raise limit_exceeded(_over_quota(ctx, name, "OnDemandThroughput", of))


def check_on_demand(ctx: Context, mode: str, wanted: dict[str, int], index: str | None = None) -> None:
    """Ceilings on a live table or index: -1 takes one off (R23)."""
    if not wanted:
        # What AWS does: no message, and no retry ever helps.
        raise AwsError("InternalFailure", "", 500)
    of = f"index : {index}" if index else "table"
    for name, value in wanted.items():
        if mode == PROVISIONED:
            where = f" for index : {index}" if index else ""
            raise invalid_parameter(
                f"{name} for OnDemandThroughput{where} cannot be specified when the table BillingMode is PROVISIONED"
            )
        if value < 1 and value != -1:
            raise invalid_parameter(f"Requested {name} for OnDemandThroughput for {of} is outside of valid range")
        _check_ceiling_quota(ctx, name, value, of)


def merged_on_demand(have: dict[str, int], wanted: dict[str, int]) -> dict[str, int]:
    return {name: value for name, value in {**have, **wanted}.items() if value != -1}


def check_new_warm(
    ctx: Context, mode: str, wanted: dict[str, int] | None, floor: Warm, index: str | None = None
) -> None:
    """Warm throughput of a new table or index: at least what it has anyway (R22)."""
    of = f"index {index}" if index else "table"
    limit = "initial throughput for OnDemand" if mode == ON_DEMAND else "{} of ProvisionedThroughput"
    for name, least, units in (
        ("ReadUnitsPerSecond", floor.read, "ReadCapacityUnits"),
        ("WriteUnitsPerSecond", floor.write, "WriteCapacityUnits"),
    ):
        if wanted and wanted.get(name, least) < least:
            raise invalid_parameter(f"Requested {name} for WarmThroughput for {of} is lower than {limit.format(units)}")
    _check_warm_quota(ctx, wanted or {}, of)


def _check_warm_quota(ctx: Context, wanted: dict[str, int], of: str) -> None:
    for name, value in wanted.items():
        if value > MOST_PER_TABLE:
            raise limit_exceeded(_over_quota(ctx, name, "WarmThroughput", of))


def _over_quota(ctx: Context, name: str, what: str, of: str) -> str:
    quota = "TableMaxReadCapacityUnits" if "Read" in name else "TableMaxWriteCapacityUnits"
    return f"Requested {name} for {what} for {of} exceeds {quota} of the account in region {ctx.region}"


def update_warm(ctx: Context, warm: Warm, wanted: dict[str, int]) -> None:
    """R22: the old values stay until the increase is through."""
    target = (wanted.get("ReadUnitsPerSecond", warm.read), wanted.get("WriteUnitsPerSecond", warm.write))
    if target == (warm.read, warm.write):
        return
    warm.wanted, warm.status = target, "UPDATING"
    ctx.world.schedule(ctx.world.durations.warm_update, _warmed, warm, target)


def check_warm(ctx: Context, warm: Warm, wanted: dict[str, int], of: str) -> None:
    """R22: only upwards. An empty request is what AWS fails on (R78)."""
    if not wanted:
        raise AwsError("InternalFailure", "", 500)
    for name, least in (("ReadUnitsPerSecond", warm.read), ("WriteUnitsPerSecond", warm.write)):
        if wanted.get(name, least) < least:
            raise invalid_parameter(
                f"Requested {name} for WarmThroughput for {of} is lower than current WarmThroughput,"
                " decreasing WarmThroughput is not supported"
            )
    _check_warm_quota(ctx, wanted, of)


def _warmed(warm: Warm, target: tuple[int, int]) -> None:
    if warm.wanted == target:  # otherwise a later request has taken over
        warm.read, warm.write = max(warm.read, target[0]), max(warm.write, target[1])
        warm.wanted, warm.status = None, "ACTIVE"


def clear(throughput: Throughput) -> None:
    """On demand shows 0 and 0 (R47)."""
    throughput.read = throughput.write = 0
