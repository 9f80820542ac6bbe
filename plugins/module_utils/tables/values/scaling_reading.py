# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reading scalable targets, policies and scheduled actions, of one table or of many."""

from __future__ import annotations

import math
from collections import defaultdict
from functools import partial

from . import scaling
from .scaling import NAMESPACE, SERVICE, TABLE
from .schema import live_index_set

PAGE = 10  # policies, at most (R49)
_POLICIES = ("describe_scaling_policies", "ScalingPolicies")
_ACTIONS = ("describe_scheduled_actions", "ScheduledActions")
_READING = {"action": "read the auto scaling settings", "service": SERVICE, "ServiceNamespace": NAMESPACE}


def read(region, description, want):
    """Read targets by one call; policies and scheduled actions, if needed, by one for the table and each index."""
    resources = _resources(description)
    calls = [("ScalableTargets", lambda: _targets(region, resources))]
    for resource in resources:
        calls += [
            (key, partial(region.pages, method, key, ResourceId=resource, **_READING)) for method, key in _needed(want)
        ]
    answer = {"ScalableTargets": [], "ScalingPolicies": [], "ScheduledActions": []}
    for (key, _call), found in zip(calls, region.side_by_side([call for _key, call in calls])):
        answer[key] += found
    return answer


def read_many(region, tables):
    """Read the policies and scheduled actions of a Region if that takes fewer calls -> {ARN: the answer of `read`}.

    {} if it does not. There are about as many policies as targets. Pages follow each other, other calls do not, so the
    pages must be at most half as many.
    """
    listed = region.pages_once("describe_scalable_targets", "ScalableTargets", **_READING)
    calls = sum(len(_resources(description)) for description, want in tables if _needed(want))
    if not calls or 2 * math.ceil(len(listed) / PAGE) > calls:
        return {}
    own = defaultdict(list)
    for target in listed:
        own["/".join(target["ResourceId"].split("/")[:2])].append(target)
    needed = {reading for _description, want in tables for reading in _needed(want)}
    found = {key: defaultdict(list) for _method, key in (_POLICIES, _ACTIONS)}
    for method, key in needed:
        for one in region.pages(method, key, **_READING):
            found[key][one["ResourceId"]].append(one)
    return {description["TableArn"]: _answer(region, description, want, own, found) for description, want in tables}


def read_remains(region, name):
    """Read the targets that a deleted table, or replica, of that name has left."""
    return {"ScalableTargets": _targets(region, [scaling.resource_id(name, TABLE)])}


def _answer(region, description, want, own, found):
    """The answer of `read` for one table, from those of the whole Region.

    own: {resource ID of a table: the targets of the table and its indexes}. found: {key: {resource ID: descriptions}}.
    """
    resources, keys = _resources(description), [key for _method, key in _needed(want)]
    answer = {key: [one for name in resources for one in found[key][name]] if key in keys else [] for key in found}
    return {"ScalableTargets": _targets(region, resources, own[resources[0]]), **answer}


def _resources(description):
    """The resource IDs of a table and of its live indexes."""
    names = [TABLE, *live_index_set(description).shapes]
    return [scaling.resource_id(description["TableName"], name) for name in names]


def _needed(want):
    """The readings that a desired value needs in addition to the targets."""
    if want is not None and not want.enabled:
        return ()
    scheduled = want is None or any(target and target.scheduled is not None for target in want.targets.values())
    return (_POLICIES, _ACTIONS) if scheduled else (_POLICIES,)


def _targets(region, resources, own=None):
    """The targets of the table, and of all indexes that it has or had: AWS leaves those of a deleted index (R49).

    AWS does not list them by table. The targets of the Region are listed once for all tables of a run; when a table is
    read again, only its own are read. resources: the IDs of the table and of its live indexes. own: those that are
    listed, if they are known.
    """
    table = resources[0]
    if own is None:
        listed = region.pages_once("describe_scalable_targets", "ScalableTargets", **_READING)
        own = [target for target in listed if f"{target['ResourceId']}/".startswith(f"{table}/")]
    if region.is_first(table):
        return own
    resources = list(dict.fromkeys([*resources, *(target["ResourceId"] for target in own)]))
    return region.pages("describe_scalable_targets", "ScalableTargets", ResourceIds=resources, **_READING)
