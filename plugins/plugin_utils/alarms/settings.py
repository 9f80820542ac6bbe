# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The variables of the role alarms: reading and checking them. Pure."""

from __future__ import annotations

import re

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.patterns import (
    REGION,
    REGION_FORM,
    did_you_mean,
    given_twice,
)

from ..shared import names
from ..shared.formats import ARN
from ..shared.variables import declared, defaults, misspelt, plain, typed
from . import sets as alarm_sets
from .catalogue import ITEM_OPERATIONS, OTHER_OPERATIONS

PREFIX = "alarms_"

# All tables of a run share these. An entry of alarms_tables can set any other variable, without the prefix.
RUN_WIDE = ("state", "region", "tables", "found")
OF_TABLE = {name: known for name, known in declared("alarms").items() if name not in RUN_WIDE}

STATES = ("present", "absent")
# {family of settings: seconds between the data points of its metrics} (R102).
FAMILIES = dict(throttle=60, capacity=300, ceiling=300, system_errors=60, latency=60, replication_latency=300)
OPERATIONS = ITEM_OPERATIONS + OTHER_OPERATIONS
_STATISTIC = re.compile(r"Average|Minimum|Maximum|p\d{1,2}(\.\d+)?|p100")
_DAY, _WEEK = 86400, 604800


def resolve(given, omit=None):
    """{variable: value} of a play -> ({state, region, tables}, [(variable, problem)]). omit: as in `plain`."""
    given, problems = plain(given, "", omit)
    named = {name[len(PREFIX) :]: value for name, value in given.items() if name.startswith(PREFIX)}
    known = declared("alarms")
    problems += misspelt(named, known, PREFIX)
    values = {**defaults(known), **typed(known, named, PREFIX, problems)}
    entries = values.pop("tables")
    tables = []
    for place, entry in enumerate(entries or [{}]):
        path = f"{PREFIX}tables[{place}]."
        if isinstance(entry, str):
            entry = {"table_name": entry}
        if not isinstance(entry, dict):
            problems.append((path[:-1], "must be the name of a table, or a dict"))
            continue
        for name in sorted(set(entry) - set(OF_TABLE), key=str):
            problems.append((f"{path}{name}", "no such variable" + did_you_mean(name, OF_TABLE)))
        table = {**values, **typed(OF_TABLE, entry, path, problems)}
        problems += [(_path(variable, entry, path), words) for variable, words in of_table(table, values.get("region"))]
        tables.append({name: table.get(name) for name in OF_TABLE})
    problems += _of_role(values, tables)
    return {**{name: values.get(name) for name in ("state", "region")}, "tables": tables}, problems


def common_problems(given, omit=None):
    """A line for each problem of the variables that a role which includes this one does not set itself."""
    others = {f"{PREFIX}{name}" for name in RUN_WIDE}
    asked = {name: value for name, value in given.items() if name not in others}
    return [f"{path}: {words}" for path, words in resolve({**asked, f"{PREFIX}table_name": "any"}, omit)[1]]


def _path(variable, entry, path):
    """The path where the user has set a variable of a table."""
    name = variable.partition(".")[0].partition("[")[0]
    return f"{path}{variable}" if name in entry else f"{PREFIX}{variable}"


def _of_role(values, tables):
    if values["state"] not in STATES:
        yield f"{PREFIX}state", f"must be one of {', '.join(STATES)}"
    if values.get("region") and not REGION.fullmatch(values["region"]):
        yield f"{PREFIX}region", f"{values['region']!r} is not {REGION_FORM}"
    for place, first in given_twice([table["table_name"] for table in tables]).items():
        if tables[place]["table_name"]:
            words = f"{tables[place]['table_name']} is also the table of {PREFIX}tables[{first}]"
            yield f"{PREFIX}tables[{place}].table_name", words
    known = values["found"].get("tables") if values["found"] else {}
    if not isinstance(known, dict) or not all(_has_declaration(table) for table in known.values()):
        yield f"{PREFIX}found", "must have the declaration of each table, as dynamodb_stackkit_info returns it"


def _has_declaration(table):
    """Also if it is empty, as that of a table that does not exist."""
    return isinstance(table, dict) and "declaration" in table


def of_table(table, region):
    """Yield (variable without prefix, problem) of the settings of one table. region None: not known."""
    if not table.get("table_name"):
        yield "table_name", "is required"
    for name in ("actions", "ok_actions"):
        for place, arn in enumerate(table.get(name) or []):
            if not ARN.fullmatch(str(arn)):
                yield f"{name}[{place}]", f"{arn} is not an ARN"
        if len(table.get(name) or []) > 5:
            yield name, f"has {len(table[name])} actions; CloudWatch accepts up to 5"
    yield from _of_families(table)
    yield from _of_latency(table)
    yield from _of_custom(table, region)


def _of_families(table):
    for family, resolution in FAMILIES.items():
        for name in [name for name in table if re.fullmatch(f"((read|write)_)?{family}_threshold", name)]:
            if table[name] < 0:
                yield name, "must be 0 or more"
        period, periods = table[f"{family}_period"], table[f"{family}_evaluation_periods"]
        datapoints = table.get(f"{family}_datapoints_to_alarm")
        if period < resolution or period % resolution:
            yield f"{family}_period", f"must be a multiple of {resolution} seconds, the period of DynamoDB's metric"
        longest = _DAY if period < 3600 else _WEEK
        if periods < 1 or periods * max(period, 1) > longest:
            yield f"{family}_evaluation_periods", f"must be 1 or more; together the periods can have up to {longest} s"
        if datapoints is not None and not 1 <= datapoints <= periods:
            yield f"{family}_datapoints_to_alarm", f"must be 1 to {family}_evaluation_periods, which is {periods}"


def _of_latency(table):
    if not _STATISTIC.fullmatch(table["latency_statistic"]):
        yield "latency_statistic", "must be Average, Minimum, Maximum, or a percentile such as p99"
    for place, operation in enumerate(table["latency_operations"]):
        if operation not in OPERATIONS:
            words = did_you_mean(operation, OPERATIONS) or f"; the operations are {', '.join(OPERATIONS)}"
            yield f"latency_operations[{place}]", f"{operation} is not an operation of DynamoDB{words}"


def _of_custom(table, region):
    """What the module would reject of the custom alarms."""
    if not table["custom"]:
        return
    # Imported here, so that only tasks that need it spend a quarter of a second on it.
    from ansible_collections.stackkit.dynamodb.plugins.module_utils.alarms import request
    from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import validation

    entry = {"prefix": names.alarm_prefix(table.get("table_name") or "table"), "alarms": alarm_sets.custom(table)}

    def check(params):
        return request.check(params, region)

    for path, words in validation.validated(request.MODULE_SPEC, {"sets": [entry]}, check)[1]:
        if path.startswith("sets[0].alarms"):
            yield "custom" + path[len("sets[0].alarms") :], words
