# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Vector indexes of on-demand tables."""

from __future__ import annotations

import pytest


def vector_index(name="by-meaning", attribute="embedding", **more):
    return {
        "IndexName": name,
        "VectorAttribute": {"AttributeName": attribute},
        "Projection": {"ProjectionType": "ALL"},
        "Dimensions": 256,
        "DistanceFunction": "COSINE",
        **more,
    }


SEARCH = {"SearchSchema": [{"AttributeName": "lang", "SearchSchemaElementType": "HASH"}]}


def test_a_table_is_created_with_vector_indexes(aws, make):
    """R69: the attributes of the search schema are defined, the vector attribute is not."""
    aws.create(
        AttributeDefinitions=make.attributes("pk", "lang"),
        KeySchema=make.key_schema("pk"),
        VectorIndexes=[vector_index(**SEARCH)],
    )
    (index,) = aws.table()["VectorIndexes"]
    assert (index["IndexStatus"], index["Dimensions"], index["DistanceFunction"]) == ("ACTIVE", 256, "COSINE")
    assert index["IndexArn"].endswith("table/orders/index/by-meaning")


def test_a_vector_index_is_added_and_deleted_like_a_global_index(aws, make):
    """R5, R11: it is allocated, then backfilled; one index of either type at a time."""
    aws.create()
    create = [{"Create": vector_index(**SEARCH)}]
    aws.update(AttributeDefinitions=make.attributes("lang"), VectorIndexUpdates=create)
    delete = [{"Delete": {"IndexName": "by-meaning"}}]
    with aws.raises("ResourceInUseException", "Index creation is in resource allocation phase."):
        aws.update(VectorIndexUpdates=delete)
    aws.pass_time(60)
    assert aws.table()["VectorIndexes"][0]["Backfilling"] is True
    another = [{"Create": make.index("by-a", "a")}]
    with aws.raises("LimitExceededException", "Only 1 online index can be created or deleted simultaneously"):
        aws.update(AttributeDefinitions=make.attributes("a"), GlobalSecondaryIndexUpdates=another)
    aws.pass_time(1000)
    aws.update(VectorIndexUpdates=delete)
    aws.pass_time(10)
    assert "VectorIndexes" not in aws.table()
    assert [a["AttributeName"] for a in aws.table()["AttributeDefinitions"]] == ["pk"]


@pytest.mark.parametrize(
    "change, definitions, text",
    [
        ({}, ["embedding"], "Conflicting attribute definition for 'embedding'"),
        (SEARCH, [], "One element in SearchSchema is not defined in attribute definitions"),
        ({"Dimensions": 4097}, [], "Number of dimensions must be between 1 and 4096 inclusive."),
        ({"Projection": {}}, [], "Unknown ProjectionType: null"),
        ({"VectorAttribute": {"AttributeName": "pk"}}, [], "Attributes cannot be redefined."),
        ({"SearchSchema": SEARCH["SearchSchema"] * 2}, ["lang"], "more than one HASH element"),
    ],
)
def test_an_invalid_vector_index_fails(aws, make, change, definitions, text):
    """R69: definitions, dimensions, projection."""
    aws.create()
    with aws.raises("ValidationException", text):
        aws.update(
            AttributeDefinitions=make.attributes(*definitions),
            VectorIndexUpdates=[{"Create": vector_index(**change)}],
        )


def test_vector_indexes_require_on_demand(aws, make):
    """R69: a provisioned table cannot have them, and a table that has them cannot switch to provisioned."""
    with aws.raises("ValidationException", "Vector indexes are only supported for PAY_PER_REQUEST tables"):
        aws.create(ProvisionedThroughput=make.units(5), VectorIndexes=[vector_index()])
    aws.create(VectorIndexes=[vector_index()])
    with aws.raises("ValidationException", "Vector indexes are only supported for PAY_PER_REQUEST tables"):
        aws.update(BillingMode="PROVISIONED", ProvisionedThroughput=make.units(5))


def test_a_table_has_up_to_five_vector_indexes(aws):
    """R69: a sixth fails; the error code differs between CreateTable and UpdateTable."""
    indexes = [vector_index(f"v-{number}", f"e{number}") for number in range(6)]
    with aws.raises("ValidationException", "VectorIndex count exceeds the per-table limit of 5"):
        aws.create(VectorIndexes=indexes)
    aws.create(VectorIndexes=indexes[:5])
    with aws.raises("LimitExceededException", "Number of vector secondary indexes exceeds per-table limit of 5"):
        aws.update(VectorIndexUpdates=[{"Create": indexes[5]}])


def test_indexes_on_one_attribute_share_its_dimensions(aws):
    """R69: for two new indexes, and for a new and an existing one."""
    text = "All VectorIndexes on the same vector attribute must use the same dimensions."
    other = {**vector_index("other"), "Dimensions": 128}
    with aws.raises("ValidationException", text):
        aws.create(VectorIndexes=[vector_index(), other])
    aws.create(VectorIndexes=[vector_index()])
    with aws.raises("ValidationException", text):
        aws.update(VectorIndexUpdates=[{"Create": other}])


def test_an_attribute_has_one_type_in_all_indexes(aws, make):
    """R69: a vector attribute cannot be a key, and a search attribute cannot have another type."""
    aws.create(AttributeDefinitions=make.attributes("pk", "lang"), VectorIndexes=[vector_index(**SEARCH)])
    with aws.raises("ValidationException", "Conflicting attribute definition for 'embedding'"):
        create = [{"Create": make.index("by-embedding", "embedding")}]
        aws.update(AttributeDefinitions=make.attributes("embedding"), GlobalSecondaryIndexUpdates=create)
    with aws.raises("ValidationException", "Attributes cannot be redefined."):
        create = [{"Create": vector_index("other", **SEARCH)}]
        aws.update(AttributeDefinitions=[{"AttributeName": "lang", "AttributeType": "N"}], VectorIndexUpdates=create)


def test_vector_index_names_are_unique(aws):
    """The name of another index fails, and an unknown index is not found."""
    aws.create(VectorIndexes=[vector_index()])
    with aws.raises("ValidationException", "Attempting to create an index which already exists"):
        aws.update(VectorIndexUpdates=[{"Create": vector_index()}])
    with aws.raises("ResourceNotFoundException", "Index nothing for table orders"):
        aws.update(VectorIndexUpdates=[{"Delete": {"IndexName": "nothing"}}])
    with aws.raises("ValidationException", "One of VectorIndexUpdate.Create, VectorIndexUpdate.Delete must not be"):
        aws.update(VectorIndexUpdates=[{}])
