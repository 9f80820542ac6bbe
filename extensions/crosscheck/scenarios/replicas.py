# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from ..scenario import Scenario as S
from ..scenario import call, create, describe, provisioned, update

STREAM = {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}}
REPLICAS = (
    "sort_by(Table.Replicas || `[]`, &RegionName)[].[RegionName, ReplicaStatus]",
    "Table.StreamSpecification.StreamViewType",
)
BASE_REGION, REPLICA_REGION, OTHER_REGION = "eu-west-1", "eu-central-1", "us-east-1"
STREAMED = create(**STREAM)


def add(*regions, **params):
    return update(ReplicaUpdates=[{"Create": {"RegionName": region}} for region in regions], **params)


def remove(region):
    return update(ReplicaUpdates=[{"Delete": {"RegionName": region}}])


SCENARIOS = (
    S("replica: add", "R29", add(REPLICA_REGION), setup=(STREAMED,), then=describe(), show=REPLICAS),
    S("replica: add without a stream", "R28", add(REPLICA_REGION), setup=(create(),), then=describe(), show=REPLICAS),
    S(
        "replica: immediately after adding one",
        "R29",
        describe(),
        setup=(STREAMED, add(REPLICA_REGION)),
        immediate=True,
        show=("Table.TableStatus",),
    ),
    S("replica: add two in one call", "R29", add(REPLICA_REGION, OTHER_REGION), setup=(STREAMED,)),
    S("replica: add it again", "R55", add(REPLICA_REGION), setup=(STREAMED, add(REPLICA_REGION))),
    S("replica: add in the table's own Region", "R29", add(BASE_REGION), setup=(STREAMED,)),
    S("replica: add in a Region that does not exist", "R29", add("mars-north-1"), setup=(STREAMED,)),
    S("replica: add with another change", "R4", add(REPLICA_REGION, DeletionProtectionEnabled=True), setup=(STREAMED,)),
    S(
        "replica: add to a provisioned table without auto scaling",
        "R31",
        add(REPLICA_REGION),
        setup=(provisioned(**STREAM),),
    ),
    S(
        "replica: remove",
        "R38",
        remove(REPLICA_REGION),
        setup=(STREAMED, add(REPLICA_REGION)),
        then=describe(),
        show=REPLICAS,
    ),
    S("replica: remove one that does not exist", "R38", remove(REPLICA_REGION), setup=(STREAMED,)),
    S(
        "replica: an empty update",
        "R29",
        update(ReplicaUpdates=[{"Update": {"RegionName": REPLICA_REGION}}]),
        setup=(STREAMED, add(REPLICA_REGION)),
    ),
    S(
        "replica: disable the stream",
        "R28",
        update(StreamSpecification={"StreamEnabled": False}),
        setup=(STREAMED, add(REPLICA_REGION)),
    ),
    S("replica: delete the source table", "R19", call("DeleteTable"), setup=(STREAMED, add(REPLICA_REGION))),
    S(
        "replica: strong consistency with one replica",
        "R30",
        add(REPLICA_REGION, MultiRegionConsistency="STRONG"),
        setup=(create(),),
    ),
)
