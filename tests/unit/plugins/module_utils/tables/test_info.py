# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reading tables back: a declaration that was read changes nothing."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.extensions.simulator import Simulator, VirtualClock
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.client import Aws
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.errors import AwsError
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables import info
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.declarations import tables
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION, Clock, clients_of, operations, run
from hypothesis import given, settings

TABLE = {"name": "orders", "hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}


OFF = {"enabled": False}


def read(simulator, names=None, options=tuple(info.READABLE)):
    """Read tables -> {name: result}."""
    aws = Aws(clients_of(simulator), Clock(simulator.clock))
    return {seen.name: info.of_table(seen) for seen in info.observe(aws, REGION, names, options)}


def assert_unchanged(simulator):
    """Declaring all tables as they were read changes nothing."""
    declarations = [seen["declaration"] for seen in read(simulator).values()]
    result = run(simulator, tables=declarations)
    assert (result["changed"], result["actions"], result.get("msg")) == (False, [], None)


@pytest.mark.soak
@settings(max_examples=25)
@given(tables())
def test_a_declared_table_can_be_read_back(options):
    """Any table that the module creates."""
    simulator = Simulator(clock=VirtualClock())
    run(simulator, name="orders", **options)
    assert_unchanged(simulator)


def test_a_table_of_another_tool_can_be_read_back(simulator):
    """With settings that the module does not create itself."""
    client = simulator.client("dynamodb", REGION)
    throughput = {"ReadCapacityUnits": 3, "WriteCapacityUnits": 4}
    projection = {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["z", "a"]}
    client.create_table(
        TableName="legacy",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "B"} for name in ("pk", "sk", "x", "y")],
        ProvisionedThroughput=throughput,
        GlobalSecondaryIndexes=[
            {
                "IndexName": "gsi",
                "KeySchema": [{"AttributeName": "x", "KeyType": "HASH"}],
                "Projection": projection,
                "ProvisionedThroughput": throughput,
            }
        ],
        LocalSecondaryIndexes=[
            {
                "IndexName": "lsi",
                "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "y", "KeyType": "RANGE"}],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
        ],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "OLD_IMAGE"},
    )
    simulator.clock.sleep(60)
    client.update_contributor_insights(TableName="legacy", IndexName="gsi", ContributorInsightsAction="ENABLE")
    simulator.clock.sleep(60)
    assert_unchanged(simulator)


def test_a_global_table_can_be_read_back(simulator):
    """With the settings of each Region, even if the table declares different ones."""
    scaling = {"min_capacity": 5, "max_capacity": 50}
    run(
        simulator,
        **TABLE,
        billing_mode="PROVISIONED",
        read_capacity=5,
        write_capacity=5,
        autoscaling={"enabled": True, "read": scaling, "write": scaling},
        tags={"a": "1"},
        point_in_time_recovery={"enabled": True},
        replicas=[
            {"region": "us-east-1", "tags": {"b": "2"}, "autoscaling": {"read": scaling}},
            {"region": "eu-central-1", "table_class": "STANDARD_INFREQUENT_ACCESS", "point_in_time_recovery": OFF},
        ],
    )
    seen = read(simulator)["orders"]
    assert {entry["region"]: entry["tags"] for entry in seen["declaration"]["replicas"]} == {
        "us-east-1": {"b": "2"},
        "eu-central-1": {"a": "1"},
    }
    assert_unchanged(simulator)


def test_scaling_without_an_index_can_be_read_back(simulator):
    """So can targets of an on-demand table."""
    scaling = {"min_capacity": 5, "max_capacity": 50}
    indexed = {
        **TABLE,
        "attributes": [*TABLE["attributes"], {"name": "mail", "type": "S"}],
        "global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail"}],
    }
    options = {"billing_mode": "PROVISIONED", "read_capacity": 5, "write_capacity": 5}
    only_the_table = {"enabled": True, "read": scaling, "indexes": [{"name": "by-mail"}]}
    run(simulator, **indexed, **options, autoscaling=only_the_table)
    assert_unchanged(simulator)
    run(simulator, name="orders", billing_mode="PAY_PER_REQUEST")
    assert_unchanged(simulator)


