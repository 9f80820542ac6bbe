# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reconciling the endpoint of a VPC in the simulator."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.endpoints import read, reconcile, request
from ansible_collections.stackkit.dynamodb.tests.unit.plugins import task_invariants
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION

POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "dynamodb:Get*"}]}


def run(simulator, **task):
    """Run one task of dynamodb_stackkit_endpoint -> the module's result, with the applied changes."""
    check_mode = task.pop("check_mode", False)
    return task_invariants.run_task(simulator, request, reconcile, task, check_mode=check_mode)


@pytest.fixture(name="ec2")
def ec2_fixture(simulator):
    return simulator.client("ec2", REGION)


@pytest.fixture(name="vpc")
def vpc_fixture(simulator, ec2):
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    simulator.log.clear()
    return vpc


@pytest.fixture(name="tables")
def tables_fixture(simulator, ec2, vpc):
    tables = [ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"] for _number in range(3)]
    simulator.log.clear()
    return tables


def test_the_endpoint_is_created_and_only_extended(simulator, ec2, vpc, tables):
    steps = [
        ({"route_table_ids": tables[:1], "tags": {"Owner": "a"}}, ["create the endpoint of {vpc} to DynamoDB for {0}"]),
        (
            {"route_table_ids": tables[1:], "tags": {"Owner": "b"}},
            ["change the endpoint {id} of {vpc}: add {1} and {2}"],
        ),
        ({"route_table_ids": [], "tags": {"Stage": "x"}}, ["tag the endpoint {id} with Stage=x"]),
        ({"policy": POLICY}, ["change the endpoint {id} of {vpc}: replace the policy"]),
        ({"route_table_ids": tables}, []),
    ]
    found = None
    for task, actions in steps:
        words = {"vpc": vpc, "id": found}
        before = len(simulator.writes())
        predicted = run(simulator, check_mode=True, vpc_id=vpc, **task)
        result = run(simulator, vpc_id=vpc, **task)
        assert predicted["actions"] == result["actions"] == [line.format(*tables, **words) for line in actions]
        assert len(simulator.writes()) - before == len(actions)
        assert predicted["vpc_endpoint_id"] == found
        found = result["vpc_endpoint_id"]
        task_invariants.the_second_run_is_unchanged(simulator, run, {"vpc_id": vpc, **task})
    (one,) = ec2.describe_vpc_endpoints()["VpcEndpoints"]
    assert (one["VpcEndpointId"], sorted(one["RouteTableIds"])) == (found, sorted(tables))
    assert one["Tags"] == [{"Key": "Owner", "Value": "a"}, {"Key": "Stage", "Value": "x"}]


def test_an_endpoint_is_created_with_its_policy(simulator, ec2, vpc):
    run(simulator, vpc_id=vpc, policy=POLICY)
    assert "dynamodb:Get*" in ec2.describe_vpc_endpoints()["VpcEndpoints"][0]["PolicyDocument"]


def test_a_route_table_of_another_endpoint_is_not_moved(simulator, ec2, vpc, tables):
    """AWS rejects a second route, and the first one leads to DynamoDB as well."""
    for table in tables[:2]:
        ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=f"com.amazonaws.{REGION}.dynamodb", RouteTableIds=[table])
    ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=f"com.amazonaws.{REGION}.s3", RouteTableIds=tables)
    result = run(simulator, vpc_id=vpc, route_table_ids=tables)
    assert [change.params.get("AddRouteTableIds") for change in result["applied_changes"]] == [[tables[2]]]
    assert not run(simulator, vpc_id=vpc, route_table_ids=tables)["changed"]


def test_the_choice_among_equal_endpoints_is_stable():
    """EC2 lists them in no order."""
    found = [
        {
            "VpcEndpointId": f"vpce-{number}",
            "VpcEndpointType": "Gateway",
            "State": "available",
            "RouteTableIds": [table],
        }
        for number, table in ((2, "rtb-a"), (1, "rtb-b"), (0, "rtb-c"))
    ]
    want = {"route_table_ids": ["rtb-a", "rtb-b"]}
    for listed in (found, found[::-1]):
        assert read.current(want, listed)["own"]["VpcEndpointId"] == "vpce-1"


def test_an_aws_error_is_returned(simulator, vpc):
    result = run(simulator, vpc_id=vpc, route_table_ids=["rtb-0"])
    assert result["error"]["code"] == "InvalidRouteTableId.NotFound"
    assert len(result["remaining"]) == 1


@pytest.mark.parametrize("routed", [0, 1, 2])
@pytest.mark.parametrize("operation", ["CreateVpcEndpoint", "ModifyVpcEndpoint"])
def test_a_lost_answer_is_no_failure_and_creates_no_second_endpoint(simulator, ec2, vpc, tables, operation, routed):
    """botocore repeats the call."""
    if operation == "ModifyVpcEndpoint":
        run(simulator, vpc_id=vpc, route_table_ids=tables[2:])
    simulator.fail(operation, service="ec2", lost=True)
    result = run(simulator, vpc_id=vpc, route_table_ids=tables[:routed], policy=POLICY)
    assert "msg" not in result, result["msg"]
    (one,) = ec2.describe_vpc_endpoints()["VpcEndpoints"]
    assert (len(result["actions"]), result["vpc_endpoint_id"]) == (1, one["VpcEndpointId"])
    assert not run(simulator, vpc_id=vpc, route_table_ids=tables[:routed], policy=POLICY)["changed"]


@pytest.mark.parametrize(
    ("task", "path"),
    [
        ({"vpc_id": "orders"}, "vpc_id"),
        ({"vpc_id": "vpc-1", "route_table_ids": ["main"]}, "route_table_ids[0]"),
        ({"vpc_id": "vpc-1", "policy": "{}"}, "policy"),
        ({"vpc_id": "vpc-1", "tags": {"aws:x": "y"}}, "tags.aws:x"),
    ],
)
def test_an_invalid_option_is_reported_with_its_path(task, path):
    assert path in task_invariants.checked(request, task)[1]
