# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plans for vector indexes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects import vector_indexes
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects.vector_indexes import (
    NEW,
    Attribute,
    VectorIndex,
    Vectors,
)
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.changes import Phase
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import faults, in_words, run, steps

TITLE = VectorIndex("by-title", "title_vector", 3, "COSINE", frozenset(), "ALL", frozenset())
FILTERED = replace(TITLE, search_schema=frozenset({(Attribute("lang", "S"), "HASH")}))
UNTYPED = replace(TITLE, search_schema=frozenset({(Attribute("lang"), "HASH")}))
BODY = replace(TITLE, name="by-body", attribute="body_vector")

CREATE_TITLE = "create vector index by-title on title_vector (3 dimensions, COSINE)"
CREATE_BODY = "create vector index by-body on body_vector (3 dimensions, COSINE)"


def live(*indexes, billing_mode="PAY_PER_REQUEST"):
    return Vectors({index.name: index for index in indexes}, {"id": "S", "lang": "S"}, billing_mode)


def desired(*indexes, **more):
    return Vectors({index.name: index for index in indexes}, **more)


PLANS = [
    # have, want, actions
    (live(), desired(), []),
    (live(TITLE), desired(TITLE), []),
    (live(FILTERED), desired(UNTYPED), []),
    (live(), desired(TITLE, BODY), [CREATE_TITLE, CREATE_BODY]),
    (live(TITLE), desired(BODY), [CREATE_BODY]),
    (live(TITLE), desired(BODY, purge=True), ["delete vector index by-title", CREATE_BODY]),
    (live(TITLE), desired(replace(TITLE, dimensions=4)), ["no: vector_indexes[by-title]"]),
    (live(TITLE), desired(FILTERED), ["no: vector_indexes[by-title]"]),
    (
        live(TITLE),
        desired(FILTERED, recreate=True),
        ["delete vector index by-title to replace it", CREATE_TITLE.replace("create", "replace")],
    ),
    (
        live(),
        desired(replace(UNTYPED, search_schema=frozenset({(Attribute("size"), "HASH")}))),
        ["no: vector_indexes[by-title]"],
    ),
    (live(billing_mode="PROVISIONED"), desired(TITLE), ["no: vector_indexes"]),
    (live(billing_mode="PROVISIONED"), desired(TITLE, billing_mode="PAY_PER_REQUEST"), [CREATE_TITLE]),
    (NEW, desired(TITLE), [CREATE_TITLE]),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    """The plan from the current to the desired value has these actions."""
    assert in_words(steps(vector_indexes, have=have, want=want)) == actions


def test_the_call_defines_the_attributes_of_the_search_schema():
    """Even if the table has them already (R69), but not the attribute of the vector."""
    (change,) = steps(vector_indexes, have=live(), want=desired(FILTERED))
    assert change.params["AttributeDefinitions"] == [{"AttributeName": "lang", "AttributeType": "S"}]
    assert change.phase == Phase.ADD_INDEXES


def test_unlisted_vector_indexes_are_reported():
    """They do not change."""
    assert vector_indexes.unlisted(desired(BODY), live(TITLE, BODY)) == {"vector_indexes": ["by-title"]}
    assert vector_indexes.unlisted(desired(purge=True), live(TITLE)) == {}


def entry(**more):
    return {"name": "by-title", "attribute": "v", "dimensions": 3, "distance_function": "COSINE", **more}


HASHES = [{"attribute": "a", "type": "HASH"}, {"attribute": "b", "type": "HASH"}]


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"vector_indexes": [entry()], "billing_mode": "PROVISIONED"}, "vector_indexes"),
        ({"vector_indexes": [entry()], "write_capacity": 5}, "vector_indexes"),
        ({"vector_indexes": [entry(name=f"by-{place}x") for place in range(6)]}, "vector_indexes"),
        ({"vector_indexes": [entry(), entry()]}, "vector_indexes[1].name"),
        ({"vector_indexes": [entry(name="x")]}, "vector_indexes[0].name"),
        ({"vector_indexes": [entry(dimensions=4097)]}, "vector_indexes[0].dimensions"),
        ({"vector_indexes": [entry(search_schema=HASHES)]}, "vector_indexes[0].search_schema"),
        ({"vector_indexes": [entry(projection_type="INCLUDE")]}, "vector_indexes[0].non_key_attributes"),
        (
            {"vector_indexes": [entry()], "attributes": [{"name": "v", "type": "S"}]},
            "vector_indexes[0].attribute",
        ),
        ({"vector_indexes": [entry()], "hash_key": "v"}, "vector_indexes[0].attribute"),
        ({"vector_indexes": [entry(), entry(name="by-x", dimensions=4)]}, "vector_indexes[1].dimensions"),
    ],
)
def test_invalid_options(options, path):
    """An invalid option is reported with its path, before the first call."""
    assert list(faults(name="orders", **options)) == [path]


