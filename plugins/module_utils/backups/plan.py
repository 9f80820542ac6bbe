# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Planning one backup plan: from the desired and the current state to Changes. Pure."""

from __future__ import annotations

from ..core import diff, tagging
from ..core.change import CREATE, DELETE, REPLACE, UPDATE, Change, FromAnswer, PlanError, PlanWarning
from . import rule as rule_module
from . import vault as vault_module
from .request import VAULT_ARN, lifecycle_fault

CREATED_ID = FromAnswer("create_backup_plan", "BackupPlanId")


def plan(plan, want, have, *, region):
    """Fill a Plan. want: the plan's options with `place`, its index in `plans`. have: a read.Seen."""
    path = f"plans[{want['place']}]"
    if len(have.ids) > 1:
        words = f"{len(have.ids)} backup plans have this name ({', '.join(have.ids)}); delete all but one"
        plan.add([PlanError(f"{path}.name", words)])
    elif want["state"] == "absent":
        plan.add(_absent(want, have, region, path))
        plan.before = {"name": want["name"]} if have.plan else {}
    else:
        rule = rule_module.complete(want, have.rule)
        selection = rule_module.complete_selection(want, have.selection)
        faults = list(_faults(want, rule, have, region, path))
        plan.add(faults or _present(want, rule, selection, have, region, path))
        plan.before, plan.after = _declarations(want, rule, selection, have)


def needs_opt_in(want, have):
    """What of a plan requires DynamoDB's advanced features, in words; None if nothing does (R94)."""
    if want["state"] == "absent":
        return None
    rule = rule_module.complete(want, have.rule)
    options = rule_module.declare(rule)
    if "cold_storage_after" in options:
        return "cold storage"
    if "copies" in options:
        return "copies"
    return f"the customer managed key of vault {rule['TargetBackupVaultName']}" if have.vault_key_is_own else None


def opt_in(names, region):
    """The Change that enables the features. AWS changes only the settings that are sent (R94)."""
    return Change(
        "opt_in",
        UPDATE,
        f"enable the advanced features of AWS Backup for DynamoDB, required by {', '.join(names)}",
        region,
        "backup",
        "update_region_settings",
        {"ResourceTypeManagementPreference": {"DynamoDB": True}},
        "opt_in",
    )


def missing_vaults(want, have, region):
    """Yield (option path, vault) of the vaults that do not exist, as far as they can be listed."""
    if want["state"] == "absent":
        return
    path = f"plans[{want['place']}]"
    rule = rule_module.complete(want, have.rule)
    name = rule.get("TargetBackupVaultName")
    if name and _is_missing(have.vaults.get(region), name):
        yield f"{path}.vault", f"{name} in {region}"
    for place, copy in enumerate(want["copies"] or []):
        arn = VAULT_ARN.fullmatch(copy["vault_arn"])
        if _is_missing(have.vaults.get(arn["region"]), arn["name"]) and arn["account"] == have.account:
            yield f"{path}.copies[{place}].vault_arn", f"{arn['name']} in {arn['region']}"


def _is_missing(vaults, name):
    """vaults: {name: ...} of the Region; None if the caller may not list them."""
    return vaults is not None and name not in vaults


def _faults(want, rule, have, region, path):
    if not have.plan and want["vault"] is None:
        yield PlanError(f"{path}.vault", "is required to create the plan")
    for place, copy in enumerate(want["copies"] or []):
        arn = VAULT_ARN.fullmatch(copy["vault_arn"])
        if (arn["region"], arn["account"], arn["name"]) == (region, have.account, rule.get("TargetBackupVaultName")):
            yield PlanError(
                f"{path}.copies[{place}].vault_arn", f"{arn['name']} in {region} is the vault of the plan itself"
            )
    account = want["role_arn"] and want["role_arn"].split(":")[4]
    if account not in (None, have.account):  # R98
        words = f"{want['role_arn']} is in account {account}; AWS Backup in account {have.account} cannot assume it"
        yield PlanError(f"{path}.role_arn", words)
    options = rule_module.declare(rule)
    for where, days in [
        ("", options),
        *((f"copies[{copy['vault_arn']}].", copy) for copy in options.get("copies", [])),
    ]:
        problem = lifecycle_fault(days.get("delete_after"), days.get("cold_storage_after"))
        if problem:
            yield PlanError(f"{path}.{where}delete_after", problem)
    yield from _lock_faults(want, options, have, region, path)
    if not have.selection and (want["resources"] is None) != (want["role_arn"] is None):
        missing = "role_arn" if want["role_arn"] is None else "resources"
        yield PlanError(f"{path}.{missing}", "is required to create the selection of the plan")


def _lock_faults(want, options, have, region, path):
    """Check only declared options, so that a plan with other lifecycles can still be tagged."""
    if not have.rule or want["vault"] is not None or want["delete_after"] is not None:
        facts = (have.vaults.get(region) or {}).get(options.get("vault"), {})
        problem = vault_module.lock_fault(facts, options.get("delete_after"))
        if problem:
            yield PlanError(f"{path}.delete_after", problem)
    days = {copy["vault_arn"]: copy.get("delete_after") for copy in options.get("copies", [])}
    for place, copy in enumerate(want["copies"] or []):
        arn = VAULT_ARN.fullmatch(copy["vault_arn"])
        facts = (have.vaults.get(arn["region"]) or {}).get(arn["name"], {}) if arn["account"] == have.account else {}
        problem = vault_module.lock_fault(facts, days[copy["vault_arn"]])
        if problem:
            yield PlanError(f"{path}.copies[{place}].delete_after", problem)


