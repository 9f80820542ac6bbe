# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""GetResources of the Resource Groups Tagging API, for tables; test_alarms.py has a test for alarms."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.extensions.simulator import Durations, Simulator, VirtualClock
from botocore.exceptions import ClientError

TEAM = [{"Key": "team", "Value": "a"}]
TABLES = {"ResourceTypeFilters": ["dynamodb:table"]}


@pytest.fixture(name="tagging")
def tagging_fixture(sim):
    return sim.client("resourcegroupstaggingapi", "eu-west-1")


def arn(name, region="eu-west-1"):
    return f"arn:aws:dynamodb:{region}:123456789012:table/{name}"


def shown(tagging, **params):
    found = tagging.get_resources(**params)["ResourceTagMappingList"]
    return {one["ResourceARN"].split("/")[1]: {tag["Key"]: tag["Value"] for tag in one["Tags"]} for one in found}


def test_tags_of_tables_are_shown_with_a_delay(aws, tagging):
    """R86: creation, change and deletion; a table without tags is not shown."""
    aws.create(Tags=TEAM, settle=False)
    aws.create("plain", settle=False)
    assert shown(tagging, **TABLES) == {}
    aws.pass_time(20)
    assert shown(tagging, **TABLES) == shown(tagging, ResourceARNList=[arn("orders"), arn("plain")])
    assert shown(tagging, **TABLES) == {"orders": {"team": "a"}}
    aws.client.untag_resource(ResourceArn=arn("orders"), TagKeys=["team"])
    assert shown(tagging, **TABLES) == {"orders": {"team": "a"}}
    aws.pass_time(20)
    assert shown(tagging, ResourceTypeFilters=["dynamodb"]) == {"orders": {}}, "once tagged"
    aws.client.delete_table(TableName="orders")
    aws.pass_time(10)
    aws.create(settle=False)
    aws.pass_time(20)
    assert shown(tagging, **TABLES) == {}, "the new table never had tags"


def test_the_delay_can_be_changed():
    sim = Simulator(clock=VirtualClock(), durations=Durations(tagging=90))
    keys = {
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    }
    dynamodb = sim.client("dynamodb", "eu-west-1")
    dynamodb.create_table(TableName="orders", BillingMode="PAY_PER_REQUEST", Tags=TEAM, **keys)
    tagging = sim.client("resourcegroupstaggingapi", "eu-west-1")
    sim.clock.sleep(89)
    assert shown(tagging, **TABLES) == {}
    sim.clock.sleep(1)
    assert shown(tagging, **TABLES) == {"orders": {"team": "a"}}


def test_pages_have_up_to_a_hundred_resources(aws, tagging):
    for number in range(130):
        aws.create(f"t{number:03}", Tags=TEAM, settle=False)
    aws.pass_time(60)
    pages = list(tagging.get_paginator("get_resources").paginate(**TABLES))
    assert [len(page["ResourceTagMappingList"]) for page in pages] == [100, 30]
    pages = list(tagging.get_paginator("get_resources").paginate(ResourcesPerPage=50, **TABLES))
    assert [len(page["ResourceTagMappingList"]) for page in pages] == [50, 50, 30]
    with pytest.raises(ClientError, match="ResourcesPerPage must be between 1 and 100"):
        tagging.get_resources(ResourcesPerPage=101, **TABLES)
    with pytest.raises(ClientError, match="length less than or equal to 100"):
        tagging.get_resources(ResourceARNList=[arn(f"t{number:03}") for number in range(101)])


def test_replicas_have_tags_of_their_own(aws, sim, tagging):
    aws.create(Tags=TEAM, StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})
    aws.update(ReplicaUpdates=[{"Create": {"RegionName": "eu-central-1"}}])
    aws.pass_time(600)
    there = sim.client("resourcegroupstaggingapi", "eu-central-1")
    assert shown(there, **TABLES) == {}
    elsewhere = sim.client("dynamodb", "eu-central-1")
    elsewhere.tag_resource(ResourceArn=arn("orders", "eu-central-1"), Tags=[{"Key": "x", "Value": "y"}])
    aws.pass_time(60)
    assert shown(there, **TABLES) == {"orders": {"x": "y"}}
    aws.update(ReplicaUpdates=[{"Delete": {"RegionName": "eu-central-1"}}])
    aws.pass_time(600)
    assert shown(there, **TABLES) == {}
    assert shown(tagging, **TABLES) == {"orders": {"team": "a"}}


@pytest.mark.parametrize("params", [{}, {"ResourceTypeFilters": ["s3"]}, {**TABLES, "TagFilters": [{"Key": "team"}]}])
def test_other_questions_are_not_simulated(tagging, params):
    with pytest.raises(ClientError, match="is simulated for tables and alarms, without filters of tags"):
        tagging.get_resources(**params)
