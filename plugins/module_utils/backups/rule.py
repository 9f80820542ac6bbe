# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The rule of a backup plan and the selection of its resources: as options, and as AWS has them."""

from __future__ import annotations

from .request import LIFECYCLE, NEVER

# Option -> AWS's name of options whose value is the same.
PLAIN = {
    "vault": "TargetBackupVaultName",
    "schedule": "ScheduleExpression",
    "timezone": "ScheduleExpressionTimezone",
    "start_window": "StartWindowMinutes",
    "completion_window": "CompletionWindowMinutes",
}
DAYS = {"delete_after": "DeleteAfterDays", "cold_storage_after": "MoveToColdStorageAfterDays"}
# The parts of a selection that select resources.
SELECTING = ("Resources", "ListOfTags", "Conditions")
# Further parts, by their names in the diff. They are removed if the resources are declared.
NOT_MANAGED = {"list_of_tags": "ListOfTags", "conditions": "Conditions", "not_resources": "NotResources"}
# The defaults of AWS (R91).
DEFAULTS = {
    "schedule": "cron(0 5 ? * * *)",
    "timezone": "Etc/UTC",
    "start_window": 480,
    "completion_window": 10080,
}


def own_rule(name, rules):
    """The managed rule of a live plan: the one with the plan's name, or else the only one; {} if there is none."""
    for rule in rules:
        if rule["RuleName"] == name:
            return rule
    return rules[0] if len(rules) == 1 else {}


def complete(want, have):
    """The desired rule as BackupRuleInput; omitted options keep their value. have: the live rule; {} without one."""
    rule = {name: value for name, value in have.items() if name != "RuleId"}
    rule["RuleName"] = want["name"]
    rule.update({aws: want[option] for option, aws in PLAIN.items() if want[option] is not None})
    _set(rule, "Lifecycle", _lifecycle(want, have.get("Lifecycle", {})))
    if want["copies"] is not None:
        live = {copy["DestinationBackupVaultArn"]: copy for copy in have.get("CopyActions", [])}
        _set(rule, "CopyActions", [_copy(copy, live.get(copy["vault_arn"], {})) for copy in want["copies"]])
    if want["recovery_point_tags"] is not None:
        _set(rule, "RecoveryPointTags", want["recovery_point_tags"])
    return rule


def declare(rule):
    """A rule as options. Equal options are equal rules."""
    options = dict(DEFAULTS)
    options.update({option: rule[aws] for option, aws in PLAIN.items() if rule.get(aws) is not None})
    options.update(_days(rule))
    if rule.get("CopyActions"):
        copies = [{"vault_arn": copy["DestinationBackupVaultArn"], **_days(copy)} for copy in rule["CopyActions"]]
        options["copies"] = sorted(copies, key=lambda copy: copy["vault_arn"])
    if rule.get("RecoveryPointTags"):
        options["recovery_point_tags"] = rule["RecoveryPointTags"]
    return options


def complete_selection(want, have):
    """The desired selection in AWS's form. have: the live one; {} without one."""
    selection = {name: value for name, value in have.items() if not _is_empty(value)}
    selection["SelectionName"] = want["name"]
    if want["resources"] is not None:
        selection = {name: value for name, value in selection.items() if name not in NOT_MANAGED.values()}
        selection["Resources"] = want["resources"]
    if want["role_arn"] is not None:
        selection["IamRoleArn"] = want["role_arn"]
    return selection


def declare_selection(selection):
    """A selection as options; {} if it is incomplete."""
    if "IamRoleArn" not in selection or not any(selection.get(part) for part in SELECTING):
        return {}
    options = {"resources": sorted(selection.get("Resources", [])), "role_arn": selection["IamRoleArn"]}
    others = {name: selection.get(aws) for name, aws in NOT_MANAGED.items()}
    return {**options, **{name: value for name, value in others.items() if not _is_empty(value)}}


def _set(target, name, value):
    if value:
        target[name] = value
    else:
        target.pop(name, None)


def _lifecycle(want, have):
    """The desired lifecycle. A period that never ends is omitted; without any period there is no lifecycle."""
    days = {aws: want[option] for option, aws in DAYS.items() if want[option] is not None}
    lifecycle = {name: value for name, value in {**have, **days}.items() if value != NEVER}
    return lifecycle if any(name in lifecycle for name in DAYS.values()) else {}


def _copy(want, have):
    copy = {**have, "DestinationBackupVaultArn": want["vault_arn"]}
    _set(copy, "Lifecycle", _lifecycle(want, have.get("Lifecycle", {})))
    return copy


def _days(described):
    lifecycle = described.get("Lifecycle", {})
    return {option: lifecycle[DAYS[option]] for option in LIFECYCLE if lifecycle.get(DAYS[option]) not in (None, NEVER)}


def _is_empty(value):
    """Whether a part is empty; AWS returns empty conditions if there are none."""
    return not any(value.values()) if isinstance(value, dict) else value in (None, [], "")
