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
    S("update: attribute definitions only", "R66", update(AttributeDefinitions=types("pk")), setup=(create(),)),
    S("update: no such table", "", update(**PROTECT)),
    S("update: no name", "R59", update(TableName=None, **PROTECT)),
    S(
        "update: attribute definitions with another change",
        "R66",
        update(AttributeDefinitions=types("a"), **PROTECT),
        setup=(create(),),
        then=describe(),
        show=("Table.AttributeDefinitions",),
    ),
    S("update: a table that is being created", "R1", update(**ON), setup=(create(),), immediate=True),
    # Stream
    S("stream: enable", "R25", update(**ON), setup=(create(),), then=describe(), show=STREAM),
    S("stream: enable again", "R25", update(**ON), setup=(STREAMED,)),
    S(
        "stream: enable again with another view type",
        "R25",
        update(StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}),
        setup=(STREAMED,),
    ),
    S("stream: disable", "R26", update(**OFF), setup=(STREAMED,), then=describe(), show=STREAM),
    S("stream: disable again", "R25", update(**OFF), setup=(STREAMED, update(**OFF))),
    S("stream: disable without a stream", "R25", update(**OFF), setup=(create(),)),
    S(
        "stream: enable without a view type",
        "R25",
        update(StreamSpecification={"StreamEnabled": True}),
        setup=(create(),),
    ),
    S(
        "stream: disable with a view type",
        "R25",
        update(StreamSpecification={"StreamEnabled": False, "StreamViewType": "NEW_IMAGE"}),
        setup=(STREAMED,),
    ),
    S("stream: empty specification", "R25", update(StreamSpecification={}), setup=(create(),)),
    S("stream: disable and enable", "R25", update(**ON), setup=(STREAMED, update(**OFF)), then=describe(), show=STREAM),
    S(
        "stream: with capacity",
        "R4",
        update(**ON, ProvisionedThroughput=units(9, 9)),
        setup=(provisioned(),),
    ),
    S(
        "stream: with a switch to on-demand",
        "R4",
        update(**ON, BillingMode="PAY_PER_REQUEST"),
        setup=(provisioned(),),
        then=describe(),
        show=STREAM,
    ),
    # Encryption
    S("encryption: enable", "R34", update(**SSE_ON), setup=(create(),), then=describe(), show=SSE),
    S("encryption: enable again", "R76", update(**SSE_ON), setup=(create(**SSE_ON),), then=describe(), show=SSE),
    S("encryption: disable", "R34", update(**SSE_OFF), setup=(create(**SSE_ON),), then=describe(), show=SSE),
    S("encryption: disable again", "R34", update(**SSE_OFF), setup=(create(),)),
    S(
        "encryption: disable with a key",
        "R34",
        update(SSESpecification={"Enabled": False, "KMSMasterKeyId": "alias/aws/dynamodb"}),
        setup=(create(),),
    ),
    S("encryption: empty specification", "R34", update(SSESpecification={}), setup=(create(),)),
    # Table class and deletion protection
    S("table class: change", "R16", update(**INFREQUENT), setup=(create(),), then=describe(), show=CLASS),
    S(
        "table class: no change",
        "R16",
        update(**INFREQUENT),
        setup=(create(**INFREQUENT),),
        then=describe(),
        show=CLASS,
    ),
    S(
        "table class: change back",
        "R47",
        update(TableClass="STANDARD"),
        setup=(create(**INFREQUENT),),
        then=describe(),
        show=CLASS,
    ),
    S(
        "table class: a third change",
        "R16",
        update(**INFREQUENT),
        setup=(create(), update(**INFREQUENT), update(TableClass="STANDARD")),
    ),
    S("deletion protection: enable", "R42", update(**PROTECT), setup=(create(),), then=describe(), show=PROTECTION),
    S(
        "deletion protection: disable",
        "R42",
        update(**UNPROTECT),
        setup=(create(**PROTECT),),
        then=describe(),
        show=PROTECTION,
    ),
    S(
        "deletion protection: enable again",
        "R54",
        update(**PROTECT),
        setup=(create(**PROTECT),),
        then=describe(),
        show=PROTECTION,
    ),
    S(
        "deletion protection: enable and disable immediately",
        "R54",
        update(**UNPROTECT),
        setup=(create(), update(**PROTECT)),
        immediate=True,
    ),
    # Changes that need a call of their own
    S("together: deletion protection and table class", "R4", update(**PROTECT, **INFREQUENT), setup=(create(),)),
    S("together: deletion protection and stream", "R4", update(**PROTECT, **ON), setup=(create(),)),
    S("together: encryption and table class", "R4", update(**SSE_ON, **INFREQUENT), setup=(create(),)),
    S(
        "together: encryption and billing",
        "R4",
        update(**SSE_ON, BillingMode="PAY_PER_REQUEST"),
        setup=(provisioned(),),
    ),
    S(
        "together: table class and billing",
        "R4",
        update(**INFREQUENT, BillingMode="PAY_PER_REQUEST"),
        setup=(provisioned(),),
    ),
    S(
        "together: maximum throughput and stream",
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
        "together: a new index and a switch to on-demand",
        "R4",
        index_update(NEW_INDEX, define=("a",), BillingMode="PAY_PER_REQUEST"),
        setup=(provisioned(),),
    ),
)
