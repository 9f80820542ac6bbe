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


def create_action(name="by-a", *keys, **params):
    return {"Create": index(name, *keys, **params)}


ADD = index_update(create_action(), define=("a",))
ADD_OTHER = index_update(create_action("by-b", "b"), define=("b",))

SCENARIOS = (
    S("index: add", "R9", ADD, setup=(create(),), then=describe(), show=INDEXES),
    S("index: immediately after adding one", "R11", describe(), setup=(create(), ADD), immediate=True, show=LIFE),
    S(
        "index: add on two hash keys",
        "R62",
        index_update(create_action(KeySchema=[hash_element("a"), hash_element("b")]), define=("a", "b")),
        setup=(create(),),
        then=describe(),
        show=INDEXES,
    ),
    S("index: add an existing one", "R5", ADD, setup=(with_index(),)),
    S("index: add one with the name of a local index", "R5", ADD, setup=(LOCAL,)),
    S(
        "index: add the 21st",
        "R21",
        index_update(create_action("index-20"), define=("a",)),
        setup=(with_index(*(index(f"index-{n}") for n in range(20))),),
    ),
    S("index: add without definitions", "R9", index_update(create_action()), setup=(create(),)),
    S(
        "index: add without the definition of its key",
        "R9",
        index_update(create_action(), define=("pk",)),
        setup=(create(),),
    ),
    S(
        "index: add with an unused definition",
        "R9",
        index_update(create_action(), define=("a", "b")),
        setup=(create(),),
    ),
    S(
        "index: add on a key of the table without its definition",
        "R9",
        index_update(create_action("by-pk", "pk"), define=("a",)),
        setup=(create(),),
    ),
    S(
        "index: add on a key of another type",
        "R9",
        index_update(create_action("by-pk", "pk"), AttributeDefinitions=types("pk", kind="N")),
        setup=(create(),),
    ),
    S("index: add without capacity to a provisioned table", "R8", ADD, setup=(provisioned(),)),
    S(
        "index: add with capacity",
        "R8",
        index_update(create_action(ProvisionedThroughput=units(2, 2)), define=("a",)),
        setup=(provisioned(),),
        then=describe(),
        show=INDEXES,
    ),
    S(
        "index: add with capacity to an on-demand table",
        "R8",
        index_update(create_action(ProvisionedThroughput=units(2, 2)), define=("a",)),
        setup=(create(),),
    ),
    S("index: add without keys", "R62", index_update(create_action(KeySchema=None), define=("a",)), setup=(create(),)),
    S(
        "index: add without a projection",
        "R64",
        index_update(create_action(Projection=None), define=("a",)),
        setup=(create(),),
    ),
    S(
        "index: add with INCLUDE without attributes",
        "R64",
        index_update(create_action(Projection={"ProjectionType": "INCLUDE"}), define=("a",)),
        setup=(create(),),
    ),
    S(
        "index: add without a hash key",
        "R62",
        index_update(create_action(KeySchema=[range_element("a")]), define=("a",)),
        setup=(create(),),
    ),
    S(
        "index: add on one attribute twice",
        "R62",
        index_update(create_action(KeySchema=schema("a", "a")), define=("a", "b")),
        setup=(create(),),
    ),
    S(
        "index: add with fewer definitions than keys",
        "R9",
        index_update(create_action(KeySchema=schema("a", "b")), define=("a",)),
        setup=(create(),),
    ),
    S("index: remove", "R66", index_update(DELETE), setup=(with_index(),), then=describe(), show=INDEXES),
    S("index: remove one that does not exist", "R12", index_update(DELETE), setup=(create(),)),
    S("index: remove a local index", "R63", index_update(DELETE), setup=(LOCAL,)),
    S("index: remove it twice", "R5", index_update(DELETE), setup=(with_index(), index_update(DELETE)), immediate=True),
    S("index: remove one that is being allocated", "R11", index_update(DELETE), setup=(create(), ADD), immediate=True),
    S(
        "index: an update without a change",
        "R65",
        index_update({"Update": {"IndexName": "by-a"}}),
        setup=(with_index(),),
    ),
    # Several in one call
    S(
        "index: add two in one call",
        "R5",
        index_update(create_action(), create_action("by-b", "b"), define=("a", "b")),
        setup=(create(),),
    ),
    S("index: add while another is being created", "R5", ADD_OTHER, setup=(create(), ADD), immediate=True),
    S(
        "index: remove one and add one in one call",
        "R5",
        index_update(DELETE, create_action("by-b", "b"), define=("b",)),
        setup=(with_index(),),
    ),
    S(
        "index: remove and add the same in one call",
        "R5",
        index_update(DELETE, create_action(), define=("a",)),
        setup=(with_index(),),
    ),
    S("index: no updates", "R5", update(GlobalSecondaryIndexUpdates=[]), setup=(create(),)),
    S("index: an empty update", "R5", index_update({}), setup=(create(),)),
    S(
        "index: two actions in one update",
        "R5",
        index_update(DELETE | create_action(), define=("a",)),
        setup=(with_index(),),
    ),
    S(
        "index: enable a stream while one is being created",
        "R1",
        update(StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}),
        setup=(create(), ADD),
        immediate=True,
    ),
)
