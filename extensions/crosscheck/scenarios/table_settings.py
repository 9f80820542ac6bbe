# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from ..scenario import NAME, call, create, of_arn, with_index
from ..scenario import Scenario as S


def ttl(enabled=True, attribute="expires_at"):
    return call("UpdateTimeToLive", TimeToLiveSpecification={"Enabled": enabled, "AttributeName": attribute})


def recovery(enabled=True, days=None):
    specification = {"PointInTimeRecoveryEnabled": enabled} | (
        {"RecoveryPeriodInDays": days} if days is not None else {}
    )
    return call("UpdateContinuousBackups", PointInTimeRecoverySpecification=specification)


def insights(action="ENABLE", **params):
    return call("UpdateContributorInsights", ContributorInsightsAction=action, **params)


def tag(*keys, value="x"):
    return of_arn("TagResource", Tags=[{"Key": key, "Value": value} for key in keys])


def untag(*keys):
    return of_arn("UntagResource", TagKeys=list(keys))


TTL = ("TimeToLiveDescription.TimeToLiveStatus", "TimeToLiveDescription.AttributeName")
DESCRIBE_TTL = call("DescribeTimeToLive")
RECOVERY = tuple(
    f"ContinuousBackupsDescription.{part}"
    for part in (
        "ContinuousBackupsStatus",
        "PointInTimeRecoveryDescription.PointInTimeRecoveryStatus",
        "PointInTimeRecoveryDescription.RecoveryPeriodInDays",
    )
)
DESCRIBE_RECOVERY = call("DescribeContinuousBackups")
TAGS = ("sort_by(Tags, &Key)",)
LIST_TAGS = of_arn("ListTagsOfResource")
INSIGHTS = ("ContributorInsightsStatus", "ContributorInsightsMode")
DESCRIBE_INSIGHTS = call("DescribeContributorInsights")

