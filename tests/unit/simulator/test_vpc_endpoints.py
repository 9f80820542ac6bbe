# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""EC2: gateway endpoints. The mounted emulator provides VPCs and route tables."""

from __future__ import annotations

import pytest

SERVICE = "com.amazonaws.eu-west-1.dynamodb"


@pytest.fixture(name="ec2")
def ec2_fixture(sim):
    return sim.client("ec2", "eu-west-1")


@pytest.fixture(name="vpc")
def vpc_fixture(ec2):
    return ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]


@pytest.fixture(name="table")
def table_fixture(ec2, vpc):
    return ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]


def test_an_endpoint_is_described_as_created(ec2, vpc, table):
    tags = [{"ResourceType": "vpc-endpoint", "Tags": [{"Key": "a", "Value": "<b>"}]}]
    created = ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=SERVICE, RouteTableIds=[table], TagSpecifications=tags)
    (shown,) = ec2.describe_vpc_endpoints(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["VpcEndpoints"]
    assert shown == created["VpcEndpoint"]
    assert (shown["RouteTableIds"], shown["Tags"]) == ([table], [{"Key": "a", "Value": "<b>"}])
    assert '"Action":"*"' in shown["PolicyDocument"]
    assert not ec2.describe_vpc_endpoints(Filters=[{"Name": "vpc-id", "Values": ["vpc-1"]}])["VpcEndpoints"]


def test_an_endpoint_requires_a_vpc(aws, ec2, vpc):
    with aws.raises("InvalidVpcId.NotFound", "The vpc ID 'vpc-0123' does not exist"):
        ec2.create_vpc_endpoint(VpcId="vpc-0123", ServiceName=SERVICE)


def test_a_repeated_creation_with_the_same_token_returns_the_endpoint(ec2, vpc, table):
    request = dict(VpcId=vpc, ServiceName=SERVICE, RouteTableIds=[table], ClientToken="one")
    first, second = (ec2.create_vpc_endpoint(**request)["VpcEndpoint"] for _time in range(2))
    assert first == second
    assert ec2.describe_vpc_endpoints()["VpcEndpoints"] == [first]


def test_a_lost_answer_is_applied_and_retried(sim, ec2, vpc):
    """The requests of gateway endpoints do not reach the emulator, but their answers can be lost as well."""
    sim.fail("CreateVpcEndpoint", service="ec2", lost=True)
    ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=SERVICE)
    assert len(ec2.describe_vpc_endpoints()["VpcEndpoints"]) == 2


def test_a_route_table_has_one_endpoint(aws, ec2, vpc, table):
    ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=SERVICE, RouteTableIds=[table])
    with aws.raises("RouteAlreadyExists", table):
        ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=SERVICE, RouteTableIds=[table])


def test_a_route_table_must_belong_to_the_vpc(aws, ec2, vpc):
    elsewhere = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    other = ec2.create_route_table(VpcId=elsewhere)["RouteTable"]["RouteTableId"]
    for table in (other, "rtb-0"):
        with aws.raises("InvalidRouteTableId.NotFound", table):
            ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=SERVICE, RouteTableIds=[table])


def test_an_endpoint_is_modified(aws, ec2, vpc, table):
    created = ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=SERVICE)["VpcEndpoint"]["VpcEndpointId"]
    ec2.modify_vpc_endpoint(VpcEndpointId=created, AddRouteTableIds=[table], PolicyDocument='{"Statement":[]}')
    (shown,) = ec2.describe_vpc_endpoints()["VpcEndpoints"]
    assert (shown["RouteTableIds"], shown["PolicyDocument"]) == ([table], '{"Statement":[]}')
    with aws.raises("InvalidPolicyDocument"):
        ec2.modify_vpc_endpoint(VpcEndpointId=created, PolicyDocument="{}")
    with aws.raises("InvalidVpcEndpointId.NotFound"):
        ec2.modify_vpc_endpoint(VpcEndpointId="vpce-1")


def test_requests_that_are_not_simulated_fail(aws, ec2, vpc):
    with aws.raises("NotSimulated"):
        ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=SERVICE, VpcEndpointType="Interface")
    with aws.raises("NotSimulated", "tag:x"):
        ec2.describe_vpc_endpoints(Filters=[{"Name": "tag:x", "Values": ["y"]}])


def test_the_emulator_tags_other_resources(ec2, vpc):
    ec2.create_tags(Resources=[vpc], Tags=[{"Key": "a", "Value": "b"}])
    assert ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["Tags"] == [{"Key": "a", "Value": "b"}]
