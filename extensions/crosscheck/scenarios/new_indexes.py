# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from ..scenario import Scenario as S
from ..scenario import (
    create,
    describe,
    hash_element,
    index,
    provisioned,
    range_element,
    schema,
    types,
    units,
    with_index,
)

GLOBAL = ("Table.GlobalSecondaryIndexes[].[IndexName, IndexStatus, KeySchema, Projection.ProjectionType, Backfilling]",)
LOCAL = ("Table.LocalSecondaryIndexes[].[IndexName, KeySchema, Projection.ProjectionType]",)


def projection(kind=None, *attributes):
    return {"ProjectionType": kind} | ({"NonKeyAttributes": list(attributes)} if attributes else {})


def many(number):
    return [index(f"index-{n}") for n in range(number)]


def projecting(number):
    """INCLUDE indexes that project this number of attributes in total, up to twenty each."""
    names = [f"x{n}" for n in range(number)]
    parts = [names[start : start + 20] for start in range(0, number, 20)]
    return [index(f"index-{n}", Projection=projection("INCLUDE", *part)) for n, part in enumerate(parts)]


def local(name="by-a", *keys, **params):
    return index(name, *(keys or ("pk", "a")), **params)


def with_local(*indexes, define=("pk", "sk", "a"), **params):
    return create(range_key="sk", AttributeDefinitions=types(*define), LocalSecondaryIndexes=list(indexes), **params)


def vector(name="by-v", attribute="v", dimensions=3, **params):
    return {
        "IndexName": name,
        "VectorAttribute": {"AttributeName": attribute},
        "Dimensions": dimensions,
        "DistanceFunction": "COSINE",
        "Projection": projection("ALL"),
    } | params


