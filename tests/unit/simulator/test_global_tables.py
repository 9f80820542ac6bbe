# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Replicas: creation, synchronized settings, deletion."""

from __future__ import annotations

import pytest

PARIS, DUBLIN, OHIO = "eu-west-3", "eu-west-1", "us-east-2"
IN_USE = "The resource which you are attempting to change is in use."
TABLE_WRITES = "dynamodb:table:WriteCapacityUnits"
STREAM = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}


class Global:
    """The global table "orders" with its base table in Dublin."""

    def __init__(self, aws):
        self.aws = aws

    def change(self, kind, region, **more):
        return self.aws.update(ReplicaUpdates=[{kind: {"RegionName": region, **more}}])

    def add(self, region=PARIS, **more):
        self.change("Create", region, **more)
        self.aws.pass_time(60)

    def at(self, region):
        return self.aws.sim.client("dynamodb", region)

    def table(self, region=DUBLIN):
        return self.at(region).describe_table(TableName="orders")["Table"]

    def replica(self, region=PARIS):
        return next((r for r in self.table().get("Replicas", []) if r["RegionName"] == region), None)


@pytest.fixture(name="orders")
def orders_fixture(aws):
    return Global(aws)


def scale(sim, resource, dimension=TABLE_WRITES, policy=True, region=DUBLIN, limits=(1, 100)):
    scaling = sim.client("application-autoscaling", region)
    where = {"ServiceNamespace": "dynamodb", "ResourceId": resource, "ScalableDimension": dimension}
    scaling.register_scalable_target(**where, MinCapacity=limits[0], MaxCapacity=limits[1])
    if policy:
        metric = "DynamoDBReadCapacityUtilization" if "Read" in dimension else "DynamoDBWriteCapacityUtilization"
        scaling.put_scaling_policy(
            **where,
            PolicyName=metric,
            PolicyType="TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration={
                "TargetValue": 70.0,
                "PredefinedMetricSpecification": {"PredefinedMetricType": metric},
            },
        )


def test_a_replica_is_shown_then_creating_then_active(aws, orders):
    """R29: the answer does not list it; the table is UPDATING; each Region lists the others."""
    aws.create()
    assert "Replicas" not in orders.change("Create", PARIS)
    assert orders.table()["TableStatus"] == "UPDATING"
    aws.pass_time(10)
    assert (orders.replica()["ReplicaStatus"], orders.table(PARIS)["TableStatus"]) == ("CREATING", "CREATING")
    aws.pass_time(60)
    assert (orders.replica()["ReplicaStatus"], orders.table()["TableStatus"]) == ("ACTIVE", "ACTIVE")
    assert [r["RegionName"] for r in orders.table(PARIS)["Replicas"]] == [DUBLIN]
    assert orders.table()["GlobalTableVersion"] == "2019.11.21"
    assert "MultiRegionConsistency" not in orders.table()


def test_adding_a_replica_enables_the_stream(aws, orders):
    """R28: AWS enables the stream if there is none, and it cannot be disabled."""
    aws.create()
    orders.add()
    assert orders.table()["StreamSpecification"]["StreamViewType"] == "NEW_AND_OLD_IMAGES"
    assert orders.table(PARIS)["LatestStreamArn"].startswith(f"arn:aws:dynamodb:{PARIS}:")
    with aws.raises("ValidationException", "Disabling Stream is not allowed for a Global Table replica."):
        aws.update(StreamSpecification={"StreamEnabled": False})


def test_a_call_changes_one_replica_and_nothing_else(aws):
    """R29: two creates, two actions, and other changes fail."""
    aws.create()
    create = [{"Create": {"RegionName": region}} for region in (PARIS, OHIO)]
    with aws.raises("ValidationException", "more than one create or delete replica actions not allowed"):
        aws.update(ReplicaUpdates=create)
    with aws.raises("ValidationException", "Replica modification must be the only operation in the request"):
        aws.update(ReplicaUpdates=create[:1], StreamSpecification=STREAM)
    with aws.raises("ValidationException", "There are no actions specified in the Replica Update Action"):
        aws.update(ReplicaUpdates=[{"Update": {"RegionName": PARIS}}])
    with aws.raises("ValidationException", "There are no actions specified in the Replica Update Action"):
        aws.update(ReplicaUpdates=[{}])


