# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Tables from options to result: observe, plan, apply, and read again what has changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from ..core import apply, pending
from ..core import result as result_module
from ..core.errors import StillPending, of_many
from ..core.wait import wait_until
from . import facts, observe, regions, settle, status
from . import plan as plan_module
from .aspects import replicas
from .changes import option_of
from .checks import keys
from .registry import option

WRITERS = 64  # threads, which mostly wait; AWS allows 250 simultaneous creations of tables with indexes (R135)
HOOKS = settle.TableHooks()


@dataclass(eq=False, repr=False)
class TableReconciliation(apply.Reconciliation):
    """The state of one table during a run.

    params: its options. targets: {Region: RegionTarget} of the table and of the replicas that the task declares or
    removes.
    """

    params: dict = field(default_factory=dict)
    plan: plan_module.TablePlan = field(default_factory=plan_module.TablePlan)
    targets: dict = field(default_factory=dict)

    @property
    def home(self):
        return self.targets[self.region]

    @property
    def others(self):
        return [one for one in self.targets.values() if not one.is_home and one.region not in self.failures]

    def warnings(self, **mode):
        return [f"{self.name}: {warning}" for warning in super().warnings(**mode)]


def reconcile(tables, run):
    """Reconcile every table, given as its options -> [TableReconciliation], in the same order.

    Failures are recorded, not raised: other tables, and other Regions of a table, continue.
    """
    items = [
        TableReconciliation(name=params["name"], region=run.region, params=params, targets=regions.targets(params))
        for params in tables
    ]
    observe.observe(items, run)
    for item in items:
        apply.guarded(_plan, item, item.region, run)
    if not run.check_mode:
        _work(items, run, apply.apply, _has_work)
    if not run.check_mode and run.wait_pending:  # after everything that does not have to wait
        _work(items, run, apply.apply_deferred, lambda item: item.deferred and not item.failures)
    for item in items if run.check_mode else []:
        if not item.error:
            pending.predict(item, run)
    for item in items if run.fail_on_pending and not run.check_mode else []:
        if item.pending:
            item.fail(StillPending(pending.in_words(entry) for entry in item.pending))
    return items


def _plan(item, run):
    item.plan = plan_module.plan_table(item.home, item.others)
    item.plan.add(keys.problems(item.plan, item.home, run.aws, check_mode=run.check_mode))
    if not (run.check_mode and item.plan.changes):
        item.plan.predicted = {}  # most of a plan's memory; without changes, it is what was read
    apply.check(item, run)


def _has_work(item):
    in_progress = any(target.in_progress for target in item.targets.values())
    return item.region not in item.failures and (item.plan.changes or in_progress)


def _work(items, run, applying, is_needed):
    """Apply the plans of these items in parallel. applying: apply.apply or apply.apply_deferred."""
    apply.for_each([(item, item.region, run, applying) for item in items if is_needed(item)], _apply, WRITERS)


def _apply(item, _region, run, applying):
    if applying(item, run, HOOKS):
        for target in item.targets.values():
            apply.guarded(_finish, item, target.region, target, run)


def _finish(item, target, run):
    """Wait for the last Change, unless `wait` is false, and read again what has changed."""
    if run.wait:
        settle.wait(item, target, run)
    elif target.in_progress:
        observe.record(item, target, status.describe(run.aws.in_region(target.region), item.name))
    changed = {option_of(change.path.rpartition("].")[2]) for change in item.applied}
    for aspect, want in target.readings if not target.in_progress else []:
        if aspect not in target.answers or changed & set(aspect.OPTIONS):
            _read_again(item, target, run, aspect, want)


def _read_again(item, target, run, aspect, want):
    """Read an aspect again. Some take longer than the table, and may fail later."""
    region = run.aws.in_region(target.region, target.path(option(aspect)))

    def read():
        observe.read(item, target, run, aspect, want)
        return target.answers.get(aspect, {})

    if run.wait and hasattr(aspect, "in_progress") and target.description:
        wait_until(read, lambda answer: aspect.in_progress(region, answer), partial(run.sleep, item, target.region))
    else:
        read()


# The result ----------------------------------------------------------------------------------------------------------


def result(items, params, run):
    """The result of the task, with "msg" if it failed."""
    results = {}
    for item in items:
        results[item.name] = of_table(item, check_mode=run.check_mode)
        item.targets.clear()  # the answers of AWS, of which the result is another form
    changes = [change for entry in results.values() for change in entry["changes"]]
    unlisted = [
        (item.name, option, name) for item in items for option, names in item.plan.unlisted.items() for name in names
    ]
    plan = result_module.plan_of(items, changes, unlisted)
    if params["tables"] is None:
        return {**results[items[0].name], **plan}
    report = {
        "changed": any(entry["changed"] for entry in results.values()),
        "actions": [f"{name}: {action}" for name, entry in results.items() for action in entry["actions"]],
        "changes": changes,
        "tables": results,
        **plan,
    }
    failed = [(place, entry) for place, entry in enumerate(results.values()) if "msg" in entry]
    if failed:
        report["msg"] = of_many([entry["msg"] for _place, entry in failed], len(items), "tables")
        report["problems"] = [
            {**problem, "path": f"tables[{place}].{problem['path']}"}
            for place, entry in failed
            for problem in entry["problems"]
        ]
    return report


def of_table(item, *, check_mode):
    """The result for one table. In check mode `table` is the current state, and `declaration` is predicted.

    A failure has neither: what this run had read may no longer be so.
    """
    state = {} if item.error else {"table": _table(item), "declaration": _declaration(item, predict=check_mode)}
    return {
        **result_module.of_item(item, check_mode=check_mode),
        **state,
        "unlisted": item.plan.unlisted,
        "pending": item.pending,
    }


def _table(item):
    """The facts of the table, with those that only the Regions of its declared replicas show."""
    table = facts.facts(item.home.description, item.home.answers)
    for entry in table.get("replicas", []):
        target = item.targets.get(entry["region_name"])
        if target and target.description and not target.is_home:
            entry.update(facts.facts(target.description, target.answers))
    return table


def _declaration(item, *, predict):
    """The declaration as dynamodb_stackkit_info returns it, without aspects that the task did not declare or read."""
    if item.params["state"] == "absent" and (predict or item.home.description is None):
        return {}
    predicted = item.plan.predicted if predict else {}
    answers = {replicas: {}, **item.home.answers}
    home = {**facts.observed(item.home.description, answers), **predicted.get(item.region, {})}
    if item.home.description is None and predict:
        home = {**facts.initial(), **home}
    if not home:
        return {}
    others = {}
    for region in home[replicas].members if replicas in home else []:
        target = item.targets.get(region)
        known = facts.observed(target.description, target.answers) if target else {}
        others[region] = {**known, **predicted.get(region, {})} or None
    return facts.declaration(item.name, home, others)
