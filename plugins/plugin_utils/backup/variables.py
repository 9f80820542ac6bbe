# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The variables of the role backup, resolved: what is unset filled, names made. Pure.

The defaults here are those of the role's defaults/main.yml; a test compares them.
"""

from __future__ import annotations

from ..shared import names
from ..stack.variables import closest, misspelt, typed
from . import problems as backup_problems

PREFIX = "backup_"

# {variable: (type, default)} of what belongs to one table. An entry of backup_tables may hold each, without the prefix.
OF_TABLE = dict(
    enabled=("bool", True),
    schedule=("str", "cron(0 2 ? * * *)"),
    cold_storage_after=("int", 30),
    delete_after=("int", 120),
    copy_to=("list of dicts", []),
    tags=("dict", {}),
)
ENTRY = dict(OF_TABLE, table=("str", None), plan=("str", None))

# What the tables of a run share.
OF_ALL = dict(
    tables=("list", []),
    region=("str", None),
    vault_name=("str", "dynamodb-backup-vault"),
    role_name=("str", "dynamodb-backup-role"),
    kms_key_id=("str", None),
    region_keys=("list of dicts", []),
    vault_lock=("dict", None),
    opt_in=("bool", False),
    shared_tags=("dict", {}),
    state=("str", "present"),
    gone=("list", []),
)


def resolve(given, variables=()):
    """{variable without its prefix: value} -> what the role keeps, with `problems`, a line for each.

    variables: the names of all that have the prefix; one that is like none of the role's may be the play's own.
    """
    known = {**OF_ALL, **OF_TABLE}
    problems = list(misspelt([name[len(PREFIX) :] for name in variables], known, PREFIX))
    defaults = {name: default for name, (_kind, default) in known.items()}
    values = {**defaults, **typed(known, given, PREFIX, problems)}
    shared = {name: values[name] for name in OF_ALL if name != "tables"}
    entries = [_entry(entry, f"{PREFIX}tables[{place}]", problems) for place, entry in enumerate(values["tables"])]
    tables = [_table({**{name: values[name] for name in OF_TABLE}, **entry}, own=list(entry)) for entry in entries]
    problems += [(PREFIX + path, words) for path, words in backup_problems.of_shared(shared)]
    for place, (entry, table) in enumerate(zip(entries, tables)):
        for path, words in backup_problems.of_table(table, shared, PREFIX):
            variable = path.partition("[")[0]
            own = variable in entry or variable not in OF_TABLE
            problems.append((f"{PREFIX}tables[{place}].{path}" if own else PREFIX + path, words))
    problems += [(f"{PREFIX}tables[{place}].table", words) for place, words in backup_problems.of_plans(tables)]
    return {
        **shared,
        "tables": tables,
        "enabled": any(table["enabled"] for table in tables),
        "copy_regions": copy_regions(tables),
        "problems": list(dict.fromkeys(f"{path}: {words}" for path, words in problems)),
    }


def copy_regions(tables):
    """The regions whose vaults hold copies."""
    copies = [copy for table in tables if table["enabled"] for copy in table["copy_to"]]
    return list(dict.fromkeys(str(copy["region"]) for copy in copies if copy.get("region")))


def _entry(entry, path, problems):
    """An entry may be only the table's name or ARN."""
    if isinstance(entry, str):
        return {"table": entry}
    if not isinstance(entry, dict):
        problems.append((path, "must be a table's name or ARN, or a dict"))
        return {}
    for name in sorted(set(entry) - set(ENTRY), key=str):
        guess = closest(str(name), ENTRY)
        problems.append((f"{path}.{name}", "no such variable" + (f"; did you mean {guess}?" if guess else "")))
    return typed(ENTRY, entry, f"{path}.", problems)


def _table(values, own):
    """name: of the table, which is the key of its outputs. own: the variables that its entry sets."""
    name = values.get("table", "").rpartition("table/")[2]
    return {"table": "", **values, "name": name, "own": own, "plan": values.get("plan") or names.backup_plan(name)}
