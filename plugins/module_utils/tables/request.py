# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The options of one table or of many, with all checks that need no AWS call."""

from __future__ import annotations

from ..core import validation
from ..core.wait import LONGEST_WAIT
from .aspects import table as table_aspect
from .registry import ASPECTS, IN_REPLICAS, option, replica_spec


def _table_spec():
    spec = {name: details for aspect in ASPECTS for name, details in aspect.OPTIONS.items()}
    own = {name: details for aspect in IN_REPLICAS for name, details in replica_spec(aspect).items()}
    replicas = spec["replicas"]
    return {**spec, "replicas": {**replicas, "options": {**replicas["options"], **own}}}


RECREATABLE = sorted(aspect.RECREATES for aspect in ASPECTS if hasattr(aspect, "RECREATES"))
TABLE_SPEC = dict(
    state=dict(type="str", choices=["present", "absent"], default="present"),
    name=dict(type="str", aliases=["table_name"]),
    allow_recreate=dict(type="list", elements="str", choices=RECREATABLE),
    force_delete=dict(type="bool", default=False),
    **_table_spec(),
)
MODULE_SPEC = dict(
    **TABLE_SPEC,
    tables=dict(type="list", elements="dict"),
    wait=dict(type="bool", default=True),
    wait_pending=dict(type="bool", default=False),
    fail_on_pending=dict(type="bool", default=False),
    wait_timeout=dict(type="int", default=3600),
)


def check(params, region):
    """Every (option path, problem) of the module's options. region: None if it is not known."""
    return read(params, region)[1]


def read(params, region):
    """The module's options -> (the options of each table, [(path, problem)]). With a problem, no call may be made.

    A table has every option, None if it was omitted. region: the Region of the tables, None if it is not known; it
    becomes an option of each.
    """
    problems = list(_check_module(params))
    if params["tables"] is None:
        entries = [{**{name: params[name] for name in TABLE_SPEC}, "region": region}]
        problems += check_table(entries[0])
    else:
        entries = _entries(params["tables"], region, problems)
    return entries, problems


def _check_module(params):
    if params["wait_timeout"] is not None and not 1 <= params["wait_timeout"] <= LONGEST_WAIT:
        yield "wait_timeout", f"is {params['wait_timeout']}; must be 1 to {LONGEST_WAIT} seconds"
    for name, details in TABLE_SPEC.items() if params["tables"] is not None else []:
        if params[name] is not None and params[name] != details.get("default"):
            yield name, "must be set in the entries of tables, because tables is set"


def check_table(params):
    """Yield (option path, problem) of one table's options that the spec cannot express."""
    if params["name"] is None:
        yield "name", "is required"
    elif params["state"] == "absent":
        yield from table_aspect.check(params)
    else:
        for aspect in ASPECTS:
            yield from aspect.check(params)
        for place, entry in enumerate(params["replicas"] or []):
            for path, problem in _check_replica(entry, params):
                yield f"replicas[{place}].{path}", problem


def _check_replica(entry, params):
    """Check the options that a replica has separately; the aspects check them like those of the table."""
    for aspect in IN_REPLICAS:
        if hasattr(aspect, "check_in_replica"):
            yield from aspect.check_in_replica(entry)
        elif entry.get(option(aspect)) is not None:
            yield from aspect.check({**params, **entry})


def _entries(tables, region, problems):
    entries, places = [], {}
    for place, table in enumerate(tables):
        prefix = f"tables[{place}]."
        entry, found = validation.validated(
            TABLE_SPEC, table, lambda entry: check_table({**entry, "region": region}), prefix
        )
        entry["region"] = region
        name = entry["name"]
        if name in places:
            found.append((f"{prefix}name", f"{name} is also the name of {places[name]}"))
        if name is not None:
            places.setdefault(name, f"tables[{place}]")
        problems += found
        entries.append(entry)
    return entries
