# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The DynamoDB stream of the table, and its view type."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.aws_errors import APPLIED, KnownError
from ...core.change import CREATE, DELETE, REPLACE, PlanError, PlanWarning
from ..changes import Phase
from ..values import replica

VIEW_TYPES = ["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"]

OPTIONS = dict(
    stream=dict(
        type="dict",
        options=dict(
            enabled=dict(type="bool", required=True),
            view_type=dict(type="str", choices=VIEW_TYPES),
        ),
    ),
)

RECREATES = "stream"

KNOWN_ERRORS = (
    KnownError(APPLIED, "R25", ("update_table",), "ValidationException", "Table already has an enabled stream"),
    KnownError(APPLIED, "R25", ("update_table",), "ValidationException", "Table has no stream to disable"),
)


@dataclass(frozen=True)
class Stream:
    """view_type: None if not declared, or without a stream. recreate: whether allow_recreate confirms a new stream.

    implied: not declared, but required by declared replicas. strong: whether the live table has strong consistency.
    replicas: the Regions that have a replica, or can have one after the plan; None if they are not declared.
    """

    enabled: bool = False
    view_type: str | None = None
    recreate: bool = False
    implied: bool = False
    strong: bool = False
    replicas: frozenset | None = frozenset()


NEW = Stream()


def check(params):
    return ()


def want(params):
    """Replicas with eventual consistency require a stream (R28), so declaring them declares a stream."""
    stream = params["stream"]
    if stream is None:
        eventual = params["replicas"] and params["multi_region_consistency"] != "STRONG"
        return Stream(True, implied=True) if eventual else None
    purged = params["replicas"] is not None and params["purge_replicas"]
    replicas = frozenset(entry["region"] for entry in params["replicas"]) if purged else None
    recreate = RECREATES in (params["allow_recreate"] or [])
    view_type = stream["view_type"] if stream["enabled"] else None
    return Stream(stream["enabled"], view_type, recreate, replicas=replicas)


def observe(description, answer=None):
    """Only the specification counts: a table without a stream still shows the ARN of its last one (R26)."""
    stream = description.get("StreamSpecification", {})
    strong = description.get("MultiRegionConsistency") == "STRONG"
    replicas = frozenset(entry["RegionName"] for entry in replica.replicas_of(description))
    view_type = stream["StreamViewType"] if stream.get("StreamEnabled") else None
    return Stream(view_type is not None, view_type, strong=strong, replicas=replicas)


def complete(want, have):
    if want.implied and have.strong:
        return have
    replicas = have.replicas if want.replicas is None else have.replicas & want.replicas
    if not want.enabled:
        return Stream(recreate=want.recreate, replicas=replicas)
    view_type = want.view_type or have.view_type or "NEW_AND_OLD_IMAGES"
    return Stream(True, view_type, want.recreate, want.implied, replicas=replicas)


def plan(table, *, want, have):
    if (want.enabled, want.view_type) == (have.enabled, have.view_type):
        return
    if want.enabled and have.enabled and not want.recreate:
        words = (
            f"is {have.view_type}; AWS cannot change it to {want.view_type}. Disabling the stream and enabling a new "
        )
        words += "one, with a new ARN,"
        yield PlanError.unconfirmed("stream.view_type", words, "allow_recreate", f"[{RECREATES}]")
        return
    if have.enabled and want.replicas and not have.strong:
        yield PlanError(
            "stream.view_type" if want.enabled else "stream.enabled",
            f"the replicas in {', '.join(sorted(want.replicas))} require the stream; remove them first",
        )
        return
    if have.enabled:
        yield _update(table, DELETE, "disable the stream", {"StreamEnabled": False})
    if want.enabled:
        specification = {"StreamEnabled": True, "StreamViewType": want.view_type}
        kind = REPLACE if have.enabled else CREATE
        path = "replicas" if want.implied else "stream"
        verb = "replace the stream with one of" if kind == REPLACE else "enable the stream with"
        yield _update(table, kind, f"{verb} view type {want.view_type}", specification, path)
    if want.enabled and have.enabled:
        yield PlanWarning(
            "The stream is re-created with a new ARN; configure its consumers with the new ARN", of_change=True
        )


def create_params(want):
    if not want.enabled:
        return {}
    return {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": want.view_type}}


def declare(have):
    return {"stream": {"enabled": True, "view_type": have.view_type} if have.enabled else {"enabled": False}}


def _update(table, kind, action, specification, path="stream"):
    return table.change("stream", kind, action, phase=Phase.CHANGE, path=path, StreamSpecification=specification)
