# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Vector indexes of tables on demand."""

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


def test_a_table_is_made_with_vector_indexes(aws, make):
    """R69: search attributes are defined, the vector's is not."""
    aws.create(
        AttributeDefinitions=make.attributes("pk", "lang"),
        KeySchema=make.key_schema("pk"),
        VectorIndexes=[vector_index(**SEARCH)],
    )
    (index,) = aws.table()["VectorIndexes"]
    assert (index["IndexStatus"], index["Dimensions"], index["DistanceFunction"]) == ("ACTIVE", 256, "COSINE")
    assert index["IndexArn"].endswith("table/orders/index/by-meaning")


def test_one_is_added_and_deleted_like_a_global_index(aws, make):
    """R5, R11: allocated, then backfilled; one index of either kind at a time."""
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
def test_a_wrong_vector_index_is_refused(aws, make, change, definitions, text):
    """R69: definitions, dimensions, projection."""
    aws.create()
    with aws.raises("ValidationException", text):
        aws.update(
            AttributeDefinitions=make.attributes(*definitions),
            VectorIndexUpdates=[{"Create": vector_index(**change)}],
        )


def test_vector_indexes_are_for_on_demand(aws, make):
    """R69: neither on a provisioned table nor through a switch to one."""
    with aws.raises("ValidationException", "Vector indexes are only supported for PAY_PER_REQUEST tables"):
        aws.create(ProvisionedThroughput=make.units(5), VectorIndexes=[vector_index()])
    aws.create(VectorIndexes=[vector_index()])
    with aws.raises("ValidationException", "Vector indexes are only supported for PAY_PER_REQUEST tables"):
        aws.update(BillingMode="PROVISIONED", ProvisionedThroughput=make.units(5))


def test_a_table_has_five_vector_indexes(aws):
    """R69: a sixth is refused, by different codes."""
    indexes = [vector_index(f"v-{number}", f"e{number}") for number in range(6)]
    with aws.raises("ValidationException", "VectorIndex count exceeds the per-table limit of 5"):
        aws.create(VectorIndexes=indexes)
    aws.create(VectorIndexes=indexes[:5])
    with aws.raises("LimitExceededException", "Number of vector secondary indexes exceeds per-table limit of 5"):
        aws.update(VectorIndexUpdates=[{"Create": indexes[5]}])


def test_indexes_on_one_attribute_share_its_dimensions(aws):
    """R69: whether both are new or one is there."""
    text = "All VectorIndexes on the same vector attribute must use the same dimensions."
    other = {**vector_index("other"), "Dimensions": 128}
    with aws.raises("ValidationException", text):
        aws.create(VectorIndexes=[vector_index(), other])
    aws.create(VectorIndexes=[vector_index()])
    with aws.raises("ValidationException", text):
        aws.update(VectorIndexUpdates=[{"Create": other}])


def test_an_attribute_is_one_thing_in_all_indexes(aws, make):
    """R69: no key of one that holds vectors, and no other type in a search schema."""
    aws.create(AttributeDefinitions=make.attributes("pk", "lang"), VectorIndexes=[vector_index(**SEARCH)])
    with aws.raises("ValidationException", "Conflicting attribute definition for 'embedding'"):
        create = [{"Create": make.index("by-embedding", "embedding")}]
        aws.update(AttributeDefinitions=make.attributes("embedding"), GlobalSecondaryIndexUpdates=create)
    with aws.raises("ValidationException", "Attributes cannot be redefined."):
        create = [{"Create": vector_index("other", **SEARCH)}]
        aws.update(AttributeDefinitions=[{"AttributeName": "lang", "AttributeType": "N"}], VectorIndexUpdates=create)


def test_names_are_taken_once(aws):
    """A name that another index has is refused, and an unknown one is not found."""
    aws.create(VectorIndexes=[vector_index()])
    with aws.raises("ValidationException", "Attempting to create an index which already exists"):
        aws.update(VectorIndexUpdates=[{"Create": vector_index()}])
    with aws.raises("ResourceNotFoundException", "Index nothing for table orders"):
        aws.update(VectorIndexUpdates=[{"Delete": {"IndexName": "nothing"}}])
    with aws.raises("ValidationException", "One of VectorIndexUpdate.Create, VectorIndexUpdate.Delete must not be"):
        aws.update(VectorIndexUpdates=[{}])