@pytest.mark.parametrize(
    "kind, region, text",
    [
        ("Create", DUBLIN, "Cannot add or delete the local region through ReplicaUpdates."),
        ("Create", "eu-nowhere-1", "Region eu-nowhere-1 is not supported."),
        ("Delete", PARIS, "Please retry the request without these replicas: [eu-west-3]."),
    ],
)
def test_invalid_regions_fail(aws, orders, kind, region, text):
    """R38: the table's own Region, an unknown one, one without a replica."""
    aws.create()
    with aws.raises("ValidationException", text):
        orders.change(kind, region)


def test_an_existing_table_in_the_replicas_region_fails(aws, orders, make):
    """R55: the error is the same for another table and for an existing replica."""
    orders.at(PARIS).create_table(
        TableName="orders",
        AttributeDefinitions=make.attributes("pk"),
        KeySchema=make.key_schema("pk"),
        BillingMode="PAY_PER_REQUEST",
    )
    aws.create()
    with aws.raises("ValidationException", "one or more replicas already existed as tables."):
        orders.change("Create", PARIS)
    orders.add(OHIO)
    with aws.raises("ValidationException", "one or more replicas already existed as tables."):
        orders.change("Create", OHIO)


def test_a_provisioned_table_requires_scaled_writes(sim, aws, orders, make):
    """R31: a scalable target with a policy for the table and each index; the replica gets them too."""
    aws.create(
        AttributeDefinitions=make.attributes("pk", "a"),
        KeySchema=make.key_schema("pk"),
        ProvisionedThroughput=make.units(5),
        GlobalSecondaryIndexes=[make.index("by-a", "a", ProvisionedThroughput=make.units(5))],
    )
    table_text = "Table write capacity should either be Pay-Per-Request or AutoScaled."
    for policy in (None, False):
        if policy is not None:
            scale(sim, "table/orders", policy=policy)
        with aws.raises("ValidationException", table_text):
            orders.change("Create", PARIS)
    scale(sim, "table/orders")
    with aws.raises("ValidationException", "GSI write capacity should either be Pay-Per-Request or AutoScaled."):
        orders.change("Create", PARIS)
    scale(sim, "table/orders/index/by-a", "dynamodb:index:WriteCapacityUnits")
    orders.add()
    paris = sim.client("application-autoscaling", PARIS)
    assert len(paris.describe_scaling_policies(ServiceNamespace="dynamodb")["ScalingPolicies"]) == 2
    assert "BillingModeSummary" not in orders.table()


@pytest.fixture(name="scaled")
def scaled_fixture(sim, aws, orders, make):
    """Change the limits of the table or its index in a Region; the table is provisioned, and has a replica."""
    resource = {"table": "table/orders", "index": "table/orders/index/by-a"}
    aws.create(
        AttributeDefinitions=make.attributes("pk", "a"),
        KeySchema=make.key_schema("pk"),
        ProvisionedThroughput=make.units(7),
        GlobalSecondaryIndexes=[make.index("by-a", "a", ProvisionedThroughput=make.units(7))],
    )
    for kind in resource:
        scale(sim, resource[kind], f"dynamodb:{kind}:WriteCapacityUnits")
    orders.add()

    def change(owner, region, what, limits):
        scale(sim, resource[owner], f"dynamodb:{owner}:{what}CapacityUnits", region=region, limits=limits)

    return change


def provisioned(table, owner):
    part = table if owner == "table" else table["GlobalSecondaryIndexes"][0]
    return part["ProvisionedThroughput"]["ReadCapacityUnits"], part["ProvisionedThroughput"]["WriteCapacityUnits"]


