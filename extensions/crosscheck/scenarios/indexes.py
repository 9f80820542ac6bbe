# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from ..scenario import Scenario as S
from ..scenario import (
    create,
    describe,
    hash_element,
    index,
    index_update,
    provisioned,
    range_element,
    schema,
    types,
    units,
    update,
    with_index,
)

INDEXES = (
    "sort_by(Table.GlobalSecondaryIndexes || `[]`, &IndexName)[].[IndexName, KeySchema, Projection]",
    "sort_by(Table.AttributeDefinitions, &AttributeName)[].AttributeName",
)
LIFE = ("Table.TableStatus", "Table.GlobalSecondaryIndexes[].[IndexName, IndexStatus, Backfilling]")
DELETE = {"Delete": {"IndexName": "by-a"}}
LOCAL = create(
    range_key="sk",
    AttributeDefinitions=types("pk", "sk", "a"),
    LocalSecondaryIndexes=[index("by-a", "pk", "a")],
)


def make(name="by-a", *keys, **params):
    return {"Create": index(name, *keys, **params)}


ADD = index_update(make(), define=("a",))
ADD_OTHER = index_update(make("by-b", "b"), define=("b",))

SCENARIOS = (
    S("index: add", "R9", ADD, setup=(create(),), then=describe(), show=INDEXES),
    S("index: add, right after", "R11", describe(), setup=(create(), ADD), hasty=True, show=LIFE),
    S(
        "index: add on two hash keys",
        "R62",
        index_update(make(KeySchema=[hash_element("a"), hash_element("b")]), define=("a", "b")),
        setup=(create(),),
        then=describe(),
        show=INDEXES,
    ),
    S("index: add one that is there", "R5", ADD, setup=(with_index(),)),
    S("index: add one named as a local one", "R5", ADD, setup=(LOCAL,)),
    S(
        "index: add the 21st",
        "R21",
        index_update(make("index-20"), define=("a",)),
        setup=(with_index(*(index(f"index-{n}") for n in range(20))),),
    ),
    S("index: add without definitions", "R9", index_update(make()), setup=(create(),)),
    S("index: add without the definition of its key", "R9", index_update(make(), define=("pk",)), setup=(create(),)),
    S("index: add with a definition too many", "R9", index_update(make(), define=("a", "b")), setup=(create(),)),
    S(
        "index: add on a key of the table without its definition",
        "R9",
        index_update(make("by-pk", "pk"), define=("a",)),
        setup=(create(),),
    ),
    S(
        "index: add on a key of another type",
        "R9",
        index_update(make("by-pk", "pk"), AttributeDefinitions=types("pk", kind="N")),
        setup=(create(),),
    ),
    S("index: add without capacity to a provisioned table", "R8", ADD, setup=(provisioned(),)),
    S(
        "index: add with capacity",
        "R8",
        index_update(make(ProvisionedThroughput=units(2, 2)), define=("a",)),
        setup=(provisioned(),),
        then=describe(),
        show=INDEXES,
    ),
    S(
        "index: add with capacity on demand",
        "R8",
        index_update(make(ProvisionedThroughput=units(2, 2)), define=("a",)),
        setup=(create(),),
    ),
    S("index: add without keys", "R62", index_update(make(KeySchema=None), define=("a",)), setup=(create(),)),
    S("index: add without a projection", "R64", index_update(make(Projection=None), define=("a",)), setup=(create(),)),
    S(
        "index: add with INCLUDE of nothing",
        "R64",
        index_update(make(Projection={"ProjectionType": "INCLUDE"}), define=("a",)),
        setup=(create(),),
    ),
    S(
        "index: add without a hash key",
        "R62",
        index_update(make(KeySchema=[range_element("a")]), define=("a",)),
        setup=(create(),),
    ),
    S(
        "index: add on one attribute twice",
        "R62",
        index_update(make(KeySchema=schema("a", "a")), define=("a", "b")),
        setup=(create(),),
    ),
    S(
        "index: add with fewer definitions than keys",
        "R9",
        index_update(make(KeySchema=schema("a", "b")), define=("a",)),
        setup=(create(),),
    ),
    S("index: remove", "R66", index_update(DELETE), setup=(with_index(),), then=describe(), show=INDEXES),
    S("index: remove one that is not there", "R12", index_update(DELETE), setup=(create(),)),
    S("index: remove a local one", "R63", index_update(DELETE), setup=(LOCAL,)),
    S("index: remove it twice", "R5", index_update(DELETE), setup=(with_index(), index_update(DELETE)), hasty=True),
    S("index: remove one that is being allocated", "R11", index_update(DELETE), setup=(create(), ADD), hasty=True),
    S("index: change without a change", "R65", index_update({"Update": {"IndexName": "by-a"}}), setup=(with_index(),)),
    # Several at once
    S(
        "index: add two at once",
        "R5",
        index_update(make(), make("by-b", "b"), define=("a", "b")),
        setup=(create(),),
    ),
    S("index: add while another is being made", "R5", ADD_OTHER, setup=(create(), ADD), hasty=True),
    S(
        "index: remove one and add one at once",
        "R5",
        index_update(DELETE, make("by-b", "b"), define=("b",)),
        setup=(with_index(),),
    ),
    S(
        "index: remove and add the same at once",
        "R5",
        index_update(DELETE, make(), define=("a",)),
        setup=(with_index(),),
    ),
    S("index: no updates", "R5", update(GlobalSecondaryIndexUpdates=[]), setup=(create(),)),
    S("index: an update of nothing", "R5", index_update({}), setup=(create(),)),
    S("index: two actions in one", "R5", index_update(DELETE | make(), define=("a",)), setup=(with_index(),)),
    S(
        "index: stream while one is being made",
        "R1",
        update(StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}),
        setup=(create(), ADD),
        hasty=True,
    ),
)
