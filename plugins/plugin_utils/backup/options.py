# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From the variables of the role backup to the options of dynamodb_stackkit_backup. Pure."""

from __future__ import annotations

from ..shared import names
from ..shared.variables import typed
from . import role as backup_role
from .variables import LIFECYCLE, LOCK, never


def module_options(resolved, role, caller):
    """-> {vaults, plans}. role: the IAM role, None if it does not exist or was not read. caller: {} if not read."""
    regions = [None, *resolved["copy_regions"]]
    if resolved["state"] == "absent":
        role_arn = {"role_arn": role["arn"]} if role else {}
        plans = [names.backup_plan(table) for table in resolved["gone"]]
        vault = {"name": resolved["vault_name"], "state": "absent", "gone_plans": plans, **role_arn}
        return {"vaults": [{**vault, **_in(region)} for region in regions], "plans": []}
    role_arn = backup_role.arn(role, caller, resolved["role_name"])
    return {
        "vaults": [_vault(resolved, region) for region in regions] if resolved["enabled"] else [],
        "plans": [_plan(resolved, table, role_arn) for table in resolved["tables"]],
    }


def _in(region):
    return {"region": region} if region else {}


def _vault(resolved, region):
    """The vault of one Region, None for the home Region, with the key of that Region."""
    keys = {key.get("region") or None: key.get("key_arn") for key in resolved["region_keys"]}
    key = keys.get(region)
    if region is None:
        key = resolved["kms_key_id"] or key or keys.get(resolved["region"])
    vault = {"name": resolved["vault_name"], "tags": resolved["shared_tags"], **_in(region)}
    if key:
        vault["kms_key_id"] = key
    if resolved["vault_lock"]:
        vault["lock"] = typed(LOCK, resolved["vault_lock"], "", [])
    return vault


def _plan(resolved, table, role_arn):
    if not table["enabled"]:
        return {"name": table["plan"], "state": "absent"}
    return {
        "name": table["plan"],
        "vault": resolved["vault_name"],
        "schedule": table["schedule"],
        **_days(table),
        "copies": [_copy(resolved, {**_days(table), **copy}, role_arn) for copy in table["copy_to"]],
        "resources": [table["table"]],
        "role_arn": role_arn,
        "tags": table["tags"],
    }


def _days(days):
    return {option: -1 if never(days[option]) else days[option] for option in LIFECYCLE}


def _copy(resolved, copy, role_arn):
    """A copy has the lifecycle of the backup, unless it has one of its own."""
    _arn, partition, _iam, _region, account, _role = role_arn.split(":", 5)
    arn = copy.get("vault_arn")
    if not arn:
        arn = f"arn:{partition}:backup:{copy['region']}:{account}:backup-vault:{resolved['vault_name']}"
    return {"vault_arn": arn, **_days({option: int(copy[option]) for option in LIFECYCLE})}