@pytest.mark.parametrize("owner", ["table", "index"])
def test_regions_are_scaled_at_once(aws, orders, scaled, owner):
    """R35, R48: the reads of one Region and the writes of all change at the same time, and neither is lost."""
    scaled(owner, PARIS, "Read", (9, 9))
    scaled(owner, DUBLIN, "Write", (9, 9))
    aws.pass_time(60)
    assert provisioned(orders.table(PARIS), owner) == (9, 9)


def test_scaling_waits_until_no_region_is_busy(sim, aws, orders, make, scaled):
    """R1: its end would otherwise be that of the other change, and a switch to on-demand could precede that one."""
    orders.add(OHIO)
    orders.change("Update", PARIS, ProvisionedThroughputOverride={"ReadCapacityUnits": 9})
    with pytest.raises(ValueError, match="or another Region is not"):
        sim.autoscale("orders", write=20, region=OHIO)
    scaled("table", OHIO, "Write", (20, 30))
    aws.pass_time(10)
    with aws.raises("ResourceInUseException", IN_USE):
        aws.update(BillingMode="PAY_PER_REQUEST")
    aws.pass_time(60)
    assert provisioned(orders.table(PARIS), "table") == (9, 20)
    aws.update(BillingMode="PAY_PER_REQUEST")
    aws.pass_time(100)
    assert provisioned(orders.table(PARIS), "table") == (0, 0)


def test_the_billing_mode_does_not_switch_while_an_index_is_updated(sim, aws, orders, scaled):
    """R1: in any Region. The capacity that auto scaling has begun to set is not that of an on-demand table."""
    scaled("index", PARIS, "Read", (9, 9))
    aws.pass_time(5)
    with aws.raises("ResourceInUseException", "Index is being updated. Table: orders Index: by-a"):
        aws.update(BillingMode="PAY_PER_REQUEST")
    aws.pass_time(5)
    aws.update(BillingMode="PAY_PER_REQUEST")
    aws.pass_time(100)
    assert provisioned(orders.table(PARIS), "index") == (0, 0)


def test_the_limits_of_writes_are_the_same_in_all_regions(aws, orders, make, scaled):
    """R35: otherwise two targets with different limits would move the capacity of all Regions again and again."""
    scaled("table", PARIS, "Write", (1, 4))
    aws.pass_time(60)
    scaled("table", DUBLIN, "Write", (20, 30))
    aws.pass_time(60)
    orders.at(PARIS).update_table(TableName="orders", ProvisionedThroughput=make.units(25))
    aws.pass_time(60)
    assert provisioned(aws.table(), "table")[1] == provisioned(orders.table(PARIS), "table")[1] == 25


@pytest.mark.parametrize("owner", ["table", "index"])
def test_a_change_of_the_base_does_not_move_scaled_reads_for_long(aws, orders, make, scaled, owner):
    """R35, R48: it overwrites the capacity of the replica, which auto scaling brings back into its limits."""
    scaled(owner, PARIS, "Read", (1, 2))
    aws.pass_time(60)
    assert provisioned(orders.table(PARIS), owner) == (2, 7)
    index = {"IndexName": "by-a", "ProvisionedThroughput": make.units(8)}
    aws.update(ProvisionedThroughput=make.units(8), GlobalSecondaryIndexUpdates=[{"Update": index}])
    aws.pass_time(100)
    assert provisioned(orders.table(PARIS), owner) == (8, 8)
    aws.pass_time(100)
    assert provisioned(orders.table(PARIS), owner) == (2, 8)


