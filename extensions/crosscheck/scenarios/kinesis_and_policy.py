# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import json

from ..scenario import ARN, call, create, of_arn
from ..scenario import Scenario as S

STREAM = "arn:aws:kinesis:eu-west-1:123456789012:stream/changes"


def kinesis(verb, arn=STREAM, **params):
    return call(f"{verb}KinesisStreamingDestination", StreamArn=arn, **params)


ENABLE, DISABLE = kinesis("Enable"), kinesis("Disable")
MICROSECONDS = {"ApproximateCreationDateTimePrecision": "MICROSECOND"}
DESTINATIONS = (
    "KinesisDataStreamDestinations[].DestinationStatus",
    "KinesisDataStreamDestinations[].ApproximateCreationDateTimePrecision",
)
DESCRIBE_KINESIS = call("DescribeKinesisStreamingDestination")


def document(**params):
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
        "Action": "dynamodb:GetItem",
        "Resource": "*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement | params]})


def put(policy, **params):
    return of_arn("PutResourcePolicy", Policy=policy, **params)


GET, REMOVE = of_arn("GetResourcePolicy"), of_arn("DeleteResourcePolicy")
LIMITS = (
    "[AccountMaxReadCapacityUnits, AccountMaxWriteCapacityUnits]",
    "[TableMaxReadCapacityUnits, TableMaxWriteCapacityUnits]",
)

SCENARIOS = (
    S("Kinesis: never enabled", "R45", DESCRIBE_KINESIS, setup=(create(),), show=DESTINATIONS),
    S("Kinesis: enable", "R45", ENABLE, setup=(create(),), then=DESCRIBE_KINESIS, show=DESTINATIONS),
    S("Kinesis: the answer", "R45", ENABLE, setup=(create(),), show=("DestinationStatus",)),
    S("Kinesis: enable again", "R45", ENABLE, setup=(create(), ENABLE)),
    S("Kinesis: a second stream", "R45", kinesis("Enable", STREAM + "-2"), setup=(create(), ENABLE)),
    S("Kinesis: disable", "R45", DISABLE, setup=(create(), ENABLE), then=DESCRIBE_KINESIS, show=DESTINATIONS[:1]),
    S("Kinesis: disable when disabled", "R45", DISABLE, setup=(create(),)),
    S(
        "Kinesis: precision",
        "R71",
        kinesis("Update", UpdateKinesisStreamingConfiguration=MICROSECONDS),
        setup=(create(), ENABLE),
        then=DESCRIBE_KINESIS,
        show=DESTINATIONS,
    ),
    S(
        "Kinesis: the same precision",
        "R71",
        kinesis("Update", UpdateKinesisStreamingConfiguration=MICROSECONDS),
        setup=(create(), kinesis("Enable", EnableKinesisStreamingConfiguration=MICROSECONDS)),
    ),
    S("Kinesis: no such table", "R45", ENABLE),
    S("Kinesis: a short ARN", "R45", kinesis("Enable", "arn:aws:kinesis"), setup=(create(),)),
    # Policies
    S("policy: a table without a policy", "R44", GET, setup=(create(),)),
    S("policy: put", "R44", put(document()), setup=(create(),), then=GET, show=("Policy",)),
    S("policy: remove", "R44", REMOVE, setup=(create(), put(document())), then=GET),
    S("policy: remove a missing policy", "R44", REMOVE, setup=(create(),)),
    S("policy: not JSON", "R44", put("nonsense"), setup=(create(),)),
    S("policy: no statement", "R44", put('{"Version": "2012-10-17"}'), setup=(create(),)),
    S("policy: over 20 KB", "R44", put(document(Sid="a" * 20500)), setup=(create(),)),
    S(
        "policy: expecting another revision",
        "R44",
        put(document(Action="dynamodb:Query"), ExpectedRevisionId="1"),
        setup=(create(), put(document())),
    ),
    S(
        "policy: expecting no policy",
        "R44",
        put(document(Action="dynamodb:Query"), ExpectedRevisionId="NO_POLICY"),
        setup=(create(), put(document())),
    ),
    S("policy: no such table", "R44", GET),
    S(
        "policy: as a member of CreateTable",
        "R44",
        create(ResourcePolicy=document(Resource=ARN)),
        then=GET,
        show=("Policy",),
    ),
    # The account
    S("limits", "R17", call("DescribeLimits", TableName=None), show=LIMITS),
    S("endpoints", "", call("DescribeEndpoints", TableName=None), show=("length(Endpoints)",)),
)
