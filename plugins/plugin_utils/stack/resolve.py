# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The variables of the role stack, resolved: layers merged, names composed. Pure."""

from __future__ import annotations

from ..shared import names
from ..shared.variables import typed
from . import backups as stack_backups
from .variables import PROFILE

ON_DEMAND, PROVISIONED = "PAY_PER_REQUEST", "PROVISIONED"

# The variables of the whole run that the tasks take as they are.
OF_RUN = ("state", "wait", "wait_pending", "wait_timeout", "fail_on_pending", "kms_deletion_window")


def resolve(values, entries, profiles):
    """What `variables.read` returns, and the collection's profiles -> the resolved stack.

    Layers, weakest first: the collection's profile, the site's, the variables, an entry of stack_tables.
    """
    environment = values.get("environment")
    profile = profile_of(environment, profiles, values["environments"])
    from_profile = {
        "billing_mode": profile.get("billing_mode"),
        "point_in_time_recovery_enabled": profile.get("point_in_time_recovery", False),
        "deletion_protection_enabled": profile.get("deletion_protection", False),
        "enable_backup": profile.get("backup", False),
        "backup_cold_storage_after": profile.get("backup_cold_storage_after", stack_backups.COLD_STORAGE_AFTER),
        "backup_delete_after": profile.get("backup_delete_after", stack_backups.DELETE_AFTER),
        "create_latency_alarms": profile.get("latency_alarms", False),
    }
    tables = [_table(values, {**from_profile, **values, **entry}) for entry in entries or [{}]]
    alias = names.key_alias(values.get("project_name"), environment)
    return {
        **{name: values[name] for name in OF_RUN},
        "api_rate_share": values.get("api_rate_share"),
        "region": values.get("aws_region"),
        "needs_region": "aws_region" not in values and any(_names_regions(values["state"], table) for table in tables),
        "project_name": values.get("project_name"),
        "environment": environment,
        "profile": profile,
        "vpc_endpoint": values.get("vpc_endpoint"),
        "key_alias": alias,
        "key_regions": _key_regions(values.get("aws_region") or "", tables),
        "shared_tags": {**own_tags(values), **values["shared_tags"]},
        "tables": tables,
        "backup": stack_backups.variables(values, tables),
        # Where the user has set each variable, for messages.
        "set_in_entries": [sorted(entry) for entry in entries],
    }


def profile_of(environment, profiles, of_site):
    """A new environment starts with the profile of dev; an unknown one, which is a problem, has only a billing mode."""
    site = of_site.get(environment)
    if environment not in profiles and site is None:
        return {"billing_mode": ON_DEMAND}
    known = {key: (kind, None) for key, kind in PROFILE.items()}
    return {
        **profiles.get(environment, profiles["dev"]),
        **typed(known, site if isinstance(site, dict) else {}, "", []),
    }


def own_tags(values):
    return {
        "Component": "database",
        "Type": "dynamodb",
        "Project": values.get("project_name", ""),
        "Environment": values.get("environment", ""),
        "ManagedBy": "ansible",
    }


def _table(stack, values):
    table = dict(values)
    table["name"] = names.table(stack.get("project_name"), stack.get("environment"), values["table_name"])
    table["tags"] = {**own_tags(stack), **values["common_tags"]}
    table["replicas"] = [_replica(entry) for entry in _replicas(values)]
    return table


def cut_names(stack):
    """The shortened names of the tables whose declared names are too long for AWS."""
    parts = stack["project_name"], stack["environment"]
    return [table["name"] for table in stack["tables"] if table["name"] != names.whole(*parts, table["table_name"])]


def without_their_replicas(stack):
    """The names of the tables whose replicas are listed but not enabled."""
    tables = stack["tables"] if stack["state"] == "present" else []
    return [table["name"] for table in tables if table["replica_regions"] and not table["enable_global_tables"]]


def _replicas(values):
    return values["replica_regions"] if values["enable_global_tables"] else []


def _replica(entry):
    return dict(entry) if isinstance(entry, dict) else {"region": entry}


def _names_regions(state, table):
    """Whether the check of a table requires its Region: for replicas, and for ARNs, which contain a Region."""
    variables = ("replicas", "alarm_actions", "ok_actions", "alarms", "backup_copy_to", "kms_key_id", "kinesis_stream")
    return state == "present" and any(table.get(name) for name in variables)


def _key_regions(home, tables):
    """Where tables or copies of their backups need the key that the role creates; "" is the session's Region."""
    regions = []
    for table in tables:
        if uses_made_key(table):
            regions += [home, *(replica.get("region") for replica in table["replicas"])]
            regions += stack_backups.copy_regions(table)
    return list(dict.fromkeys(region for region in regions if isinstance(region, str)))


def uses_made_key(table):
    return table["server_side_encryption_enabled"] and table["create_kms_key"]
