# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Planning a table: from what is declared and what AWS answered to a list of changes. Pure: no AWS, no clock."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..core import diff
from ..core.change import Change, Phase, Plan, Refusal
from . import conflicts
from .aspects import protection
from .regions import wants
from .values import replica
from .values.schema import live_set

# Lists that may hold more than the task declares, as `unlisted` reports them.
UNLISTED = ("global_secondary_indexes", "vector_indexes", "replicas")


@dataclass
class TablePlan(Plan):
    """unlisted: {option: names that are there and not declared, and stay}."""

    unlisted: dict = field(default_factory=lambda: {name: [] for name in UNLISTED})


def plan_table(home, others):
    """What one table needs -> TablePlan. home: its Lane; others: the Lanes of its replicas. Pure."""
    plan = TablePlan()
    if home.params["state"] == "absent":
        if home.description is not None:
            for lane in [home, *others]:
                _remove(plan, lane)
            plan.before, plan.after = {"state": "present"}, {"state": "absent"}
    elif home.description is None:
        _plan_new(plan, home, others)
    else:
        _plan_live(plan, home, others)
    plan.changes.sort(key=lambda change: change.phase)
    plan.before, plan.after = diff.differing(plan.before, plan.after)
    return plan


def _remove(plan, lane):
    """What has to go from a region, in this order of phases: protection, replicas, scaling, the table."""
    if lane.description is None:
        return
    for aspect, _nothing in wants(lane):
        have = aspect.observe(lane.description, lane.answers.get(aspect))
        plan.add(aspect.remove(lane.table, have=have, params=lane.params))


def _plan_live(plan, home, others):
    going, completed = set(), {}
    for aspect, want in wants(home):
        have = aspect.observe(home.description, home.answers.get(aspect))
        if hasattr(aspect, "unlisted"):
            plan.unlisted.update(aspect.unlisted(want, have))
        want = completed[aspect] = _complete(aspect, want, have)
        going |= set(aspect.going(want, have)) if hasattr(aspect, "going") else set()
        plan.add(aspect.plan(home.table, want=want, have=have))
        plan.before = diff.merged(plan.before, _shown(aspect, have))
        plan.after = diff.merged(plan.after, _shown(aspect, want))
    live = {entry["RegionName"] for entry in replica.replicas_of(home.description)}
    plan.add(conflicts.frozen_key(plan, live - going))
    plan.add(conflicts.of_indexes(plan, completed, home.description))
    for lane in others:
        if lane.region in going:
            _remove(plan, replace(lane, leaving=True))
        if not lane.leaving:
            _plan_replica(plan, lane, home, is_member=lane.region in live - going)
            if lane.description and lane.region not in live:
                plan.add([_foreign(lane)])


def _plan_new(plan, home, others):
    """Everything is NEW; what CreateTable can take becomes part of that one call."""
    create, words = {}, []
    for aspect, want in wants(home):
        want = _complete(aspect, want, aspect.NEW)
        steps = list(aspect.plan(home.table, want=want, have=aspect.NEW))
        if hasattr(aspect, "create_params"):
            words += [step.action for step in steps if isinstance(step, Change)]
            steps = [step for step in steps if not isinstance(step, Change)]
            create = _joined(create, aspect.create_params(want))
        plan.add(steps)
        plan.after = diff.merged(plan.after, _shown(aspect, want))
    for lane in others:
        _plan_replica(plan, lane, home, is_member=False)
        if lane.description:
            plan.add([_foreign(lane)])
    if not plan.refusals:
        action = "; ".join(words)
        plan.add([home.table.change(action, method="create_table", phase=Phase.CREATE, path="name", **create)])


def _plan_replica(plan, lane, home, *, is_member):
    """What a replica keeps for itself, from what is there, or from nothing where it is still to be added.

    It waits for the replica. A protection that was lifted to make it anew does not: the old one may have to stay.
    """
    added = tuple(change.action for change in plan.changes if lane.region in replica.added_by(change))
    for aspect, want in wants(lane):
        known = is_member and lane.description is not None
        have = aspect.observe(lane.description, lane.answers.get(aspect)) if known else _new_replica(aspect, home)
        want = _complete(aspect, want, have)
        steps = aspect.plan(lane.table, want=want, have=have)
        waits = () if aspect is protection and lane.description else added
        plan.add(_in_replica(step, lane, waits) for step in steps)
        if is_member:
            plan.before = _with_replica(plan.before, lane, _shown(aspect, have))
        plan.after = _with_replica(plan.after, lane, _shown(aspect, want))


def _new_replica(aspect, home):
    """What a replica has of an aspect when it is added: nothing but the table's indexes."""
    if home.description is None or not hasattr(aspect.NEW, "there"):
        return aspect.NEW
    return replace(aspect.NEW, there=live_set(home.description))


def _with_replica(options, lane, more):
    """A declaration with more of what one replica's entry holds."""
    return diff.merged(options, {"replicas": [{"region": lane.region, **more}]})


def _in_replica(step, lane, needs):
    """What a replica keeps for itself can be changed once the replica is there."""
    if isinstance(step, Refusal):
        return replace(step, path=f"replicas[{lane.region}].{step.path}")
    if isinstance(step, Change):
        return replace(step, phase=max(step.phase, Phase.ATTACH), needs=step.needs + needs)
    return step


def _foreign(lane):
    return Refusal(f"replicas[{lane.region}]", f"a table {lane.params['name']} is there, and is no replica of this one")


def _complete(aspect, want, have):
    """What will be once the want is met: where it leaves something open, what is there stays."""
    return aspect.complete(want, have) if hasattr(aspect, "complete") else want


def _shown(aspect, value):
    """The value as options, as they may be shown in a diff."""
    options = aspect.declare(value)
    return aspect.shown(options) if hasattr(aspect, "shown") else options


def _joined(params, more):
    """CreateTable's parameters from several aspects: lists, which are AttributeDefinitions alone, without doubles."""
    result = dict(params)
    for name, value in more.items():
        known = result.get(name, [])
        result[name] = known + [entry for entry in value if entry not in known] if name in result else value
    return result
