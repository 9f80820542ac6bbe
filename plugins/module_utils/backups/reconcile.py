# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Backup vaults and plans from options to result."""

from __future__ import annotations

from ..core import apply as keeping_module
from ..core import tagging
from ..core.apply import Keeping
from ..core.aws_errors import BUSY, DONE, KnownRefusal
from ..core.change import Refusal
from ..core.errors import StackkitError
from . import plan, read, request, vault

# AWS Backup hears of a new role, and of a selection that is gone, some time after it is so; and what is to be deleted
# may be gone already, as after an answer that was lost (R93).
REFUSALS = tuple(
    KnownRefusal(kind, "R93", (method,), code, pattern)
    for kind, method, code, pattern in (
        (BUSY, "create_backup_selection", "InvalidParameterValueException", "cannot be assumed"),
        (BUSY, "create_backup_selection", "InvalidParameterValueException", "is not authorized to call"),
        (BUSY, "delete_backup_plan", "InvalidRequestException", "Related backup plan selections must be deleted prior"),
        (DONE, "delete_backup_selection", "InvalidParameterValueException", ""),
        (DONE, "delete_backup_plan", "ResourceNotFoundException", ""),
        (DONE, "create_backup_vault", "AlreadyExistsException", ""),
    )
)


def keep(params, aws, region, *, check_mode, log):
    """Bring every vault and plan to what is declared -> [Keeping]: vaults, the region's consent where needed, plans."""
    vaults = [
        # A task before this one may be about to take plans down, which in check mode it does not.
        vault.keeping_of(entry if check_mode else {**entry, "gone_plans": []}, place, region)
        for place, entry in enumerate(params["vaults"])
    ]
    plans = [
        Keeping(entry["name"], region, _entry(entry, place, region)) for place, entry in enumerate(params["plans"])
    ]
    read.observe(plans, vaults, aws, region)
    for keeping in vaults:
        keeping_module.guarded(_plan_vault, keeping, aws)
    for keeping in plans:
        keeping_module.guarded(_plan, keeping, aws, params["opt_in"], check_mode)
    consent = _consent(plans, region)
    for keeping in consent:
        keeping_module.guarded(keeping_module.check, keeping, aws)
    if not check_mode:
        _apply(vaults, consent, plans, aws, log)
    return [*vaults, *consent, *plans]


def _entry(entry, place, region):
    tags = {option: tagging.strings(entry[option]) for option in ("tags", "recovery_point_tags")}
    return {**entry, **tags, "resources": _arns(entry, region), "place": place}


def _arns(entry, region):
    """The resources by ARN; the role's ARN tells the account of a table that is given by its name."""
    if entry["resources"] is None or entry["role_arn"] is None:
        return entry["resources"]
    role = request.ROLE_ARN.fullmatch(entry["role_arn"])
    tables = f"arn:{role['partition']}:dynamodb:{region}:{role['account']}:table/"
    return [one if one == "*" or one.startswith("arn:") else tables + one for one in entry["resources"]]


def _plan_vault(keeping, aws):
    vault.plan(keeping, aws.clock.time())
    keeping_module.check(keeping, aws)


def _plan(keeping, aws, opt_in, check_mode):
    want, have, made = keeping.want, keeping.have, keeping.plan
    plan.plan(made, want, have, region=keeping.region)
    need = plan.needs_opt_in(want, have)
    if need and not have.advanced and not opt_in:
        words = f"plan {want['name']} has {need}, which needs the advanced features of AWS Backup for DynamoDB."
        words += f" They are off in {keeping.region}: consent to switch them on for the account by opt_in=true"
        made.refusals.append(Refusal("opt_in", words))
    for path, missing in plan.missing_vaults(want, have, keeping.region):
        # A task before this one may be about to create it, which in check mode it does not.
        if check_mode:
            made.warnings.append(f"{want['name']}: {path}: there is no backup vault {missing} yet")
        else:
            made.refusals.append(Refusal(path, f"there is no backup vault {missing}"))
    keeping_module.check(keeping, aws)


def _needing(keepings):
    """The plans that can be made only once the advanced features are on."""
    return [
        keeping
        for keeping in keepings
        if not keeping.error and not keeping.have.advanced and plan.needs_opt_in(keeping.want, keeping.have)
    ]


def _consent(keepings, region):
    names = [keeping.name for keeping in _needing(keepings)]
    if not names:
        return []
    keeping = Keeping("opt_in", region, {})
    keeping.plan.add([plan.consent(names, region)])
    keeping.plan.before, keeping.plan.after = {"advanced_features": False}, {"advanced_features": True}
    return [keeping]


def _apply(vaults, consent, plans, aws, log):
    _side_by_side(vaults, aws, log)
    for keeping in vaults:
        if keeping.error and any(change.method == "create_backup_vault" for change in keeping.remaining):
            _give_up(_backing_up_into(keeping, plans), f"{keeping.name}, which it needs, could not be created")
    for keeping in consent:
        keeping_module.guarded(keeping_module.apply, keeping, aws, log)
        if keeping.error:
            _give_up(_needing(plans), "the advanced features that it needs could not be switched on")
    _side_by_side(plans, aws, log)


def _side_by_side(keepings, aws, log):
    work = [(keeping, aws, log, REFUSALS) for keeping in keepings if keeping.plan.changes]
    keeping_module.side_by_side(keeping_module.WRITERS, keeping_module.apply, work)


def _give_up(keepings, why):
    for keeping in keepings:
        keeping.error = keeping.error or StackkitError(f"not tried, for {why}")


def _backing_up_into(gone, plans):
    name, region = gone.want["name"], gone.region
    for keeping in plans:
        arns = [request.VAULT_ARN.fullmatch(copy["vault_arn"]) for copy in keeping.want["copies"] or []]
        copied = (name, region) in [(arn["name"], arn["region"]) for arn in arns]
        if copied or (keeping.want["vault"], keeping.region) == (name, region):
            yield keeping


def result(keepings, *, check_mode):
    """The task's result. With "msg" in it, the task has failed."""
    vaults = [keeping for keeping in keepings if isinstance(keeping.have, vault.Seen)]
    plans = [keeping for keeping in keepings if isinstance(keeping.have, read.Seen)]
    what = "backup vaults and plans" if vaults else "backup plans"
    report = keeping_module.for_task(keepings, check_mode=check_mode, what=what)
    report["vaults"] = [found for keeping in vaults for found in [vault.facts(keeping)] if found["arn"]]
    report["plans"] = [found for keeping in plans for found in [_facts(keeping)] if found["id"]]
    return report


def _facts(keeping):
    """What there is of a plan now: as it was read, with what was made since."""
    have, answers = keeping.have, keeping.answers
    created = answers.get("create_backup_plan", {})
    gone = "delete_backup_plan" in answers
    selected = answers.get("create_backup_selection", {}).get("SelectionId")
    taken_off = "delete_backup_selection" in answers
    return {
        "name": keeping.name,
        "id": None if gone else created.get("BackupPlanId") or (have.ids[0] if have.plan else None),
        "arn": created.get("BackupPlanArn") or have.arn,
        "selection_id": selected or (None if taken_off else have.selection_id),
    }