def _present(want, rule, selection, have, region, path):
    name = want["name"]
    if not have.plan:
        yield _create(want, rule, region, path)
    else:
        yield from _update(want, rule, have, region, path)
        yield from _tags(want, have, region, path)
    plan_id = have.ids[0] if have.plan else CREATED_ID
    before, after = (rule_module.declare_selection(one) for one in (have.selection, selection))
    if not after or before == after:
        return
    path, key = f"{path}.resources", _key(want)
    if have.selection:
        words = f"delete selection {name} of plan {name} to replace it"
        params = {"BackupPlanId": plan_id, "SelectionId": have.selection_id}
        yield _call(f"{key}.selections[{name}]", DELETE, words, region, "delete_backup_selection", path, **params)
    kind = REPLACE if have.selection else CREATE
    words = f"{kind} selection {name} of plan {name}: {', '.join(after['resources'])} with role {after['role_arn']}"
    params = {"BackupPlanId": plan_id, "BackupSelection": selection}
    yield _call(f"{key}.selections[{name}]", kind, words, region, "create_backup_selection", path, **params)


def _create(want, rule, region, path):
    params = {"BackupPlan": {"BackupPlanName": want["name"], "Rules": [rule]}}
    options = rule_module.declare(rule)
    words = f"create backup plan {want['name']}, to vault {options.get('vault')} at {options['schedule']}"
    if want["tags"]:
        params["BackupPlanTags"] = want["tags"]
        words += f", tagged with {tagging.words(want['tags'])}"
    return _call(_key(want), CREATE, words, region, "create_backup_plan", f"{path}.name", **params)


def _update(want, rule, have, region, path):
    others = [other for other in have.plan["Rules"] if other is not have.rule]
    if others:
        names = ", ".join(other["RuleName"] for other in others)
        yield PlanWarning(f"{want['name']}: the plan has other rules, which are not managed: {names}")
    unmanaged = [name for name, selection_id in have.selections if selection_id != have.selection_id]
    if unmanaged:
        names = ", ".join(unmanaged)
        yield PlanWarning(f"{want['name']}: the plan has other selections, which are not managed: {names}")
    before, after = (rule_module.declare(one) for one in (have.rule, rule))
    differing = [option for option in {**before, **after} if before.get(option) != after.get(option)]
    if not have.rule:
        words = f"add rule {want['name']} to backup plan {want['name']}"
    elif differing:
        words = f"change {', '.join(differing)} of backup plan {want['name']}"
    else:
        return
    rules = [*({key: value for key, value in other.items() if key != "RuleId"} for other in others), rule]
    document = {**have.plan, "BackupPlanName": want["name"], "Rules": rules}
    params = {"BackupPlanId": have.ids[0], "BackupPlan": document}
    yield _call(_key(want), UPDATE, words, region, "update_backup_plan", path, **params)


def _tags(want, have, region, path):
    if want["tags"] is None:
        return
    ways = dict(remove=("untag_resource", "TagKeyList"), add=("tag_resource", "Tags"), shape=dict)
    for kind, action, method, params in tagging.calls(have.tags, want["tags"], f"backup plan {want['name']}", **ways):
        params["ResourceArn"] = have.arn
        yield _call(f"{_key(want)}.tags", kind, action, region, method, f"{path}.tags", **params)


def _absent(want, have, region, path):
    """Delete the selections first, because AWS rejects the deletion of a plan that has any."""
    path, name = f"{path}.state", want["name"]
    for selection, selection_id in have.selections:
        words = f"delete selection {selection} of plan {name}"
        params = {"BackupPlanId": have.ids[0], "SelectionId": selection_id}
        key = f"{_key(want)}.selections[{selection}]"
        yield _call(key, DELETE, words, region, "delete_backup_selection", path, **params)
    if have.plan:
        vault = have.rule.get("TargetBackupVaultName")
        words = f"delete backup plan {name}; its recovery points remain" + (f" in vault {vault}" if vault else "")
        yield _call(_key(want), DELETE, words, region, "delete_backup_plan", path, BackupPlanId=have.ids[0])


def _call(key, kind, action, region, method, path, **params):
    return Change(key, kind, action, region, "backup", method, params, path)


def _key(want):
    return f"plans[{want['name']}]"


def _declarations(want, rule, selection, have):
    """The current and the desired options that differ."""
    before = {**rule_module.declare(have.rule), **rule_module.declare_selection(have.selection)} if have.rule else {}
    after = {**rule_module.declare(rule), **rule_module.declare_selection(selection)}
    if want["tags"] is not None:
        before["tags"], after["tags"] = (have.tags if have.plan else None), want["tags"]
    return diff.unequal(before, after)