def test_a_new_index_of_a_provisioned_global_table_is_scaled(sim, aws, orders, make):
    """R39: in every Region, and only if all other indexes are scaled."""
    aws.create(ProvisionedThroughput=make.units(5))
    scale(sim, "table/orders")
    orders.add()

    def create(name):
        change = [{"Create": make.index(name, "a", ProvisionedThroughput=make.units(5))}]
        aws.update(AttributeDefinitions=make.attributes("a"), GlobalSecondaryIndexUpdates=change)

    create("by-a")
    for region in (DUBLIN, PARIS):
        scaling = sim.client("application-autoscaling", region)
        (target,) = scaling.describe_scalable_targets(
            ServiceNamespace="dynamodb", ResourceIds=["table/orders/index/by-a"]
        )["ScalableTargets"]
        assert (target["MinCapacity"], target["MaxCapacity"]) == (1, 10)
    aws.pass_time(1000)
    sim.client("application-autoscaling", DUBLIN).deregister_scalable_target(
        ServiceNamespace="dynamodb",
        ResourceId="table/orders/index/by-a",
        ScalableDimension="dynamodb:index:WriteCapacityUnits",
    )
    with aws.raises("ValidationException", "GSI write capacity should either be"):
        create("by-b")
    with aws.raises("ValidationException", "GSI write capacity should either be"):
        aws.update(GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "by-a"}}])


