# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plans for secondary indexes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.change import Change
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects import capacity, secondary_indexes
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects.secondary_indexes import NEW, Indexes
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.changes import Phase
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.values.schema import GlobalIndexes, Index, Key
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.values.throughput import Pair
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import faults, in_words, steps, whole

ID, AT, MAIL, DAY = Key("id", "S"), Key("at", "N"), Key("mail", "S"), Key("day", "S")
TYPES = {"id": "S", "at": "N", "mail": "S", "day": "S"}
ON_DEMAND = capacity.Capacity(billing_mode="PAY_PER_REQUEST", index_set=GlobalIndexes({}))


def index(name, *keys, range_keys=(), projection="ALL", attributes=()):
    return Index(name, keys, tuple(range_keys), projection, frozenset(attributes))


def live(*shapes, local=(), billing=ON_DEMAND):
    """The current value: these global and local indexes of a table with the keys id and at."""
    by_name = {index.name: index for index in shapes}
    index_set = GlobalIndexes(by_name, types=TYPES)
    settings = {aspect: replace(aspect.NEW, index_set=index_set) for aspect in secondary_indexes.PER_INDEX}
    settings[capacity] = replace(billing, index_set=index_set)
    return Indexes(by_name, {index.name: index for index in local}, (ID, AT), TYPES, settings)


def desired(*shapes, local=None, billing=None, **confirmation):
    """The desired value."""
    by_name = {index.name: index for index in shapes}
    local = None if local is None else {index.name: index for index in local}
    index_set = GlobalIndexes(by_name, confirmation.get("purge", False))
    settings = {aspect: replace(aspect.UNDECLARED, index_set=index_set) for aspect in secondary_indexes.PER_INDEX}
    settings[capacity] = replace(billing or capacity.UNDECLARED, index_set=index_set)
    return Indexes(by_name, local, settings=settings, **confirmation)


BY_MAIL, BY_DAY = index("by-mail", MAIL), index("by-day", DAY, range_keys=[AT])
KEYS_ONLY = index("by-mail", MAIL, projection="KEYS_ONLY")
INCLUDING = index("by-mail", MAIL, projection="INCLUDE", attributes=["a", "b"])
LOCAL = Index("by-day", (), (DAY,), "ALL", frozenset())

CREATE_MAIL = "create index by-mail with partition key mail (S), projection ALL"
CREATE_DAY = "create index by-day with partition key day (S) and sort key at (N), projection ALL"

