# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Application Auto Scaling of tables and indexes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError

READS = "dynamodb:table:ReadCapacityUnits"
TRACKING = {
    "TargetValue": 70.0,
    "PredefinedMetricSpecification": {"PredefinedMetricType": "DynamoDBReadCapacityUtilization"},
}


def at(resource="table/orders", dimension=READS):
    return {"ServiceNamespace": "dynamodb", "ResourceId": resource, "ScalableDimension": dimension}


@pytest.fixture(name="scaling")
def scaling_fixture(sim):
    return sim.client("application-autoscaling", "eu-west-1")


@pytest.fixture(name="register")
def register_fixture(scaling):
    def register(minimum=5, maximum=50, resource="table/orders", dimension=READS, **more):
        return scaling.register_scalable_target(
            **at(resource, dimension), MinCapacity=minimum, MaxCapacity=maximum, **more
        )["ScalableTargetARN"]

    return register


@pytest.fixture(name="put_policy")
def put_policy_fixture(scaling):
    def put_policy(name="reads", resource="table/orders", dimension=READS, **change):
        return scaling.put_scaling_policy(
            **at(resource, dimension),
            PolicyName=name,
            PolicyType="TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration={**TRACKING, **change},
        )

    return put_policy


@pytest.fixture(name="provisioned")
def provisioned_fixture(aws, make):
    aws.create(
        AttributeDefinitions=make.attributes("pk", "a"),
        KeySchema=make.key_schema("pk"),
        ProvisionedThroughput=make.units(5),
        GlobalSecondaryIndexes=[make.index("by-a", "a", ProvisionedThroughput=make.units(5))],
    )


def reads(aws):
    return aws.table()["ProvisionedThroughput"]["ReadCapacityUnits"]


def test_a_target_is_registered_changed_and_described(provisioned, scaling, register):
    """Registering again changes only the given values."""
    arn = register()
    assert register(maximum=80) == arn
    scaling.register_scalable_target(**at(), MinCapacity=4)
    (target,) = scaling.describe_scalable_targets(ServiceNamespace="dynamodb")["ScalableTargets"]
    assert (target["MinCapacity"], target["MaxCapacity"]) == (4, 80)
    assert target["SuspendedState"]["DynamicScalingInSuspended"] is False
    assert isinstance(target["CreationTime"], datetime)


@pytest.mark.parametrize(
    "change, text",
    [
        ({"minimum": 9, "maximum": 8}, "Maximum capacity cannot be less than minimum capacity"),
        ({"minimum": 0}, "Minimum capacity must be at least 1"),
        ({"resource": "table/nobody"}, "DynamoDB table does not exist: table/nobody"),
        ({"dimension": "dynamodb:index:ReadCapacityUnits"}, "Unsupported service namespace, resource type or scalable"),
        ({"dimension": "ecs:service:DesiredCount"}, "Unsupported service namespace, resource type or scalable"),
        ({"dimension": "dynamodb:table:Nothing"}, "at 'scalableDimension' failed to satisfy constraint"),
        ({"resource": "orders"}, "Unsupported service namespace, resource type or scalable"),
        (
            {"resource": "table/orders/index/by-b", "dimension": "dynamodb:index:ReadCapacityUnits"},
            "DynamoDB index does not exist: table/orders/index/by-b",
        ),
    ],
)
def test_an_invalid_target_fails(aws, provisioned, register, change, text):
    """R49: limits, resource and dimension, and whether the resource exists."""
    with aws.raises("ValidationException", text):
        register(**change)


def test_a_new_target_requires_both_limits(aws, provisioned, scaling):
    """Only a change can omit one."""
    with aws.raises("ValidationException", "MinCapacity and MaxCapacity are required"):
        scaling.register_scalable_target(**at(), MinCapacity=5)


def test_deregistering_a_target_deletes_its_policies_and_actions(aws, provisioned, scaling, register, put_policy):
    """R49: deregistering a missing target fails."""
    register()
    put_policy()
    scaling.put_scheduled_action(
        **at(), ScheduledActionName="night", Schedule="cron(0 20 * * ? *)", ScalableTargetAction={"MinCapacity": 2}
    )
    scaling.deregister_scalable_target(**at())
    assert scaling.describe_scaling_policies(ServiceNamespace="dynamodb")["ScalingPolicies"] == []
    assert scaling.describe_scheduled_actions(ServiceNamespace="dynamodb")["ScheduledActions"] == []
    with aws.raises("ObjectNotFoundException", "No scalable target registered for service namespace: dynamodb"):
        scaling.deregister_scalable_target(**at())


def test_deleting_a_table_does_not_deregister_its_target(aws, provisioned, scaling, register):
    """R49."""
    register()
    aws.client.delete_table(TableName="orders")
    aws.pass_time(60)
    assert len(scaling.describe_scalable_targets(ServiceNamespace="dynamodb")["ScalableTargets"]) == 1


