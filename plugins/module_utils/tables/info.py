# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reading tables back: what dynamodb_stackkit_info asks for, reads and returns."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from ..core.client import READERS
from ..core.errors import AwsError, StackkitError
from ..core.patterns import name_problem
from . import facts, status
from .aspects import replicas as replicas_aspect
from .registry import ASPECTS, IN_REPLICAS, option
from .values import replica

# {option: aspect} of the aspects that have a reading call of their own. DescribeTable shows all others.
READABLE = {option(aspect): aspect for aspect in ASPECTS if hasattr(aspect, "read") and aspect is not replicas_aspect}
MODULE_SPEC = dict(
    names=dict(type="list", elements="str", aliases=["name"]),
    aspects=dict(type="list", elements="str", choices=sorted(READABLE)),
)


@dataclass
class ObservedTable:
    """A table in one Region. description None: there is none, or it is being deleted. answers: {aspect: its reading}.

    replicas: {Region: Seen}, of the table at home. unreadable: options that the caller may not read.
    """

    name: str
    region: str
    description: dict | None = None
    answers: dict = field(default_factory=dict)
    unreadable: list = field(default_factory=list)
    replicas: dict = field(default_factory=dict)
    warnings: tuple = ()

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
    """(option path, problem) of what the spec cannot express."""
    for place, name in enumerate(params["names"] or []):
        problem = name_problem(name)
        if problem:
            yield f"names[{place}]", problem


def reconcile(params, run):
    """Read the tables -> [Seen] of those that exist. A read changes nothing, so there is nothing to reconcile."""
    wanted = params["aspects"]
    try:
        return look(run.aws, run.region, params["names"], sorted(READABLE) if wanted is None else wanted)
    except StackkitError as error:
        return [error]


def result(items, params, run):
    for item in items:
        if isinstance(item, StackkitError):
            return {"msg": str(item)}
    return {"changed": False, "tables": {table.name: of_table(table) for table in items}}


def look(aws, region, names, options):
    """Tables by name -> [Seen] of those that exist. names None: all of the Region. options: of READABLE.

    Raises AwsError where a table, or the list of them, cannot be read; a part that cannot be is named in `unreadable`.
    """
    if names is None:
        names = aws.in_region(region).pages("list_tables", "TableNames", action="list the tables")
    tables = [ObservedTable(name, region) for name in names]
    with ThreadPoolExecutor(READERS) as pool:
        _each(pool, _describe, [(table, aws) for table in tables])
        tables = [table for table in tables if table.description]
        _each(pool, _read, [(table, aws, name) for table in tables for name in options])
        tables = [table for table in tables if table.description]
        found = [(table, aws) for table in tables for table in _replicas(table)]
        _each(pool, _describe_replica, found)
        local = [name for name in options if READABLE[name] in IN_REPLICAS]
        _each(pool, _read, [(*one, name) for one in found if one[0].description for name in local])
    return tables


def of_table(seen):
    """One table's facts, with `declaration` and `unreadable`."""
    table = seen.facts
    for entry in table.get("replicas", []):
        there = seen.replicas.get(entry["region_name"])
        entry.update(there.facts if there else {})
    unreadable = sorted({name for one in (seen, *seen.replicas.values()) for name in one.unreadable})
    return {**table, "declaration": seen.declaration, "unreadable": unreadable}


def _replicas(table):
    for entry in replica.replicas_of(table.description):
        table.replicas[entry["RegionName"]] = ObservedTable(table.name, entry["RegionName"])
    return table.replicas.values()


def _describe(table, aws):
    description = status.describe(aws.in_region(table.region), table.name)
    table.description = None if status.is_gone(description) else description


def _describe_replica(table, aws):
    try:
        _describe(table, aws)
    except AwsError as error:
        if not error.is_denied:
            raise
        table.unreadable += facts.LOCAL


def _read(table, aws, name):
    """While a table is being created AWS tells only its description (R79); a table may be deleted meanwhile."""
    aspect, description = READABLE[name], table.description
    if description is None:
        return
    if description["TableStatus"] == "CREATING":
        table.unreadable.append(name)
        return
    try:
        table.answers[aspect] = aspect.read(aws.in_region(table.region), description, None)
    except AwsError as error:
        if error.is_denied:
            table.unreadable.append(name)
            return
        _describe(table, aws)
        if table.description:
            raise


def _each(pool, function, calls):
    for done in [pool.submit(function, *arguments) for arguments in calls]:
        done.result()