PLANS = [
    # have, want, actions
    (live(), desired(), []),
    (live(BY_MAIL), desired(BY_MAIL), []),
    # omitted types are those of the live table
    (live(BY_MAIL), desired(index("by-mail", Key("mail"))), []),
    (live(INCLUDING), desired(index("by-mail", MAIL, projection="INCLUDE", attributes=["b", "a"])), []),
    (live(), desired(BY_MAIL), [CREATE_MAIL]),
    (live(), desired(BY_MAIL, BY_DAY), [CREATE_MAIL, CREATE_DAY]),
    # unlisted indexes are deleted only with purge_indexes
    (live(BY_MAIL), desired(), []),
    (live(BY_MAIL), desired(BY_DAY), [CREATE_DAY]),
    (live(BY_MAIL), desired(BY_DAY, purge=True), ["delete index by-mail", CREATE_DAY]),
    (live(BY_MAIL, BY_DAY), desired(purge=True), ["delete index by-mail", "delete index by-day"]),
    # an omitted list purges nothing
    (live(BY_MAIL), Indexes(None, {}, purge=True), []),
    # a change that AWS cannot make requires allow_recreate
    (live(BY_MAIL), desired(KEYS_ONLY), ["no: global_secondary_indexes[by-mail]"]),
    (live(BY_MAIL), desired(index("by-mail", DAY)), ["no: global_secondary_indexes[by-mail]"]),
    (live(BY_MAIL), desired(index("by-mail", Key("mail", "N"))), ["no: global_secondary_indexes[by-mail]"]),
    (
        live(INCLUDING),
        desired(index("by-mail", MAIL, projection="INCLUDE", attributes=["a"])),
        ["no: global_secondary_indexes[by-mail]"],
    ),
    (
        live(BY_MAIL),
        desired(KEYS_ONLY, recreate=True),
        [
            "delete index by-mail to replace it",
            "replace index by-mail with partition key mail (S), projection KEYS_ONLY",
        ],
    ),
    # allow_recreate alone changes nothing
    (live(BY_MAIL), desired(BY_MAIL, recreate=True), []),
    # one plan error prevents all changes of the aspect
    (live(BY_MAIL), desired(KEYS_ONLY, BY_DAY), ["no: global_secondary_indexes[by-mail]"]),
    # AWS creates local indexes with the table
    (live(local=[LOCAL]), desired(local=[LOCAL]), []),
    (live(local=[LOCAL]), desired(), []),
    (live(), desired(local=[LOCAL]), ["no: local_secondary_indexes"]),
    (live(local=[LOCAL]), desired(local=[]), ["no: local_secondary_indexes"]),
    (
        live(local=[LOCAL]),
        desired(local=[replace(LOCAL, projection_type="KEYS_ONLY")]),
        ["no: local_secondary_indexes"],
    ),
    # missing types, and an attribute with two types
    (live(), desired(index("by-size", Key("size"))), ["no: global_secondary_indexes[by-size]"]),
    (live(), desired(index("by-at", Key("at", "S"))), ["no: global_secondary_indexes[by-at]"]),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    """The plan from the current to the desired value has these actions."""
    assert in_words(steps(secondary_indexes, have=have, want=want)) == actions


def test_deletions_come_before_creations():
    """Between them are changes of capacity, which must contain every existing index (R6)."""
    planned = steps(secondary_indexes, have=live(BY_MAIL), want=desired(BY_DAY, purge=True))
    assert [change.phase for change in planned] == [Phase.REMOVE, Phase.ADD_INDEXES]


def test_each_call_changes_one_index():
    """AWS accepts one index per call (R5)."""
    planned = steps(secondary_indexes, have=live(), want=desired(BY_MAIL, BY_DAY))
    assert [len(change.params["GlobalSecondaryIndexUpdates"]) for change in planned] == [1, 1]


def test_a_creation_contains_exactly_the_attributes_in_use():
    """Those of the table, of the indexes at that time, and of the new index (R9)."""
    planned = steps(
        secondary_indexes, have=live(BY_MAIL), want=desired(BY_DAY, index("by-size", Key("size", "N")), purge=True)
    )
    names = [
        [definition["AttributeName"] for definition in change.params["AttributeDefinitions"]]
        for change in planned
        if "AttributeDefinitions" in change.params
    ]
    assert names == [["id", "at", "day"], ["id", "at", "day", "size"]]


def test_capacity_is_sent_only_to_a_provisioned_table():
    """AWS rejects it otherwise (R8). An index without a capacity has that of the table."""
    provisioned = capacity.Capacity(billing_mode="PROVISIONED", table=Pair(5, 6), index_set=GlobalIndexes({}))
    (change,) = steps(secondary_indexes, have=live(billing=provisioned), want=desired(BY_MAIL))
    create = change.params["GlobalSecondaryIndexUpdates"][0]["Create"]
    assert create["ProvisionedThroughput"] == {"ReadCapacityUnits": 5, "WriteCapacityUnits": 6}
    (change,) = steps(secondary_indexes, have=live(), want=desired(BY_MAIL))
    assert "ProvisionedThroughput" not in change.params["GlobalSecondaryIndexUpdates"][0]["Create"]


def test_an_index_needs_a_pending_billing_mode():
    """AWS rejects its creation for the new billing mode with the old one."""
    want = desired(BY_MAIL, billing=capacity.Capacity(billing_mode="PROVISIONED", table=Pair(5, 5)))
    (change,) = steps(secondary_indexes, have=live(), want=want)
    assert change.needs == ("billing_mode",)


def test_the_order_of_composite_keys_is_preserved():
    """The order of sort keys has a meaning."""
    want = desired(index("by-both", MAIL, DAY, range_keys=[AT, ID]))
    (change,) = steps(secondary_indexes, have=live(), want=want)
    schema = change.params["GlobalSecondaryIndexUpdates"][0]["Create"]["KeySchema"]
    assert [(key["AttributeName"], key["KeyType"]) for key in schema] == [
        ("mail", "HASH"),
        ("day", "HASH"),
        ("at", "RANGE"),
        ("id", "RANGE"),
    ]


def test_unlisted_indexes_are_reported():
    """They do not change."""
    assert secondary_indexes.unlisted(desired(BY_MAIL), live(BY_MAIL, BY_DAY)) == {
        "global_secondary_indexes": ["by-day"]
    }
    assert secondary_indexes.unlisted(desired(BY_MAIL, purge=True), live(BY_MAIL, BY_DAY)) == {}
    assert secondary_indexes.unlisted(Indexes(None, {}), live(BY_MAIL)) == {}


def test_new_indexes_are_part_of_createtable():
    """All of them in one call, including the local ones, which AWS creates only with the table."""
    params = whole(
        hash_key="id",
        range_key="at",
        attributes=[{"name": name, "type": kind} for name, kind in TYPES.items()],
        global_secondary_indexes=[{"name": "by-mail", "hash_key": "mail"}],
        local_secondary_indexes=[{"name": "by-day", "range_key": "day"}],
    )
    create = secondary_indexes.create_params(secondary_indexes.complete(secondary_indexes.want(params), NEW))
    assert [entry["IndexName"] for entry in create["GlobalSecondaryIndexes"]] == ["by-mail"]
    (local,) = create["LocalSecondaryIndexes"]
    assert [key["AttributeName"] for key in local["KeySchema"]] == ["id", "day"]


def test_an_index_that_is_being_deleted_does_not_count():
    """The run waits for it, and re-creates it if it is declared."""
    description = {
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST"},
        "GlobalSecondaryIndexes": [{"IndexName": "by-mail", "IndexStatus": "DELETING"}],
    }
    assert secondary_indexes.observe(description).global_indexes == {}


def _many(number):
    return [{"name": f"by-{place:02}", "hash_key": "id"} for place in range(number)]


def _with(**entry):
    return {"global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail", **entry}]}


