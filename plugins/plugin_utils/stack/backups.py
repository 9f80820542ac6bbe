# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The backups of a stack: what the role stack passes to the role backup. Pure."""

from __future__ import annotations

from ..shared import names

# {variable of the role backup: the stack's}, of one table.
OF_TABLE = dict(
    enabled="enable_backup",
    schedule="backup_schedule",
    cold_storage_after="backup_cold_storage_after",
    delete_after="backup_delete_after",
    copy_to="backup_copy_to",
    tags="tags",
)
# Days, if neither a variable nor a profile sets them.
COLD_STORAGE_AFTER, DELETE_AFTER = 30, 120


def variables(values, tables):
    """The variables of the role backup, without their prefix. A table that is to be deleted is not backed up."""
    project, environment = values.get("project_name"), values.get("environment")
    present = values["state"] == "present"
    return {
        "tables": [{**entry(table), "enabled": table["enable_backup"] and present} for table in tables],
        "vault_name": names.backup_vault(project, environment),
        "role_name": names.backup_role(project, environment),
        "kms_key_id": values.get("backup_kms_key_id"),
        "vault_lock": values.get("backup_vault_lock"),
        "opt_in": values["backup_opt_in"],
    }


def entry(table):
    return {"table": table["name"], **{name: table[variable] for name, variable in OF_TABLE.items()}}


def copy_regions(table):
    """The Regions to which a table's recovery points are copied."""
    return [copy["region"] for copy in table["backup_copy_to"] if copy.get("region")] if table["enable_backup"] else []
