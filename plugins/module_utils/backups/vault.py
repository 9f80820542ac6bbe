# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Backup vaults: reading and planning one. Planning is pure.

Vaults are shared, so the module only adds to them. amazon.aws.backup_vault cannot be used: it manages one vault per
task, has no locks, overwrites the tags of others, does not report a different key, and treats a vault that the caller
may not describe as missing (R95).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

from ..core import diff, kms, tagging
from ..core.apply import Reconciliation
from ..core.change import CREATE, DELETE, UPDATE, Change, PlanError
from ..core.errors import AwsError

# Option -> AWS's name in ListBackupVaults.
BOUNDS = {"min_retention_days": "MinRetentionDays", "max_retention_days": "MaxRetentionDays"}


@dataclass
class Seen:
    """The current state of one vault.

    vault: ListBackupVaults' facts; None without a vault. key_arn: of the declared key; in check mode its alias, if an
    earlier task may create the key.
    uses: of a vault to delete, what uses the vault or the role, in words.
    """

    vault: dict | None = None
    key_arn: str | None = None
    tags: dict = field(default_factory=dict)
    uses: list = field(default_factory=list)


def reconciliation(entry, place, region):
    """One entry of `vaults` -> its Reconciliation."""
    want = {**entry, "place": place, "tags": tagging.strings(entry["tags"])}
    return Reconciliation(f"vault {entry['name']}", entry["region"] or region, want)


def read(item, _region, listed, regions, check_mode):
    """Fill `have`. listed: {name: facts} of the vaults of the vault's Region; an AwsError if they cannot be listed.

    regions: those whose plans may use the vault.
    """
    want, have = item.want, item.have
    if isinstance(listed, AwsError):
        raise listed
    have.vault = listed.get(want["name"])
    region = next(one for one in regions if one.name == item.region)
    if want["state"] == "absent":
        have.uses = [words for one in regions for words in _uses(one, have.vault, want)] if have.vault else []
        return
    if want["kms_key_id"]:
        have.key_arn = _key_arn(region, want["kms_key_id"], check_mode)
    if have.vault and want["tags"]:
        have.tags = tags_of(region, have.vault["BackupVaultArn"], f"vault {want['name']}")


def tags_of(region, arn, what):
    """The tags of a resource of AWS Backup, without the system tags. ListTags has no paginator in botocore."""
    tags, token = {}, {}
    while True:
        words = f"read the tags of {what}"
        answer = region.call("list_tags", service="backup", action=words, ResourceArn=arn, **token)
        tags.update({key: value for key, value in answer["Tags"].items() if not key.startswith("aws:")})
        if not answer.get("NextToken"):
            return tags
        token = {"NextToken": answer["NextToken"]}


def expected(listed, items):
    """{Region: {name: facts}} of the vaults after the run; None for a Region where the caller may not list them."""
    there = {region: None if isinstance(vaults, AwsError) else dict(vaults) for region, vaults in listed.items()}
    for item in items:
        want, have = item.want, item.have
        if want["state"] == "present" and not item.error:
            key = {"EncryptionKeyArn": have.key_arn} if have.key_arn else {}
            facts = have.vault or {"BackupVaultName": want["name"], **key}
            there[item.region][want["name"]] = {**facts, **_locked(want, facts)}
    return there


def _locked(want, facts):
    if want["lock"] is None:
        return {}
    return {"Locked": True, **{BOUNDS[option]: days for option, days in _bounds(want, facts).items()}}


def lock_fault(facts, days):
    """Why the lock of a vault would make every backup fail, in words (R96). days None: never deleted."""
    bounds = _live_bounds(facts) if facts.get("Locked") else {}
    least, most = (bounds.get(option) for option in BOUNDS)
    of_lock = f"the lock of vault {facts.get('BackupVaultName')} requires"
    if least and days and days < least:
        return f"is {days} days; {of_lock} a retention of at least {least} days"
    if most and (days is None or days > most):
        return f"is {'never' if days is None else f'{days} days'}; {of_lock} a retention of at most {most} days"
    return None