G, L = "global_secondary_indexes", "local_secondary_indexes"


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({G: _many(21)}, G),
        ({"hash_key": "id", "range_key": "at", L: [{"name": f"by-{n}x", "range_key": "day"} for n in range(6)]}, L),
        ({G: [{"name": "by-mail", "hash_key": "mail"}, {"name": "by-mail", "hash_key": "id"}]}, f"{G}[1].name"),
        (_with(name="ab"), f"{G}[0].name"),
        (_with(name="no blanks"), f"{G}[0].name"),
        (_with(hash_key=None), f"{G}[0].hash_key"),
        (_with(hash_keys=["a", "b"]), f"{G}[0].hash_keys"),
        (_with(hash_key=None, hash_keys=["a"]), f"{G}[0].hash_keys"),
        (_with(hash_key=None, hash_keys=list("abcde")), f"{G}[0].hash_keys"),
        (_with(range_key="mail"), f"{G}[0]"),
        (_with(projection_type="INCLUDE"), f"{G}[0].non_key_attributes"),
        (_with(projection_type="INCLUDE", non_key_attributes=[]), f"{G}[0].non_key_attributes"),
        (_with(non_key_attributes=["a"]), f"{G}[0].non_key_attributes"),
        (_with(projection_type="SOME"), f"{G}[0].projection_type"),
        (_with(projektion="ALL"), f"{G}[0].projektion"),
        (
            _with(projection_type="INCLUDE", non_key_attributes=[f"a{n}" for n in range(21)]),
            f"{G}[0].non_key_attributes",
        ),
        ({L: [{"name": "by-day"}]}, f"{L}[0].range_key"),
        ({"hash_key": "id", L: [{"name": "by-day", "range_key": "day"}]}, f"{L}[0]"),
    ],
)
def test_invalid_options(options, path):
    """An invalid option is reported with its path, before the first call."""
    assert list(faults(name="orders", **options)) == [path]


def test_non_key_attributes_are_counted_over_all_indexes():
    """A table can have 100 (R64)."""
    attributes = [f"a{number}" for number in range(17)]
    including = {"hash_key": "id", "projection_type": "INCLUDE", "non_key_attributes": attributes}
    entries = [{"name": f"by-{place}x", **including} for place in range(6)]
    assert list(faults(name="orders", global_secondary_indexes=entries)) == ["global_secondary_indexes"]


def test_an_empty_list_of_non_key_attributes_counts_as_omitted():
    """Users of Terraform write it."""
    assert faults(name="orders", **_with(non_key_attributes=[])) == {}


def test_every_change_is_for_the_region_of_the_table():
    """AWS creates the indexes of replicas."""
    planned = steps(secondary_indexes, have=live(BY_MAIL), want=desired(BY_DAY, purge=True))
    assert {change.region for change in planned if isinstance(change, Change)} == {"eu-west-1"}
