# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Backup vaults and plans from options to result."""

from __future__ import annotations

from ..core import apply, tagging
from ..core import result as result_module
from ..core.apply import Hooks, Reconciliation
from ..core.aws_errors import APPLIED, RETRY, KnownError
from ..core.change import PlanError
from ..core.errors import StackkitError
from . import plan, read, request, vault

WRITERS = 4
# AWS Backup is eventually consistent about a new IAM role and a deleted selection. After a lost answer, a resource may
# already be deleted or created (R93).
HOOKS = Hooks(
    tuple(
        KnownError(kind, "R93", (method,), code, pattern)
        for kind, method, code, pattern in (
            (RETRY, "create_backup_selection", "InvalidParameterValueException", "cannot be assumed"),
            (RETRY, "create_backup_selection", "InvalidParameterValueException", "is not authorized to call"),
            (RETRY, "delete_backup_plan", "InvalidRequestException", "Related backup plan selections must be deleted"),
            (APPLIED, "delete_backup_selection", "InvalidParameterValueException", ""),
            (APPLIED, "delete_backup_selection", "ResourceNotFoundException", ""),
            (APPLIED, "delete_backup_plan", "ResourceNotFoundException", ""),
            (APPLIED, "create_backup_vault", "AlreadyExistsException", ""),
        )
    )
)


def reconcile(params, run):
    """Reconcile every vault and plan -> [Reconciliation]: vaults, the opt-in if a plan requires it, plans."""
    vaults = [
        # In check mode the plans that an earlier task deletes still exist.
        vault.reconciliation(entry if run.check_mode else {**entry, "gone_plans": []}, place, run.region)
        for place, entry in enumerate(params["vaults"])
    ]
    plans = [
        Reconciliation(entry["name"], run.region, _entry(entry, place, run.region))
        for place, entry in enumerate(params["plans"])
    ]
    read.observe(plans, vaults, run)
    for item in vaults:
        apply.guarded(_plan_vault, item, item.region, run)
    for item in plans:
        apply.guarded(_plan, item, item.region, run, params["opt_in"])
    opt_in = _opt_in(plans, run.region)
    for item in opt_in:
        apply.guarded(apply.check, item, item.region, run)
    if not run.check_mode:
        _apply(vaults, opt_in, plans, run)
    return [*vaults, *opt_in, *plans]


def _entry(entry, place, region):
    tags = {option: tagging.strings(entry[option]) for option in ("tags", "recovery_point_tags")}
    return {**entry, **tags, "resources": _arns(entry, region), "place": place}


def _arns(entry, region):
    """The resources as ARNs; the account of a table that is declared by name is that of the role."""
    if entry["resources"] is None or entry["role_arn"] is None:
        return entry["resources"]
    role = request.ROLE_ARN.fullmatch(entry["role_arn"])
    tables = f"arn:{role['partition']}:dynamodb:{region}:{role['account']}:table/"
    return [one if one == "*" or one.startswith("arn:") else tables + one for one in entry["resources"]]


def _plan_vault(item, run):
    vault.plan(item, run.aws.clock.time())
    apply.check(item, run)


def _plan(item, run, opt_in):
    want, have, made = item.want, item.have, item.plan
    plan.plan(made, want, have, region=item.region)
    need = plan.needs_opt_in(want, have)
    if need and not have.advanced and not opt_in:
        words = f"must be true to enable the advanced features of AWS Backup for DynamoDB in {item.region}"
        words += f": plan {want['name']} requires them for {need}"
        made.errors.append(PlanError("opt_in", words))
    for path, missing in plan.missing_vaults(want, have, item.region):
        # In check mode an earlier task may be about to create it.
        if run.check_mode:
            made.warnings.append(f"{want['name']}: {path}: backup vault {missing} does not exist yet")
        else:
            made.errors.append(PlanError(path, f"backup vault {missing} does not exist"))
    apply.check(item, run)


def _waiting_for_opt_in(items):
    """The plans that cannot be applied before the advanced features are enabled."""
    return [
        item for item in items if not item.error and not item.have.advanced and plan.needs_opt_in(item.want, item.have)
    ]


def _opt_in(items, region):
    names = [item.name for item in _waiting_for_opt_in(items)]
    if not names:
        return []
    item = Reconciliation("opt_in", region, {})
    item.plan.add([plan.opt_in(names, region)])
    item.plan.before, item.plan.after = {"advanced_features": False}, {"advanced_features": True}
    return [item]


def _apply(vaults, opt_in, plans, run):
    apply.apply_all(vaults, run, HOOKS, WRITERS)
    for item in vaults:
        if item.error and any(change.method == "create_backup_vault" for change in item.remaining):
            _skip(_using(item, plans), f"{item.name}, which the plan requires, could not be created")
    apply.apply_all(opt_in, run, HOOKS, WRITERS)
    if any(item.error for item in opt_in):
        _skip(_waiting_for_opt_in(plans), "the advanced features that the plan requires could not be enabled")
    apply.apply_all(plans, run, HOOKS, WRITERS)


def _skip(items, why):
    for item in items:
        item.fail(StackkitError(f"not attempted, because {why}"))


def _using(vault_item, plans):
    name, region = vault_item.want["name"], vault_item.region
    for item in plans:
        arns = [request.VAULT_ARN.fullmatch(copy["vault_arn"]) for copy in item.want["copies"] or []]
        copied = (name, region) in [(arn["name"], arn["region"]) for arn in arns]
        if copied or (item.want["vault"], item.region) == (name, region):
            yield item


def result(items, params, run):
    """The task's result. With "msg" in it, the task has failed."""
    vaults = [item for item in items if isinstance(item.have, vault.Seen)]
    plans = [item for item in items if isinstance(item.have, read.Seen)]
    what = "backup vaults and plans" if vaults else "backup plans"
    report = result_module.for_task(items, check_mode=run.check_mode, what=what)
    report["vaults"] = [found for item in vaults for found in [vault.facts(item)] if found["arn"]]
    report["plans"] = [found for item in plans for found in [_facts(item)] if found["id"]]
    return report


def _facts(item):
    """The facts of a plan after the run: as read, with what was changed since."""
    have, answers = item.have, item.answers
    created = answers.get("create_backup_plan", {})
    deleted = "delete_backup_plan" in answers
    selected = answers.get("create_backup_selection", {}).get("SelectionId")
    unselected = "delete_backup_selection" in answers
    return {
        "name": item.name,
        "id": None if deleted else created.get("BackupPlanId") or (have.ids[0] if have.plan else None),
        "arn": created.get("BackupPlanArn") or have.arn,
        "selection_id": selected or (None if unselected else have.selection_id),
    }
