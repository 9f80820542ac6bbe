# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Backup plans from options to result."""

from __future__ import annotations

from .. import keeping as keeping_module
from .. import tagging
from ..change import Refusal
from ..errors import StackkitError
from ..keeping import Keeping
from ..refusals import BUSY, DONE, KnownRefusal
from . import plan, read

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
    )
)


def keep(params, aws, region, *, check_mode, log):
    """Bring every plan to what is declared -> [Keeping]: the region's consent, where it is needed, then the plans."""
    keepings = [Keeping(entry["name"], region, _entry(entry, place)) for place, entry in enumerate(params["plans"])]
    read.observe(keepings, aws, region)
    for keeping in keepings:
        keeping_module.guarded(_plan, keeping, aws, params["opt_in"], check_mode)
    consent = _consent(keepings, region)
    for keeping in consent:
        keeping_module.guarded(keeping_module.check, keeping, aws)
    if not check_mode:
        _apply(consent, keepings, aws, log)
    return [*consent, *keepings]


def _entry(entry, place):
    tags = {option: tagging.strings(entry[option]) for option in ("tags", "recovery_point_tags")}
    return {**entry, **tags, "place": place}


def _plan(keeping, aws, opt_in, check_mode):
    want, have, made = keeping.want, keeping.have, keeping.plan
    plan.plan(made, want, have, region=keeping.region)
    need = plan.needs_opt_in(want, have)
    if need and not have.advanced and not opt_in:
        words = f"plan {want['name']} has {need}, which needs the advanced features of AWS Backup for DynamoDB."
        words += f" They are off in {keeping.region}: consent to switch them on for the account by opt_in=true"
        made.refusals.append(Refusal("opt_in", words))
    for path, vault in plan.missing_vaults(want, have, keeping.region):
        # A task before this one may be about to create it, which in check mode it does not.
        if check_mode:
            made.warnings.append(f"{want['name']}: {path}: there is no backup vault {vault} yet")
        else:
            made.refusals.append(Refusal(path, f"there is no backup vault {vault}"))
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


def _apply(consent, keepings, aws, log):
    for keeping in consent:
        keeping_module.guarded(keeping_module.apply, keeping, aws, log)
        for needing in _needing(keepings) if keeping.error else []:
            needing.error = StackkitError("not tried, for the advanced features that it needs could not be switched on")
    work = [(keeping, aws, log, REFUSALS) for keeping in keepings if keeping.plan.changes]
    keeping_module.side_by_side(keeping_module.WRITERS, keeping_module.apply, work)


def result(keepings, *, check_mode):
    """The task's result. With "msg" in it, the task has failed."""
    report = keeping_module.for_task(keepings, check_mode=check_mode, what="backup plans")
    kept = [keeping for keeping in keepings if keeping.want]
    report["plans"] = [found for keeping in kept for found in [_facts(keeping)] if found["id"]]
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
