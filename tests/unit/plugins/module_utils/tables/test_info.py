# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reading tables back: what is declared by what was read needs no change."""

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


def look(simulator, names=None, options=tuple(info.READABLE)):
    """{name: result} of a reading."""
    aws = Aws(clients_of(simulator), Clock(simulator.clock))
    return {seen.name: info.of_table(seen) for seen in info.observe(aws, REGION, names, options)}


def assert_unchanged(simulator):
    """All that is there, declared as it was read, is unchanged."""
    declarations = [seen["declaration"] for seen in look(simulator).values()]
    result = run(simulator, tables=declarations)
    assert (result["changed"], result["actions"], result.get("msg")) == (False, [], None)


@settings(max_examples=25)
@given(tables())
def test_what_was_declared_can_be_read_back(options):
    """Any table that this module makes."""
    simulator = Simulator(clock=VirtualClock())
    run(simulator, name="orders", **options)
    assert_unchanged(simulator)


def test_what_others_made_can_be_read_back(simulator):
    """A table with habits that ours do not have."""
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
    """With what each region keeps for itself, though its table declares another."""
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
    seen = look(simulator)["orders"]
    assert {entry["region"]: entry["tags"] for entry in seen["declaration"]["replicas"]} == {
        "us-east-1": {"b": "2"},
        "eu-central-1": {"a": "1"},
    }
    assert_unchanged(simulator)


def test_a_scaling_that_leaves_an_index_out_can_be_read_back(simulator):
    """And one that only waits for a return to provisioned capacity."""
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


def test_scaling_that_only_a_replica_has_can_be_read_back(simulator):
    """The table's being off would end it."""
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
def test_a_strongly_consistent_table_can_be_read_back(simulator, more):
    """Nothing of it can be disassociated."""
    two = {"replicas": [{"region": "eu-west-2"}, {"region": "eu-west-3"}]}
    run(simulator, **TABLE, multi_region_consistency="STRONG", **(more or two))
    assert_unchanged(simulator)


def test_replicas_that_differ_in_what_has_one_option_can_be_read_back(simulator):
    """Disassociation protection is set in each region, from the table's."""
    run(simulator, **TABLE, replicas=[{"region": "us-east-1"}])
    run(simulator, name="orders", replicas=[{"region": "eu-central-1"}], disassociation_protection=False)
    assert_unchanged(simulator)


def test_what_may_not_be_read_in_a_replica_is_not_inherited_there(simulator):
    """Declared at home alone, it would be changed in the replica."""
    own = {"region": "us-east-1", "tags": {"b": "2"}, "point_in_time_recovery": OFF}
    run(simulator, **TABLE, tags={"a": "1"}, point_in_time_recovery={"enabled": True}, replicas=[own])
    simulator.fail("ListTagsOfResource", region="us-east-1", code="AccessDeniedException", message="You shall not")
    seen = look(simulator)["orders"]
    assert seen["unreadable"] == ["tags"] and (seen["tags"], seen["replicas"][0]["tags"]) == ({"a": "1"}, None)
    result = run(simulator, tables=[seen["declaration"]])
    assert (result["changed"], result.get("msg")) == (False, None)


def test_a_region_that_may_not_be_read_does_not_hide_the_table(simulator):
    """Some organisations forbid whole regions. What the replica has of its own is then left alone."""
    own = {"region": "us-east-1", "tags": {"b": "2"}, "deletion_protection": True}
    run(simulator, **TABLE, tags={"a": "1"}, replicas=[own])
    simulator.fail("DescribeTable", region="us-east-1", code="AccessDeniedException", message="You shall not")
    seen = look(simulator)["orders"]
    assert {"tags", "deletion_protection"} <= set(seen["unreadable"]) and seen["tags"] == {"a": "1"}
    assert seen["replicas"][0]["tags"] is None and seen["declaration"]["replicas"] == [{"region": "us-east-1"}]
    result = run(simulator, tables=[seen["declaration"]])
    assert (result["changed"], result.get("msg")) == (False, None)


