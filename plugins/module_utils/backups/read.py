# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reading backup plans, their selections, the vaults that they use and the settings of the Region."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..core.apply import for_each
from ..core.errors import AwsError, StackkitError
from . import rule as rule_module
from . import vault as vault_module
from .request import VAULT_ARN

READERS = 8  # threads
ADVANCED = "DynamoDB"  # in ResourceTypeManagementPreference


@dataclass
class Seen:
    """The current state of one plan.

    ids: of the live plans with that name, which may be several. plan: the document; None without a plan.
    rule, selection: the managed ones; {} without one. selections: (name, ID) of all.
    vaults: {Region: {name: ListBackupVaults' facts}}; None for a Region where the caller may not list them.
    account: the caller's, if it is known. advanced: whether DynamoDB's advanced features are enabled.
    """

    ids: list = field(default_factory=list)
    arn: str | None = None
    plan: dict | None = None
    rule: dict = field(default_factory=dict)
    selections: list = field(default_factory=list)
    selection: dict = field(default_factory=dict)
    selection_id: str | None = None
    tags: dict = field(default_factory=dict)
    vaults: dict = field(default_factory=dict)
    account: str | None = None
    advanced: bool = True
    vault_key_is_own: bool = False


def observe(plans, vaults, run):
    """Fill `have` of each Reconciliation."""
    aws, region = run.aws, run.region
    for item in plans:
        item.have = Seen()
    for item in vaults:
        item.have = vault_module.Seen()
    present = [item for item in plans if item.want["state"] == "present"]
    try:
        if plans:
            _find(plans, aws, region)
        listed = _read_vaults(present, vaults, aws, region)
        advanced = _read_settings(aws, region) if present else True
    except StackkitError as error:  # these calls serve all resources
        for item in [*plans, *vaults]:
            item.fail(error)
        return
    regions = [aws.in_region(name, "vaults") for name in listed]
    arguments = [(item, item.region, listed[item.region], regions, run.check_mode) for item in vaults]
    for_each(arguments, vault_module.read, READERS)
    for_each([(item, region, aws) for item in plans if item.have.ids], _read, READERS)
    there = vault_module.expected(listed, vaults)
    for item in present:
        item.have.vaults, item.have.advanced = there, advanced
        item.have.account = _account(item, there.get(region))
    if not advanced:
        for_each([(item, region, aws) for item in present], _read_key, READERS)


def _find(items, aws, region):
    plans = aws.in_region(region, "plans").pages(
        "list_backup_plans", "BackupPlansList", service="backup", action="list the backup plans"
    )
    for item in items:
        item.have.ids = [plan["BackupPlanId"] for plan in plans if plan["BackupPlanName"] == item.name]


def _read(item, region, aws):
    try:
        _read_existing(item, aws.in_region(region, f"plans[{item.want['place']}]"))
    except AwsError as error:
        if error.code != "ResourceNotFoundException":
            raise
        item.have = Seen()  # another caller has deleted it since it was listed


def _read_existing(item, region):
    want, have, name = item.want, item.have, item.name
    if len(have.ids) > 1:
        return  # it is ambiguous which of them is managed
    (plan_id,) = have.ids
    described = region.call(
        "get_backup_plan", service="backup", action=f"read backup plan {name}", BackupPlanId=plan_id
    )
    have.plan, have.arn = described["BackupPlan"], described["BackupPlanArn"]
    # AWS returns these outside of the document, but expects them in it (R91).
    if described.get("AdvancedBackupSettings"):
        have.plan["AdvancedBackupSettings"] = described["AdvancedBackupSettings"]
    have.rule = rule_module.own_rule(name, have.plan["Rules"])
    if want["state"] == "absent" or want["resources"] is not None or want["role_arn"] is not None:
        _read_selections(want, have, region)
    if want["state"] == "present" and want["tags"] is not None:
        _read_tags(have, name, region)


def _read_selections(want, have, region):
    (plan_id,), name = have.ids, want["name"]
    words = f"read the selections of backup plan {name}"
    found = region.pages(
        "list_backup_selections", "BackupSelectionsList", service="backup", action=words, BackupPlanId=plan_id
    )
    have.selections = [(entry["SelectionName"], entry["SelectionId"]) for entry in found]
    have.selection_id = dict(reversed(have.selections)).get(name)
    if want["state"] == "present" and have.selection_id:
        answer = region.call(
            "get_backup_selection",
            service="backup",
            action=words,
            BackupPlanId=plan_id,
            SelectionId=have.selection_id,
        )
        have.selection = answer["BackupSelection"]


def _read_tags(have, name, region):
    have.tags = vault_module.tags_of(region, have.arn, f"backup plan {name}")


def _read_vaults(present, vaults, aws, region):
    """List the vaults of each Region: DescribeBackupVault returns AccessDeniedException for a missing vault (R95)."""
    regions = {item.region for item in vaults} | {region}
    for item in present:
        regions |= {VAULT_ARN.fullmatch(copy["vault_arn"])["region"] for copy in item.want["copies"] or []}
    return {name: _list_vaults(aws.in_region(name, "vaults")) for name in sorted(regions)} if present or vaults else {}


def _list_vaults(region):
    """{name: facts}, or the AwsError of a caller that may not list them."""
    try:
        vaults = region.pages(
            "list_backup_vaults", "BackupVaultList", service="backup", action="list the backup vaults"
        )
    except AwsError as error:
        if error.is_denied:
            return error
        raise
    return {vault["BackupVaultName"]: vault for vault in vaults}


def _account(item, vaults):
    of_vaults = [vault.get("BackupVaultArn") for vault in (vaults or {}).values()]
    arns = [item.have.arn, *of_vaults, item.want["role_arn"]]
    known = [arn.split(":")[4] for arn in arns if arn]
    return known[0] if known else None


def _read_settings(aws, region):
    settings = aws.in_region(region, "plans").call(
        "describe_region_settings", service="backup", action="read the settings of AWS Backup"
    )
    return settings.get("ResourceTypeManagementPreference", {}).get(ADVANCED, False)


def _read_key(item, region, aws):
    """Whether a customer managed key encrypts the plan's vault."""
    rule = rule_module.complete(item.want, item.have.rule)
    vault = (item.have.vaults[region] or {}).get(rule.get("TargetBackupVaultName"))
    if vault is None or "EncryptionKeyArn" not in vault:
        return
    if "EncryptionKeyType" in vault:
        item.have.vault_key_is_own = vault["EncryptionKeyType"] == "CUSTOMER_MANAGED_KMS_KEY"
        return
    key = vault["EncryptionKeyArn"]
    if not vault_module.has_key(key):  # nor is it one of AWS's keys, which exist
        item.have.vault_key_is_own = True
        return
    words = f"look up the key of vault {vault['BackupVaultName']}"
    answer = aws.in_region(region, "plans").once("describe_key", service="kms", action=words, KeyId=key)
    item.have.vault_key_is_own = answer["KeyMetadata"].get("KeyManager") == "CUSTOMER"