def test_synchronized_settings_change_in_every_region(sim, aws, orders, make):
    """R35: capacity, billing mode, indexes and TTL, from any Region."""
    aws.create()
    orders.add()
    paris = orders.at(PARIS)
    paris.update_table(
        TableName="orders",
        AttributeDefinitions=make.attributes("a"),
        GlobalSecondaryIndexUpdates=[{"Create": make.index("by-a", "a")}],
    )
    aws.pass_time(1000)
    assert aws.index("by-a")["IndexArn"].startswith(f"arn:aws:dynamodb:{DUBLIN}:")
    paris.update_time_to_live(TableName="orders", TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"})
    home = aws.client.describe_time_to_live(TableName="orders")["TimeToLiveDescription"]
    assert home["AttributeName"] == "expires"
    with aws.raises("ValidationException", "modified multiple times within a fixed interval"):
        aws.client.update_time_to_live(
            TableName="orders", TimeToLiveSpecification={"Enabled": False, "AttributeName": "expires"}
        )
    aws.update(OnDemandThroughput={"MaxWriteRequestUnits": 50})
    assert orders.table(PARIS)["OnDemandThroughput"] == {"MaxWriteRequestUnits": 50}
    aws.update(TableClass="STANDARD_INFREQUENT_ACCESS")
    aws.pass_time(60)
    assert orders.table(PARIS)["TableClassSummary"]["TableClass"] == "STANDARD_INFREQUENT_ACCESS"


def test_other_settings_change_in_one_region(aws, orders):
    """R35, R36: deletion protection, tags, PITR. All Regions are UPDATING while deletion protection changes."""
    aws.create(DeletionProtectionEnabled=True, Tags=[{"Key": "team", "Value": "a"}])
    orders.add()
    paris = orders.at(PARIS)
    assert orders.table(PARIS)["DeletionProtectionEnabled"] is False
    assert paris.list_tags_of_resource(ResourceArn=orders.table(PARIS)["TableArn"])["Tags"] == []
    paris.update_table(TableName="orders", DeletionProtectionEnabled=True)
    assert (orders.table()["TableStatus"], orders.replica()["ReplicaStatus"]) == ("UPDATING", "UPDATING")
    with aws.raises("ResourceInUseException", IN_USE):
        aws.update(OnDemandThroughput={"MaxWriteRequestUnits": 50})
    aws.pass_time(60)
    with aws.raises("ValidationException", "Cannot delete table orders in region eu-west-3 because it has deletion"):
        orders.change("Delete", PARIS)


def test_a_replica_has_overrides_until_the_base_changes(sim, aws, orders, make):
    """R35, R37: DescribeTable omits a value equal to the base's; a change of the base overwrites the override."""
    aws.create(ProvisionedThroughput=make.units(5))
    scale(sim, "table/orders")
    orders.add(ProvisionedThroughputOverride={"ReadCapacityUnits": 9}, TableClassOverride="STANDARD_INFREQUENT_ACCESS")
    assert orders.replica()["ProvisionedThroughputOverride"] == {"ReadCapacityUnits": 9}
    assert orders.replica()["ReplicaTableClassSummary"]["TableClass"] == "STANDARD_INFREQUENT_ACCESS"
    assert orders.table(PARIS)["ProvisionedThroughput"]["ReadCapacityUnits"] == 9
    orders.change("Update", PARIS, ProvisionedThroughputOverride={"ReadCapacityUnits": 7})
    assert orders.replica()["ReplicaStatus"] == "UPDATING"
    aws.pass_time(60)
    assert orders.replica()["ProvisionedThroughputOverride"] == {"ReadCapacityUnits": 7}
    aws.update(ProvisionedThroughput=make.units(6))
    aws.pass_time(60)
    assert "ProvisionedThroughputOverride" not in orders.replica()
    with aws.raises("ValidationException", "MaxReadRequestUnits for OnDemandThroughput cannot be specified when the"):
        orders.change("Update", PARIS, OnDemandThroughputOverride={"MaxReadRequestUnits": 5})


def test_index_overrides_and_maximum_on_demand_throughput(aws, orders, make):
    """R37: overrides per index; read capacity fails on an on-demand table."""
    aws.create(
        AttributeDefinitions=make.attributes("pk", "a"),
        KeySchema=make.key_schema("pk"),
        GlobalSecondaryIndexes=[make.index("by-a", "a")],
    )
    maximum = {"OnDemandThroughputOverride": {"MaxReadRequestUnits": 10}}
    orders.add(GlobalSecondaryIndexes=[{"IndexName": "by-a", **maximum}, {"IndexName": "nobody", **maximum}])
    (index,) = orders.replica()["GlobalSecondaryIndexes"]
    assert index["OnDemandThroughputOverride"] == {"MaxReadRequestUnits": 10}
    with aws.raises("ValidationException", "There are no actions specified in the Replica Update Action"):
        orders.change("Update", PARIS, GlobalSecondaryIndexes=[{"IndexName": "by-a"}])
    with aws.raises("ValidationException", "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified"):
        orders.change("Create", OHIO, ProvisionedThroughputOverride={"ReadCapacityUnits": 5})


def test_all_regions_or_none_use_customer_managed_keys(aws, orders):
    """R32: each Region has its own key; none with the AWS owned key."""
    key = "11111111-2222-4333-8444-555555555555"
    must = "KMSMasterKeyId must be specified for each replica."
    aws.create()
    with aws.raises("ValidationException", must):
        orders.change("Create", PARIS, KMSMasterKeyId=key)
    aws.update(SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key})
    with aws.raises("ValidationException", "while replica server-side encryption status is in UPDATING state."):
        orders.change("Create", PARIS, KMSMasterKeyId=key)
    aws.pass_time(60)
    with aws.raises("ValidationException", must):
        orders.change("Create", PARIS)
    with aws.raises("ValidationException", "All replica keys must either be Customer Managed CMK or AWS Managed CMK."):
        orders.change("Create", PARIS, KMSMasterKeyId="alias/aws/dynamodb")
    with aws.raises("ValidationException", "Invalid arn eu-west-1"):
        orders.change("Create", PARIS, KMSMasterKeyId=f"arn:aws:kms:{DUBLIN}:123456789012:key/{key}")
    orders.add(KMSMasterKeyId=key)
    assert orders.replica()["KMSMasterKeyId"] == f"arn:aws:kms:{PARIS}:123456789012:key/{key}"
    with aws.raises("ValidationException", must):
        orders.change("Update", PARIS, KMSMasterKeyId=key)
    with aws.raises("ValidationException", "replicas cannot be updated through SSESpecification"):
        aws.update(SSESpecification={"Enabled": True})


def test_the_type_of_aws_key_changes_in_every_region(aws, orders):
    """R35: each Region then has its own AWS managed key."""
    aws.create()
    orders.add()
    aws.update(SSESpecification={"Enabled": True})
    aws.pass_time(60)
    assert orders.table(PARIS)["SSEDescription"]["KMSMasterKeyArn"].startswith(f"arn:aws:kms:{PARIS}:")