def test_a_policy_is_put_and_deleted(aws, provisioned, scaling, register, put_policy):
    """The name identifies the policy; another policy for the metric fails."""
    with aws.raises("ObjectNotFoundException", "No scalable target registered"):
        put_policy()
    register()
    arn = put_policy()["PolicyARN"]
    assert put_policy(TargetValue=50.0)["PolicyARN"] == arn
    (policy,) = scaling.describe_scaling_policies(ServiceNamespace="dynamodb", PolicyNames=["reads"])["ScalingPolicies"]
    assert policy["TargetTrackingScalingPolicyConfiguration"]["TargetValue"] == 50.0
    with aws.raises("ValidationException", "Only one TargetTrackingScaling policy for a given metric specification"):
        put_policy("more-reads")
    scaling.delete_scaling_policy(**at(), PolicyName="reads")
    with aws.raises("ObjectNotFoundException", "No scaling policy found"):
        scaling.delete_scaling_policy(**at(), PolicyName="reads")


@pytest.mark.parametrize(
    "change, text",
    [
        ({"TargetValue": 9.0}, "target value must be between '10.0' and '90.0', but was '9.0'."),
        ({"TargetValue": 91.0}, "target value must be between '10.0' and '90.0', but was '91.0'."),
        ({"ScaleInCooldown": -1}, "ScaleInCooldown must not be negative"),
        (
            {"PredefinedMetricSpecification": {"PredefinedMetricType": "DynamoDBWriteCapacityUtilization"}},
            "does not fit the scalable dimension",
        ),
    ],
)
def test_an_invalid_policy_fails(aws, provisioned, register, put_policy, change, text):
    """Target value, cooldowns, metric."""
    register()
    with aws.raises("ValidationException", text):
        put_policy(**change)


def test_step_scaling_is_not_supported_for_dynamodb(aws, provisioned, scaling, register):
    """AWS assumes this type if the request omits it."""
    register()
    with aws.raises("ValidationException", "TargetTrackingScaling only"):
        scaling.put_scaling_policy(**at(), PolicyName="steps", TargetTrackingScalingPolicyConfiguration=TRACKING)


@pytest.mark.parametrize(
    "change, text",
    [
        ({"Schedule": "every day"}, "Invalid schedule expression."),
        ({"Schedule": "rate(2 day)"}, "Invalid schedule expression."),
        ({"Schedule": "cron(0 20 * * * *)"}, "Invalid schedule expression."),
        ({"Schedule": "at(2026-02-30T00:00:00)"}, "Invalid schedule expression."),
        ({"Timezone": "Europe/Nowhere"}, "Invalid timezone: Europe/Nowhere"),
        ({"ScalableTargetAction": {}}, "At least one of minimum capacity and maximum capacity should be provided"),
        (
            {"ScalableTargetAction": {"MinCapacity": 9, "MaxCapacity": 8}},
            "Maximum capacity cannot be less than minimum",
        ),
        (
            {
                "StartTime": datetime(2026, 2, 2, tzinfo=UTC),
                "EndTime": datetime(2026, 2, 1, tzinfo=UTC),
            },
            "The end time must be after the start time",
        ),
    ],
)
def test_an_invalid_scheduled_action_fails(aws, provisioned, scaling, register, change, text):
    """Expression, time zone, limits, times."""
    register()
    action = {"Schedule": "rate(1 day)", "ScalableTargetAction": {"MinCapacity": 2}, **change}
    with aws.raises("ValidationException", text):
        scaling.put_scheduled_action(**at(), ScheduledActionName="night", **action)


def test_a_scheduled_action_is_put_changed_and_deleted(aws, provisioned, scaling, register):
    """A change keeps omitted members."""
    register()
    start = datetime(2026, 2, 1, tzinfo=UTC)
    scaling.put_scheduled_action(
        **at(),
        ScheduledActionName="night",
        Schedule="at(2026-03-01T20:00:00)",
        Timezone="Europe/Dublin",
        StartTime=start,
        ScalableTargetAction={"MinCapacity": 2, "MaxCapacity": 20},
    )
    scaling.put_scheduled_action(**at(), ScheduledActionName="night", Schedule="rate(12 hours)")
    (action,) = scaling.describe_scheduled_actions(**at())["ScheduledActions"]
    assert (action["Schedule"], action["Timezone"]) == ("rate(12 hours)", "Europe/Dublin")
    assert "StartTime" not in action  # an omitted time is removed (R90)
    scaling.delete_scheduled_action(**at(), ScheduledActionName="night")
    with aws.raises("ObjectNotFoundException", "No scheduled action found"):
        scaling.delete_scheduled_action(**at(), ScheduledActionName="night")


