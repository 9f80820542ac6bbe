# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Deletion protection. Each Region has its own (R36)."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.aws_errors import RETRY, KnownError
from ...core.change import UPDATE, PlanError
from ..changes import INHERITED, Phase

OPTIONS = dict(deletion_protection=dict(type="bool"))

KNOWN_ERRORS = (
    KnownError(
        RETRY,
        "R54",
        ("update_table",),
        "ThrottlingException",
        r"Deletion protection setting for table .+ modified within the previous \d+ milliseconds"
        r"(?:.*try again after (?P<earliest>\d{4}-\d\d-\d\dT[\d:.]+Z))?",
        hidden=True,
    ),
)
# Each replica has its own. One that does not declare the option has what the table declares.
IN_REPLICAS = INHERITED


@dataclass(frozen=True)
class Protection:
    enabled: bool = False


NEW = Protection()


def check(params):
    return ()


def want(params):
    return None if params["deletion_protection"] is None else Protection(params["deletion_protection"])


def observe(description, answer=None):
    return Protection(description.get("DeletionProtectionEnabled", False))


def plan(table, *, want, have):
    if want != have:
        yield _update(table, want.enabled, Phase.CHANGE)


def create_params(want):
    return {"DeletionProtectionEnabled": True} if want.enabled else {}


def remove(table, *, have, params):
    """Disable deletion protection before a deletion, if force_delete confirms it or the task declares it off."""
    declared_off = params["state"] == "present" and params["deletion_protection"] is False
    if have.enabled and not (params["force_delete"] or declared_off):
        words = f"table {table.name} in {table.region} has deletion protection; deleting it"
        yield PlanError.unconfirmed("force_delete", words, "force_delete", "true")
    elif have.enabled:
        yield _update(table, False, Phase.UNPROTECT)


def declare(have):
    return {"deletion_protection": have.enabled}


def _update(table, enabled, phase):
    words = f"{'enable' if enabled else 'disable'} deletion protection"
    return table.change("deletion_protection", UPDATE, words, phase=phase, DeletionProtectionEnabled=enabled)
