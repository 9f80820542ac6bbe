# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""CloudWatch Contributor Insights, of the table and of each of its global indexes."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...core.aws_errors import RETRY, KnownError
from ...core.change import CREATE, DELETE, UPDATE
from ...core.errors import StackkitError
from ..changes import INHERITED, Phase
from ..values.schema import GlobalIndexes, declared_index_set, live_index_set

OPTIONS = dict(
    contributor_insights=dict(
        type="dict",
        options=dict(
            enabled=dict(type="bool", required=True),
            mode=dict(type="str", choices=["ACCESSED_AND_THROTTLED_KEYS", "THROTTLED_KEYS"]),
            indexes=dict(type="bool", default=True),
        ),
    ),
)
# Each replica has its own. One that does not declare the option has what the table declares.
IN_REPLICAS = INHERITED

_METHODS = ("update_contributor_insights",)

KNOWN_ERRORS = (
    KnownError(
        RETRY,
        "R43",
        _METHODS,
        "ValidationException",
        r"is not in a valid state to update Key Access Insights: \w+Status must be ACTIVE",
    ),
    # Another caller may have deleted the index.
    KnownError(RETRY, "R43", _METHODS, "ResourceNotFoundException", "Index: .+ not found for table", seconds=600),
)

DEFAULT_MODE = "ACCESSED_AND_THROTTLED_KEYS"  # R70
TABLE = None  # the key of the table itself in dicts by index name


@dataclass(frozen=True)
class Insights:
    """modes: {index name or TABLE: mode}, where it is enabled. index_set: the indexes of the table.

    In a desired value, mode None is not declared, and indexes is whether the indexes are declared as well.
    """

    enabled: bool = False
    mode: str | None = None
    indexes: bool = True
    modes: dict = field(default_factory=dict)
    index_set: GlobalIndexes = GlobalIndexes()


NEW = Insights(index_set=GlobalIndexes({}))


def check(params):
    return ()


def want(params):
    insights = params["contributor_insights"]
    if insights is None:
        return None
    mode = insights["mode"] if insights["enabled"] else None
    return Insights(insights["enabled"], mode, insights["indexes"], index_set=declared_index_set(params))


def read(region, description, want):
    """Read the table and its indexes, at most 20, by one call. botocore has no paginator for it."""
    return region.call(
        "list_contributor_insights",
        action="read Contributor Insights",
        TableName=description["TableName"],
        MaxResults=100,
    )


def observe(description, answer):
    modes = {
        summary.get("IndexName", TABLE): summary.get("ContributorInsightsMode", DEFAULT_MODE)
        for summary in answer.get("ContributorInsightsSummaries", [])
        if summary["ContributorInsightsStatus"] in ("ENABLING", "ENABLED")
    }
    return Insights(TABLE in modes, modes.get(TABLE), True, modes, live_index_set(description))


def in_progress(region, answer):
    """Raises StackkitError for the status FAILED, which does not end by itself (R43)."""
    for summary in answer.get("ContributorInsightsSummaries", []):
        status, what = summary["ContributorInsightsStatus"], f"index {summary.get('IndexName')}"
        what = what if summary.get("IndexName") else "the table"
        if status == "FAILED":
            words = f"enable Contributor Insights on {what} in {region.name}"
            raise StackkitError(f"Failed to {words}: {_reason(region, summary, what)}")
        if status in ("ENABLING", "DISABLING"):
            return f"Contributor Insights on {what} is {status}"
    return None


def _reason(region, summary, what):
    """Why AWS could not enable it, in AWS's words. ListContributorInsights does not show it."""
    named = {name: summary[name] for name in ("TableName", "IndexName") if summary.get(name)}
    action = f"read why AWS could not enable Contributor Insights on {what}"
    failure = region.call("describe_contributor_insights", action=action, **named).get("FailureException", {})
    parts = [failure.get(name) for name in ("ExceptionName", "ExceptionDescription")]
    return ": ".join(part for part in parts if part) or "AWS gives no reason"


def complete(want, have):
    """The table and its indexes have the declared mode, else the current one, else the default."""
    index_set = want.index_set.after(have.index_set)
    names = [TABLE, *index_set.shapes] if want.indexes else [TABLE]
    others = {} if want.indexes else {name: mode for name, mode in have.modes.items() if name is not TABLE}
    modes = {name: want.mode or have.modes.get(name) or DEFAULT_MODE for name in names} if want.enabled else {}
    return Insights(want.enabled, modes.get(TABLE), want.indexes, {**others, **modes}, index_set)


def plan(table, *, want, have):
    """A re-created index starts without Contributor Insights (R43)."""
    unchanged = [TABLE, *want.index_set.unchanged(have.index_set)]
    live = {name: mode for name, mode in have.modes.items() if name in unchanged}
    for name in [TABLE, *want.index_set.shapes]:
        if want.modes.get(name) != live.get(name):
            yield _update(table, name, want.modes.get(name), live.get(name))


def declare(have):
    options = {"enabled": have.enabled}
    if have.enabled:
        options["mode"] = have.mode
    others = {name for name in have.index_set.shapes if have.modes.get(name) != have.modes.get(TABLE)}
    return {"contributor_insights": {**options, "indexes": not others}}


def _update(table, name, mode, live):
    what = "the table" if name is TABLE else f"index {name}"
    params = {} if name is TABLE else {"IndexName": name}
    if mode is None:
        kind, action, words = DELETE, "DISABLE", f"disable Contributor Insights on {what}"
    else:
        kind, action, words = UPDATE if live else CREATE, "ENABLE", f"enable Contributor Insights on {what}: {mode}"
    if mode and (live or mode != DEFAULT_MODE):  # an older botocore has only the default mode, and no parameter for it
        params["ContributorInsightsMode"] = mode
    return table.change(
        "contributor_insights" if name is TABLE else f"contributor_insights.indexes[{name}]",
        kind,
        words,
        method="update_contributor_insights",
        phase=Phase.ATTACH,
        ContributorInsightsAction=action,
        **params,
    )
