# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Random operations on a global table in any of its Regions: the replicas remain consistent."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.extensions.simulator import Simulator, VirtualClock
from ansible_collections.stackkit.dynamodb.extensions.simulator.core.errors import AwsError
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

ACCOUNT = "123456789012"
REGIONS = ("us-east-1", "us-east-2", "us-west-2")
REGION = st.sampled_from(REGIONS)
STREAM = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
CAPACITY = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
BY_A = {"IndexName": "by-a", "Projection": {"ProjectionType": "ALL"}}
BY_A["KeySchema"] = [{"AttributeName": "a", "KeyType": "HASH"}]
# The members that all replicas share when no operation is in progress.
SHARED = ("AttributeDefinitions", "KeySchema", "MultiRegionConsistency")
CODES = {
    "ValidationException",
    "ResourceInUseException",
    "ResourceNotFoundException",
    "LimitExceededException",
    "ThrottlingException",
    "ReplicatedWriteConflictException",
    "ObjectNotFoundException",
    "FailedResourceAccessException",
    "TableNotFoundException",
}


class RandomReplicas(RuleBasedStateMachine):
    """A call that fails changes nothing in any Region, and replicas agree when no operation is in progress."""

    @initialize(on_demand=st.booleans())
    def make(self, on_demand):
        self.sim = Simulator(clock=VirtualClock())
        capacity = {"BillingMode": "PAY_PER_REQUEST"}
        if not on_demand:
            capacity = {"BillingMode": "PROVISIONED", "ProvisionedThroughput": CAPACITY}
        self.call(
            "CreateTable",
            TableName="people",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            StreamSpecification=STREAM,
            **capacity,
        )
        self.sim.clock.sleep(60)

    def call(self, operation, region="us-east-1", service="dynamodb", **params):
        return self.sim.dispatcher.handle(service, operation, region, ACCOUNT, params)

    def request(self, operation, region, service="dynamodb", **params):
        before = self.state()
        try:
            self.call(operation, region, service, **params)
        except AwsError as error:
            assert error.code in CODES, error
            assert self.state() == before

    def update(self, region, **params):
        self.request("UpdateTable", region, TableName="people", **params)

    def tables(self):
        """Return the description of the table in each Region that has it."""
        found = {}
        for region in REGIONS:
            try:
                found[region] = self.call("DescribeTable", region, TableName="people")["Table"]
            except AwsError as error:
                assert error.code == "ResourceNotFoundException"
        return found

    def state(self):
        targets = {
            region: self.call(
                "DescribeScalableTargets", region, "application-autoscaling", ServiceNamespace="dynamodb"
            )["ScalableTargets"]
            for region in REGIONS
        }
        return self.tables(), targets

    @rule(region=REGION, replica=REGION, action=st.sampled_from(["Create", "Update", "Delete"]), share=st.booleans())
    def change_replica(self, region, replica, action, share):
        change = {"RegionName": replica}
        if action == "Update" or (action == "Create" and share):
            change["TableClassOverride"] = "STANDARD_INFREQUENT_ACCESS"
        self.update(region, ReplicaUpdates=[{action: change}])

    @rule(region=REGION, read=st.integers(0, 9))
    def override_capacity(self, region, read):
        change = {"RegionName": region, "ProvisionedThroughputOverride": {"ReadCapacityUnits": read}}
        self.update("us-east-1", ReplicaUpdates=[{"Update": change}])

    @rule(region=REGION)
    def create_strong(self, region):
        updates = [{"Create": {"RegionName": name}} for name in REGIONS if name != region]
        self.update(region, ReplicaUpdates=updates, MultiRegionConsistency="STRONG")

    @rule(
        region=REGION,
        change=st.sampled_from(
            [
                {"BillingMode": "PAY_PER_REQUEST"},
                {"BillingMode": "PROVISIONED", "ProvisionedThroughput": CAPACITY},
                {"ProvisionedThroughput": {"ReadCapacityUnits": 6, "WriteCapacityUnits": 7}},
                {"StreamSpecification": {"StreamEnabled": False}},
                {"DeletionProtectionEnabled": True},
                {"DeletionProtectionEnabled": False},
                {"SSESpecification": {"Enabled": True}},
                {"TableClass": "STANDARD_INFREQUENT_ACCESS"},
                {"OnDemandThroughput": {"MaxReadRequestUnits": 10}},
            ]
        ),
    )
    def change_table(self, region, change):
        self.update(region, **change)

    @rule(region=REGION, capacity=st.booleans())
    def create_index(self, region, capacity):
        index = {**BY_A, "ProvisionedThroughput": CAPACITY} if capacity else BY_A
        definitions = [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "a")]
        self.update(region, AttributeDefinitions=definitions, GlobalSecondaryIndexUpdates=[{"Create": index}])

    @rule(region=REGION)
    def delete_index(self, region):
        self.update(region, GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "by-a"}}])

    @rule(region=REGION)
    def delete_table(self, region):
        if len(self.tables()) > 1:
            self.request("DeleteTable", region, TableName="people")

    @rule(region=REGION, unit=st.sampled_from(["Read", "Write"]), index=st.booleans(), remove=st.booleans())
    def scale(self, region, unit, index, remove):
        kind = "index" if index else "table"
        target = {
            "ServiceNamespace": "dynamodb",
            "ResourceId": "table/people/index/by-a" if index else "table/people",
            "ScalableDimension": f"dynamodb:{kind}:{unit}CapacityUnits",
        }
        if remove:
            self.request("DeregisterScalableTarget", region, "application-autoscaling", **target)
            return
        self.request(
            "RegisterScalableTarget", region, "application-autoscaling", **target, MinCapacity=1, MaxCapacity=10
        )
        metric = {"PredefinedMetricType": f"DynamoDB{unit}CapacityUtilization"}
        self.request(
            "PutScalingPolicy",
            region,
            "application-autoscaling",
            **target,
            PolicyName=f"{kind}-{unit}",
            PolicyType="TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration={"TargetValue": 70.0, "PredefinedMetricSpecification": metric},
        )

    @rule(seconds=st.sampled_from([1, 10, 60, 600, 90000]))
    def pass_time(self, seconds):
        self.sim.clock.sleep(seconds)

    @rule()
    def settle(self):
        """All operations complete, and the replicas then agree."""
        self.sim.clock.sleep(90000)
        tables = self.tables()
        for region, table in tables.items():
            assert table["TableStatus"] == "ACTIVE", (region, table["TableStatus"])
            assert {index["IndexStatus"] for index in table.get("GlobalSecondaryIndexes", [])} <= {"ACTIVE"}
            assert {replica["ReplicaStatus"] for replica in table.get("Replicas", [])} <= {"ACTIVE"}
            others = {replica["RegionName"] for replica in table.get("Replicas", [])} - {region}
            assert {region for region in others if region not in tables} == set()
        in_group = [table for table in tables.values() if table.get("Replicas")]
        for table in in_group[1:]:
            for name in SHARED:
                assert table.get(name) == in_group[0].get(name), name
            assert _billing(table) == _billing(in_group[0])
            assert _indexes(table) == _indexes(in_group[0])

    @invariant()
    def replicas_list_each_other(self):
        """An ACTIVE replica that a table lists exists and lists replicas itself."""
        tables = self.tables()
        assert tables, "there is no table left"
        for region, table in tables.items():
            for replica in table.get("Replicas", []):
                if replica["ReplicaStatus"] == "ACTIVE":
                    assert "Replicas" in tables[replica["RegionName"]], (region, replica)


def _billing(table):
    return table.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED")


def _indexes(table):
    return {index["IndexName"] for index in table.get("GlobalSecondaryIndexes", [])}


TestRandomReplicas = pytest.mark.soak(RandomReplicas.TestCase)
TestRandomReplicas.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
