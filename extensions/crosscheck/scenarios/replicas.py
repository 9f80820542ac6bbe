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
HERE, THERE, ELSEWHERE = "eu-west-1", "eu-central-1", "us-east-1"
STREAMED = create(**STREAM)


def add(*regions, **params):
    return update(ReplicaUpdates=[{"Create": {"RegionName": region}} for region in regions], **params)


def remove(region):
    return update(ReplicaUpdates=[{"Delete": {"RegionName": region}}])


SCENARIOS = (
    S("replica: add", "R29", add(THERE), setup=(STREAMED,), then=describe(), show=REPLICAS),
    S("replica: add without a stream", "R28", add(THERE), setup=(create(),), then=describe(), show=REPLICAS),
    S(
        "replica: immediately after adding one",
        "R29",
        describe(),
        setup=(STREAMED, add(THERE)),
        immediate=True,
        show=("Table.TableStatus",),
    ),
    S("replica: add two in one call", "R29", add(THERE, ELSEWHERE), setup=(STREAMED,)),
    S("replica: add it again", "R55", add(THERE), setup=(STREAMED, add(THERE))),
    S("replica: add in the table's own Region", "R29", add(HERE), setup=(STREAMED,)),
    S("replica: add in a Region that does not exist", "R29", add("mars-north-1"), setup=(STREAMED,)),
    S("replica: add with another change", "R4", add(THERE, DeletionProtectionEnabled=True), setup=(STREAMED,)),
    S("replica: add to a provisioned table without auto scaling", "R31", add(THERE), setup=(provisioned(**STREAM),)),
    S("replica: remove", "R38", remove(THERE), setup=(STREAMED, add(THERE)), then=describe(), show=REPLICAS),
    S("replica: remove one that does not exist", "R38", remove(THERE), setup=(STREAMED,)),
    S(
        "replica: an empty update",
        "R29",
        update(ReplicaUpdates=[{"Update": {"RegionName": THERE}}]),
        setup=(STREAMED, add(THERE)),
    ),
    S(
        "replica: disable the stream",
        "R28",
        update(StreamSpecification={"StreamEnabled": False}),
        setup=(STREAMED, add(THERE)),
    ),
    S("replica: delete the source table", "R19", call("DeleteTable"), setup=(STREAMED, add(THERE))),
    S(
        "replica: strong consistency with one replica",
        "R30",
        add(THERE, MultiRegionConsistency="STRONG"),
        setup=(create(),),
    ),
)
