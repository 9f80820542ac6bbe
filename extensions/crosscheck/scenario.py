# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a scenario is, and short words for writing one down."""

from __future__ import annotations

from dataclasses import dataclass

NAME = "orders"
# Stands for the ARN that the engine itself gave the table NAME.
ARN = "<arn of orders>"


@dataclass(frozen=True)
class Scenario:
    """One call on a prepared table, and what to compare of its outcome.

    setup: calls made before, each left to settle. hasty: the last of them is not.
    show: JMESPath expressions on the answer; none means that only acceptance counts. A refusal is always compared
    by its code and message. then: a call made after all has settled, whose answer is shown instead.
    """

    name: str
    rules: str
    call: tuple
    setup: tuple = ()
    show: tuple = ()
    then: tuple | None = None
    hasty: bool = False

    @property
    def operation(self):
        return self.call[0]


def call(operation, **params):
    """A call about NAME, unless it says otherwise; what is None is left out."""
    params = {"TableName": NAME} | params
    return operation, {key: value for key, value in params.items() if value is not None}


def create(hash_key="pk", range_key=None, **params):
    """CreateTable on demand, unless params say otherwise."""
    keys = [key for key in (hash_key, range_key) if key]
    usual = {"KeySchema": schema(*keys), "AttributeDefinitions": types(*keys), "BillingMode": "PAY_PER_REQUEST"}
    return call("CreateTable", **usual | params)


def provisioned(reads=5, writes=5, **params):
    """CreateTable with provisioned capacity."""
    return create(**{"BillingMode": "PROVISIONED", "ProvisionedThroughput": units(reads, writes)} | params)


def update(**params):
    return call("UpdateTable", **params)


def index_update(action, *more, define=(), **params):
    """UpdateTable with one or more actions on global indexes: index_update({"Delete": {...}})."""
    definitions = {"AttributeDefinitions": types(*define)} if define else {}
    return update(GlobalSecondaryIndexUpdates=[action, *more], **definitions, **params)


def describe():
    return call("DescribeTable")


def of_arn(operation, **params):
    """A call that takes the table's ARN in place of its name."""
    return call(operation, **{"TableName": None, "ResourceArn": ARN} | params)


def types(*names, kind="S"):
    return [{"AttributeName": name, "AttributeType": kind} for name in names]


def schema(hash_key, *range_keys):
    return [hash_element(hash_key), *map(range_element, range_keys)]


def hash_element(name):
    return {"AttributeName": name, "KeyType": "HASH"}


def range_element(name):
    return {"AttributeName": name, "KeyType": "RANGE"}


def units(reads, writes):
    return {"ReadCapacityUnits": reads, "WriteCapacityUnits": writes}


def index(name="by-a", *keys, **params):
    """An index on the attribute a, or on others, projecting everything unless params say otherwise."""
    usual = {"IndexName": name, "KeySchema": schema(*(keys or ("a",))), "Projection": {"ProjectionType": "ALL"}}
    return {key: value for key, value in (usual | params).items() if value is not None}


def with_index(*indexes, define=("pk", "a"), **params):
    """CreateTable on demand with global indexes."""
    return create(AttributeDefinitions=types(*define), GlobalSecondaryIndexes=list(indexes or [index()]), **params)


def provisioned_with_index(reads=5, writes=5):
    return provisioned(
        AttributeDefinitions=types("pk", "a"),
        GlobalSecondaryIndexes=[index(ProvisionedThroughput=units(reads, writes))],
    )
