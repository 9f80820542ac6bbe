# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reading tables back: the facts, and the declaration with which nothing would have to change."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from ..core import client as aws_module
from ..core import diff
from ..core.errors import AwsError
from . import report
from .aspects import autoscaling, disassociation, replicas, warm
from .registry import ASPECTS
from .values import replica
from .values.schema import NAME, NAME_FAULT

# The aspects that have a reading call of their own, by their option. DescribeTable shows all others.
READABLE = {
    next(iter(aspect.OPTIONS)): aspect for aspect in ASPECTS if hasattr(aspect, "read") and aspect is not replicas
}

# What each region has of its own, by option.
LOCAL = [next(iter(aspect.OPTIONS)) for aspect in ASPECTS if hasattr(aspect, "IN_REPLICAS")]

# Warm throughput grows by itself: what is declared today could be an error tomorrow (R22).
NOT_DECLARED = (warm,)


@dataclass
class Seen:
    """A table in one region. description None: there is none, or it is on its way out. answers: {aspect: its reading}.

    replicas: {region: Seen}, of the table at home. unreadable: options that the caller may not read.
    """

    name: str
    region: str
    description: dict | None = None
    answers: dict = field(default_factory=dict)
    unreadable: list = field(default_factory=list)
    replicas: dict = field(default_factory=dict)

    @property
    def everywhere(self):
        return [self, *self.replicas.values()]


def check(params):
    """Faults of the options that the spec cannot express."""
    for place, name in enumerate(params["names"] or []):
        if not NAME.fullmatch(name):
            yield f"names[{place}]", NAME_FAULT


def look(aws, region, names, options):
    """Tables by name -> [Seen] of those that are there. names None: all of the region. options: of READABLE.

    Raises AwsError where a table, or the list of them, cannot be read; a part that cannot be is named in `unreadable`.
    """
    if names is None:
        names = aws.in_region(region).pages("list_tables", "TableNames", action="list the tables")
    tables = [Seen(name, region) for name in names]
    with ThreadPoolExecutor(aws_module.READERS) as pool:
        _each(pool, _describe, [(table, aws) for table in tables])
        tables = [table for table in tables if table.description]
        _each(pool, _read, [(table, aws, option) for table in tables for option in options])
        tables = [table for table in tables if table.description]
        found = [(table, aws) for table in tables for table in _replicas(table)]
        _each(pool, _describe_replica, found)
        local = [option for option in options if hasattr(READABLE[option], "IN_REPLICAS")]
        _each(pool, _read, [(*one, option) for one in found if one[0].description for option in local])
    return tables


def result(seen):
    """One table's facts, with `declaration` and `unreadable`."""
    facts = _facts(seen)
    for entry in facts.get("replicas", []):
        replica = seen.replicas.get(entry["region_name"])
        entry.update(_facts(replica) if replica else {})
    unreadable = sorted({option for one in seen.everywhere for option in one.unreadable})
    return {**facts, "declaration": declaration(seen), "unreadable": unreadable}


def _facts(seen):
    return {**report.facts(seen.description, seen.answers), **dict.fromkeys(seen.unreadable)}


def declaration(seen):
    """The options of one table with which nothing would change."""
    options = {"name": seen.name}
    for aspect in ASPECTS:
        if aspect not in NOT_DECLARED:
            options = diff.merged(options, _declared(aspect, seen))
    protected = {disassociation.observe(one.description) for one in seen.everywhere if one.description}
    if not seen.replicas or options.get("multi_region_consistency") == replicas.STRONG or len(protected) > 1:
        del options["disassociation_protection"]  # the module takes none, or it would be one for all regions
    if options.get("autoscaling") == {"enabled": False} and seen.replicas:
        del options["autoscaling"]  # it would end the replicas' as well
    for member in seen.replicas.values():
        for option in member.unreadable if member.description else LOCAL:
            options.pop(option, None)  # the replica would inherit it
    own_key = (options.get("server_side_encryption") or {}).get("kms_key_id")
    options["replicas"] = [_replica(entry, seen.replicas[entry["region"]], own_key) for entry in options["replicas"]]
    return options


def _replica(entry, seen, own_key):
    """An entry of `replicas` with what the replica keeps for itself, so that it inherits nothing."""
    options = {name: value for name, value in entry.items() if name != "kms_key_id" or own_key}
    for aspect in ASPECTS if seen.description else []:
        if hasattr(aspect, "IN_REPLICAS") and aspect is not disassociation:
            options.update(_declared(aspect, seen))
    scaled = options.pop(next(iter(autoscaling.OPTIONS)), {})
    indexes = [{name: index[name] for name in ("name", "read") if name in index} for index in scaled.get("indexes", [])]
    reads = {"read": scaled["read"]} if "read" in scaled else {}
    if reads or any("read" in index for index in indexes):
        reads["indexes"] = indexes
    return {**options, **({"autoscaling": reads} if reads else {})}


def _declared(aspect, seen):
    if aspect in READABLE.values() and aspect not in seen.answers:
        return {}
    return aspect.declare(aspect.observe(seen.description, seen.answers.get(aspect, {})))


def _replicas(table):
    for entry in replica.replicas_of(table.description):
        table.replicas[entry["RegionName"]] = Seen(table.name, entry["RegionName"])
    return table.replicas.values()


def _describe(table, aws):
    description = aws.in_region(table.region).describe_table(table.name)
    table.description = None if aws_module.is_gone(description) else description


def _describe_replica(table, aws):
    try:
        _describe(table, aws)
    except AwsError as error:
        if not error.is_denied:
            raise
        table.unreadable += LOCAL


def _read(table, aws, option):
    """Of a table that is being created AWS tells no more than its description (R79); one may go meanwhile."""
    aspect, description = READABLE[option], table.description
    if description is None:
        return
    if description["TableStatus"] == "CREATING":
        table.unreadable.append(option)
        return
    try:
        table.answers[aspect] = aspect.read(aws.in_region(table.region), description, None)
    except AwsError as error:
        if error.is_denied:
            table.unreadable.append(option)
            return
        _describe(table, aws)
        if table.description:
            raise


def _each(pool, function, calls):
    for done in [pool.submit(function, *arguments) for arguments in calls]:
        done.result()
