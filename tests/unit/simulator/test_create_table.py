# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""CreateTable: created tables and errors."""

from __future__ import annotations

import pytest

TWO = [("pk", "S"), ("x", "S")]
PROVISIONED_ONLY = "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED"


def test_a_table_is_creating_and_then_active(aws):
    """A new table is CREATING for some time."""
    assert aws.create(settle=False)["TableStatus"] == "CREATING"
    assert aws.table()["TableStatus"] == "CREATING"
    aws.pass_time(60)
    assert aws.table()["TableStatus"] == "ACTIVE"


def test_an_on_demand_table_shows_zero_capacity(aws):
    """R47: DescribeTable shows the billing mode, capacity 0 and the default warm throughput."""
    aws.create()
    table = aws.table()
    assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert (table["ProvisionedThroughput"]["ReadCapacityUnits"], table["WarmThroughput"]["ReadUnitsPerSecond"]) == (
        0,
        12000,
    )


def test_a_provisioned_table_has_no_billing_summary(aws, make):
    """R47: absent billing mode and table class mean PROVISIONED and STANDARD."""
    aws.create(ProvisionedThroughput=make.units(5))
    table = aws.table()
    assert not {"BillingModeSummary", "TableClassSummary", "SSEDescription", "StreamSpecification"} & set(table)
    assert table["WarmThroughput"]["ReadUnitsPerSecond"] == 5


def test_definitions_and_projections_are_sorted(aws, make):
    """AWS sorts attribute definitions and projected attributes."""
    projection = {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["z", "b"]}
    aws.create(
        AttributeDefinitions=make.attributes("pk", "a"),
        KeySchema=make.key_schema("pk"),
        GlobalSecondaryIndexes=[make.index("by-a", "a", Projection=projection)],
    )
    assert [a["AttributeName"] for a in aws.table()["AttributeDefinitions"]] == ["a", "pk"]
    assert aws.index("by-a")["Projection"]["NonKeyAttributes"] == ["b", "z"]


def test_indexes_of_a_new_table_are_not_backfilling(aws, make):
    """R11: Backfilling is absent for indexes that CreateTable creates; they become ACTIVE with the table."""
    aws.create(
        AttributeDefinitions=make.attributes("pk", "a"),
        KeySchema=make.key_schema("pk"),
        GlobalSecondaryIndexes=[make.index("by-a", "a")],
        settle=False,
    )
    assert aws.index("by-a")["IndexStatus"] == "CREATING"
    assert "Backfilling" not in aws.index("by-a")
    aws.pass_time(60)
    assert aws.index("by-a")["IndexStatus"] == "ACTIVE"


def test_a_table_cannot_be_created_twice(aws):
    """A second CreateTable with the same name fails."""
    aws.create()
    with aws.raises("ResourceInUseException", "Table already exists: orders"):
        aws.create()


def test_regions_and_accounts_are_isolated(sim, aws):
    """The same name in another Region or account is another table."""
    aws.create()
    assert sim.client("dynamodb", "eu-central-1").list_tables()["TableNames"] == []
    other = sim.client("dynamodb", "eu-west-1", account="210987654321")
    assert other.list_tables()["TableNames"] == []
    assert aws.table()["TableArn"] == "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"


def test_tables_are_listed_page_by_page(aws):
    """ListTables pages by name, and the last page has no LastEvaluatedTableName."""
    for name in ("aaa", "bbb", "ccc"):
        aws.create(name)
    first = aws.client.list_tables(Limit=2)
    assert (first["TableNames"], first["LastEvaluatedTableName"]) == (["aaa", "bbb"], "bbb")
    rest = aws.client.list_tables(Limit=1, ExclusiveStartTableName="bbb")
    assert (rest["TableNames"], "LastEvaluatedTableName" in rest) == (["ccc"], False)


