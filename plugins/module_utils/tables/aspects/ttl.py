# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Time to live (TTL): the attribute with the expiry time of an item."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...core.aws_errors import APPLIED, DEFER, KnownError
from ...core.change import CREATE, DELETE, REPLACE, PlanError, PlanPending
from ..changes import Phase

OPTIONS = dict(
    ttl=dict(type="dict", options=dict(enabled=dict(type="bool", required=True), attribute_name=dict(type="str"))),
)

_LIMIT, INTERVAL = "AWS accepts one TTL change per hour", 3600  # seconds (R13)
_MEANWHILE = "Until then, no item expires."

KNOWN_ERRORS = (
    KnownError(
        DEFER,
        "R13",
        ("update_time_to_live",),
        "ValidationException",
        "Time to live has been modified multiple times within a fixed interval",
        _LIMIT,
        INTERVAL,
    ),
    KnownError(APPLIED, "R14", ("update_time_to_live",), "ValidationException", "TimeToLive is already enabled"),
    KnownError(APPLIED, "R14", ("update_time_to_live",), "ValidationException", "TimeToLive is already disabled"),
)


@dataclass(frozen=True)
class Ttl:
    """attribute_name: None if TTL is disabled. strong: whether the live table has strong consistency."""

    attribute_name: str | None = None
    strong: bool = field(default=False, compare=False)


NEW = Ttl()


def check(params):
    ttl = params["ttl"]
    if ttl is None:
        return
    name = ttl["attribute_name"]
    if ttl["enabled"] and not name:
        yield "ttl.attribute_name", "is required with enabled: true"
    if name and len(name) > 255:
        yield "ttl.attribute_name", f"has {len(name)} characters; it can have 1 to 255"


def want(params):
    ttl = params["ttl"]
    return None if ttl is None else Ttl(ttl["attribute_name"] if ttl["enabled"] else None)


def read(region, description, want):
    return region.call("describe_time_to_live", action="read the TTL", TableName=description["TableName"])


def observe(description, answer):
    """ENABLING counts as enabled, DISABLING as disabled. AWS may show an attribute while TTL is disabled (R14)."""
    ttl = answer["TimeToLiveDescription"]
    enabled = ttl["TimeToLiveStatus"] in ("ENABLING", "ENABLED")
    strong = description.get("MultiRegionConsistency") == "STRONG"
    return Ttl(ttl["AttributeName"] if enabled else None, strong)


def plan(table, *, want, have):
    """Another attribute takes two Changes, an hour apart (R13), so the second one is deferred."""
    if have == want:
        return
    if have.strong:
        yield PlanError("ttl.enabled", "is true; a table with strong consistency cannot have TTL (R30)")
        return
    if have.attribute_name:
        yield _update(table, DELETE, f"disable TTL on attribute {have.attribute_name}", have.attribute_name)
    if want.attribute_name:
        kind = REPLACE if have.attribute_name else CREATE
        words = f"enable TTL on attribute {want.attribute_name}"
        yield _update(table, kind, words, want.attribute_name)
        if kind == REPLACE:
            yield PlanPending("ttl", f"Cannot {words} yet: {_LIMIT} (R13). {_MEANWHILE}", INTERVAL)


def declare(have):
    if have.attribute_name is None:
        return {"ttl": {"enabled": False}}
    return {"ttl": {"enabled": True, "attribute_name": have.attribute_name}}


def _update(table, kind, action, attribute_name):
    return table.change(
        "ttl",
        kind,
        action,
        method="update_time_to_live",
        # Disabled before strongly consistent replicas are added, enabled after other replicas are (R29, R30).
        phase=Phase.CHANGE if kind == DELETE else Phase.ATTACH,
        needs=("ttl",) if kind == REPLACE else (),
        meanwhile="" if kind == DELETE else _MEANWHILE,
        TimeToLiveSpecification={"Enabled": kind != DELETE, "AttributeName": attribute_name},
    )
