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
    S("ttl: on", "R14", ttl(), setup=(create(),), then=DESCRIBE_TTL, show=TTL),
    S("ttl: the answer", "R14", ttl(), setup=(create(),), show=("TimeToLiveSpecification",)),
    S("ttl: never on", "R14", DESCRIBE_TTL, setup=(create(),), show=TTL),
    S("ttl: on again", "R14", ttl(), setup=(create(), ttl())),
    S("ttl: another attribute", "R13", ttl(attribute="other"), setup=(create(), ttl())),
    S("ttl: off", "R14", ttl(False), setup=(create(), ttl()), then=DESCRIBE_TTL, show=TTL),
    S("ttl: off at once", "R13", ttl(False), setup=(create(), ttl()), hasty=True),
    S("ttl: off where it is off", "R14", ttl(False), setup=(create(),)),
    S("ttl: off by another name", "R14", ttl(False, "other"), setup=(create(), ttl())),
    S("ttl: on a key", "R14", ttl(attribute="pk"), setup=(create(),), then=DESCRIBE_TTL, show=TTL),
    S("ttl: no name", "R59", ttl(attribute=""), setup=(create(),)),
    S("ttl: a name of 256 characters", "R59", ttl(attribute="a" * 256), setup=(create(),)),
    S("ttl: no such table", "R79", ttl()),
    S("ttl: describe, no such table", "R79", DESCRIBE_TTL),
    S("ttl: of a table that is being created", "R79", ttl(), setup=(create(),), hasty=True),
    # Recovery
    S("recovery: never on", "R41", DESCRIBE_RECOVERY, setup=(create(),), show=RECOVERY),
    S("recovery: on", "R41", recovery(), setup=(create(),), then=DESCRIBE_RECOVERY, show=RECOVERY),
    S("recovery: days", "R41", recovery(days=7), setup=(create(),), then=DESCRIBE_RECOVERY, show=RECOVERY),
    S(
        "recovery: on again without the days",
        "R41",
        recovery(),
        setup=(create(), recovery(days=7)),
        then=DESCRIBE_RECOVERY,
        show=RECOVERY,
    ),
    S("recovery: off", "R41", recovery(False), setup=(create(), recovery()), then=DESCRIBE_RECOVERY, show=RECOVERY),
    S("recovery: off with days", "R41", recovery(False, 7), setup=(create(), recovery())),
    S("recovery: no days", "R41", recovery(days=0), setup=(create(),)),
    S("recovery: 36 days", "R41", recovery(days=36), setup=(create(),)),
    S("recovery: no such table", "R41", recovery()),
    S("recovery: describe, no such table", "R41", DESCRIBE_RECOVERY),
    # Tags
    S("tags: none", "R60", LIST_TAGS, setup=(create(),), show=TAGS),
    S("tags: add and change", "R60", tag("b", "a"), setup=(create(), tag("a", value="y")), then=LIST_TAGS, show=TAGS),
    S("tags: remove", "R60", untag("a"), setup=(create(), tag("a", "b")), then=LIST_TAGS, show=TAGS),
    S("tags: remove one that is not there", "R60", untag("a"), setup=(create(),)),
    S("tags: add none", "R60", tag(), setup=(create(),)),
    S("tags: remove none", "R60", untag(), setup=(create(),)),
    S("tags: one of AWS's own", "R60", tag("aws:a"), setup=(create(),)),
    S("tags: one with a hash sign", "R60", tag("a#b"), setup=(create(),)),
    S("tags: an empty key", "R60", tag(""), setup=(create(),)),
    S("tags: the 51st", "R60", tag("more"), setup=(create(), tag(*(f"tag-{n}" for n in range(50))))),
    S("tags: twice the same", "R60", tag("a", "a"), setup=(create(),)),
    S("tags: at once again", "R53", tag("b"), setup=(create(), tag("a")), hasty=True),
    S("tags: no such table", "R60", LIST_TAGS),
    S("tags: no ARN", "R60", of_arn("ListTagsOfResource", ResourceArn=NAME)),
    # Contributor insights
    S("insights: never on", "R70", DESCRIBE_INSIGHTS, setup=(create(),), show=INSIGHTS),
    S("insights: on", "R43", insights(), setup=(create(),), then=DESCRIBE_INSIGHTS, show=INSIGHTS),
    S("insights: the answer", "R43", insights(), setup=(create(),), show=INSIGHTS),
    S(
        "insights: the other mode",
        "R70",
        insights(ContributorInsightsMode="THROTTLED_KEYS"),
        setup=(create(), insights()),
        then=DESCRIBE_INSIGHTS,
        show=INSIGHTS,
    ),
    S("insights: off", "R43", insights("DISABLE"), setup=(create(), insights()), then=DESCRIBE_INSIGHTS, show=INSIGHTS),
    S("insights: off where they are off", "R43", insights("DISABLE"), setup=(create(),)),
    S(
        "insights: of an index",
        "R43",
        insights(IndexName="by-a"),
        setup=(with_index(),),
        then=call("DescribeContributorInsights", IndexName="by-a"),
        show=INSIGHTS,
    ),
    S("insights: of an index that is not there", "R43", insights(IndexName="by-a"), setup=(create(),)),
    S("insights: no such table", "R43", insights()),
    S("insights: an action that does not exist", "R43", insights("TOGGLE"), setup=(create(),)),
    S(
        "insights: list",
        "R43",
        call("ListContributorInsights"),
        setup=(with_index(), insights(), insights(IndexName="by-a")),
        show=("sort(ContributorInsightsSummaries[].IndexName || `[]`)", "length(ContributorInsightsSummaries)"),
    ),
)