TABLE = {"name": "orders", "hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}


def index(name, hash_key, **more):
    return {"name": name, "hash_key": hash_key, **more}


CONFLICTS = [
    # the first task, the second task, the invalid option
    ({"vector_indexes": [entry()]}, {"vector_indexes": [entry(name="by-x", dimensions=4)]}, "vector_indexes[by-x]"),
    (
        {"global_secondary_indexes": [index("by-lang", "lang")]},
        {"vector_indexes": [entry(name="by-lang")]},
        "vector_indexes[by-lang]",
    ),
    (
        {"global_secondary_indexes": [index("by-lang", "lang")]},
        {"vector_indexes": [entry(attribute="lang")]},
        "vector_indexes[by-title]",
    ),
    (
        {"vector_indexes": [entry()]},
        {"global_secondary_indexes": [index("by-title", "lang")]},
        "global_secondary_indexes[by-title]",
    ),
    (
        {"vector_indexes": [entry()]},
        {"billing_mode": "PROVISIONED", "read_capacity": 5, "write_capacity": 5},
        "billing_mode",
    ),
]


@pytest.mark.parametrize(("first", "second", "path"), CONFLICTS)
def test_undeclared_settings_of_the_live_table_are_checked(simulator, first, second, path):
    """AWS would reject the index after other changes. A task that removes the conflicting setting is accepted."""
    lang = [{"name": "lang", "type": "S"}]
    keyed = {**TABLE, "attributes": TABLE["attributes"] + lang}
    run(simulator, **(keyed if "global_secondary_indexes" in first else TABLE), **first)
    own = keyed if "global_secondary_indexes" in second else {"name": "orders"}
    failed = run(simulator, **own, **second)
    assert f"{path}: " in failed["msg"] and not failed["changed"]
    away = {**dict.fromkeys(first, []), **second, "purge_indexes": True}
    assert "msg" not in run(simulator, **own, **away)


def test_vectors_count_among_the_projected_attributes():
    """A vector counts one, and each of its filters one, in addition to the attributes that indexes project (R69)."""
    names = [f"a{number}" for number in range(100)]
    indexes = [
        index(f"by-{n}", "id", projection_type="INCLUDE", non_key_attributes=names[20 * n : 20 * n + 20])
        for n in range(5)
    ]
    assert faults(**TABLE, global_secondary_indexes=indexes) == {}
    assert list(faults(**TABLE, global_secondary_indexes=indexes, vector_indexes=[entry()])) == [
        "global_secondary_indexes"
    ]


def test_vector_indexes_are_created_with_the_table_and_later(simulator):
    """In the order that AWS requires, together with other indexes."""
    lang = {"attributes": [*TABLE["attributes"], {"name": "lang", "type": "S"}]}
    first = {**TABLE, **lang, "vector_indexes": [entry(search_schema=[{"attribute": "lang", "type": "HASH"}])]}
    assert len(run(simulator, **first)["actions"]) == 1
    assert not run(simulator, **first)["changed"]
    second = {**TABLE, "vector_indexes": [entry(name="by-body", attribute="w")], "purge_indexes": True}
    assert len(run(simulator, **second)["actions"]) == 2
    again = run(simulator, **second)
    assert not again["changed"] and [index["index_name"] for index in again["table"]["vector_indexes"]] == ["by-body"]