def test_a_provisioned_global_table_can_be_read_back_without_its_scaling(simulator):
    """Asked for or not, readable or not: what is not declared is left alone."""
    scaling = {"min_capacity": 5, "max_capacity": 50}
    provisioned = {"billing_mode": "PROVISIONED", "read_capacity": 5, "write_capacity": 5}
    replicas = [{"region": "us-east-1", "autoscaling": {"read": scaling}}]
    run(simulator, **TABLE, **provisioned, autoscaling={"enabled": True, "write": scaling}, replicas=replicas)
    assert run(simulator, tables=[look(simulator, options=["tags"])["orders"]["declaration"]])["actions"] == []
    simulator.client("application-autoscaling", REGION).deregister_scalable_target(
        ServiceNamespace="dynamodb",
        ResourceId="table/orders",
        ScalableDimension="dynamodb:table:WriteCapacityUnits",
    )
    assert_unchanged(simulator)


def test_all_tables_are_paged(simulator):
    """A region may have more than one page of them."""
    run(simulator, tables=[{**TABLE, "name": f"table-{number:03}"} for number in range(120)])
    simulator.log.clear()
    assert len(look(simulator, options=())) == 120
    assert operations(simulator.log).count("ListTables") == 2
    assert operations(simulator.log).count("DescribeTable") == 120


def test_a_table_that_is_not_there_is_left_out(simulator):
    """It is no error to ask."""
    run(simulator, **TABLE)
    assert list(look(simulator, names=["orders", "users"])) == ["orders"]


def test_a_name_that_no_table_can_have_is_told():
    """With its place, before the first call. An ARN is none: what is read by it could not be declared."""
    names = ["orders", "a b", "", "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"]
    assert [path for path, _problem in info.check({"names": names}, REGION)] == ["names[1]", "names[2]", "names[3]"]
    assert list(info.check({"names": None}, REGION)) == []


def test_a_table_that_is_being_created_does_not_hide_the_others(simulator):
    """Nor does a replica. What AWS does not tell of it yet is not declared."""
    run(simulator, **TABLE, tags={"a": "1"}, point_in_time_recovery={"enabled": True}, stream={"enabled": True})
    client = simulator.client("dynamodb", REGION)
    client.create_table(
        TableName="fresh",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    seen = look(simulator)
    assert set(seen) == {"fresh", "orders"} and "ttl" not in seen["fresh"]["declaration"]
    assert "ttl" in seen["fresh"]["unreadable"] and seen["orders"]["unreadable"] == []
    client.update_table(TableName="orders", ReplicaUpdates=[{"Create": {"RegionName": "us-east-1"}}])
    for _moment in range(30):
        declaration = look(simulator)["orders"]["declaration"]
        assert declaration["hash_key"] == "id"
        simulator.clock.sleep(2)
    assert [entry["region"] for entry in declaration["replicas"]] == ["us-east-1"]


def test_a_table_that_goes_meanwhile_is_left_out(simulator):
    """As one that is not there."""
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


def test_what_may_not_be_read_is_named(simulator):
    """The rest is read all the same."""
    run(simulator, **TABLE, tags={"a": "1"})
    simulator.fail("DescribeTimeToLive", code="AccessDeniedException", message="You shall not")
    seen = look(simulator)["orders"]
    assert seen["unreadable"] == ["ttl"] and seen["ttl"] is None
    assert seen["tags"] == {"a": "1"} and "ttl" not in seen["declaration"]


def test_what_goes_wrong_is_no_permission(simulator):
    """An error of another kind is an error."""
    run(simulator, **TABLE)
    simulator.fail("DescribeTimeToLive", code="ValidationException", message="Odd", times=20)
    with pytest.raises(AwsError):
        look(simulator)


def test_only_what_is_asked_for_is_read(simulator):
    """Each aspect is a call for every table."""
    run(simulator, **TABLE)
    simulator.log.clear()
    look(simulator, names=["orders"], options=["tags"])
    assert operations(simulator.log) == ["DescribeTable", "ListTagsOfResource"]
