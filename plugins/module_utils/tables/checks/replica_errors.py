# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plan errors of replicas: what the live table does not allow. want, have: values of the aspect replicas."""

from __future__ import annotations

from ...core.change import PlanError
from ..values.replica import BY_OPTION, TABLE
from ..values.throughput import ON_DEMAND, PROVISIONED
from .replica_options import STRONG


def find(want, have, *, allow):
    """Yield every PlanError. allow: the value of allow_recreate that confirms re-creating a replica."""
    yield from _overrides(want, have)
    for region in want.members:
        yield from _key_change(region, want, have, allow)
        yield from _failed(region, want, have, allow)
    yield from _scaling(want, have)
    yield from _consistency(want, have)


def recreated(want, have):
    """The declared Regions whose replica is removed and added again."""
    return [region for region in want.members if _key_differs(region, want, have) or _has_failed(region, want, have)]


def _overrides(want, have):
    for region, member in want.members.items():
        for name, option in member.overrides:
            needs = BY_OPTION[option].needs
            if name is not TABLE and name not in want.indexes:
                words = f"the table has no global secondary index {name}"
                yield PlanError(f"replicas[{region}].global_secondary_indexes", words)
            if needs not in (None, want.billing_mode) and member != have.members.get(region):
                words = f"requires billing_mode: {needs}; the table has {want.billing_mode}"
                yield PlanError(f"replicas[{region}].{option}", words)


def _key_change(region, want, have, allow):
    if not _key_differs(region, want, have):
        return
    path, live = f"replicas[{region}].kms_key_id", have.members[region].kms_key_id
    wanted = want.members[region].kms_key_id
    if have.consistency == STRONG:
        yield PlanError(path, f"is {live}; AWS cannot change the key of a replica with strong consistency (R30)")
    elif not want.recreate:
        words = f"is {live}; AWS cannot change it to {wanted} reliably (R33). Removing the replica and adding it again"
        yield PlanError.unconfirmed(path, words, "allow_recreate", f"[{allow}]")


def _failed(region, want, have, allow):
    if not _has_failed(region, want, have) or (want.recreate and have.consistency != STRONG):
        return
    path, words = f"replicas[{region}]", f"AWS could not create it: {have.members[region].failed}."
    if have.consistency == STRONG:
        yield PlanError(path, f"{words} AWS cannot change the replicas of a table with strong consistency (R30)")
    else:
        words += " Removing it and adding it again"
        yield PlanError.unconfirmed(path, words, "allow_recreate", f"[{allow}]")


def _scaling(want, have):
    for region in sorted({region for region, _name in want.scaled} - set(have.members)):
        if want.billing_mode == ON_DEMAND:
            yield PlanError(
                f"replicas[{region}].autoscaling", f"requires billing_mode: {PROVISIONED}; the table has {ON_DEMAND}"
            )


def _consistency(want, have):
    if want.consistency == STRONG and have.local and not have.members:
        words = "is STRONG, which does not allow local secondary indexes; the table has some"
        yield PlanError("multi_region_consistency", words)
    if have.members and want.consistency != have.consistency:
        words = f"is {have.consistency}; AWS cannot change it to {want.consistency} while the table has replicas (R30)"
        yield PlanError("multi_region_consistency", words)
    elif have.consistency == STRONG and (set(want.members), want.witness) != (set(have.members), have.witness):
        yield PlanError("replicas", "AWS cannot change the replicas of a table with strong consistency (R30)")


def _key_differs(region, want, have):
    live = have.members.get(region)
    wanted = want.members[region].kms_key_id
    return live is not None and wanted is not None and wanted != live.kms_key_id


def _has_failed(region, want, have):
    """Whether AWS could not create a declared replica."""
    live = have.members.get(region)
    return live is not None and bool(live.failed) and want.members[region] is not live
