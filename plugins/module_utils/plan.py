# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Planning a table: from what is declared and what AWS answered to a list of changes. Pure: no AWS, no clock."""

from __future__ import annotations

from dataclasses import dataclass, field

from . import compare
from .change import Change, Notice, Phase, Refusal
from .registry import ASPECTS

# Lists that may hold more than the task declares, as `unlisted` reports them.
UNLISTED = ("global_secondary_indexes", "vector_indexes", "replicas")


@dataclass
class Plan:
    """changes in the order to make them, refusals, warnings; what is left unlisted; declarations before and after."""

    changes: list = field(default_factory=list)
    refusals: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    unlisted: dict = field(default_factory=lambda: {name: [] for name in UNLISTED})
    before: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)

    def add(self, steps):
        """Sort what an aspect yields: Changes, Refusals and Notices."""
        for step in steps:
            if isinstance(step, Change):
                self.changes.append(step)
            elif isinstance(step, Refusal):
                self.refusals.append(step)
            elif isinstance(step, Notice):
                self.warnings.append(step.text)


def wants(params):
    """[(aspect, what the task wants of it)] of the aspects that the task declares."""
    if params["state"] == "absent":
        return []
    return [(aspect, want) for aspect in ASPECTS for want in [aspect.want(params)] if want is not None]


def readings(params):
    """[(aspect, what the task wants of it)] of the aspects that have to be read; to remove one, nothing is wanted."""
    if params["state"] == "absent":
        return [(aspect, aspect.NEW) for aspect in ASPECTS if hasattr(aspect, "remove") and hasattr(aspect, "read")]
    return [(aspect, want) for aspect, want in wants(params) if hasattr(aspect, "read")]


def plan_table(params, table, description, answers):
    """What one table needs -> Plan.

    params: the table's options. description: DescribeTable's, None where there is no table.
    answers: {aspect: what its `read` gave}, of the declared aspects that read.
    """
    plan = Plan()
    if params["state"] == "absent":
        _plan_absent(plan, params, table, description, answers)
    elif description is None:
        _plan_new(plan, params, table)
    else:
        _plan_live(plan, params, table, description, answers)
    plan.changes.sort(key=lambda change: change.phase)
    plan.before, plan.after = compare.differing(plan.before, plan.after)
    return plan


def _plan_absent(plan, params, table, description, answers):
    if description is None:
        return
    for aspect in ASPECTS:
        if hasattr(aspect, "remove"):
            plan.add(aspect.remove(table, have=aspect.observe(description, answers.get(aspect)), params=params))
    plan.before, plan.after = {"state": "present"}, {"state": "absent"}


def _plan_live(plan, params, table, description, answers):
    for aspect, want in wants(params):
        have = aspect.observe(description, answers.get(aspect))
        if hasattr(aspect, "unlisted"):
            plan.unlisted.update(aspect.unlisted(want, have))
        want = _complete(aspect, want, have)
        plan.add(aspect.plan(table, want=want, have=have))
        plan.before = compare.merged(plan.before, _shown(aspect, have))
        plan.after = compare.merged(plan.after, _shown(aspect, want))


def _plan_new(plan, params, table):
    """Everything is NEW; what CreateTable can take becomes part of that one call."""
    create, words = {}, []
    for aspect, want in wants(params):
        want = _complete(aspect, want, aspect.NEW)
        steps = list(aspect.plan(table, want=want, have=aspect.NEW))
        if hasattr(aspect, "create_params"):
            words += [step.action for step in steps if isinstance(step, Change)]
            steps = [step for step in steps if not isinstance(step, Change)]
            create = _joined(create, aspect.create_params(want))
        plan.add(steps)
        plan.after = compare.merged(plan.after, _shown(aspect, want))
    if not plan.refusals:
        plan.add([table.change("; ".join(words), method="create_table", phase=Phase.CREATE, path="name", **create)])


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
        result[name] = (
            result[name] + [entry for entry in value if entry not in result[name]] if name in result else value
        )
    return result
