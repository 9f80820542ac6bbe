# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from ..scenario import Scenario as S
from ..scenario import create, describe, index, index_update, provisioned, types, units, update

ON = {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}}
OFF = {"StreamSpecification": {"StreamEnabled": False}}
STREAM = ("Table.StreamSpecification", "Table.LatestStreamArn != `null`")
STREAMED = create(**ON)
SSE_ON, SSE_OFF = ({"SSESpecification": {"Enabled": value}} for value in (True, False))
SSE = ("Table.SSEDescription.[Status, SSEType]",)
INFREQUENT = {"TableClass": "STANDARD_INFREQUENT_ACCESS"}
CLASS = ("Table.TableClassSummary.TableClass",)
PROTECT, UNPROTECT = ({"DeletionProtectionEnabled": value} for value in (True, False))
PROTECTION = ("Table.DeletionProtectionEnabled",)
NEW_INDEX = {"Create": index()}

SCENARIOS = (
    S("update: nothing", "R66", update(), setup=(create(),)),
    S("update: attribute definitions alone", "R66", update(AttributeDefinitions=types("pk")), setup=(create(),)),
    S("update: no such table", "", update(**PROTECT)),
    S("update: no name", "R59", update(TableName=None, **PROTECT)),
    S(
        "update: attribute definitions beside another change",
        "R66",
        update(AttributeDefinitions=types("a"), **PROTECT),
        setup=(create(),),
        then=describe(),
        show=("Table.AttributeDefinitions",),
    ),
    S("update: a table that is being created", "R1", update(**ON), setup=(create(),), hasty=True),
    # Stream
    S("stream: on", "R25", update(**ON), setup=(create(),), then=describe(), show=STREAM),
    S("stream: on again", "R25", update(**ON), setup=(STREAMED,)),
    S(
        "stream: on again with another view",
        "R25",
        update(StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}),
        setup=(STREAMED,),
    ),
    S("stream: off", "R26", update(**OFF), setup=(STREAMED,), then=describe(), show=STREAM),
    S("stream: off again", "R25", update(**OFF), setup=(STREAMED, update(**OFF))),
    S("stream: off where there was none", "R25", update(**OFF), setup=(create(),)),
    S("stream: on without a view", "R25", update(StreamSpecification={"StreamEnabled": True}), setup=(create(),)),
    S(
        "stream: off with a view",
        "R25",
        update(StreamSpecification={"StreamEnabled": False, "StreamViewType": "NEW_IMAGE"}),
        setup=(STREAMED,),
    ),
    S("stream: nothing in it", "R25", update(StreamSpecification={}), setup=(create(),)),
    S("stream: off and on", "R25", update(**ON), setup=(STREAMED, update(**OFF)), then=describe(), show=STREAM),
    S(
        "stream: with capacity",
        "R4",
        update(**ON, ProvisionedThroughput=units(9, 9)),
        setup=(provisioned(),),
    ),
    S(
        "stream: with a switch to on demand",
        "R4",
        update(**ON, BillingMode="PAY_PER_REQUEST"),
        setup=(provisioned(),),
        then=describe(),
        show=STREAM,
    ),
    # Encryption
    S("encryption: on", "R34", update(**SSE_ON), setup=(create(),), then=describe(), show=SSE),
    S("encryption: on again", "R76", update(**SSE_ON), setup=(create(**SSE_ON),), then=describe(), show=SSE),
    S("encryption: off", "R34", update(**SSE_OFF), setup=(create(**SSE_ON),), then=describe(), show=SSE),
    S("encryption: off again", "R34", update(**SSE_OFF), setup=(create(),)),
    S(
        "encryption: off with a key",
        "R34",
        update(SSESpecification={"Enabled": False, "KMSMasterKeyId": "alias/aws/dynamodb"}),
        setup=(create(),),
    ),
    S("encryption: nothing in it", "R34", update(SSESpecification={}), setup=(create(),)),
    # Class and protection
    S("class: change", "R16", update(**INFREQUENT), setup=(create(),), then=describe(), show=CLASS),
    S("class: the same", "R16", update(**INFREQUENT), setup=(create(**INFREQUENT),), then=describe(), show=CLASS),
    S(
        "class: back",
        "R47",
        update(TableClass="STANDARD"),
        setup=(create(**INFREQUENT),),
        then=describe(),
        show=CLASS,
    ),
    S(
        "class: a third change",
        "R16",
        update(**INFREQUENT),
        setup=(create(), update(**INFREQUENT), update(TableClass="STANDARD")),
    ),
    S("protection: on", "R42", update(**PROTECT), setup=(create(),), then=describe(), show=PROTECTION),
    S("protection: off", "R42", update(**UNPROTECT), setup=(create(**PROTECT),), then=describe(), show=PROTECTION),
    S("protection: on again", "R54", update(**PROTECT), setup=(create(**PROTECT),), then=describe(), show=PROTECTION),
    S(
        "protection: on and off at once",
        "R54",
        update(**UNPROTECT),
        setup=(create(), update(**PROTECT)),
        hasty=True,
    ),
    # What goes alone
    S("together: protection and class", "R4", update(**PROTECT, **INFREQUENT), setup=(create(),)),
    S("together: protection and stream", "R4", update(**PROTECT, **ON), setup=(create(),)),
    S("together: encryption and class", "R4", update(**SSE_ON, **INFREQUENT), setup=(create(),)),
    S(
        "together: encryption and billing",
        "R4",
        update(**SSE_ON, BillingMode="PAY_PER_REQUEST"),
        setup=(provisioned(),),
    ),
    S("together: class and billing", "R4", update(**INFREQUENT, BillingMode="PAY_PER_REQUEST"), setup=(provisioned(),)),
    S(
        "together: ceilings and stream",
        "R4",
        update(**ON, OnDemandThroughput={"MaxReadRequestUnits": 5}),
        setup=(create(),),
    ),
    S(
        "together: a new index and capacity",
        "R4",
        index_update(
            {"Create": index(ProvisionedThroughput=units(1, 1))}, define=("a",), ProvisionedThroughput=units(9, 9)
        ),
        setup=(provisioned(),),
    ),
    S("together: a new index and a stream", "R4", index_update(NEW_INDEX, define=("a",), **ON), setup=(create(),)),
    S(
        "together: a new index and a switch to on demand",
        "R4",
        index_update(NEW_INDEX, define=("a",), BillingMode="PAY_PER_REQUEST"),
        setup=(provisioned(),),
    ),
)
