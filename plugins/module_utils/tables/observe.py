# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reading the current state of tables: each aspect as soon as its table is described. Nothing writes."""

from __future__ import annotations

from collections import deque
from functools import partial

from ..core.apply import guarded
from ..core.errors import AwsError, StackkitError
from ..core.pools import Pools
from . import regions, status
from .registry import option
from .values import replica


def observe(items, run):
    """Read all descriptions, and what else the declared aspects need.

    What an aspect can read for many tables at once is read after all descriptions. A replica that the task removes
    because it is not listed is described after its table, because only the description of the table contains it.
    """
    with Pools() as pools:
        start = partial(_start, pools, run)
        readings, at_once = [], {}
        for item, target in _described(items, start):
            for aspect, want in _readings(item, target):
                if hasattr(aspect, "read_many") and len(items) > 1 and target.description:
                    at_once.setdefault((aspect, target.region), []).append((item, target, want))
                else:
                    readings.append(start(aspect, read, item, target, aspect, want))
        starting = [
            pools.submit((aspect, "many"), _read_many, aspect, region, tables, run, start)
            for (aspect, region), tables in at_once.items()
        ]
        for done in [*readings, *(one for started in starting for one in started.result())]:
            done.result()
    for item in items:
        _expect_replicas(item)


def _start(pools, run, kind, function, item, target, *more):
    """Call function(item, target, run, ...) in a thread, guarded -> a Future."""
    return pools.submit(kind, guarded, function, item, target.region, target, run, *more)


def _described(items, start):
    """Describe all targets -> (item, target), each when it is described."""
    describing = deque(
        (item, target, start(describe, describe, item, target)) for item in items for target in item.targets.values()
    )
    while describing:
        item, target, done = describing.popleft()
        done.result()
        for other in _undeclared(item) if target.is_home else []:
            describing.append((item, other, start(describe, describe, item, other)))
        yield item, target


def describe(item, target, run):
    """Describe a table in one Region. Raises AwsError."""
    region = run.aws.in_region(target.region, target.path("name"))
    description = status.describe(region, item.name)
    if description and description["TableStatus"] == "CREATING":
        # Another caller is creating it. Until that has ended, the other reading calls return "not found" (R79).
        sleep = partial(run.sleep, item, target.region)
        description = status.wait_until_settled(lambda: status.describe(region, item.name), sleep, item.name)
    record(item, target, description)
    target.in_progress = bool(description and status.in_progress(description))


def record(item, target, description):
    """Store a description, and the ARNs in all Regions: that of a replica differs only in its Region."""
    is_created = target.description is None
    target.description = None if status.is_gone(description) else description
    if target.description and is_created:
        target.answers.clear()  # they are about what an earlier table has left
    target.table_id = target.table_id or (description or {}).get("TableId")
    if target.is_home and target.description:
        item.answers["create_table"] = {"TableDescription": description}
        for one in item.targets.values():
            one.arn = description["TableArn"].replace(f":{target.region}:", f":{one.region}:")


def read(item, target, run, aspect, want):
    """Read an aspect that DescribeTable does not show. Raises AwsError."""
    region = run.aws.in_region(target.region, target.path(option(aspect)))
    try:
        if target.description:
            target.answers[aspect] = aspect.read(region, target.description, want)
        elif hasattr(aspect, "read_remains"):
            target.answers[aspect] = aspect.read_remains(region, item.name)
    except AwsError as error:
        if not error.is_unsupported:
            raise
        target.unsupported[aspect] = error


def _read_many(aspect, region, tables, run, start):
    """Read an aspect of many tables at once, and start reading it alone where that is not possible -> [Future].

    tables: [(item, target, the desired value)] in the Region.
    """
    try:
        read_at_once(aspect, run.aws.in_region(region, option(aspect)), [one[1:] for one in tables])
    except StackkitError as error:
        run.progress.note(f"{option(aspect)} in {region}: read with one call per table. {error}")
    unread = [one for one in tables if aspect not in one[1].answers]
    return [start(aspect, read, item, target, aspect, want) for item, target, want in unread]


def read_at_once(aspect, region, tables):
    """Read an aspect of those tables that it can read at once. tables: [(target, desired value)]. Raises AwsError."""
    known = aspect.read_many(region, [(target.description, want) for target, want in tables])
    for target, _want in tables:
        if target.description["TableArn"] in known:
            target.answers[aspect] = known[target.description["TableArn"]]


def _undeclared(item):
    """Add a target for each replica that is removed because it is not listed -> these targets."""
    if not item.home.description or item.region in item.failures:
        return []
    found = regions.undeclared(item.params, item.home.description)
    for target in found:
        target.arn = item.home.arn.replace(f":{item.region}:", f":{target.region}:")
        item.targets[target.region] = target
    return found


def _readings(item, target):
    """[(aspect, its desired value)] to read; of a table that does not exist yet, what an earlier one has left."""
    if target.description:
        return target.readings
    is_new = item.params["state"] == "present" and not target.removed
    return [one for one in target.readings if is_new and hasattr(one[0], "read_remains")]


def _expect_replicas(item):
    """Mark the replicas that are being created already: their own Regions may not show them yet."""
    for member in replica.replicas_of(item.home.description) if item.home.description else []:
        target = item.targets.get(member["RegionName"])
        if target and target.description is None and member.get("ReplicaStatus") == "CREATING":
            target.in_progress = target.being_created = True
