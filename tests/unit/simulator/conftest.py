# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Fixtures of the simulator's tests: a simulator with a virtual clock, and helpers that call it."""

from __future__ import annotations

import re
from contextlib import contextmanager

import pytest
from ansible_collections.stackkit.dynamodb.extensions.simulator import Simulator, VirtualClock
from botocore.exceptions import ClientError

REGION = "eu-west-1"


class Aws:
    """A client of one simulator; the default table is "orders"."""

    def __init__(self, sim):
        self.sim = sim
        self.client = sim.client("dynamodb", REGION)

    def create(self, name="orders", hash_key="pk", range_key=None, settle=True, **params):
        """Create a table, on-demand by default, and wait until it is ACTIVE."""
        keys = [key for key in (hash_key, range_key) if key]
        params.setdefault("AttributeDefinitions", attributes(*keys))
        params.setdefault("KeySchema", key_schema(*keys))
        if "ProvisionedThroughput" not in params:
            params.setdefault("BillingMode", "PAY_PER_REQUEST")
        answer = self.client.create_table(TableName=name, **params)["TableDescription"]
        if settle:
            self.sim.clock.sleep(60)
        return answer

    def update(self, name="orders", **params):
        return self.client.update_table(TableName=name, **params)["TableDescription"]

    def table(self, name="orders"):
        return self.client.describe_table(TableName=name)["Table"]

    def index(self, index, name="orders"):
        return next(i for i in self.table(name)["GlobalSecondaryIndexes"] if i["IndexName"] == index)

    def pass_time(self, seconds):
        self.sim.clock.sleep(seconds)

    @contextmanager
    def raises(self, code, text=""):
        """The code inside raises an AWS error with this code and a message that contains this text."""
        with pytest.raises(ClientError, match=re.escape(text) or None) as caught:
            yield caught
        assert caught.value.response["Error"]["Code"] == code


def attributes(*names, kind="S"):
    return [{"AttributeName": name, "AttributeType": kind} for name in names]


def key_schema(hash_key, range_key=None):
    keys = [{"AttributeName": hash_key, "KeyType": "HASH"}]
    return keys + ([{"AttributeName": range_key, "KeyType": "RANGE"}] if range_key else [])


def units(read, write=None):
    return {"ReadCapacityUnits": read, "WriteCapacityUnits": write or read}


def index(name, hash_key, range_key=None, **more):
    """A global secondary index as CreateTable and the Create action take it."""
    return {
        "IndexName": name,
        "KeySchema": key_schema(hash_key, range_key),
        "Projection": {"ProjectionType": "ALL"},
        **more,
    }


@pytest.fixture(name="make")
def make_fixture():
    """Functions that return parts of requests."""

    class Make:
        attributes = staticmethod(attributes)
        key_schema = staticmethod(key_schema)
        units = staticmethod(units)
        index = staticmethod(index)

    return Make


@pytest.fixture(name="sim")
def sim_fixture():
    return Simulator(clock=VirtualClock())


@pytest.fixture(name="aws")
def aws_fixture(sim):
    return Aws(sim)