@pytest.mark.parametrize(
    "change, text",
    [
        ({"BillingMode": "PROVISIONED"}, PROVISIONED_ONLY),
        ({"ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}}, "Neither ReadCapacityUnits nor"),
        ({"AttributeDefinitions": []}, "Some index key attribute have no definition"),
        ({"AttributeDefinitions": [("x", "S")]}, "Keys: [pk], AttributeDefinitions: [x]"),
        ({"AttributeDefinitions": [("pk", "S"), ("x", "S")]}, "does not exactly match number of attributes defined"),
        ({"AttributeDefinitions": [("pk", "S"), ("pk", "N")]}, "Attribute Name is duplicated: pk"),
        ({"KeySchema": [("pk", "RANGE")]}, "The first KeySchemaElement is not a HASH key type"),
        (
            {"KeySchema": [("pk", "HASH"), ("pk", "RANGE")], "AttributeDefinitions": [("pk", "S"), ("x", "S")]},
            "same name",
        ),
        ({"KeySchema": [("pk", "HASH"), ("x", "HASH")], "AttributeDefinitions": [("pk", "S"), ("x", "S")]}, "second"),
        ({"GlobalSecondaryIndexes": []}, "List of GlobalSecondaryIndexes is empty"),
        ({"LocalSecondaryIndexes": []}, "List of LocalSecondaryIndexes is empty"),
        ({"StreamSpecification": {"StreamEnabled": True}}, "UpdateViewType is required"),
        ({"SSESpecification": {"Enabled": True, "KMSMasterKeyId": "alias/x"}}, "SSEType KMS is required"),
        (
            {"SSESpecification": {"Enabled": False, "SSEType": "KMS"}},
            "SSEType can not be specified if Enabled",
        ),
        ({"OnDemandThroughput": {"MaxReadRequestUnits": 0}}, "is outside of valid range"),
        ({"WarmThroughput": {"ReadUnitsPerSecond": 100}}, "is lower than initial throughput for OnDemand"),
        ({"Tags": [{"Key": "aws:x", "Value": ""}]}, "Tag Key cannot be prefixed with aws:"),
    ],
)
def test_an_invalid_table_fails(aws, change, text):
    """R6, R9, R21, R22, R34: each invalid request fails with AWS's message and creates nothing."""
    request = {
        "AttributeDefinitions": [("pk", "S")],
        "KeySchema": [("pk", "HASH")],
        "BillingMode": "PAY_PER_REQUEST",
        **change,
    }
    request["AttributeDefinitions"] = [
        {"AttributeName": n, "AttributeType": t} for n, t in request["AttributeDefinitions"]
    ]
    request["KeySchema"] = [{"AttributeName": n, "KeyType": t} for n, t in request["KeySchema"]]
    with aws.raises("ValidationException", text):
        aws.client.create_table(TableName="orders", **request)
    assert aws.client.list_tables()["TableNames"] == []


@pytest.mark.parametrize(
    "kind, indexes, text",
    [
        ("Local", [("by-a", "pk", None), ("by-b", "pk", "a")], "Index KeySchema does not have a range key for index"),
        ("Local", [("by-a", "a", "sk")], "does not have the same leading hash key as table KeySchema for index: by-a"),
        ("Local", [(f"i-{n}", "pk", "a") for n in range(6)], "exceeds per-table limit of 5"),
        ("Global", [(f"i-{n}", "a", None) for n in range(21)], "count exceeds the per-table limit of 20"),
        ("Global", [("by-a", "a", None), ("by-a", "a", "sk")], "Duplicate index name: by-a"),
        ("Global", [("by-a", "a", "a")], "have the same name"),
    ],
)
def test_invalid_indexes_fail(aws, make, kind, indexes, text):
    """R21: number, names and keys of indexes."""
    with aws.raises("ValidationException", text):
        aws.create(
            range_key="sk",
            AttributeDefinitions=make.attributes("pk", "sk", "a"),
            KeySchema=make.key_schema("pk", "sk"),
            **{f"{kind}SecondaryIndexes": [make.index(*index) for index in indexes]},
        )


def test_a_local_index_requires_a_table_with_a_range_key(aws, make):
    """A table without a range key cannot have local secondary indexes."""
    with aws.raises("ValidationException", "Table KeySchema does not have a range key"):
        aws.create(
            AttributeDefinitions=make.attributes("pk", "a"),
            KeySchema=make.key_schema("pk"),
            LocalSecondaryIndexes=[make.index("by-a", "pk", "a")],
        )


@pytest.mark.parametrize(
    "projection, text",
    [
        ({}, "Unknown ProjectionType: null"),
        ({"ProjectionType": "INCLUDE"}, "ProjectionType is INCLUDE, but NonKeyAttributes is not specified"),
        (
            {"ProjectionType": "ALL", "NonKeyAttributes": ["x"]},
            "ProjectionType is ALL, but NonKeyAttributes is spec",
        ),
        ({"ProjectionType": "INCLUDE", "NonKeyAttributes": ["x", "x"]}, "Duplicate element in NonKeyAttributes: x"),
    ],
)
def test_an_invalid_projection_fails(aws, make, projection, text):
    """R21: what an index projects."""
    with aws.raises("ValidationException", text):
        aws.create(
            AttributeDefinitions=make.attributes("pk", "a"),
            KeySchema=make.key_schema("pk"),
            GlobalSecondaryIndexes=[make.index("by-a", "a", Projection=projection)],
        )


def test_all_indexes_together_project_up_to_100_attributes(aws, make):
    """R21: six indexes with twenty attributes each exceed the limit."""
    names = [f"x{number}" for number in range(20)]
    projection = {"ProjectionType": "INCLUDE", "NonKeyAttributes": names}
    indexes = [make.index(f"i-{number}", "a", Projection=projection) for number in range(6)]
    definitions = make.attributes("pk", "a")
    with aws.raises("ValidationException", "exceeds the per-table limit of 100"):
        aws.create(AttributeDefinitions=definitions, KeySchema=make.key_schema("pk"), GlobalSecondaryIndexes=indexes)
    aws.create(AttributeDefinitions=definitions, KeySchema=make.key_schema("pk"), GlobalSecondaryIndexes=indexes[:5])


@pytest.mark.parametrize(
    "hashes, ranges, text",
    [(4, 4, None), (5, 0, "exceeds the maximum allowed number of HASH"), (1, 5, "maximum allowed number of RANGE")],
)
def test_composite_keys_have_up_to_four_attributes_per_type(aws, make, hashes, ranges, text):
    """R21: the key of a global secondary index has up to four hash and four range attributes."""
    keys = [{"AttributeName": f"h{n}", "KeyType": "HASH"} for n in range(hashes)]
    keys += [{"AttributeName": f"r{n}", "KeyType": "RANGE"} for n in range(ranges)]
    request = {
        "AttributeDefinitions": make.attributes("pk", *(key["AttributeName"] for key in keys)),
        "KeySchema": make.key_schema("pk"),
        "GlobalSecondaryIndexes": [make.index("by-all", "h0", KeySchema=keys)],
    }
    if text:
        with aws.raises("ValidationException", text):
            aws.create(**request)
    else:
        aws.create(**request)
        assert aws.index("by-all")["KeySchema"] == keys


def test_hash_attributes_come_first(aws, make):
    """A HASH after a RANGE fails."""
    keys = [*make.key_schema("a", "b"), {"AttributeName": "c", "KeyType": "HASH"}]
    with aws.raises("ValidationException", "All HASH key attributes must precede RANGE key attributes"):
        aws.create(
            AttributeDefinitions=make.attributes("pk", "a", "b", "c"),
            KeySchema=make.key_schema("pk"),
            GlobalSecondaryIndexes=[make.index("by-all", "a", KeySchema=keys)],
        )


def test_capacity_of_indexes_follows_the_billing_mode(aws, make):
    """R8: an index has capacity on a provisioned table, and none on an on-demand table."""
    request = {"AttributeDefinitions": make.attributes("pk", "a"), "KeySchema": make.key_schema("pk")}
    with aws.raises("ValidationException", "ProvisionedThroughput is not specified for index: by-a"):
        aws.create(**request, ProvisionedThroughput=make.units(1), GlobalSecondaryIndexes=[make.index("by-a", "a")])
    with aws.raises("ValidationException", "should not be specified for index: by-a"):
        provisioned = make.index("by-a", "a", ProvisionedThroughput=make.units(1))
        aws.create(**request, GlobalSecondaryIndexes=[provisioned])


def test_capacity_above_the_quota_fails(aws, make):
    """R17: 40,000 capacity units per table."""
    with aws.raises("LimitExceededException", "is above the per table maximum for the account in eu-west-1"):
        aws.create(ProvisionedThroughput=make.units(40001))