def test_other_changes_fail_while_a_replica_is_created_or_deleted(aws, orders):
    """R29: another update and a change of TTL fail."""
    aws.create()
    orders.change("Create", PARIS)
    with aws.raises("ResourceInUseException", IN_USE):
        orders.change("Create", OHIO)
    with aws.raises("ValidationException", "is not allowed while the replica is being added to table"):
        aws.client.update_time_to_live(
            TableName="orders", TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"}
        )
    aws.pass_time(60)
    orders.change("Delete", PARIS)
    aws.pass_time(60)
    assert (orders.table()["TableStatus"], orders.replica()["ReplicaStatus"]) == ("ACTIVE", "DELETING")
    with aws.raises("ResourceInUseException", IN_USE):
        aws.update(DeletionProtectionEnabled=True)


def test_a_removed_replica_is_deleted_in_steps(aws, orders):
    """R38, R55: it leaves Replicas, its table is deleted, then a new one can be created."""
    aws.create()
    orders.add()
    orders.change("Delete", PARIS)
    aws.pass_time(130)
    assert "Replicas" not in orders.table()
    assert orders.table(PARIS)["TableStatus"] == "DELETING"
    with aws.raises("ValidationException", "one or more replicas already existed as tables."):
        orders.change("Create", PARIS)
    aws.pass_time(30)
    with aws.raises("ResourceNotFoundException"):
        orders.table(PARIS)
    orders.change("Create", PARIS)


def test_the_source_of_a_replica_cannot_be_deleted_for_a_day(aws, orders):
    """R19: the deletion fails for 24 hours, even after the replica is deleted."""
    aws.create()
    orders.add()
    orders.change("Delete", PARIS)
    aws.pass_time(200)
    with aws.raises("ValidationException", "acted as a source region for new replica(s) being added to the table in"):
        aws.client.delete_table(TableName="orders")
    aws.pass_time(86400)
    aws.client.delete_table(TableName="orders")


def test_a_replica_can_be_deleted_in_its_own_region(aws, orders):
    """The other Regions then do not list it."""
    aws.create()
    orders.add()
    orders.at(PARIS).delete_table(TableName="orders")
    assert orders.replica()["ReplicaStatus"] == "DELETING"
    aws.pass_time(60)
    assert "Replicas" not in orders.table()


def test_disassociation_protection_is_enabled_by_default(aws, orders):
    """R73: it is set in the replica's own Region; a table in one Region has none."""
    aws.create()
    assert "DisassociationProtectionEnabled" not in orders.table()
    with aws.raises("ValidationException", "DisassociationProtectionEnabled is only supported for replicas"):
        aws.update(DisassociationProtectionEnabled=False)
    orders.add()
    assert orders.table(PARIS)["DisassociationProtectionEnabled"] is True
    orders.at(PARIS).update_table(TableName="orders", DisassociationProtectionEnabled=False)
    assert orders.table(PARIS)["DisassociationProtectionEnabled"] is False
    assert orders.table()["DisassociationProtectionEnabled"] is True
    aws.pass_time(60)
    aws.update(DisassociationProtectionEnabled=False)
    aws.pass_time(60)
    orders.add(OHIO)
    shown = [orders.table(region)["DisassociationProtectionEnabled"] for region in (DUBLIN, PARIS, OHIO)]
    assert shown == [False, False, True]


def test_table_class_changes_are_limited_in_every_region(aws, orders):
    """R16: a change of the base counts as a change of each replica."""
    aws.create()
    orders.add(TableClassOverride="STANDARD_INFREQUENT_ACCESS")
    aws.update(TableClass="STANDARD_INFREQUENT_ACCESS")
    aws.pass_time(10)
    aws.update(TableClass="STANDARD")
    aws.pass_time(10)
    with aws.raises("LimitExceededException", "Updates to TableClass are limited to 2 times in 30 day(s)"):
        aws.update(TableClass="STANDARD_INFREQUENT_ACCESS")
