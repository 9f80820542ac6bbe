# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Random operations, valid or not: the simulator's rules hold."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.extensions.simulator import Simulator, VirtualClock
from ansible_collections.stackkit.dynamodb.extensions.simulator.core.errors import AwsError
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

ACCOUNT = "123456789012"
TABLES = st.sampled_from(["orders", "people"])
INDEXES = st.sampled_from(["by-a", "by-b"])
NUMBERS = st.integers(1, 5)
# A status can be followed by itself and by these; None means that the table does not exist.
TABLE_TRANSITIONS = {
    None: {"CREATING"},
    "CREATING": {"ACTIVE"},
    "ACTIVE": {"UPDATING", "DELETING"},
    "UPDATING": {"ACTIVE"},
    "DELETING": {None},
}
INDEX_TRANSITIONS = {
    None: {"CREATING"},
    "CREATING": {"ACTIVE", "DELETING"},
    "ACTIVE": {"UPDATING", "DELETING"},
    "UPDATING": {"ACTIVE"},
    "DELETING": {None},
}
CODES = {
    "ValidationException",
    "ResourceInUseException",
    "ResourceNotFoundException",
    "TableNotFoundException",
    "LimitExceededException",
    "ContinuousBackupsUnavailableException",
    "ThrottlingException",
    "InternalFailure",
}


