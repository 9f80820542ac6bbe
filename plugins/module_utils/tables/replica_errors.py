# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the live table does not allow of the desired replicas. want, have: the values of the aspect replicas."""

from __future__ import annotations

from ..core.change import PlanError
from .replica_options import STRONG, UNSCALED
from .values.replica import BY_OPTION, TABLE
from .values.scaling import WRITE
from .values.throughput import ON_DEMAND, PROVISIONED


def find(want, have, *, allow):
    """Yield every PlanError. allow: the name in allow_recreate that confirms re-creating a replica."""
    yield from _overrides(want, have)
    for region in want.members:
        yield from _key_change(region, want, have, allow)
        yield from _failed(region, want, have, allow)
    yield from _keys(want, have)
    yield from _scaling(want, have)
    yield from _consistency(want, have)


def recreated(want, have):
    """Declared Regions whose replica is removed and added again."""
    return [region for region in want.members if _key_differs(region, want, have) or _has_failed(region, want, have)]


def _overrides(want, have):
    for region, member in want.members.items():
        for name, option in member.overrides:
            needs = BY_OPTION[option].needs
            if name is not TABLE and name not in want.indexes:
                words = f"the table has no global secondary index {name}"
                yield PlanError(f"replicas[{region}].global_secondary_indexes", words)
            if needs not in (None, want.billing_mode) and member != have.members.get(region):
                words = f"needs billing_mode {needs}, but the table's is {want.billing_mode}"
                yield PlanError(f"replicas[{region}].{option}", words)


def _key_change(region, want, have, allow):
    if not _key_differs(region, want, have):
        return
    path, live = f"replicas[{region}].kms_key_id", have.members[region].kms_key_id
    wanted = want.members[region].kms_key_id
    if have.consistency == STRONG:
        yield PlanError(path, f"is {live}; a replica of a strongly consistent table cannot change its key (R30)")
    elif not want.recreate:
        words = f"is {live}; AWS has no reliable way to change it to {wanted} (R33). "
        yield PlanError(path, f"{words}To remove the replica and add it again, list {allow} in allow_recreate")
    elif region in have.unknown_keys:
        yield PlanError(path, f"KMS does not know {wanted} in {region}")


def _failed(region, want, have, allow):
    if not _has_failed(region, want, have) or (want.recreate and have.consistency != STRONG):
        return
    advice = f"To remove it and add it again, list {allow} in allow_recreate"
    if have.consistency == STRONG:
        advice = "The replicas of a strongly consistent table cannot change (R30)"
    yield PlanError(f"replicas[{region}]", f"AWS could not create it: {have.members[region].failed}. {advice}")


def _keys(want, have):
    """Each replica has a customer managed key, or none has (R32). The options may omit what the table has."""
    added = _added(want, have)
    keyed = sorted(region for region, member in added.items() if member.kms_key_id)
    for region in keyed if not want.encrypted else ():
        words = "the table has no customer managed key, so its replicas cannot have one"
        yield PlanError(f"replicas[{region}].kms_key_id", words)
    for region in added if keyed and want.encrypted else ():
        if region not in keyed:
            words = f"is required, as in {', '.join(keyed)}: each replica has a customer managed key, or none has"
            yield PlanError(f"replicas[{region}].kms_key_id", words)


def _scaling(want, have):
    for region in sorted({region for region, _name in want.owned} - set(have.members)):
        if want.billing_mode == ON_DEMAND:
            yield PlanError(f"replicas[{region}].autoscaling", f"needs billing_mode {PROVISIONED}, not {ON_DEMAND}")
    if not want.members or want.billing_mode != PROVISIONED:
        return
    added = _added(want, have)
    # Where the task declares no scaling, AWS knows whether there is any, except after a switch to PROVISIONED, when
    # nothing is scaled yet; and for a re-created replica AWS would answer only after the old one is gone.
    again = want.recreate and recreated(want, have)
    certain = have.billing_mode != PROVISIONED or again or want.scaled is not None
    if certain and (TABLE, WRITE) not in (want.scaled or {}):
        yield PlanError("autoscaling.write", UNSCALED)
    for (name, kind), target in (want.scaled or {}).items() if added else ():
        if kind == WRITE and target is None:
            yield PlanError(f"autoscaling.indexes[{name}].write", UNSCALED)


def _consistency(want, have):
    if want.consistency == STRONG and have.local and not have.members:
        words = "a strongly consistent table cannot have local secondary indexes, and this table has some"
        yield PlanError("multi_region_consistency", words)
    if have.members and want.consistency != have.consistency:
        words = f"is {have.consistency}, and cannot change while there are replicas (R30)"
        yield PlanError("multi_region_consistency", words)
    elif have.consistency == STRONG and (set(want.members), want.witness) != (set(have.members), have.witness):
        yield PlanError("replicas", "the replicas of a strongly consistent table cannot change (R30)")


def _added(want, have):
    """{Region: Replica} of the replicas that will be added, for the first time or again."""
    again = recreated(want, have) if want.recreate else []
    return {region: member for region, member in want.members.items() if region not in have.members or region in again}


def _key_differs(region, want, have):
    live = have.members.get(region)
    wanted = want.members[region].kms_key_id
    return live is not None and wanted is not None and wanted != live.kms_key_id


def _has_failed(region, want, have):
    """Whether a declared replica exists only as one that could not be created."""
    live = have.members.get(region)
    return live is not None and bool(live.failed) and want.members[region] is not live