SCENARIOS = (
    S("create with a global index", "R8", with_index(), then=describe(), show=GLOBAL),
    S(
        "create with a global index of a provisioned table",
        "R8",
        provisioned(
            AttributeDefinitions=types("pk", "a"), GlobalSecondaryIndexes=[index(ProvisionedThroughput=units(2, 3))]
        ),
        then=describe(),
        show=("Table.GlobalSecondaryIndexes[].ProvisionedThroughput.[ReadCapacityUnits, WriteCapacityUnits]",),
    ),
    S("create: an empty list of global indexes", "R64", create(GlobalSecondaryIndexes=[])),
    S("create: 20 global indexes", "R21", with_index(*many(20))),
    S("create: 21 global indexes", "R21", with_index(*many(21))),
    S("create: two global indexes with the same name", "R59", with_index(index(), index())),
    S("create: an index name of two characters", "R59", with_index(index("ab"))),
    S(
        "create: a global index without capacity on a provisioned table",
        "R8",
        provisioned(AttributeDefinitions=types("pk", "a"), GlobalSecondaryIndexes=[index()]),
    ),
    S(
        "create: a global index with capacity on an on-demand table",
        "R8",
        with_index(index(ProvisionedThroughput=units(1, 1))),
    ),
    S("create: an index key that is not defined", "R61", with_index(define=("pk",))),
    S("create: an attribute that no key uses, with an index", "R61", with_index(define=("pk", "a", "b"))),
    S("create: a global index without a hash key", "R62", with_index(index(KeySchema=[range_element("a")]))),
    S(
        "create: a global index on two hash keys",
        "R62",
        with_index(index(KeySchema=[hash_element("a"), hash_element("b")]), define=("pk", "a", "b")),
        then=describe(),
        show=GLOBAL,
    ),
    S(
        "create: a global index on four hash and four range keys",
        "R62",
        with_index(
            index(KeySchema=[*map(hash_element, "abcd"), *map(range_element, "efgh")]), define=("pk", *"abcdefgh")
        ),
        then=describe(),
        show=GLOBAL,
    ),
    S(
        "create: a global index on five hash keys",
        "R62",
        with_index(index(KeySchema=[*map(hash_element, "abcde")]), define=("pk", *"abcde")),
    ),
    S(
        "create: a global index on five range keys",
        "R62",
        with_index(index("by-a", *"abcdef"), define=("pk", *"abcdef")),
    ),
    S(
        "create: a range key before a hash key in a global index",
        "R62",
        with_index(
            index(KeySchema=[hash_element("a"), range_element("b"), hash_element("c")]), define=("pk", "a", "b", "c")
        ),
    ),
    S("create: one attribute as both keys of a global index", "R62", with_index(index(KeySchema=schema("a", "a")))),
    S(
        "create: one attribute twice among three keys of a global index",
        "R62",
        with_index(index(KeySchema=schema("a", "b", "b")), define=("pk", "a", "b")),
    ),
    # Projections
    S("create: a global index without a projection", "R64", with_index(index(Projection=None))),
    S("create: a projection without a type", "R64", with_index(index(Projection={}))),
    S("create: a projection type that does not exist", "R64", with_index(index(Projection=projection("SOME")))),
    S("create: INCLUDE without attributes", "R64", with_index(index(Projection=projection("INCLUDE")))),
    S(
        "create: INCLUDE with an empty list",
        "R64",
        with_index(index(Projection={"ProjectionType": "INCLUDE", "NonKeyAttributes": []})),
    ),
    S("create: ALL with attributes", "R64", with_index(index(Projection=projection("ALL", "x")))),
    S("create: KEYS_ONLY with attributes", "R64", with_index(index(Projection=projection("KEYS_ONLY", "x")))),
    S("create: an attribute projected twice", "R64", with_index(index(Projection=projection("INCLUDE", "x", "x")))),
    S(
        "create: 21 attributes projected by an index",
        "R64",
        with_index(index(Projection=projection("INCLUDE", *(f"x{n}" for n in range(21))))),
    ),
    S("create: 100 projected attributes", "R64", with_index(*projecting(100))),
    S("create: 101 projected attributes", "R64", with_index(*projecting(101))),
    S("create: a key attribute projected", "R64", with_index(index(Projection=projection("INCLUDE", "pk", "a")))),
    S(
        "create: the order of projected attributes",
        "R10",
        with_index(index(Projection=projection("INCLUDE", "z", "y", "x"))),
        then=describe(),
        show=("Table.GlobalSecondaryIndexes[].Projection.NonKeyAttributes",),
    ),
    # Maximum on-demand throughput
    S(
        "create: a global index with maximum throughput",
        "R23",
        with_index(index(OnDemandThroughput={"MaxReadRequestUnits": 7})),
        then=describe(),
        show=("Table.GlobalSecondaryIndexes[].OnDemandThroughput",),
    ),
    S(
        "create: a global index with maximum throughput of zero",
        "R23",
        with_index(index(OnDemandThroughput={"MaxReadRequestUnits": 0})),
    ),
    # Local indexes
    S("create with a local index", "R63", with_local(local()), then=describe(), show=LOCAL),
    S("create: an empty list of local indexes", "R64", with_local(define=("pk", "sk"))),
    S(
        "create: a local index of a table without a range key",
        "R63",
        create(AttributeDefinitions=types("pk", "a"), LocalSecondaryIndexes=[local()]),
    ),
    S("create: a local index with another hash key", "R63", with_local(local("by-a", "a", "sk"))),
    S("create: a local index without a range key", "R63", with_local(local("by-a", "pk"), define=("pk", "sk"))),
    S(
        "create: a local index on the table's own keys",
        "R63",
        with_local(local("by-a", "pk", "sk"), define=("pk", "sk")),
    ),
    S("create: five local indexes", "R63", with_local(*(local(f"by-a{n}") for n in range(5)))),
    S("create: six local indexes", "R63", with_local(*(local(f"by-a{n}") for n in range(6)))),
    S("create: two local indexes with the same name", "R59", with_local(local(), local())),
    S(
        "create: a local and a global index with the same name",
        "R59",
        with_local(local(), GlobalSecondaryIndexes=[index()]),
    ),
    S(
        "create: a local index on two range keys",
        "R62",
        with_local(local("by-a", "pk", "a", "b"), define=("pk", "sk", "a", "b")),
    ),
    # Vector indexes
    S(
        "create with a vector index",
        "R69",
        create(VectorIndexes=[vector()]),
        then=describe(),
        show=("Table.VectorIndexes[].[IndexName, IndexStatus, Dimensions]",),
    ),
    S("create: a vector index of a provisioned table", "R69", provisioned(VectorIndexes=[vector()])),
    S("create: a vector index on a key", "R69", create(VectorIndexes=[vector(attribute="pk")])),
    S("create: six vector indexes", "R69", create(VectorIndexes=[vector(f"by-v{n}") for n in range(6)])),
)