def plan(item, now):
    """Fill the Plan of a Reconciliation. now: in seconds."""
    want, have, made = item.want, item.have, item.plan
    path = f"vaults[{want['place']}]"
    if want["state"] == "absent":
        made.add(_absent(want, have, item.region, path))
        made.before = {"name": want["name"]} if have.vault else {}
        return
    made.add(_present(want, have, item.region, path, now))
    made.before, made.after = _declarations(want, have)


def facts(item):
    """The facts of a vault after the run: as read, with what was changed since."""
    have, answers = item.have, item.answers
    vault = {**(have.vault or {}), **answers.get("create_backup_vault", {})}
    deleted = "delete_backup_vault" in answers
    return {
        "name": item.want["name"],
        "region": item.region,
        "arn": None if deleted else vault.get("BackupVaultArn"),
        "kms_key_arn": vault.get("EncryptionKeyArn", have.key_arn),
        "recovery_points": vault.get("NumberOfRecoveryPoints", 0),
        "locked": "put_backup_vault_lock_configuration" in answers or vault.get("Locked", False),
    }


def has_key(arn):
    """Whether this names a key, and not an alias that does not exist yet."""
    return bool(arn) and ":key/" in arn


def _key_arn(region, named, check_mode):
    if named.startswith("arn:") and has_key(named):
        return named
    words = f"look up the KMS key {named}"
    try:
        return region.once("describe_key", service="kms", action=words, KeyId=named)["KeyMetadata"]["Arn"]
    except AwsError as error:
        if not check_mode or error.code != "NotFoundException" or "alias/" not in named:
            raise
        return named


def _uses(region, vault, want):
    plans = region.pages("list_backup_plans", "BackupPlansList", service="backup", action="list the backup plans")
    remaining = [plan for plan in plans if plan["BackupPlanName"] not in want["gone_plans"]]
    calls = [functools.partial(_use, region, plan, vault, want["role_arn"]) for plan in remaining]
    return [words for words in region.side_by_side(calls) if words]


def _use(region, listed, vault, role_arn):
    """How one plan uses a vault or a role, in words; None if it does not."""
    name, plan_id = listed["BackupPlanName"], listed["BackupPlanId"]
    words = f"read backup plan {name}"
    document = region.once("get_backup_plan", service="backup", action=words, BackupPlanId=plan_id)["BackupPlan"]
    arn = vault["BackupVaultArn"]
    home = arn.split(":")[3] == region.name
    for rule in document["Rules"]:
        if home and rule["TargetBackupVaultName"] == vault["BackupVaultName"]:
            return f"plan {name} backs up to it"
        if arn in [copy["DestinationBackupVaultArn"] for copy in rule.get("CopyActions", [])]:
            return f"plan {name} in {region.name} copies to it"
    if role_arn:
        words = f"read the selections of backup plan {name}"
        found = region.pages(
            "list_backup_selections", "BackupSelectionsList", service="backup", action=words, BackupPlanId=plan_id
        )
        if role_arn in [selection["IamRoleArn"] for selection in found]:
            return f"plan {name} in {region.name} assumes {role_arn}"
    return None


def _present(want, have, region, path, now):
    name, vault = want["name"], have.vault
    if have.key_arn and not has_key(have.key_arn):
        yield kms.will_be_missing(f"{path}.kms_key_id", have.key_arn, region)
    if vault is None:
        yield _create(want, have, region, path)
    else:
        if have.key_arn and have.key_arn != vault.get("EncryptionKeyArn"):
            words = f"vault {name} is encrypted by {vault.get('EncryptionKeyArn')}, which cannot be changed"
            yield PlanError(f"{path}.kms_key_id", f"{words}: declare this key or another vault")
        missing = _missing_tags(want, have)
        if missing:
            words = f"tag vault {name} with {tagging.words(missing)}"
            params = {"ResourceArn": vault["BackupVaultArn"], "Tags": missing}
            yield _call(f"{_key(want)}.tags", UPDATE, words, region, "tag_resource", f"{path}.tags", **params)
    if want["lock"] is not None:
        yield from _lock(want, vault or {}, region, f"{path}.lock", now)