SCENARIOS = (
    # Time to live
    S("TTL: enable", "R14", ttl(), setup=(create(),), then=DESCRIBE_TTL, show=TTL),
    S("TTL: the answer", "R14", ttl(), setup=(create(),), show=("TimeToLiveSpecification",)),
    S("TTL: never enabled", "R14", DESCRIBE_TTL, setup=(create(),), show=TTL),
    S("TTL: enable again", "R14", ttl(), setup=(create(), ttl())),
    S("TTL: another attribute", "R13", ttl(attribute="other"), setup=(create(), ttl())),
    S("TTL: disable", "R14", ttl(False), setup=(create(), ttl()), then=DESCRIBE_TTL, show=TTL),
    S("TTL: disable immediately", "R13", ttl(False), setup=(create(), ttl()), immediate=True),
    S("TTL: disable when disabled", "R14", ttl(False), setup=(create(),)),
    S("TTL: disable with another attribute", "R14", ttl(False, "other"), setup=(create(), ttl())),
    S("TTL: enable on a key attribute", "R14", ttl(attribute="pk"), setup=(create(),), then=DESCRIBE_TTL, show=TTL),
    S("TTL: an empty name", "R59", ttl(attribute=""), setup=(create(),)),
    S("TTL: a name of 256 characters", "R59", ttl(attribute="a" * 256), setup=(create(),)),
    S("TTL: no such table", "R79", ttl()),
    S("TTL: describe, no such table", "R79", DESCRIBE_TTL),
    S("TTL: of a table that is being created", "R79", ttl(), setup=(create(),), immediate=True),
    # Recovery
    S("PITR: never enabled", "R41", DESCRIBE_RECOVERY, setup=(create(),), show=RECOVERY),
    S("PITR: enable", "R41", recovery(), setup=(create(),), then=DESCRIBE_RECOVERY, show=RECOVERY),
    S("PITR: recovery period", "R41", recovery(days=7), setup=(create(),), then=DESCRIBE_RECOVERY, show=RECOVERY),
    S(
        "PITR: enable again without a recovery period",
        "R41",
        recovery(),
        setup=(create(), recovery(days=7)),
        then=DESCRIBE_RECOVERY,
        show=RECOVERY,
    ),
    S("PITR: disable", "R41", recovery(False), setup=(create(), recovery()), then=DESCRIBE_RECOVERY, show=RECOVERY),
    S("PITR: disable with a recovery period", "R41", recovery(False, 7), setup=(create(), recovery())),
    S("PITR: recovery period of zero", "R41", recovery(days=0), setup=(create(),)),
    S("PITR: recovery period of 36 days", "R41", recovery(days=36), setup=(create(),)),
    S("PITR: no such table", "R41", recovery()),
    S("PITR: describe, no such table", "R41", DESCRIBE_RECOVERY),
    # Tags
    S("tags: a table without tags", "R60", LIST_TAGS, setup=(create(),), show=TAGS),
    S("tags: add and change", "R60", tag("b", "a"), setup=(create(), tag("a", value="y")), then=LIST_TAGS, show=TAGS),
    S("tags: remove", "R60", untag("a"), setup=(create(), tag("a", "b")), then=LIST_TAGS, show=TAGS),
    S("tags: remove one that does not exist", "R60", untag("a"), setup=(create(),)),
    S("tags: add an empty list", "R60", tag(), setup=(create(),)),
    S("tags: remove an empty list", "R60", untag(), setup=(create(),)),
    S("tags: a key with the prefix aws:", "R60", tag("aws:a"), setup=(create(),)),
    S("tags: a key with a hash sign", "R60", tag("a#b"), setup=(create(),)),
    S("tags: an empty key", "R60", tag(""), setup=(create(),)),
    S("tags: the 51st", "R60", tag("more"), setup=(create(), tag(*(f"tag-{n}" for n in range(50))))),
    S("tags: the same key twice", "R60", tag("a", "a"), setup=(create(),)),
    S("tags: again immediately", "R53", tag("b"), setup=(create(), tag("a")), immediate=True),
    S("tags: no such table", "R60", LIST_TAGS),
    S("tags: no ARN", "R60", of_arn("ListTagsOfResource", ResourceArn=NAME)),
    # Contributor insights
    S("Contributor Insights: never enabled", "R70", DESCRIBE_INSIGHTS, setup=(create(),), show=INSIGHTS),
    S("Contributor Insights: enable", "R43", insights(), setup=(create(),), then=DESCRIBE_INSIGHTS, show=INSIGHTS),
    S("Contributor Insights: the answer", "R43", insights(), setup=(create(),), show=INSIGHTS),
    S(
        "Contributor Insights: another mode",
        "R70",
        insights(ContributorInsightsMode="THROTTLED_KEYS"),
        setup=(create(), insights()),
        then=DESCRIBE_INSIGHTS,
        show=INSIGHTS,
    ),
    S(
        "Contributor Insights: disable",
        "R43",
        insights("DISABLE"),
        setup=(create(), insights()),
        then=DESCRIBE_INSIGHTS,
        show=INSIGHTS,
    ),
    S("Contributor Insights: disable when disabled", "R43", insights("DISABLE"), setup=(create(),)),
    S(
        "Contributor Insights: of an index",
        "R43",
        insights(IndexName="by-a"),
        setup=(with_index(),),
        then=call("DescribeContributorInsights", IndexName="by-a"),
        show=INSIGHTS,
    ),
    S("Contributor Insights: of an index that does not exist", "R43", insights(IndexName="by-a"), setup=(create(),)),
    S("Contributor Insights: no such table", "R43", insights()),
    S("Contributor Insights: an action that does not exist", "R43", insights("TOGGLE"), setup=(create(),)),
    S(
        "Contributor Insights: list",
        "R43",
        call("ListContributorInsights"),
        setup=(with_index(), insights(), insights(IndexName="by-a")),
        show=("sort(ContributorInsightsSummaries[].IndexName || `[]`)", "length(ContributorInsightsSummaries)"),
    ),
)
