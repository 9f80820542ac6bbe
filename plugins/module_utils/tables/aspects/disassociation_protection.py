# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Disassociation protection: whether a replica can become a table of its own (R73)."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.change import UPDATE
from ..changes import INHERITED, Phase

OPTIONS = dict(disassociation_protection=dict(type="bool"))
# Set in each Region, but declared only for the table.
IN_REPLICAS = INHERITED
REPLICA_OPTIONS = {}


@dataclass(frozen=True)
class Disassociation:
    protected: bool = True


NEW = Disassociation()


def check(params):
    if params["disassociation_protection"] is not None and params["multi_region_consistency"] == "STRONG":
        yield "disassociation_protection", "is set; a table with strong consistency has no disassociation protection"
    if params["disassociation_protection"] is not None and not params["replicas"]:
        yield "disassociation_protection", "requires replicas"


def want(params):
    protected = params["disassociation_protection"]
    return None if protected is None else Disassociation(protected)


def observe(description, answer=None):
    """It is enabled by default (R73)."""
    return Disassociation(description.get("DisassociationProtectionEnabled", True))


def plan(table, *, want, have):
    if want != have:
        yield table.change(
            "disassociation_protection",
            UPDATE,
            f"{'enable' if want.protected else 'disable'} disassociation protection",
            phase=Phase.ATTACH,
            needs=("replicas",),
            DisassociationProtectionEnabled=want.protected,
        )


def declare(have):
    return {"disassociation_protection": have.protected}
