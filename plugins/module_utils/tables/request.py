# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a task asks for: one table's options, or those of many, checked whole before the first call."""

from __future__ import annotations

from dataclasses import dataclass

from ..core import validation
from .registry import ASPECTS

RECREATABLE = sorted(aspect.RECREATES for aspect in ASPECTS if hasattr(aspect, "RECREATES"))
TABLE_SPEC = dict(
    state=dict(type="str", choices=["present", "absent"], default="present"),
    name=dict(type="str", aliases=["table_name"]),
    allow_recreate=dict(type="list", elements="str", choices=RECREATABLE),
    force_delete=dict(type="bool", default=False),
    **{option: details for aspect in ASPECTS for option, details in aspect.OPTIONS.items()},
)
MODULE_SPEC = dict(
    **TABLE_SPEC,
    tables=dict(type="list", elements="dict"),
    wait=dict(type="bool", default=True),
    wait_timeout=dict(type="int", default=3600),
)


@dataclass(frozen=True)
class Request:
    """One table's options, whole: every option is there, None where it was left out."""

    name: str
    params: dict


def read(params, region):
    """The module's options -> ([Request], [(path, problem)]): either there is no problem, or nothing may be called.

    region: the tables' home, None where there is none yet; it becomes an option of each of them.
    """
    problems = list(_check_module(params))
    if params["tables"] is None:
        entries = [{**{option: params[option] for option in TABLE_SPEC}, "region": region}]
        problems += check_table(entries[0])
    else:
        entries = _entries(params["tables"], region, problems)
    return [Request(entry["name"], entry) for entry in entries], problems


def _check_module(params):
    if params["wait_timeout"] is not None and params["wait_timeout"] < 1:
        yield "wait_timeout", "must be 1 or more seconds"
    for option, details in TABLE_SPEC.items() if params["tables"] is not None else []:
        if params[option] is not None and params[option] != details.get("default"):
            yield option, "belongs into the entries of tables, where tables is given"


def check_table(params):
    """Faults of one table's options that the spec cannot express."""
    if params["name"] is None:
        yield "name", "is required"
    elif params["state"] == "absent":
        yield from ASPECTS[0].check(params)
    else:
        for aspect in ASPECTS:
            yield from aspect.check(params)


def _entries(tables, region, problems):
    entries, places = [], {}
    for place, table in enumerate(tables):
        prefix = f"tables[{place}]."
        entry, faults = validation.validated(
            TABLE_SPEC, table, lambda entry: check_table({**entry, "region": region}), prefix
        )
        entry["region"] = region
        name = entry["name"]
        if name in places:
            faults.append((f"{prefix}name", f"{name} is the name of {places[name]} too"))
        if name is not None:
            places.setdefault(name, f"tables[{place}]")
        problems += faults
        entries.append(entry)
    return entries
