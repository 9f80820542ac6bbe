# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from ..core.dispatcher import Context
from ..core.errors import AwsError, invalid, invalid_parameter, limit_exceeded
from .state import ON_DEMAND, PROVISIONED, Throughput, WarmThroughput
from .times import day, long_form, midnight_after

ON_DEMAND_WARM_THROUGHPUT = (12000, 4000)
MAX_PER_TABLE = 40000
FREE_DECREASES = 4
DECREASE_INTERVAL = 3600.0


def new_throughput(request: dict[str, int] | None) -> Throughput:
    return Throughput(request["ReadCapacityUnits"], request["WriteCapacityUnits"]) if request else Throughput()


def new_warm_throughput(mode: str, units: Throughput) -> WarmThroughput:
    """Return the warm throughput that AWS assigns and reports by default (R22)."""
    return WarmThroughput(*ON_DEMAND_WARM_THROUGHPUT) if mode == ON_DEMAND else WarmThroughput(units.read, units.write)


def check_quota(ctx: Context, wanted: dict[str, int] | None, index: str | None = None) -> None:
    """Check the account's quota per table or per index (R17)."""
    for name in ("ReadCapacityUnits", "WriteCapacityUnits"):
        if wanted and wanted[name] > MAX_PER_TABLE:
            of, kind = (f" for index {index}", "index") if index else ("", "table")
            raise AwsError(
                "LimitExceededException",
                f"The requested {name}{of}, {wanted[name]}, is above the per {kind} maximum for the account in"
                f" {ctx.region}. Per {kind} maximum: {MAX_PER_TABLE}. Refer to the Amazon DynamoDB Developer Guide"
                " for current limits and how to request higher limits.",
            )


def check_change(ctx: Context, have: Throughput, wanted: dict[str, int], index: str | None = None) -> None:
    """R24: a value must change. R51: four decreases per UTC day, then one per hour, for each table and index."""
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


def apply(ctx: Context, have: Throughput, warm_throughput: WarmThroughput, wanted: dict[str, int]) -> None:
    read, write = wanted["ReadCapacityUnits"], wanted["WriteCapacityUnits"]
    if read < have.read or write < have.write:
        have.last_decrease = ctx.world.now
        have.decreases.append(ctx.world.now)
    if read > have.read or write > have.write:
        have.last_increase = ctx.world.now
    have.read, have.write = read, write
    # Warm throughput never falls below capacity that was once provisioned (R22).
    warm_throughput.read = max(warm_throughput.read, read)
    warm_throughput.write = max(warm_throughput.write, write)


def check_new_on_demand(ctx: Context, mode: str, wanted: dict[str, int] | None, index: str | None = None) -> None:
    """Check the maximum on-demand throughput of CreateTable or of a new index (R23)."""
    of = f"index : {index}" if index else "table"
    for name, value in (wanted or {}).items():
        if mode == PROVISIONED:
            where = f" for index: {index}" if index else ""
            raise invalid_parameter(
                f"{name} for OnDemandThroughput{where} cannot be specified when table BillingMode is PROVISIONED."
            )
        if value < 1:
            raise invalid_parameter(f"Requested {name} for OnDemandThroughput for {of} is outside of valid range")
        _check_on_demand_quota(ctx, name, value, of)


def _check_on_demand_quota(ctx: Context, name: str, value: int, of: str) -> None:
    if value > MAX_PER_TABLE:
        raise limit_exceeded(_over_quota(ctx, name, "OnDemandThroughput", of))


def check_on_demand(ctx: Context, mode: str, wanted: dict[str, int], index: str | None = None) -> None:
    """Check the maximum on-demand throughput of an existing table or index; -1 removes it (R23)."""
    if not wanted:
        # AWS returns no message, and retries fail as well.
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
        _check_on_demand_quota(ctx, name, value, of)


def merged_on_demand(have: dict[str, int], wanted: dict[str, int]) -> dict[str, int]:
    return {name: value for name, value in {**have, **wanted}.items() if value != -1}


def check_new_warm_throughput(
    ctx: Context, mode: str, wanted: dict[str, int] | None, default: WarmThroughput, index: str | None = None
) -> None:
    """Check the warm throughput of a new table or index: at least the default (R22)."""
    of = f"index {index}" if index else "table"
    limit = "initial throughput for OnDemand" if mode == ON_DEMAND else "{} of ProvisionedThroughput"
    for name, minimum, units in (
        ("ReadUnitsPerSecond", default.read, "ReadCapacityUnits"),
        ("WriteUnitsPerSecond", default.write, "WriteCapacityUnits"),
    ):
        if wanted and wanted.get(name, minimum) < minimum:
            raise invalid_parameter(f"Requested {name} for WarmThroughput for {of} is lower than {limit.format(units)}")
    _check_warm_throughput_quota(ctx, wanted or {}, of)


def _check_warm_throughput_quota(ctx: Context, wanted: dict[str, int], of: str) -> None:
    for name, value in wanted.items():
        if value > MAX_PER_TABLE:
            raise limit_exceeded(_over_quota(ctx, name, "WarmThroughput", of))


def _over_quota(ctx: Context, name: str, what: str, of: str) -> str:
    quota = "TableMaxReadCapacityUnits" if "Read" in name else "TableMaxWriteCapacityUnits"
    return f"Requested {name} for {what} for {of} exceeds {quota} of the account in region {ctx.region}"


def update_warm_throughput(ctx: Context, warm_throughput: WarmThroughput, wanted: dict[str, int]) -> None:
    """R22: AWS shows the old values until the increase is complete."""
    target = (
        wanted.get("ReadUnitsPerSecond", warm_throughput.read),
        wanted.get("WriteUnitsPerSecond", warm_throughput.write),
    )
    if target == (warm_throughput.read, warm_throughput.write):
        return
    warm_throughput.target, warm_throughput.status = target, "UPDATING"
    ctx.world.schedule(ctx.world.durations.warm_throughput_update, _set_warm_throughput, warm_throughput, target)


def check_warm_throughput(ctx: Context, warm_throughput: WarmThroughput, wanted: dict[str, int], of: str) -> None:
    """R22: warm throughput can only increase. An empty request fails (R78)."""
    if not wanted:
        raise AwsError("InternalFailure", "", 500)
    for name, minimum in (("ReadUnitsPerSecond", warm_throughput.read), ("WriteUnitsPerSecond", warm_throughput.write)):
        if wanted.get(name, minimum) < minimum:
            raise invalid_parameter(
                f"Requested {name} for WarmThroughput for {of} is lower than current WarmThroughput,"
                " decreasing WarmThroughput is not supported"
            )
    _check_warm_throughput_quota(ctx, wanted, of)


def _set_warm_throughput(warm_throughput: WarmThroughput, target: tuple[int, int]) -> None:
    if warm_throughput.target == target:  # otherwise, a later request has replaced this one
        warm_throughput.read = max(warm_throughput.read, target[0])
        warm_throughput.write = max(warm_throughput.write, target[1])
        warm_throughput.target, warm_throughput.status = None, "ACTIVE"


def clear(throughput: Throughput) -> None:
    """Set the capacity to 0 and 0, as on-demand tables show it (R47)."""
    throughput.read = throughput.write = 0
