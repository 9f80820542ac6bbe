# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reading the current state of tables, in two round trips for all tables and Regions of a run. Nothing writes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial

from ..core.apply import guarded
from ..core.client import READERS
from ..core.errors import AwsError
from . import regions, status
from .registry import option
from .values import replica


def observe(items, run):
    """Read all descriptions, then what else the declared aspects need.

    A third round trip reads the replicas that the task removes because they are not listed. Only the description
    contains their Regions.
    """
    with ThreadPoolExecutor(READERS) as pool:
        _each(pool, describe, [(item, target, run) for item in items for target in item.targets.values()])
        found = [(item, target, run) for item in items for target in _undeclared(item)]
        _each(pool, _read_or_describe, found + [reading for item in items for reading in _readings(item, run)])
        _each(pool, read, [(*one, *reading) for one in found for reading in one[1].readings])
    for item in items:
        _expect_replicas(item)


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
    target.description = None if status.is_gone(description) else description
    target.table_id = target.table_id or (description or {}).get("TableId")
    if target.is_home and target.description:
        item.answers["create_table"] = {"TableDescription": description}
        for one in item.targets.values():
            one.arn = description["TableArn"].replace(f":{target.region}:", f":{one.region}:")


def read(item, target, run, aspect, want):
    """Read an aspect that DescribeTable does not show. Raises AwsError."""
    if not target.description:
        return
    region = run.aws.in_region(target.region, target.path(option(aspect)))
    try:
        target.answers[aspect] = aspect.read(region, target.description, want)
    except AwsError as error:
        if not error.is_unsupported:
            raise
        target.unsupported[aspect] = error


def _read_or_describe(item, target, run, *reading):
    read(item, target, run, *reading) if reading else describe(item, target, run)


def _undeclared(item):
    """Add a target for each replica that is removed because it is not listed -> these targets."""
    if not item.home.description or item.region in item.failures:
        return []
    found = regions.undeclared(item.params, item.home.description)
    for target in found:
        target.arn = item.home.arn.replace(f":{item.region}:", f":{target.region}:")
        item.targets[target.region] = target
    return found


def _readings(item, run):
    return [
        (item, target, run, *reading)
        for target in item.targets.values()
        if target.description and not target.removed
        for reading in target.readings
    ]


def _expect_replicas(item):
    """Mark the replicas that are being created already: their own Regions may not show them yet."""
    for member in replica.replicas_of(item.home.description) if item.home.description else []:
        target = item.targets.get(member["RegionName"])
        if target and target.description is None and member.get("ReplicaStatus") == "CREATING":
            target.in_progress = target.being_created = True


def _each(pool, function, calls):
    """Call function(item, target, ...) for every tuple of arguments, guarded and in parallel."""
    for done in [pool.submit(guarded, function, one[0], one[1].region, *one[1:]) for one in calls]:
        done.result()