def test_scaling_of_a_replica_alone_can_be_read_back(simulator):
    """Disabling that of the table would deregister it."""
    scaling = {"min_capacity": 5, "max_capacity": 50}
    provisioned = {"billing_mode": "PROVISIONED", "read_capacity": 5, "write_capacity": 5}
    replicas = [{"region": "us-east-1", "autoscaling": {"read": scaling}}]
    run(simulator, **TABLE, **provisioned, autoscaling={"enabled": True, "write": scaling}, replicas=replicas)
    run(simulator, name="orders", billing_mode="PAY_PER_REQUEST")
    simulator.client("application-autoscaling", REGION).deregister_scalable_target(
        ServiceNamespace="dynamodb",
        ResourceId="table/orders",
        ScalableDimension="dynamodb:table:WriteCapacityUnits",
    )
    assert_unchanged(simulator)


@pytest.mark.parametrize("more", [{"replicas": [{"region": "eu-west-2"}], "witness_region": "eu-central-1"}, {}])
def test_a_table_with_strong_consistency_can_be_read_back(simulator, more):
    """It has no disassociation protection."""
    two = {"replicas": [{"region": "eu-west-2"}, {"region": "eu-west-3"}]}
    run(simulator, **TABLE, multi_region_consistency="STRONG", **(more or two))
    assert_unchanged(simulator)


def test_replicas_with_different_disassociation_protection_can_be_read_back(simulator):
    """It is set in each Region, but declared only for the table."""
    run(simulator, **TABLE, replicas=[{"region": "us-east-1"}])
    run(simulator, name="orders", replicas=[{"region": "eu-central-1"}], disassociation_protection=False)
    assert_unchanged(simulator)


def test_an_unreadable_setting_of_a_replica_is_not_declared_for_the_table(simulator):
    """The replica would inherit it."""
    own = {"region": "us-east-1", "tags": {"b": "2"}, "point_in_time_recovery": OFF}
    run(simulator, **TABLE, tags={"a": "1"}, point_in_time_recovery={"enabled": True}, replicas=[own])
    simulator.fail("ListTagsOfResource", region="us-east-1", code="AccessDeniedException", message="You shall not")
    seen = read(simulator)["orders"]
    assert seen["unreadable"] == ["tags"] and (seen["tags"], seen["replicas"][0]["tags"]) == ({"a": "1"}, None)
    result = run(simulator, tables=[seen["declaration"]])
    assert (result["changed"], result.get("msg")) == (False, None)


def test_an_unreadable_region_does_not_hide_the_table(simulator):
    """The permissions may exclude a Region. The settings of its replica are not declared."""
    own = {"region": "us-east-1", "tags": {"b": "2"}, "deletion_protection": True}
    run(simulator, **TABLE, tags={"a": "1"}, replicas=[own])
    simulator.fail("DescribeTable", region="us-east-1", code="AccessDeniedException", message="You shall not")
    seen = read(simulator)["orders"]
    assert {"tags", "deletion_protection"} <= set(seen["unreadable"]) and seen["tags"] == {"a": "1"}
    assert seen["replicas"][0]["tags"] is None and seen["declaration"]["replicas"] == [{"region": "us-east-1"}]
    result = run(simulator, tables=[seen["declaration"]])
    assert (result["changed"], result.get("msg")) == (False, None)


def test_a_provisioned_global_table_can_be_read_back_without_its_scaling(simulator):
    """Whether scaling was requested and is readable or not: an undeclared setting does not change."""
    scaling = {"min_capacity": 5, "max_capacity": 50}
    provisioned = {"billing_mode": "PROVISIONED", "read_capacity": 5, "write_capacity": 5}
    replicas = [{"region": "us-east-1", "autoscaling": {"read": scaling}}]
    run(simulator, **TABLE, **provisioned, autoscaling={"enabled": True, "write": scaling}, replicas=replicas)
    assert run(simulator, tables=[read(simulator, options=["tags"])["orders"]["declaration"]])["actions"] == []
    simulator.client("application-autoscaling", REGION).deregister_scalable_target(
        ServiceNamespace="dynamodb",
        ResourceId="table/orders",
        ScalableDimension="dynamodb:table:WriteCapacityUnits",
    )
    assert_unchanged(simulator)


