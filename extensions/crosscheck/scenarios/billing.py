# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from ..scenario import Scenario as S
from ..scenario import create, describe, index_update, provisioned, provisioned_with_index, units, update, with_index

CAPACITY = (
    "Table.BillingModeSummary.BillingMode",
    "Table.ProvisionedThroughput.[ReadCapacityUnits, WriteCapacityUnits]",
    "Table.GlobalSecondaryIndexes[].ProvisionedThroughput.[ReadCapacityUnits, WriteCapacityUnits]",
)
MAXIMUM_THROUGHPUT = ("Table.OnDemandThroughput",)
WARM_THROUGHPUT = ("Table.WarmThroughput",)
ON_DEMAND, PROVISIONED = {"BillingMode": "PAY_PER_REQUEST"}, {"BillingMode": "PROVISIONED"}


def capacity(reads, writes):
    return update(ProvisionedThroughput=units(reads, writes))


def index_capacity(reads, writes):
    return {"Update": {"IndexName": "by-a", "ProvisionedThroughput": units(reads, writes)}}


def maximum_throughput(**params):
    return update(OnDemandThroughput=params)


def warm_throughput(**params):
    return update(WarmThroughput=params)


LIMITED = create(OnDemandThroughput={"MaxReadRequestUnits": 10, "MaxWriteRequestUnits": 20})

