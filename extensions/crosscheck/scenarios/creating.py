# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from ..scenario import Scenario as S
from ..scenario import call, create, describe, hash_element, of_arn, provisioned, range_element, schema, types, units

TABLE = (
    "Table.TableStatus",
    "Table.KeySchema",
    "sort_by(Table.AttributeDefinitions, &AttributeName)",
    "Table.ProvisionedThroughput.[ReadCapacityUnits, WriteCapacityUnits]",
    "Table.BillingModeSummary.BillingMode",
    "Table.[ItemCount, TableSizeBytes]",
    "Table.TableArn",
)
ENCRYPTION = ("Table.SSEDescription.[Status, SSEType]",)
STREAM = ("Table.StreamSpecification",)


def tags(*keys, value="x"):
    return [{"Key": key, "Value": value} for key in keys]


SCENARIOS = (
    S("create on-demand", "R65", create(), then=describe(), show=TABLE),
    S("create provisioned", "R65", provisioned(), then=describe(), show=TABLE),
    S("create with a range key", "R62", create(range_key="sk"), then=describe(), show=TABLE),
    S("create: the answer", "R77", create(), show=("TableDescription.[TableName, TableStatus, ItemCount]",)),
    # Names
    S("create: no name", "R59", create(TableName=None)),
    S("create: a name of two characters", "R59", create(TableName="ab")),
    S("create: a name of 256 characters", "R59", create(TableName="a" * 256)),
    S("create: a name with a question mark", "R59", create(TableName="a?b")),
    S("create: an empty name", "R59", create(TableName="")),
    S("create: a name that is a number", "R59", create(TableName=5)),
    # Keys
    S("create: no key schema", "R61", create(KeySchema=None)),
    S("create: an empty key schema", "R61", create(KeySchema=[])),
    S("create: no attribute definitions", "R61", create(AttributeDefinitions=None)),
    S("create: empty attribute definitions", "R61", create(AttributeDefinitions=[])),
    S("create: an attribute that no key uses", "R61", create(AttributeDefinitions=types("pk", "a"))),
    S("create: a key that is not defined", "R61", create(AttributeDefinitions=types("a"))),
    S(
        "create: a range key that is not defined",
        "R61",
        create(range_key="sk", AttributeDefinitions=types("pk")),
    ),
    S("create: an attribute defined twice", "R61", create(AttributeDefinitions=types("pk", "pk"))),
    S(
        "create: the range key first",
        "R62",
        create(range_key="sk", KeySchema=[range_element("sk"), hash_element("pk")]),
    ),
    S(
        "create: two hash keys",
        "R62",
        create(range_key="sk", KeySchema=[hash_element("pk"), hash_element("sk")]),
    ),
    S("create: only a range key", "R62", create(KeySchema=[range_element("pk")])),
    S(
        "create: three keys",
        "R62",
        create(KeySchema=schema("pk", "a", "b"), AttributeDefinitions=types("pk", "a", "b")),
    ),
    S("create: one attribute as both keys", "R62", create(KeySchema=schema("pk", "pk"))),
    S("create: a key type that does not exist", "R62", create(KeySchema=[{"AttributeName": "pk", "KeyType": "SORT"}])),
    S("create: an attribute type that does not exist", "R62", create(AttributeDefinitions=types("pk", kind="BOOL"))),
    S("create: a key name of 256 characters", "R59", create(hash_key="a" * 256)),
    # Billing
    S("create: no billing mode and no capacity", "R65", create(BillingMode=None)),
    S("create: no billing mode, with capacity", "R65", provisioned(BillingMode=None), then=describe(), show=TABLE),
    S("create: provisioned without capacity", "R65", provisioned(ProvisionedThroughput=None)),
    S("create: on-demand with capacity", "R65", create(ProvisionedThroughput=units(5, 5))),
    S("create: a billing mode that does not exist", "R65", create(BillingMode="ON_DEMAND")),
    S("create: zero read capacity", "R65", provisioned(0, 5)),
    S(
        "create: read capacity without write capacity",
        "R65",
        provisioned(ProvisionedThroughput={"ReadCapacityUnits": 5}),
    ),
    S("create: capacity above the maximum value", "R17", provisioned(10**13, 5)),
    S("create: capacity above the account's quota", "R17", provisioned(50000, 5)),
    # Stream
    S(
        "create with a stream",
        "R25",
        create(StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}),
        then=describe(),
        show=STREAM,
    ),
    S("create: a stream without a view type", "R25", create(StreamSpecification={"StreamEnabled": True})),
    S(
        "create: a view type without a stream",
        "R25",
        create(StreamSpecification={"StreamEnabled": False, "StreamViewType": "NEW_IMAGE"}),
    ),
    S(
        "create: a disabled stream",
        "R25",
        create(StreamSpecification={"StreamEnabled": False}),
        then=describe(),
        show=STREAM,
    ),
    S(
        "create: a view type that does not exist",
        "R25",
        create(StreamSpecification={"StreamEnabled": True, "StreamViewType": "ALL"}),
    ),
    # Encryption
    S("create with encryption", "R34", create(SSESpecification={"Enabled": True}), then=describe(), show=ENCRYPTION),
    S(
        "create: encryption disabled",
        "R34",
        create(SSESpecification={"Enabled": False}),
        then=describe(),
        show=ENCRYPTION,
    ),
    S(
        "create: a key without encryption",
        "R34",
        create(SSESpecification={"Enabled": False, "KMSMasterKeyId": "alias/aws/dynamodb"}),
    ),
    S("create: encryption by AES256", "R34", create(SSESpecification={"Enabled": True, "SSEType": "AES256"})),
    # Table class and deletion protection
    S(
        "create with the infrequent access class",
        "R16",
        create(TableClass="STANDARD_INFREQUENT_ACCESS"),
        then=describe(),
        show=("Table.TableClassSummary.TableClass",),
    ),
    S(
        "create: explicit standard class",
        "R47",
        create(TableClass="STANDARD"),
        then=describe(),
        show=("Table.TableClassSummary.TableClass",),
    ),
    S("create: a table class that does not exist", "R16", create(TableClass="GLACIER")),
    S(
        "create with deletion protection",
        "R42",
        create(DeletionProtectionEnabled=True),
        then=describe(),
        show=("Table.DeletionProtectionEnabled",),
    ),
    S(
        "create: deletion protection omitted",
        "R42",
        create(),
        then=describe(),
        show=("Table.DeletionProtectionEnabled",),
    ),
    # Tags
    S(
        "create with tags",
        "R60",
        create(Tags=tags("a", "b")),
        then=of_arn("ListTagsOfResource"),
        show=("sort_by(Tags, &Key)",),
    ),
    S("create: a tag key with the prefix aws:", "R60", create(Tags=tags("aws:a"))),
    S("create: a tag with an empty key", "R60", create(Tags=tags(""))),
    S("create: a tag key of 129 characters", "R60", create(Tags=tags("a" * 129))),
    S("create: a tag key with a hash sign", "R60", create(Tags=tags("a#b"))),
    S("create: a tag value of 257 characters", "R60", create(Tags=tags("a", value="x" * 257))),
    S("create: 51 tags", "R60", create(Tags=tags(*(f"tag-{number}" for number in range(51))))),
    S("create: the same tag key twice", "R60", create(Tags=tags("a", "a"))),
    # Maximum on-demand throughput and warm throughput
    S(
        "create with maximum throughput",
        "R23",
        create(OnDemandThroughput={"MaxReadRequestUnits": 10, "MaxWriteRequestUnits": 20}),
        then=describe(),
        show=("Table.OnDemandThroughput",),
    ),
    S("create: maximum throughput of zero", "R23", create(OnDemandThroughput={"MaxReadRequestUnits": 0})),
    S("create: maximum throughput of -1", "R23", create(OnDemandThroughput={"MaxReadRequestUnits": -1})),
    S("create: maximum throughput of -2", "R23", create(OnDemandThroughput={"MaxReadRequestUnits": -2})),
    S("create: empty maximum throughput", "R23", create(OnDemandThroughput={})),
    S(
        "create: maximum throughput and provisioned capacity",
        "R23",
        provisioned(OnDemandThroughput={"MaxReadRequestUnits": 10}),
    ),
    S(
        "create: warm throughput",
        "R22",
        create(WarmThroughput={"ReadUnitsPerSecond": 15000, "WriteUnitsPerSecond": 5000}),
        then=describe(),
        show=("Table.WarmThroughput",),
    ),
    S("create: default warm throughput", "R22", create(), then=describe(), show=("Table.WarmThroughput",)),
    S("create: warm throughput below the default", "R22", create(WarmThroughput={"ReadUnitsPerSecond": 100})),
    S("create: empty warm throughput", "R22", create(WarmThroughput={})),
    # Policy
    S("create: a policy that is not JSON", "R44", create(ResourcePolicy="nonsense")),
    # The name exists
    S("create: a table that exists", "R57", create(), setup=(create(),)),
    S("create: a table that is being created", "R57", create(), setup=(create(),), immediate=True),
    S("create: a table that is being deleted", "R57", create(), setup=(create(), call("DeleteTable")), immediate=True),
)
