# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Disassociation protection: whether a replica may be turned into a table of its own (R73)."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.change import UPDATE
from ..changes import INHERITED, Phase

OPTIONS = dict(disassociation_protection=dict(type="bool"))
# Set in each region, from the one option of the table.
IN_REPLICAS = INHERITED
REPLICA_OPTIONS = {}


@dataclass(frozen=True)
class Disassociation:
    protected: bool = True


NEW = Disassociation()


def check(params):
    if params["disassociation_protection"] is not None and params["multi_region_consistency"] == "STRONG":
        yield "disassociation_protection", "a strongly consistent table has none"
    if params["disassociation_protection"] is not None and not params["replicas"]:
        yield "disassociation_protection", "needs replicas"


def want(params):
    protected = params["disassociation_protection"]
    return None if protected is None else Disassociation(protected)


def observe(description, answer=None):
    """On is what AWS begins with (R73)."""
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
