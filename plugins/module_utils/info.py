# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reading tables back: the facts, and the declaration with which nothing would have to change."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from . import aws as aws_module
from . import compare, report
from .aspects import warm
from .errors import AwsError
from .registry import ASPECTS

# The aspects that have a reading call of their own, by their option. DescribeTable shows all others.
READABLE = {next(iter(aspect.OPTIONS)): aspect for aspect in ASPECTS if hasattr(aspect, "read")}

# Warm throughput grows by itself: what is declared today could be an error tomorrow (R22).
NOT_DECLARED = (warm,)


@dataclass
class Seen:
    """One table. description None: there is none, or it is on its way out. answers: {aspect: its reading}."""

    name: str
    description: dict | None = None
    answers: dict = field(default_factory=dict)
    unreadable: list = field(default_factory=list)


def look(aws, region, names, options):
    """Tables by name -> [Seen] of those that are there. names None: all of the region. options: of READABLE.

    Raises AwsError where a table, or the list of them, cannot be read; a part that cannot be is named in `unreadable`.
    """
    reading = aws.in_region(region)
    if names is None:
        names = reading.pages("list_tables", "TableNames", action="list the tables")
    tables = [Seen(name) for name in names]
    with ThreadPoolExecutor(aws_module.READERS) as pool:
        _each(pool, _describe, [(table, reading) for table in tables])
        tables = [table for table in tables if table.description]
        _each(pool, _read, [(table, reading, option) for table in tables for option in options])
    return tables


def result(seen):
    """One table's facts, with `declaration` and `unreadable`."""
    declaration = {"name": seen.name}
    for aspect in ASPECTS:
        if aspect not in NOT_DECLARED and (aspect in seen.answers or not hasattr(aspect, "read")):
            have = aspect.observe(seen.description, seen.answers.get(aspect))
            declaration = compare.merged(declaration, aspect.declare(have))
    facts = report.facts(seen.description, seen.answers)
    unread = dict.fromkeys(seen.unreadable)
    return {**facts, **unread, "declaration": declaration, "unreadable": sorted(seen.unreadable)}


def _describe(table, reading):
    description = reading.describe_table(table.name)
    table.description = None if aws_module.is_gone(description) else description


def _read(table, reading, option):
    aspect = READABLE[option]
    try:
        table.answers[aspect] = aspect.read(reading, table.description, None)
    except AwsError as error:
        if not error.is_denied:
            raise
        table.unreadable.append(option)


def _each(pool, function, calls):
    for done in [pool.submit(function, *arguments) for arguments in calls]:
        done.result()
