# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The definition of a scenario, and helpers for writing one."""

from __future__ import annotations

from dataclasses import dataclass

NAME = "orders"
# A placeholder for the table's ARN on the engine.
ARN = "<arn of orders>"


@dataclass(frozen=True)
class Scenario:
    """One call after a setup, and the part of its outcome that is compared.

    setup: calls made before, each followed by waiting until it settles. immediate: do not wait after the last of them.
    show: JMESPath expressions on the answer; without any, only the acceptance is compared. Errors are always compared
    by code and message. then: a call made after everything has settled; its answer is compared instead.
    """

    name: str
    rules: str
    call: tuple
    setup: tuple = ()
    show: tuple = ()
    then: tuple | None = None
    immediate: bool = False

    @property
    def operation(self):
        return self.call[0]


def call(operation, **params):
    """A call about the table NAME by default; parameters that are None are omitted."""
    params = {"TableName": NAME} | params
    return operation, {key: value for key, value in params.items() if value is not None}


def create(hash_key="pk", range_key=None, **params):
    """CreateTable, on-demand by default."""
    keys = [key for key in (hash_key, range_key) if key]
    defaults = {"KeySchema": schema(*keys), "AttributeDefinitions": types(*keys), "BillingMode": "PAY_PER_REQUEST"}
    return call("CreateTable", **defaults | params)


def provisioned(reads=5, writes=5, **params):
    """CreateTable with provisioned capacity."""
    return create(**{"BillingMode": "PROVISIONED", "ProvisionedThroughput": units(reads, writes)} | params)


def update(**params):
    return call("UpdateTable", **params)


def index_update(action, *more, define=(), **params):
    """UpdateTable with actions on global secondary indexes: index_update({"Delete": {...}})."""
    definitions = {"AttributeDefinitions": types(*define)} if define else {}
    return update(GlobalSecondaryIndexUpdates=[action, *more], **definitions, **params)


def describe():
    return call("DescribeTable")


def of_arn(operation, **params):
    """A call with the table's ARN instead of its name."""
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
    """An index, by default on the attribute a with the projection ALL."""
    defaults = {"IndexName": name, "KeySchema": schema(*(keys or ("a",))), "Projection": {"ProjectionType": "ALL"}}
    return {key: value for key, value in (defaults | params).items() if value is not None}


def with_index(*indexes, define=("pk", "a"), **params):
    """CreateTable, on-demand with global secondary indexes."""
    return create(AttributeDefinitions=types(*define), GlobalSecondaryIndexes=list(indexes or [index()]), **params)


def provisioned_with_index(reads=5, writes=5):
    return provisioned(
        AttributeDefinitions=types("pk", "a"),
        GlobalSecondaryIndexes=[index(ProvisionedThroughput=units(reads, writes))],
    )