def test_targets_have_tags(aws, provisioned, scaling, register):
    """A request sets them for a new target, or by ARN."""
    arn = register(Tags={"team": "a"})
    scaling.tag_resource(ResourceARN=arn, Tags={"stage": "test"})
    scaling.untag_resource(ResourceARN=arn, TagKeys=["team"])
    assert scaling.list_tags_for_resource(ResourceARN=arn)["Tags"] == {"stage": "test"}
    with aws.raises("ValidationException", "Tags cannot be specified"):
        register(Tags={"team": "b"})
    with aws.raises("ResourceNotFoundException"):
        scaling.tag_resource(ResourceARN=arn + "x", Tags={"a": "b"})
    with aws.raises("TooManyTagsException"):
        scaling.tag_resource(ResourceARN=arn, Tags={f"k{number}": "" for number in range(50)})


def test_lists_have_pages(provisioned, scaling, register):
    """A page has up to 50 items."""
    register()
    register(dimension="dynamodb:table:WriteCapacityUnits")
    first = scaling.describe_scalable_targets(ServiceNamespace="dynamodb", MaxResults=1)
    rest = scaling.describe_scalable_targets(ServiceNamespace="dynamodb", MaxResults=1, NextToken=first["NextToken"])
    assert first["ScalableTargets"] != rest["ScalableTargets"]
    assert "NextToken" not in rest
    with pytest.raises(ClientError, match="MaxResults must be between 1 and 10"):
        scaling.describe_scaling_policies(ServiceNamespace="dynamodb", MaxResults=11)


def test_new_limits_change_the_capacity(aws, provisioned, register):
    """R48: some seconds later, and not before the table is ACTIVE."""
    register(minimum=8)
    assert reads(aws) == 5
    aws.pass_time(5)
    assert aws.table()["TableStatus"] == "UPDATING"
    aws.pass_time(5)
    assert reads(aws) == 8


def test_new_limits_wait_until_an_index_is_backfilled(aws, make, provisioned, register):
    """R48: also if it takes longer than other changes of a table (R11)."""
    create = {"Create": make.index("by-b", "b", ProvisionedThroughput=make.units(1))}
    aws.update(AttributeDefinitions=make.attributes("b"), GlobalSecondaryIndexUpdates=[create])
    register(resource="table/orders/index/by-b", dimension="dynamodb:index:ReadCapacityUnits")
    aws.pass_time(1000)
    shown = {index["IndexName"]: index["ProvisionedThroughput"] for index in aws.table()["GlobalSecondaryIndexes"]}
    assert shown["by-b"]["ReadCapacityUnits"] == 5


def test_capacity_outside_the_limits_is_moved_back(aws, make, provisioned, register, put_policy):
    """R48: a capacity that UpdateTable sets, but not that of a new index of the same name (R49)."""
    register()
    put_policy()
    aws.pass_time(60)
    aws.update(ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 5})
    aws.pass_time(90)
    assert reads(aws) == 1
    aws.pass_time(90)
    assert reads(aws) == 5
    index = {"resource": "table/orders/index/by-a", "dimension": "dynamodb:index:ReadCapacityUnits"}
    register(**index)
    put_policy(**index)
    aws.update(GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "by-a"}}])
    aws.pass_time(1000)
    create = {"Create": make.index("by-a", "a", ProvisionedThroughput=make.units(1))}
    aws.update(AttributeDefinitions=make.attributes("a"), GlobalSecondaryIndexUpdates=[create])
    aws.pass_time(1000)
    aws.update(ProvisionedThroughput=make.units(6))
    aws.pass_time(150)
    (shown,) = aws.table()["GlobalSecondaryIndexes"]
    assert shown["ProvisionedThroughput"]["ReadCapacityUnits"] == 1


def test_capacity_is_scaled_on_request(sim, aws, provisioned, register, put_policy):
    """Within the limits, only with a scaling policy, and the table is UPDATING for some time."""
    register()
    with pytest.raises(ValueError, match="has no scaling policy for read capacity"):
        sim.autoscale("orders", read=20)
    put_policy()
    sim.autoscale("orders", read=20)
    assert aws.table()["TableStatus"] == "UPDATING"
    with pytest.raises(ValueError, match="is not ACTIVE"):
        sim.autoscale("orders", read=21)
    aws.pass_time(5)
    assert reads(aws) == 20
    sim.autoscale("orders", read=1000)
    aws.pass_time(5)
    assert reads(aws) == 50
    with pytest.raises(ValueError, match="nobody does not exist"):
        sim.autoscale("nobody", read=1)


def test_an_on_demand_table_is_not_scaled(sim, aws, provisioned, register, put_policy):
    """R15: it keeps its scalable targets, which have no effect until it is provisioned again."""
    register()
    put_policy()
    aws.update(BillingMode="PAY_PER_REQUEST")
    aws.pass_time(100)
    with pytest.raises(ValueError, match="orders in eu-west-1 is on-demand"):
        sim.autoscale("orders", read=20)
    register(minimum=8)
    aws.pass_time(100)
    assert reads(aws) == 0


def test_other_namespaces_are_not_simulated(aws, scaling):
    """Scaling of other services fails."""
    with aws.raises("NotSimulated", "autoscaling of ecs is not simulated"):
        scaling.describe_scalable_targets(ServiceNamespace="ecs")
