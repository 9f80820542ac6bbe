# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Global tables with strong consistency: three Regions at once, and no change after that."""

from __future__ import annotations

import pytest

FRANKFURT, PARIS, LONDON = "eu-central-1", "eu-west-3", "eu-west-2"


def create(*regions):
    return [{"Create": {"RegionName": region}} for region in regions]


def delete(*regions):
    return [{"Delete": {"RegionName": region}} for region in regions]


def witness(kind, region):
    return [{kind: {"RegionName": region}}]


@pytest.mark.parametrize("third", ["replica", "witness"])
def test_three_regions_are_created_and_deleted_at_once(aws, third):
    """R30: two replicas, or one and a witness; DescribeTable shows STRONG; there is no stream."""
    aws.create()
    if third == "replica":
        up = {"ReplicaUpdates": create(FRANKFURT, PARIS)}
        down = {"ReplicaUpdates": delete(FRANKFURT, PARIS)}
    else:
        up = {"ReplicaUpdates": create(FRANKFURT), "GlobalTableWitnessUpdates": witness("Create", PARIS)}
        down = {"ReplicaUpdates": delete(FRANKFURT), "GlobalTableWitnessUpdates": witness("Delete", PARIS)}
    aws.update(**up, MultiRegionConsistency="STRONG")
    aws.pass_time(60)
    table = aws.table()
    assert (table["MultiRegionConsistency"], "StreamSpecification" in table) == ("STRONG", False)
    assert len(table["Replicas"]) + len(table.get("GlobalTableWitnesses", [])) == 2
    if third == "witness":
        assert table["GlobalTableWitnesses"] == [{"RegionName": PARIS, "WitnessStatus": "ACTIVE"}]
        with aws.raises("ValidationException", "does not include all witnesses."):
            aws.update(ReplicaUpdates=delete(FRANKFURT))
    aws.update(**down)
    aws.pass_time(200)
    assert not {"Replicas", "GlobalTableWitnesses", "MultiRegionConsistency"} & set(aws.table())


@pytest.mark.parametrize(
    "replicas, third, text",
    [
        ([FRANKFURT], None, "Unsupported replica count"),
        ([FRANKFURT, PARIS, LONDON], None, "Unsupported replica count"),
        ([FRANKFURT, "us-east-1"], None, "Unsupported Region(s) specified"),
        ([FRANKFURT], FRANKFURT, "Cannot add a witness in the same region as an existing replica."),
    ],
)
def test_invalid_members_fail(aws, replicas, third, text):
    """R30: exactly three Regions of one set."""
    aws.create()
    more = {"GlobalTableWitnessUpdates": witness("Create", third)} if third else {}
    with aws.raises("ValidationException", text):
        aws.update(ReplicaUpdates=create(*replicas), MultiRegionConsistency="STRONG", **more)


def test_a_strongly_consistent_global_table_cannot_change(aws):
    """R30: adding or removing a single replica, changing the consistency, and TTL fail."""
    aws.create()
    aws.update(ReplicaUpdates=create(FRANKFURT, PARIS), MultiRegionConsistency="STRONG")
    aws.pass_time(60)
    with aws.raises("ValidationException", "Cannot add replicas to a global table with strong MultiRegionConsistency"):
        aws.update(ReplicaUpdates=create(LONDON))
    with aws.raises("ValidationException", "Deletion of only one table replica is not supported"):
        aws.update(ReplicaUpdates=delete(PARIS))
    with aws.raises("ValidationException", "Deletion of only one table replica is not supported"):
        aws.client.delete_table(TableName="orders")
    with aws.raises("ValidationException", "MultiRegionConsistency parameter is unsupported on existing global table"):
        aws.update(ReplicaUpdates=create(LONDON), MultiRegionConsistency="EVENTUAL")
    with aws.raises("ValidationException", "Time to live is not supported"):
        aws.client.update_time_to_live(
            TableName="orders", TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"}
        )


def test_local_indexes_and_time_to_live_prevent_strong_consistency(aws, make):
    """R30: based on documentation only."""
    aws.create(
        range_key="sk",
        AttributeDefinitions=make.attributes("pk", "sk", "a"),
        KeySchema=make.key_schema("pk", "sk"),
        LocalSecondaryIndexes=[make.index("by-a", "pk", "a")],
    )
    with aws.raises("ValidationException", "Local secondary indexes are not supported"):
        aws.update(ReplicaUpdates=create(FRANKFURT, PARIS), MultiRegionConsistency="STRONG")
    aws.create("others")
    aws.client.update_time_to_live(
        TableName="others", TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"}
    )
    with aws.raises("ValidationException", "Time to live is not supported"):
        aws.update("others", ReplicaUpdates=create(FRANKFURT, PARIS), MultiRegionConsistency="STRONG")


def test_a_witness_requires_strong_consistency(aws):
    """R30: a witness or the consistency is not a change by itself."""
    aws.create()
    with aws.raises("ValidationException", "MultiRegionConsistency must be set as STRONG"):
        aws.update(ReplicaUpdates=create(FRANKFURT), GlobalTableWitnessUpdates=witness("Create", PARIS))
    with aws.raises("ValidationException", "At least one of"):
        aws.update(MultiRegionConsistency="STRONG")
    with aws.raises("ValidationException", "Only Replica Create actions are supported"):
        aws.update(ReplicaUpdates=delete(FRANKFURT), MultiRegionConsistency="STRONG")


def test_the_stream_can_change_and_belongs_to_one_region(aws):
    """R28: strong consistency does not use it. With eventual consistency, it could not be disabled."""
    aws.create()
    aws.update(ReplicaUpdates=create(FRANKFURT, PARIS), MultiRegionConsistency="STRONG")
    aws.pass_time(60)
    aws.update(StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})
    aws.pass_time(60)
    there = aws.sim.client("dynamodb", PARIS).describe_table(TableName="orders")["Table"]
    assert "StreamSpecification" in aws.table() and "StreamSpecification" not in there
    aws.update(StreamSpecification={"StreamEnabled": False})
    aws.pass_time(60)
    assert "StreamSpecification" not in aws.table()
