# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The options, the reading, and the result of dynamodb_stackkit_info."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

from ..core.errors import AwsError
from ..core.patterns import name_problem
from ..core.pools import Pools
from . import facts, status
from .aspects import replicas as replicas_aspect
from .observe import read_at_once
from .registry import ASPECTS, IN_REPLICAS, option
from .values import replica

# {option: aspect} of the aspects that DescribeTable does not show.
READABLE = {option(aspect): aspect for aspect in ASPECTS if hasattr(aspect, "read") and aspect is not replicas_aspect}
MODULE_SPEC = dict(
    names=dict(type="list", elements="str", aliases=["name"]),
    aspects=dict(type="list", elements="str", choices=sorted(READABLE)),
)


@dataclass
class ObservedTable:
    """A table in one Region. description: None if it does not exist or is being deleted. answers: {aspect: its answer}.

    replicas: {Region: ObservedTable}. unreadable: options that the caller lacks the permission to read.
    """

    name: str
    region: str
    description: dict | None = None
    answers: dict = field(default_factory=dict)
    unreadable: list = field(default_factory=list)
    replicas: dict = field(default_factory=dict)

    def warnings(self, *, diff_mode=False):
        """None: reading causes no warnings."""
        return []

    @property
    def facts(self):
        return {**facts.facts(self.description, self.answers), **dict.fromkeys(self.unreadable)}

    @property
    def declaration(self):
        answers = {**self.answers, replicas_aspect: {}}
        others = {region: facts.observed(one.description, one.answers) or None for region, one in self.replicas.items()}
        unreadable = {region: one.unreadable for region, one in self.replicas.items()}
        return facts.declaration(self.name, facts.observed(self.description, answers), others, unreadable)


def check(params, region):
    """Yield (option path, problem) that the spec cannot express."""
    for place, name in enumerate(params["names"] or []):
        problem = name_problem(name)
        if problem:
            yield f"names[{place}]", problem


def reconcile(params, run):
    """Read the tables -> [ObservedTable] of those that exist. Raises AwsError. Nothing is changed."""
    options = params["aspects"]
    return observe(run.aws, run.region, params["names"], sorted(READABLE) if options is None else options)


def result(items, params, run):
    return {"changed": False, "tables": {table.name: of_table(table) for table in items}}


def observe(aws, region, names, options):
    """Read tables by name -> [ObservedTable] of those that exist. names: None for all of the Region. options: READABLE.

    Raises AwsError if a table or the list of tables cannot be read. An option that cannot be is listed in `unreadable`.
    """
    if names is None:
        names = aws.in_region(region, "names").pages("list_tables", "TableNames", action="list the tables")
    tables = [ObservedTable(name, region) for name in names]
    with Pools() as pools:
        _each(pools, _describe, [(table, aws) for table in tables])
        tables = [table for table in tables if table.description]
        _each(pools, _read, _readings(tables, aws, options))
        tables = [table for table in tables if table.description]
        found = [table for table in tables for table in _replicas(table)]
        _each(pools, _describe_replica, [(table, aws) for table in found])
        local = [name for name in options if READABLE[name] in IN_REPLICAS]
        _each(pools, _read, _readings([table for table in found if table.description], aws, local))
    return tables


def of_table(observed):
    """The result for one table: its facts, `declaration` and `unreadable`."""
    table = observed.facts
    for entry in table.get("replicas", []):
        found = observed.replicas.get(entry["region_name"])
        entry.update(found.facts if found else {})
    unreadable = sorted({name for one in (observed, *observed.replicas.values()) for name in one.unreadable})
    return {**table, "declaration": observed.declaration, "unreadable": unreadable}


def _readings(tables, aws, options):
    """[(table, aws, option)] to read, after reading at once what many tables allow."""
    many = [table for table in tables if table.description["TableStatus"] != "CREATING"]
    for aspect in [READABLE[name] for name in options if hasattr(READABLE[name], "read_many") and len(many) > 1]:
        for region in dict.fromkeys(table.region for table in many):
            at_once = [(table, None) for table in many if table.region == region]
            with suppress(AwsError):  # then each table is read alone, and shows what cannot be read
                read_at_once(aspect, aws.in_region(region, "aspects"), at_once)
    return [(table, aws, name) for table in tables for name in options if READABLE[name] not in table.answers]


def _replicas(table):
    for entry in replica.replicas_of(table.description):
        table.replicas[entry["RegionName"]] = ObservedTable(table.name, entry["RegionName"])
    return table.replicas.values()


def _describe(table, aws):
    description = status.describe(aws.in_region(table.region, "names"), table.name)
    table.description = None if status.is_gone(description) else description


def _describe_replica(table, aws):
    try:
        _describe(table, aws)
    except AwsError as error:
        if not error.is_denied:
            raise
        table.unreadable += facts.LOCAL


def _read(table, aws, name):
    """Read one aspect. AWS shows only the description of a table being created (R79). A table may be deleted."""
    aspect, description = READABLE[name], table.description
    if description is None:
        return
    if description["TableStatus"] == "CREATING":
        table.unreadable.append(name)
        return
    try:
        table.answers[aspect] = aspect.read(aws.in_region(table.region, "aspects"), description, None)
    except AwsError as error:
        if error.is_denied or error.is_unsupported:
            table.unreadable.append(name)
            return
        _describe(table, aws)
        if table.description:
            raise


def _each(pools, function, calls):
    """Call function(*arguments) in parallel. The third argument is the option that it reads, if any."""
    for done in [pools.submit(arguments[2:], function, *arguments) for arguments in calls]:
        done.result()