def test_all_tables_are_read(simulator):
    """A Region can have more than one page of tables."""
    run(simulator, tables=[{**TABLE, "name": f"table-{number:03}"} for number in range(120)])
    simulator.log.clear()
    assert len(read(simulator, options=())) == 120
    assert operations(simulator.log).count("ListTables") == 2
    assert operations(simulator.log).count("DescribeTable") == 120


def test_a_table_that_does_not_exist_is_omitted(simulator):
    """It is not an error."""
    run(simulator, **TABLE)
    assert list(read(simulator, names=["orders", "users"])) == ["orders"]


def test_an_invalid_name_is_reported_with_its_path():
    """Before the first call. An ARN is invalid as well, because a declaration needs a name."""
    names = ["orders", "a b", "", "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"]
    assert [path for path, _problem in info.check({"names": names}, REGION)] == ["names[1]", "names[2]", "names[3]"]
    assert list(info.check({"names": None}, REGION)) == []


def test_a_table_that_is_being_created_does_not_prevent_reading_the_others(simulator):
    """Nor does a replica. Settings that AWS does not show yet are not declared."""
    run(simulator, **TABLE, tags={"a": "1"}, point_in_time_recovery={"enabled": True}, stream={"enabled": True})
    client = simulator.client("dynamodb", REGION)
    client.create_table(
        TableName="fresh",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    seen = read(simulator)
    assert set(seen) == {"fresh", "orders"} and "ttl" not in seen["fresh"]["declaration"]
    assert "ttl" in seen["fresh"]["unreadable"] and seen["orders"]["unreadable"] == []
    client.update_table(TableName="orders", ReplicaUpdates=[{"Create": {"RegionName": "us-east-1"}}])
    for _moment in range(30):
        declaration = read(simulator)["orders"]["declaration"]
        assert declaration["hash_key"] == "id"
        simulator.clock.sleep(2)
    assert [entry["region"] for entry in declaration["replicas"]] == ["us-east-1"]


def test_a_table_that_is_deleted_while_it_is_read_is_omitted(simulator):
    """Like a table that does not exist."""
    run(simulator, tables=[TABLE, {**TABLE, "name": "users"}])
    client = simulator.client("dynamodb", REGION)
    aws = Aws(clients_of(simulator), Clock(simulator.clock))
    describe = aws.client("dynamodb", REGION).describe_time_to_live

    def describe_the_rest(TableName):
        if TableName == "users":
            client.delete_table(TableName="users")
            simulator.clock.sleep(60)
        return describe(TableName=TableName)

    aws.client("dynamodb", REGION).describe_time_to_live = describe_the_rest
    assert [table.name for table in info.observe(aws, REGION, None, ["ttl"])] == ["orders"]


def test_unreadable_settings_are_reported(simulator):
    """The others are read."""
    run(simulator, **TABLE, tags={"a": "1"})
    simulator.fail("DescribeTimeToLive", code="AccessDeniedException", message="You shall not")
    seen = read(simulator)["orders"]
    assert seen["unreadable"] == ["ttl"] and seen["ttl"] is None
    assert seen["tags"] == {"a": "1"} and "ttl" not in seen["declaration"]


def test_another_error_is_not_reported_as_unreadable(simulator):
    """The task fails."""
    run(simulator, **TABLE)
    simulator.fail("DescribeTimeToLive", code="ValidationException", message="Odd", times=20)
    with pytest.raises(AwsError):
        read(simulator)


def test_only_the_requested_settings_are_read(simulator):
    """Each aspect takes a call for every table."""
    run(simulator, **TABLE)
    simulator.log.clear()
    read(simulator, names=["orders"], options=["tags"])
    assert operations(simulator.log) == ["DescribeTable", "ListTagsOfResource"]
