# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The variables of the role backup: their names and types, and the entries of backup_tables. Pure."""

from __future__ import annotations

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.patterns import did_you_mean

from ..shared import names
from ..shared.variables import declared, typed

PREFIX = "backup_"

# An entry of backup_tables can set these, without the prefix. All tables of a run share the others.
PER_TABLE = ("enabled", "schedule", "cold_storage_after", "delete_after", "copy_to", "tags")
OF_TABLE = {name: declared("backup")[name] for name in PER_TABLE}
ENTRY = dict(OF_TABLE, table=("str", None), plan=("str", None))
LOCK = dict(min_retention_days=("int", None), max_retention_days=("int", None), changeable_for_days=("int", None))
COPY = dict(vault_arn=("str", None), region=("str", None), delete_after=("int", None), cold_storage_after=("int", None))
LIFECYCLE = ("cold_storage_after", "delete_after")


def never(days):
    """Whether a number of days means never: 0 in HCL, -1 in AWS Backup."""
    return days in (0, -1)


def copy_regions(tables):
    """The Regions of the vaults for copies."""
    copies = [copy for table in tables if table["enabled"] for copy in table["copy_to"]]
    return list(dict.fromkeys(str(copy["region"]) for copy in copies if copy.get("region")))


def read_entry(entry, path, problems):
    """An entry as a dict; it may be the name or the ARN of a table."""
    if isinstance(entry, str):
        return {"table": entry}
    if not isinstance(entry, dict):
        problems.append((path, "must be the name or the ARN of a table, or a dict"))
        return {}
    for name in sorted(set(entry) - set(ENTRY), key=str):
        problems.append((f"{path}.{name}", "no such variable" + did_you_mean(name, ENTRY)))
    return typed(ENTRY, entry, f"{path}.", problems)


def named(values, own):
    """name: of the table, which is the key of its outputs. own: the variables that its entry sets."""
    name = values.get("table", "").rpartition("table/")[2]
    return {"table": "", **values, "name": name, "own": own, "plan": values.get("plan") or names.backup_plan(name)}
