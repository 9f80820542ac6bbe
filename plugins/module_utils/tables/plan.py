# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Planning a table: from the desired and the current state to a list of Changes. Pure: no AWS call, no clock."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..core import diff
from ..core.change import Change, Plan, PlanError, PlanWarning
from .aspects import autoscaling, capacity, deletion_protection, replicas, warm_throughput
from .changes import Phase
from .checks import conflicts
from .regions import removers
from .registry import IN_REPLICAS, option
from .values import replica
from .values.scaling import READ, TABLE, WRITE
from .values.schema import live_index_set

# The options whose undeclared entries `unlisted` reports.
UNLISTED = ("global_secondary_indexes", "vector_indexes", "replicas")


@dataclass(eq=False, repr=False)
class TablePlan(Plan):
    """unlisted: {option: names that exist but are not declared, and do not change}.

    predicted: {Region: {aspect: its value after the plan}}, of the declared aspects.
    """

    unlisted: dict = field(default_factory=lambda: {name: [] for name in UNLISTED})
    predicted: dict = field(default_factory=dict)


def plan_table(home, others):
    """Plan one table -> TablePlan. home: the RegionTarget of the table; others: those of its replicas. Pure."""
    plan = TablePlan()
    if home.params["state"] == "absent":
        if home.description is not None:
            for target in [home, *others]:
                _remove(plan, target)
            plan.before, plan.after = {"state": "present"}, {"state": "absent"}
    elif home.description is None:
        _plan_new(plan, home, others)
    else:
        _plan_live(plan, home, others)
    plan.changes.sort(key=lambda change: change.phase)
    plan.before, plan.after = diff.differing(plan.before, plan.after)
    return plan


def _remove(plan, target):
    """Plan the removal from one Region. Resources of a replica are removed before it: nothing would find them later."""
    if target.description is None:
        return
    for aspect, _nothing in target.desired:
        steps = aspect.remove(target.table, have=target.observed(aspect), params=target.params)
        plan.add(steps if target.is_home else (_before_replica(step) for step in steps))


def _before_replica(step):
    return replace(step, phase=Phase.UNPROTECT, needs=()) if isinstance(step, Change) else step


def _with_scaling(home, others):
    """What is desired, with the scalable targets after the plan: the declared ones, and those that the task keeps."""
    scaling, bounds = _scaling(home), {}
    if scaling:
        places = [(index, kind) for index in (TABLE, *scaling.index_set.shapes) for kind in (READ, WRITE)]
        declared = dict(home.desired)[autoscaling].targets
        bounds = {"scaled": {place: _bounded(scaling.targets.get(place), place, declared) for place in places}}
    for aspect, want in home.desired:
        if aspect is capacity:
            want = replace(want, **bounds)
        elif aspect is warm_throughput:
            want = replace(want, capacity=replace(want.capacity, **bounds))
        elif aspect is replicas:
            settings = {**want.settings, capacity: replace(want.settings[capacity], **bounds)}
            want = replace(want, settings=settings, scaled=want.scaled | _scaled_reads(others))
        yield aspect, want


def _bounded(target, place, declared):
    """The target, unbounded if the task does not declare it: AWS alone moves the capacity into its bounds (R48)."""
    own = declared[place] if place in declared else declared.get((TABLE, place[1]))
    return target if own or not target else replace(target, min_capacity=1, max_capacity=float("inf"))


def _scaled_reads(others):
    """{(Region, index name or TABLE)} with scaled read capacity after the plan."""
    completed = {target.region: _scaling(target) for target in others}
    places = [(region, place) for region, scaling in completed.items() if scaling for place in scaling.targets]
    return {(region, index) for region, (index, kind) in places if kind == READ}


def _scaling(target):
    """Auto scaling in a Region after the plan; None if it is not declared, or if the Region has no table yet."""
    declared = dict(target.desired).get(autoscaling) if target.description else None
    return declared and autoscaling.complete(declared, target.observed(autoscaling))


def _plan_live(plan, home, others):
    removed = set()
    for aspect, want in _with_scaling(home, others):
        have = home.observed(aspect)
        if hasattr(aspect, "unlisted"):
            plan.unlisted.update(aspect.unlisted(want, have))
        want = _complete(plan, home, aspect, want, have)
        removed |= set(aspect.removed(want, have)) if hasattr(aspect, "removed") else set()
        plan.add(_steps(home, aspect, want, have))
        plan.before = diff.merged(plan.before, _shown(aspect, have))
        plan.after = diff.merged(plan.after, _shown(aspect, want))
    live = {entry["RegionName"] for entry in replica.replicas_of(home.description)}
    plan.add(conflicts.customer_managed_key(plan, live - removed))
    plan.add(conflicts.unscaled_writes(plan, plan.predicted[home.region], home.description))
    plan.add(conflicts.undeclared_ttl(plan, plan.predicted[home.region]))
    plan.add(conflicts.of_indexes(plan, plan.predicted[home.region], home.description))
    for target in others:
        if target.region in removed:
            removal = [(aspect, aspect.NEW) for aspect in removers(target.params, alone=True)]
            _remove(plan, replace(target, desired=removal, removed=True))
            plan.add([] if target.removed else [_recreated(target)])
        if not target.removed:
            _plan_replica(plan, target, home, is_member=target.region in live - removed)
            if target.description and target.region not in live:
                plan.add([_foreign(target)])


