# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any

from ..core.dispatcher import Context
from ..core.errors import invalid
from ..dynamodb import global_tables
from . import scaler, tags
from .registrations import new_target, targets_of
from .resources import check_bounds, check_resource, owner_of, owner_of_registration, page, selected, target_of
from .state import Target


def register_scalable_target(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    key = check_resource(request)
    targets = targets_of(ctx)
    have = targets.get(key)
    minimum = request.get("MinCapacity", have.minimum if have else None)
    maximum = request.get("MaxCapacity", have.maximum if have else None)
    if minimum is None or maximum is None:
        raise invalid("MinCapacity and MaxCapacity are required to register a new scalable target")
    check_bounds(minimum, maximum)
    owner = owner_of_registration(ctx, key[0])
    if have is None:
        tags.check(request.get("Tags", {}), {})
        have = targets[key] = new_target(ctx, key, owner, minimum, maximum)
        have.tags = dict(request.get("Tags", {}))
    elif "Tags" in request:
        raise invalid("Tags cannot be specified for a scalable target that is registered already; use TagResource")
    have.minimum, have.maximum = minimum, maximum
    have.suspended.update(request.get("SuspendedState", {}))
    _synchronize(ctx, have)
    scaler.enforce_later(ctx, have)
    return {"ScalableTargetARN": have.arn}


def _synchronize(ctx: Context, target: Target) -> None:
    """The limits of the write capacity of a global table are the same in all Regions (R35)."""
    if "Read" in target.dimension:
        return
    for member in global_tables.tables_of_group(owner_of(ctx, target.resource_id)[0])[1:]:
        other = targets_of(global_tables.context_at(ctx, member)).get((target.resource_id, target.dimension))
        if other:
            other.minimum, other.maximum = target.minimum, target.maximum


def deregister_scalable_target(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    """Deregister a target, with its policies and scheduled actions (R49)."""
    target = target_of(ctx, request)
    del targets_of(ctx)[target.resource_id, target.dimension]
    return {}


def describe_scalable_targets(ctx: Context, request: dict[str, Any]) -> dict[str, Any]:
    described = [
        {
            "ServiceNamespace": "dynamodb",
            "ResourceId": target.resource_id,
            "ScalableDimension": target.dimension,
            "MinCapacity": target.minimum,
            "MaxCapacity": target.maximum,
            "RoleARN": target.role,
            "CreationTime": target.created,
            "SuspendedState": target.suspended,
            "ScalableTargetARN": target.arn,
        }
        for target in selected(ctx, request)
    ]
    return page("ScalableTargets", described, request)
