# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The variables of the role backup, resolved: with defaults and computed names. Pure."""

from __future__ import annotations

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.patterns import did_you_mean, given_twice

from ..shared import names
from ..shared.variables import declared, misspelt, typed
from . import problems as backup_problems

PREFIX = "backup_"

# An entry of backup_tables can set these, without the prefix. All tables of a run share the others.
PER_TABLE = ("enabled", "schedule", "cold_storage_after", "delete_after", "copy_to", "tags")
OF_TABLE = {name: declared("backup")[name] for name in PER_TABLE}
ENTRY = dict(OF_TABLE, table=("str", None), plan=("str", None))


def resolve(given, variables=()):
    """{variable without its prefix: value} -> the resolved variables with `problems`, one line each.

    variables: the names of all variables of the play with the prefix. Only those similar to a known one are problems.
    """
    known = declared("backup")
    problems = list(misspelt([name[len(PREFIX) :] for name in variables], known, PREFIX))
    defaults = {name: default for name, (_kind, default) in known.items()}
    values = {**defaults, **typed(known, given, PREFIX, problems)}
    shared = {name: values[name] for name in known if name not in ("tables", *PER_TABLE)}
    entries = [_entry(entry, f"{PREFIX}tables[{place}]", problems) for place, entry in enumerate(values["tables"])]
    tables = [_table({**{name: values[name] for name in OF_TABLE}, **entry}, own=list(entry)) for entry in entries]
    problems += [(PREFIX + path, words) for path, words in backup_problems.of_shared(shared)]
    for place, (entry, table) in enumerate(zip(entries, tables)):
        for path, words in backup_problems.of_table(table, shared, PREFIX):
            variable = path.partition("[")[0]
            own = variable in entry or variable not in OF_TABLE
            problems.append((f"{PREFIX}tables[{place}].{path}" if own else PREFIX + path, words))
    for place, first in given_twice([table["plan"] for table in tables]).items():
        words = f"{tables[place]['plan']} is also the plan of {PREFIX}tables[{first}]"
        problems.append((f"{PREFIX}tables[{place}].table", words))
    return {
        **shared,
        "tables": tables,
        "enabled": any(table["enabled"] for table in tables),
        "copy_regions": copy_regions(tables),
        "problems": list(dict.fromkeys(f"{path}: {words}" for path, words in problems)),
    }


def copy_regions(tables):
    """The Regions of the vaults for copies."""
    copies = [copy for table in tables if table["enabled"] for copy in table["copy_to"]]
    return list(dict.fromkeys(str(copy["region"]) for copy in copies if copy.get("region")))


def _entry(entry, path, problems):
    """An entry as a dict; it may be the name or the ARN of a table."""
    if isinstance(entry, str):
        return {"table": entry}
    if not isinstance(entry, dict):
        problems.append((path, "must be the name or the ARN of a table, or a dict"))
        return {}
    for name in sorted(set(entry) - set(ENTRY), key=str):
        problems.append((f"{path}.{name}", "no such variable" + did_you_mean(name, ENTRY)))
    return typed(ENTRY, entry, f"{path}.", problems)


def _table(values, own):
    """name: of the table, which is the key of its outputs. own: the variables that its entry sets."""
    name = values.get("table", "").rpartition("table/")[2]
    return {"table": "", **values, "name": name, "own": own, "plan": values.get("plan") or names.backup_plan(name)}