SCENARIOS = (
    S("capacity: increase", "R24", capacity(10, 5), setup=(provisioned(),), then=describe(), show=CAPACITY),
    S("capacity: decrease", "R51", capacity(2, 2), setup=(provisioned(),), then=describe(), show=CAPACITY),
    S(
        "capacity: the limit of decreases per day",
        "R51",
        capacity(4, 5),
        setup=(provisioned(9, 5), *(capacity(n, 5) for n in (8, 7, 6, 5))),
    ),
    S("capacity: no change", "R24", capacity(5, 5), setup=(provisioned(),)),
    S("capacity: zero", "R65", capacity(0, 5), setup=(provisioned(),)),
    S(
        "capacity: read capacity only",
        "R24",
        update(ProvisionedThroughput={"ReadCapacityUnits": 9}),
        setup=(provisioned(),),
    ),
    S("capacity: of an on-demand table", "R65", capacity(5, 5), setup=(create(),)),
    S("capacity: above the account's quota", "R17", capacity(50000, 5), setup=(provisioned(),)),
    S("capacity: no such table", "", capacity(5, 5)),
    S("capacity: the answer", "R77", capacity(10, 5), setup=(provisioned(),), show=("TableDescription.TableStatus",)),
    S(
        "capacity: of an index",
        "R24",
        index_update(index_capacity(7, 7)),
        setup=(provisioned_with_index(),),
        then=describe(),
        show=CAPACITY,
    ),
    S("capacity: no change of an index", "R24", index_update(index_capacity(5, 5)), setup=(provisioned_with_index(),)),
    S("capacity: of an index of an on-demand table", "R65", index_update(index_capacity(5, 5)), setup=(with_index(),)),
    S(
        "capacity: of an index that does not exist",
        "R12",
        index_update(index_capacity(7, 7)),
        setup=(provisioned(),),
    ),
    S(
        "capacity: of table and index in one call",
        "R4",
        index_update(index_capacity(7, 7), ProvisionedThroughput=units(8, 8)),
        setup=(provisioned_with_index(),),
        then=describe(),
        show=CAPACITY,
    ),
    # Billing mode
    S("billing: to on-demand", "R7", update(**ON_DEMAND), setup=(provisioned(),), then=describe(), show=CAPACITY),
    S(
        "billing: to on-demand with an index",
        "R7",
        update(**ON_DEMAND),
        setup=(provisioned_with_index(),),
        then=describe(),
        show=CAPACITY,
    ),
    S(
        "billing: to provisioned",
        "R6",
        update(**PROVISIONED, ProvisionedThroughput=units(3, 4)),
        setup=(create(),),
        then=describe(),
        show=CAPACITY,
    ),
    S("billing: to provisioned without capacity", "R6", update(**PROVISIONED), setup=(create(),)),
    S(
        "billing: to provisioned without the index's capacity",
        "R6",
        update(**PROVISIONED, ProvisionedThroughput=units(3, 4)),
        setup=(with_index(),),
    ),
    S(
        "billing: to provisioned with the index's capacity",
        "R6",
        index_update(index_capacity(1, 2), **PROVISIONED, ProvisionedThroughput=units(3, 4)),
        setup=(with_index(),),
        then=describe(),
        show=CAPACITY,
    ),
    S(
        "billing: to on-demand with capacity",
        "R7",
        update(**ON_DEMAND, ProvisionedThroughput=units(3, 4)),
        setup=(provisioned(),),
    ),
    S(
        "billing: on-demand without a change",
        "R24",
        update(**ON_DEMAND),
        setup=(create(),),
        then=describe(),
        show=CAPACITY,
    ),
    S("billing: provisioned without a change, without capacity", "R24", update(**PROVISIONED), setup=(provisioned(),)),
    S(
        "billing: provisioned without a change",
        "R24",
        update(**PROVISIONED, ProvisionedThroughput=units(5, 5)),
        setup=(provisioned(),),
    ),
    S("billing: a mode that does not exist", "R65", update(BillingMode="FREE"), setup=(create(),)),
    # Maximum on-demand throughput
    S(
        "maximum throughput: set both",
        "R23",
        maximum_throughput(MaxReadRequestUnits=10, MaxWriteRequestUnits=20),
        setup=(create(),),
        then=describe(),
        show=MAXIMUM_THROUGHPUT,
    ),
    S(
        "maximum throughput: set",
        "R23",
        maximum_throughput(MaxReadRequestUnits=10),
        setup=(create(),),
        then=describe(),
        show=MAXIMUM_THROUGHPUT,
    ),
    S(
        "maximum throughput: change one",
        "R23",
        maximum_throughput(MaxReadRequestUnits=30),
        setup=(LIMITED,),
        then=describe(),
        show=MAXIMUM_THROUGHPUT,
    ),
    S(
        "maximum throughput: remove one",
        "R23",
        maximum_throughput(MaxReadRequestUnits=-1),
        setup=(LIMITED,),
        then=describe(),
        show=MAXIMUM_THROUGHPUT,
    ),
    S("maximum throughput: zero", "R23", maximum_throughput(MaxReadRequestUnits=0), setup=(create(),)),
    S("maximum throughput: -2", "R23", maximum_throughput(MaxReadRequestUnits=-2), setup=(create(),)),
    S("maximum throughput: empty", "R78", maximum_throughput(), setup=(create(),)),
    S(
        "maximum throughput: of a provisioned table",
        "R23",
        maximum_throughput(MaxReadRequestUnits=10),
        setup=(provisioned(),),
    ),
    S(
        "maximum throughput: of an index",
        "R23",
        index_update({"Update": {"IndexName": "by-a", "OnDemandThroughput": {"MaxReadRequestUnits": 9}}}),
        setup=(with_index(),),
        then=describe(),
        show=("Table.GlobalSecondaryIndexes[].OnDemandThroughput",),
    ),
    S(
        "maximum throughput: after a switch to provisioned",
        "R67",
        update(**PROVISIONED, ProvisionedThroughput=units(5, 5)),
        setup=(LIMITED,),
        then=describe(),
        show=MAXIMUM_THROUGHPUT,
    ),
    # Warm throughput
    S(
        "warm throughput: increase",
        "R22",
        warm_throughput(ReadUnitsPerSecond=13000),
        setup=(create(),),
        then=describe(),
        show=WARM_THROUGHPUT,
    ),
    S("warm throughput: decrease", "R22", warm_throughput(ReadUnitsPerSecond=100), setup=(create(),)),
    S("warm throughput: empty", "R78", warm_throughput(), setup=(create(),)),
    S(
        "warm throughput: with a billing mode",
        "R4",
        update(**ON_DEMAND, WarmThroughput={"ReadUnitsPerSecond": 13000}),
        setup=(create(),),
    ),
)