def _create(want, have, region, path):
    params, words = {"BackupVaultName": want["name"]}, f"create backup vault {want['name']}"
    if have.key_arn:
        params["EncryptionKeyArn"] = have.key_arn
        words += f", encrypted by {have.key_arn}"
    if want["tags"]:
        params["BackupVaultTags"] = want["tags"]
        words += f", tagged with {tagging.words(want['tags'])}"
    return _call(_key(want), CREATE, words, region, "create_backup_vault", f"{path}.name", **params)


def _missing_tags(want, have):
    return {key: value for key, value in (want["tags"] or {}).items() if key not in have.tags}


def _lock(want, vault, region, path, now):
    """PutBackupVaultLockConfiguration replaces the lock, so omitted bounds are sent with their current value (R96)."""
    name, grace, date = want["name"], want["lock"]["changeable_for_days"], vault.get("LockDate")
    live, bounds = _live_bounds(vault), _bounds(want, vault)
    if vault.get("Locked") and bounds == live and (date or grace is None):
        return
    if date and date.timestamp() <= now:
        words = f"the lock of vault {name} has been immutable since {date:%Y-%m-%d}"
        yield PlanError(path, f"{words}: declare {_as_options(live)}")
        return
    if date and grace is None:
        words = f"is required to change the lock of vault {name}, which becomes immutable on {date:%Y-%m-%d}"
        yield PlanError(f"{path}.changeable_for_days", words)
        return
    params = {BOUNDS[option]: days for option, days in bounds.items()}
    words = f"lock vault {name}"
    if bounds:
        kinds = {"min_retention_days": "at least", "max_retention_days": "at most"}
        words += " with retention of " + " and ".join(f"{kinds[option]} {days} days" for option, days in bounds.items())
    if grace is not None:
        params["ChangeableForDays"] = grace
        words += f", changeable for {grace} days"
    kind, method = UPDATE if vault.get("Locked") else CREATE, "put_backup_vault_lock_configuration"
    yield _call(f"{_key(want)}.lock", kind, words, region, method, path, BackupVaultName=name, **params)


def _live_bounds(vault):
    return {option: vault[aws] for option, aws in BOUNDS.items() if vault.get(aws) is not None}


def _bounds(want, vault):
    declared = {option: want["lock"][option] for option in BOUNDS if want["lock"][option] is not None}
    return {**_live_bounds(vault), **declared}


def _as_options(bounds):
    return " and ".join(f"{option}={days}" for option, days in bounds.items()) or "no bounds"


def _absent(want, have, region, path):
    name, vault = want["name"], have.vault
    if vault is None:
        return
    uses = list(dict.fromkeys(have.uses))
    if vault.get("NumberOfRecoveryPoints"):
        uses.insert(0, f"it contains {vault['NumberOfRecoveryPoints']} recovery points")
    if uses:
        yield PlanError(f"{path}.state", f"vault {name} in {region} is in use: {', '.join(uses)}")
    else:
        words = f"delete backup vault {name}, which is empty"
        yield _call(_key(want), DELETE, words, region, "delete_backup_vault", f"{path}.state", BackupVaultName=name)


def _call(key, kind, action, region, method, path, **params):
    return Change(key, kind, action, region, "backup", method, params, path)


def _key(want):
    return f"vaults[{want['name']}]"


def _declarations(want, have):
    """The current and the desired options that differ."""
    vault = have.vault or {}
    before, after = {}, {}
    if not vault:
        after["name"] = want["name"]
        if have.key_arn:
            after["kms_key_id"] = have.key_arn
    if _missing_tags(want, have):
        before["tags"], after["tags"] = have.tags if vault else None, {**have.tags, **_missing_tags(want, have)}
    if want["lock"] is not None:
        grace = want["lock"]["changeable_for_days"]
        before["lock"] = (
            {**_live_bounds(vault), "compliance_mode": bool(vault.get("LockDate"))} if vault.get("Locked") else None
        )
        after["lock"] = {**_bounds(want, vault), "compliance_mode": bool(vault.get("LockDate") or grace)}
    return diff.unequal(before, after)
