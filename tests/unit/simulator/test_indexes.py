# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Creating, changing and deleting global secondary indexes."""

from __future__ import annotations

import pytest


@pytest.fixture(name="create_index")
def create_index_fixture(aws, make):
    def create_index(name="by-a", key="a", **more):
        change = {"Create": make.index(name, key, **more)}
        return aws.update(AttributeDefinitions=make.attributes(key), GlobalSecondaryIndexUpdates=[change])

    return create_index


@pytest.fixture(name="delete_index")
def delete_index_fixture(aws):
    return lambda name="by-a": aws.update(GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": name}}])


def test_an_index_is_allocated_and_then_backfilled(aws, create_index):
    """R11: the table is UPDATING first; then it is ACTIVE while the index is still CREATING."""
    aws.create()
    assert create_index()["TableStatus"] == "UPDATING"
    assert (aws.index("by-a")["IndexStatus"], aws.index("by-a")["Backfilling"]) == ("CREATING", False)
    aws.pass_time(60)
    assert aws.table()["TableStatus"] == "ACTIVE"
    assert (aws.index("by-a")["IndexStatus"], aws.index("by-a")["Backfilling"]) == ("CREATING", True)
    aws.pass_time(600)
    assert aws.index("by-a")["IndexStatus"] == "ACTIVE"
    assert "Backfilling" not in aws.index("by-a")


def test_an_index_in_allocation_cannot_be_deleted(aws, create_index, delete_index):
    """R11: it can be deleted once it is backfilling."""
    aws.create()
    create_index()
    with aws.raises("ResourceInUseException", "Index creation is in resource allocation phase."):
        delete_index()
    aws.pass_time(60)
    delete_index()
    aws.pass_time(1000)
    assert "GlobalSecondaryIndexes" not in aws.table()


def test_one_index_is_created_or_deleted_at_a_time(aws, make, create_index, delete_index):
    """R5: a second one fails while one is in progress, and so do two in a call."""
    aws.create()
    definitions = make.attributes("a", "b")
    both = [{"Create": make.index("by-a", "a")}, {"Create": make.index("by-b", "b")}]
    only_one = "Only 1 online index can be created or deleted simultaneously per table"
    with aws.raises("LimitExceededException", only_one):
        aws.update(AttributeDefinitions=definitions, GlobalSecondaryIndexUpdates=both)
    create_index("by-a", "a")
    for _phase in ("allocation", "backfill"):
        with aws.raises("LimitExceededException", only_one):
            create_index("by-b", "b")
        aws.pass_time(60)
    aws.pass_time(1000)
    create_index("by-b", "b")
    aws.pass_time(1000)
    delete_index("by-a")
    with aws.raises("LimitExceededException", only_one):
        delete_index("by-b")


def test_deleting_an_index_removes_its_attribute_definitions(aws, create_index, delete_index):
    """AWS removes attribute definitions that no key uses."""
    aws.create()
    create_index()
    aws.pass_time(1000)
    assert delete_index()["TableStatus"] == "UPDATING"
    assert aws.index("by-a")["IndexStatus"] == "DELETING"
    with aws.raises("ResourceInUseException", "Index is being deleted. Table: orders Index: by-a"):
        create_index()
    aws.pass_time(10)
    assert [a["AttributeName"] for a in aws.table()["AttributeDefinitions"]] == ["pk"]


def test_capacity_cannot_change_during_allocation(aws, make, create_index):
    """R1: table capacity can change while an index is backfilling, not while one is allocated or deleted."""
    aws.create(ProvisionedThroughput=make.units(5))
    create_index(ProvisionedThroughput=make.units(5))
    with aws.raises("ResourceInUseException", "Can't change table IOPS when an index is being created."):
        aws.update(ProvisionedThroughput=make.units(6))
    aws.pass_time(60)
    aws.update(ProvisionedThroughput=make.units(6))


def test_a_table_with_a_busy_index_is_not_deleted(aws, create_index):
    """R42: deletion fails even while the table itself is ACTIVE."""
    aws.create()
    create_index()
    aws.pass_time(60)
    with aws.raises("ResourceInUseException", "Cannot delete table while indexes are being created, updated, or"):
        aws.client.delete_table(TableName="orders")


def test_index_capacity_changes_while_the_table_is_active(aws, make, create_index):
    """Several indexes can change in one call; AWS shows the old values at first."""
    aws.create(ProvisionedThroughput=make.units(5))
    for name in ("a", "b"):
        create_index(f"by-{name}", name, ProvisionedThroughput=make.units(5))
        aws.pass_time(1000)
    changes = [{"Update": {"IndexName": name, "ProvisionedThroughput": make.units(7)}} for name in ("by-a", "by-b")]
    answer = aws.update(GlobalSecondaryIndexUpdates=changes)
    assert answer["TableStatus"] == "ACTIVE"
    assert aws.index("by-a")["IndexStatus"] == "UPDATING"
    assert aws.index("by-a")["ProvisionedThroughput"]["ReadCapacityUnits"] == 5
    with aws.raises("ResourceInUseException", "Index is being updated. Table: orders Index: by-a"):
        aws.update(GlobalSecondaryIndexUpdates=changes[:1])
    aws.pass_time(10)
    assert aws.index("by-b")["ProvisionedThroughput"]["ReadCapacityUnits"] == 7
    with aws.raises("ValidationException", "The provisioned throughput for the index by-a will not change."):
        aws.update(GlobalSecondaryIndexUpdates=changes)


@pytest.mark.parametrize(
    "update, text",
    [
        ({}, "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create"),
        ({"Update": {"IndexName": "by-a"}, "Delete": {"IndexName": "by-a"}}, "Only one global secondary index action"),
        (
            {"Create": {"IndexName": "by-x", "Projection": {"ProjectionType": "ALL"}}},
            "AttributeDefinitions is not spec",
        ),
    ],
)
def test_an_invalid_index_action_fails(aws, make, update, text):
    """Each entry has one action, and a new index needs its attribute definitions."""
    if "Create" in update:
        update["Create"]["KeySchema"] = make.key_schema("x")
    aws.create()
    with aws.raises("ValidationException", text):
        aws.update(GlobalSecondaryIndexUpdates=[update])


def test_an_index_is_named_once_per_call(aws):
    """Two actions for the same index fail."""
    aws.create()
    twice = [{"Delete": {"IndexName": "by-a"}}, {"Delete": {"IndexName": "by-a"}}]
    with aws.raises("ValidationException", "Only one global secondary index update per index is allowed"):
        aws.update(GlobalSecondaryIndexUpdates=twice)


def test_an_unknown_index_is_not_found(aws, delete_index):
    """R12: the message differs from that for a missing table."""
    aws.create()
    with aws.raises("ResourceNotFoundException", "Requested resource not found: Index by-a for table orders"):
        delete_index()


def test_an_index_name_is_unique(aws, create_index):
    """Creating an index with the name of an existing one fails."""
    aws.create()
    create_index()
    aws.pass_time(1000)
    with aws.raises("ValidationException", "Attempting to create an index which already exists"):
        create_index()


def test_a_new_index_requires_the_definitions_of_its_keys(aws, make):
    """R9: even if the table defines them; definitions of other attributes are optional, unused ones are ignored."""
    aws.create()
    with aws.raises("ValidationException", "Keys: [pk], AttributeDefinitions: [a]"):
        of_known = [{"Create": make.index("by-pk", "pk")}]
        aws.update(AttributeDefinitions=make.attributes("a"), GlobalSecondaryIndexUpdates=of_known)
    change = [{"Create": make.index("by-a", "a", "b")}]
    with aws.raises("ValidationException", "Invalid KeySchema: Some index key attribute have no definition"):
        aws.update(AttributeDefinitions=make.attributes("a"), GlobalSecondaryIndexUpdates=change)
    aws.update(AttributeDefinitions=make.attributes("a", "b", "unused"), GlobalSecondaryIndexUpdates=change)
    assert [a["AttributeName"] for a in aws.table()["AttributeDefinitions"]] == ["a", "b", "pk"]


def test_the_type_of_a_used_attribute_cannot_change(aws, make):
    """R9: an attribute has one type in the table and all its indexes."""
    aws.create()
    change = [{"Create": make.index("by-pk", "pk")}]
    with aws.raises("ValidationException", "pk"):
        aws.update(AttributeDefinitions=make.attributes("pk", kind="N"), GlobalSecondaryIndexUpdates=change)


def test_creating_an_index_cannot_be_combined_with_other_changes(aws, make):
    """R4: capacity and stream need calls of their own."""
    aws.create(ProvisionedThroughput=make.units(5))
    change = {"Create": make.index("by-a", "a", ProvisionedThroughput=make.units(5))}
    request = {"AttributeDefinitions": make.attributes("a"), "GlobalSecondaryIndexUpdates": [change]}
    with aws.raises("ValidationException", "You cannot create or delete index while updating table IOPS"):
        aws.update(**request, ProvisionedThroughput=make.units(6))
    with aws.raises("ValidationException", "You cannot create or delete index while changing stream status"):
        aws.update(**request, StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})