def _plan_new(plan, home, others):
    """Plan a new table: every aspect starts from NEW, and what CreateTable accepts becomes part of that call."""
    create, words, table = {}, [], None
    for aspect, want in home.desired:
        have = home.initial(aspect)
        want = _complete(plan, home, aspect, want, have)
        steps = list(aspect.plan(home.table, want=want, have=have))
        if hasattr(aspect, "create_params"):
            words += [step.action for step in steps if isinstance(step, Change)]
            created = next((step for step in steps if isinstance(step, Change)), None)
            steps = [step for step in steps if not isinstance(step, Change)]
            create = _joined(create, aspect.create_params(want))
            if created is not None and created.phase == Phase.CREATE:
                table = created
        plan.add(steps)
        plan.after = diff.merged(plan.after, _shown(aspect, want))
    plan.add(conflicts.unscaled_writes(plan, plan.predicted[home.region], None))
    for target in others:
        _plan_replica(plan, target, home, is_member=False)
        if target.description:
            plan.add([_foreign(target)])
    if not plan.errors:
        plan.add([replace(table, action="; ".join(words), params={**table.params, **create})])


def _recreated(target):
    """A warning: AWS alone knows the settings of the replica that the task does not declare, and they are lost."""
    declared = [aspect for aspect, _want in target.desired]
    lost = [option(aspect) for aspect in IN_REPLICAS if aspect not in declared]
    words = f"The replica in {target.region} is re-created; AWS copies the data to it again"
    undeclared = f", but not the settings that the task does not declare: {', '.join(lost)}" if lost else ""
    return PlanWarning(words + undeclared, of_change=True)


def _plan_replica(plan, target, home, *, is_member):
    """Plan a replica's own settings: from its current state, or from those of a new replica if it is to be added.

    Its Changes need the replica, except the one that disables the deletion protection before it is re-created.
    """
    added = tuple(change.key for change in plan.changes if target.region in replica.added_by(change))
    for aspect, want in target.desired:
        known = is_member and target.description is not None
        have = target.observed(aspect) if known else _new_replica(aspect, target, home)
        want = _complete(plan, target, aspect, want, have)
        steps = _steps(target, aspect, want, have)
        needs = () if aspect is deletion_protection and target.description else added
        plan.add(_in_replica(step, target, needs) for step in steps)
        if is_member:
            plan.before = _with_replica(plan.before, target, _shown(aspect, have))
        plan.after = _with_replica(plan.after, target, _shown(aspect, want))


def _steps(target, aspect, want, have):
    """The plan of an aspect. Where AWS does not have the feature, it is disabled, and enabling it is an error."""
    steps = list(aspect.plan(target.table, want=want, have=have))
    if steps and aspect in target.unsupported:
        return [PlanError(option(aspect), f"is not supported in {target.region}: {target.unsupported[aspect]}")]
    return steps


def _new_replica(aspect, target, home):
    """The value of an aspect in a new replica, which has the indexes of the table."""
    have = target.initial(aspect)
    if home.description is None or not hasattr(have, "index_set"):
        return have
    return replace(have, index_set=live_index_set(home.description))


def _with_replica(options, target, more):
    """A declaration with more options in the entry of one replica."""
    return diff.merged(options, {"replicas": [{"region": target.region, **more}]})


def _in_replica(step, target, needs):
    """Convert a step for the table to one for a replica, which can be changed only after it exists."""
    prefix = f"replicas[{target.region}]."
    if isinstance(step, PlanError):
        return replace(step, path=prefix + step.path)
    if isinstance(step, Change):
        own = tuple(prefix + key for key in step.needs if key == step.key)
        return replace(
            step,
            key=prefix + step.key,
            path=prefix + step.path,
            phase=max(step.phase, Phase.ATTACH),
            needs=own + tuple(key for key in step.needs if key != step.key) + needs,
        )
    return step


def _foreign(target):
    words = f"{target.region} has a table {target.params['name']} that is not a replica of this table; delete it first"
    return PlanError(f"replicas[{target.region}]", words)


def _complete(plan, target, aspect, want, have):
    """The desired value, completed by the current one where the task does not declare a part."""
    want = aspect.complete(want, have) if hasattr(aspect, "complete") else want
    plan.predicted.setdefault(target.region, {})[aspect] = want
    return want


def _shown(aspect, value):
    """A value as the options that a diff shows."""
    options = aspect.declare(value)
    return aspect.shown(options) if hasattr(aspect, "shown") else options


def _joined(params, more):
    """Join CreateTable's parameters of two aspects. Lists, which are AttributeDefinitions, get no duplicates."""
    result = dict(params)
    for name, value in more.items():
        known = result.get(name, [])
        result[name] = known + [entry for entry in value if entry not in known] if name in result else value
    return result