class RandomOperations(RuleBasedStateMachine):
    """Random operations. BadAnswer fails the test if an answer does not match botocore's shapes."""

    def __init__(self):
        super().__init__()
        self.sim = Simulator(clock=VirtualClock())
        self.seen = {}

    def request(self, operation, **params):
        before = self.state()
        try:
            self.sim.dispatcher.handle("dynamodb", operation, "eu-west-1", ACCOUNT, params)
        except AwsError as error:
            assert error.code in CODES, error
            # A call that fails changes nothing.
            assert self.state() == before

    def state(self):
        """Return everything that can be described."""
        answers = {}
        for name in ("orders", "people"):
            for operation in ("DescribeTable", "DescribeTimeToLive", "DescribeContinuousBackups"):
                try:
                    answers[name, operation] = self.sim.dispatcher.handle(
                        "dynamodb", operation, "eu-west-1", ACCOUNT, {"TableName": name}
                    )
                except AwsError as error:
                    answers[name, operation] = error.code
        return answers

    @rule(name=TABLES, provisioned=st.booleans(), index=st.none() | INDEXES, stream=st.booleans())
    def create(self, name, provisioned, index, stream):
        keys = ["pk"] + ([index[-1]] if index else [])
        capacity = {"ReadCapacityUnits": 3, "WriteCapacityUnits": 3}
        request = {
            "TableName": name,
            "AttributeDefinitions": [{"AttributeName": key, "AttributeType": "S"} for key in keys],
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            "BillingMode": "PROVISIONED" if provisioned else "PAY_PER_REQUEST",
        }
        if provisioned:
            request["ProvisionedThroughput"] = capacity
        if index:
            request["GlobalSecondaryIndexes"] = [self.index(index, capacity if provisioned else None)]
        if stream:
            request["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
        self.request("CreateTable", **request)

    @staticmethod
    def index(name, capacity):
        index = {
            "IndexName": name,
            "KeySchema": [{"AttributeName": name[-1], "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
        }
        return {**index, "ProvisionedThroughput": capacity} if capacity else index

    @rule(name=TABLES)
    def delete(self, name):
        self.request("DeleteTable", TableName=name)

    @rule(name=TABLES, mode=st.sampled_from([None, "PROVISIONED", "PAY_PER_REQUEST"]), read=st.none() | NUMBERS)
    def change_capacity(self, name, mode, read):
        request = {"BillingMode": mode} if mode else {}
        if read:
            request["ProvisionedThroughput"] = {"ReadCapacityUnits": read, "WriteCapacityUnits": 3}
            request["GlobalSecondaryIndexUpdates"] = [
                {"Update": {"IndexName": "by-a", "ProvisionedThroughput": request["ProvisionedThroughput"]}}
            ]
        self.request("UpdateTable", TableName=name, **request)

    @rule(name=TABLES, index=INDEXES, read=st.none() | NUMBERS)
    def create_index(self, name, index, read):
        capacity = {"ReadCapacityUnits": read, "WriteCapacityUnits": read} if read else None
        definitions = [{"AttributeName": index[-1], "AttributeType": "S"}]
        change = [{"Create": self.index(index, capacity)}]
        self.request(
            "UpdateTable", TableName=name, AttributeDefinitions=definitions, GlobalSecondaryIndexUpdates=change
        )

    @rule(name=TABLES, index=INDEXES)
    def delete_index(self, name, index):
        self.request("UpdateTable", TableName=name, GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": index}}])

    @rule(
        name=TABLES,
        change=st.sampled_from(
            [
                {"DeletionProtectionEnabled": True},
                {"DeletionProtectionEnabled": False},
                {"TableClass": "STANDARD_INFREQUENT_ACCESS"},
                {"TableClass": "STANDARD"},
                {"StreamSpecification": {"StreamEnabled": False}},
                {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}},
                {"SSESpecification": {"Enabled": True}},
                {"SSESpecification": {"Enabled": False}},
                {"OnDemandThroughput": {"MaxReadRequestUnits": 10}},
                {"OnDemandThroughput": {"MaxReadRequestUnits": -1}},
                {"OnDemandThroughput": {}},
                {"WarmThroughput": {"ReadUnitsPerSecond": 13000}},
                {"WarmThroughput": {}},
                {"TableClass": "STANDARD", "DeletionProtectionEnabled": True},
                {},
            ]
        ),
    )
    def change_something(self, name, change):
        self.request("UpdateTable", TableName=name, **change)

    @rule(name=TABLES, enabled=st.booleans(), attribute=st.sampled_from(["expires", "other"]))
    def change_time_to_live(self, name, enabled, attribute):
        specification = {"Enabled": enabled, "AttributeName": attribute}
        self.request("UpdateTimeToLive", TableName=name, TimeToLiveSpecification=specification)

    @rule(name=TABLES, enabled=st.booleans(), days=st.none() | st.integers(0, 40))
    def change_recovery(self, name, enabled, days):
        specification = {"PointInTimeRecoveryEnabled": enabled, "RecoveryPeriodInDays": days}
        self.request("UpdateContinuousBackups", TableName=name, PointInTimeRecoverySpecification=specification)

    @rule(name=TABLES, key=st.sampled_from(["a", "b", "aws:x"]), remove=st.booleans())
    def change_tags(self, name, key, remove):
        arn = f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/{name}"
        if remove:
            self.request("UntagResource", ResourceArn=arn, TagKeys=[key])
        else:
            self.request("TagResource", ResourceArn=arn, Tags=[{"Key": key, "Value": "v"}])

    @rule(seconds=st.sampled_from([1, 4, 10, 60, 600, 86400]))
    def pass_time(self, seconds):
        # Use small steps, so that no status is missed.
        end = self.sim.clock.now() + seconds
        while self.sim.clock.now() < end:
            step = min(0.5 if seconds <= 60 else seconds, end - self.sim.clock.now())
            self.sim.clock.sleep(step)
            self.states_follow_their_order(strict=seconds <= 60)

    @invariant()
    def states_follow_their_order(self, strict=True):
        """Tables and indexes pass through their states in order, and are DELETING before they are deleted."""
        tables = self.sim.dispatcher.world.stores(_region(), ACCOUNT).get("eu-west-1")
        self.state()  # runs the events that are due
        now = {}
        for name, table in (tables.tables if tables else {}).items():
            now[name] = table.status
            now.update({(name, index.name): index.status for index in table.indexes.values()})
        for key in {*now, *self.seen}:
            transitions = INDEX_TRANSITIONS if isinstance(key, tuple) else TABLE_TRANSITIONS
            before, after = self.seen.get(key), now.get(key)
            deleted_with_table = isinstance(key, tuple) and key[0] not in now
            created_with_table = isinstance(key, tuple) and key[0] not in self.seen
            if strict and before != after and not deleted_with_table and not created_with_table:
                assert after in transitions[before], f"{key}: {before} -> {after}"
        self.seen = now


def _region():
    from ansible_collections.stackkit.dynamodb.extensions.simulator.dynamodb.state import Region

    return Region


TestRandomOperations = pytest.mark.soak(RandomOperations.TestCase)
TestRandomOperations.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