def test_a_new_index_has_capacity_if_the_table_is_provisioned(aws, make, create_index):
    """R8: it has none on an on-demand table."""
    aws.create("provisioned", ProvisionedThroughput=make.units(5))
    aws.create()
    with aws.raises("ValidationException", "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for"):
        create_index(ProvisionedThroughput=make.units(5))
    with aws.raises("ValidationException", "Both ReadCapacityUnits and WriteCapacityUnits must be specified for"):
        aws.update(
            "provisioned",
            AttributeDefinitions=make.attributes("a"),
            GlobalSecondaryIndexUpdates=[{"Create": make.index("by-a", "a")}],
        )


def test_the_twenty_first_index_fails(aws, make, create_index):
    """R21: the error code differs from that of CreateTable."""
    aws.create(
        AttributeDefinitions=make.attributes("pk", "a"),
        KeySchema=make.key_schema("pk"),
        GlobalSecondaryIndexes=[make.index(f"i-{number}", "a") for number in range(20)],
    )
    with aws.raises("LimitExceededException", "Number of global secondary indexes exceeds per-table limit of 20"):
        create_index()


def test_on_demand_indexes_have_maximum_and_warm_throughput_only(aws, make, create_index):
    """R7, R23: provisioned capacity of an index fails on an on-demand table."""
    aws.create()
    create_index()
    aws.pass_time(1000)

    def change(**what):
        return aws.update(GlobalSecondaryIndexUpdates=[{"Update": {"IndexName": "by-a", **what}}])

    with aws.raises("ValidationException", "The only Updates for index: by-a when TableThroughputMode is"):
        change(ProvisionedThroughput=make.units(5))
    change(OnDemandThroughput={"MaxReadRequestUnits": 10})
    assert aws.index("by-a")["OnDemandThroughput"] == {"MaxReadRequestUnits": 10}
    aws.pass_time(10)
    change(WarmThroughput={"ReadUnitsPerSecond": 20000})
    aws.pass_time(1000)
    assert aws.index("by-a")["WarmThroughput"]["ReadUnitsPerSecond"] == 20000
    with aws.raises("ValidationException", "decreasing WarmThroughput is not supported"):
        change(WarmThroughput={"ReadUnitsPerSecond": 15000})
