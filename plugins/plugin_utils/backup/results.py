# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From the result of dynamodb_stackkit_backup to what the role reports: failures, deleted plans and outputs. Pure."""

from __future__ import annotations

import re

from .variables import ENTRY, OF_TABLE, PREFIX

# {option of an entry of `vaults` or `plans`: the variable of the role}
OF_VAULT = dict(
    name="vault_name",
    kms_key_id="kms_key_id",
    lock="vault_lock",
    tags="shared_tags",
    state="state",
    role_arn="role_name",
)
OF_PLAN = dict(
    name="plan",
    vault="vault_name",
    schedule="schedule",
    cold_storage_after="cold_storage_after",
    delete_after="delete_after",
    copies="copy_to",
    resources="table",
    role_arn="role_name",
    tags="tags",
)
# A role that includes this one under a prefix of its own has these variables; the others it computes itself.
PREFIXED = ("schedule", "cold_storage_after", "delete_after", "copy_to", "kms_key_id", "vault_lock", "opt_in")
_PATH = re.compile(r"(?P<list>vaults|plans)\[(?P<place>\d+)\]\.(?P<option>\w+)(?P<rest>.*)")


def failure(resolved, result, prefix):
    """The module's message with the names of the role's variables for its options; "" if the module did not fail.

    A message contains each of its problems as "path: message".
    """
    text = result.get("msg", "")
    for problem in result.get("problems") or []:
        path, message = problem["path"], problem["message"]
        text = text.replace(f"{path}: {message}", f"{variable(resolved, path, prefix)}: {message}")
    return text


def variable(resolved, path, prefix):
    """The path of the variable that an option of the module comes from; the option's own path if there is none."""
    match = _PATH.fullmatch(path)
    if not match:
        return prefix + path if path in PREFIXED else path
    name = (OF_VAULT if match["list"] == "vaults" else OF_PLAN).get(match["option"])
    if name is None or (prefix != PREFIX and name not in PREFIXED):
        return path
    rest = "" if name == "table" else match["rest"]  # a plan backs up one table
    if match["list"] == "plans" and prefix == PREFIX:
        place = int(match["place"])
        if name in ENTRY and (name not in OF_TABLE or name in resolved["tables"][place]["own"]):
            return f"{prefix}tables[{place}].{name}{rest}"
    return f"{prefix}{name}{rest}"


def deleted(resolved, result):
    """The actions that deleted a plan."""
    plans = {f"plans[{table['plan']}]" for table in resolved["tables"]}
    changes = [change for change in result.get("changes") or [] if change["kind"] == "delete"]
    return [change["action"] for change in changes if change["key"] in plans]


def outputs(resolved, result, role, created):
    """{table's name: outputs}. role: None if it did not exist; created: the results of iam_role in a loop.

    In check mode what does not exist yet is None.
    """
    plans = {plan["name"]: plan for plan in result.get("plans") or []}
    # In check mode the home vault may not exist while those of the copies do.
    vaults = [vault["arn"] for vault in result.get("vaults") or [] if vault["region"] not in resolved["copy_regions"]]
    roles = ([role] if role else []) + [one["iam_role"] for one in created if "iam_role" in one]
    return {
        table["name"]: _outputs(table, plans.get(table["plan"]), vaults, [one["arn"] for one in roles])
        for table in resolved["tables"]
    }


def _outputs(table, plan, vaults, roles):
    enabled = table["enabled"]
    selection = plan["selection_id"] if plan and enabled else None
    return {
        "backup_enabled": enabled and (plan is None or selection is not None),
        "backup_vault_arn": vaults[0] if vaults and enabled else None,
        "backup_plan_arn": plan["arn"] if plan and enabled else None,
        "backup_selection_id": selection,
        "backup_selection_arn": selection,
        "backup_role_arn": roles[0] if roles and enabled else None,
    }
