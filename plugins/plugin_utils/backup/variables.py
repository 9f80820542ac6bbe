# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The variables of the role backup, resolved: with defaults and computed names. Pure.

The defaults here are those of the role's defaults/main.yml; a test compares them.
"""

from __future__ import annotations

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.patterns import did_you_mean, given_twice

from ..shared import names
from ..stack.variables import misspelt, typed
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
    """{variable without its prefix: value} -> the resolved variables with `problems`, one line each.

    variables: the names of all variables of the play with the prefix. Only those similar to a known one are problems.
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
