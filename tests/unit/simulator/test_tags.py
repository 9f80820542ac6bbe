# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Tags of tables."""

from __future__ import annotations

import pytest

ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"


@pytest.fixture(name="tag")
def tag_fixture(aws):
    def tag(**tags):
        aws.client.tag_resource(ResourceArn=ARN, Tags=[{"Key": k, "Value": v} for k, v in tags.items()])

    return tag


def listed(aws):
    return {tag["Key"]: tag["Value"] for tag in aws.client.list_tags_of_resource(ResourceArn=ARN)["Tags"]}


def test_tags_are_added_changed_and_removed(aws, tag):
    """TagResource adds and overwrites; UntagResource ignores missing keys."""
    aws.create(Tags=[{"Key": "team", "Value": "a"}])
    tag(team="b", stage="test")
    aws.pass_time(2)
    aws.client.untag_resource(ResourceArn=ARN, TagKeys=["stage", "nothing"])
    assert listed(aws) == {"team": "b"}


def test_a_write_locks_the_tags_briefly(aws, tag):
    """R53: the next write fails unless it contains the first; one that changes nothing does not lock."""
    aws.create(Tags=[{"Key": "team", "Value": "a"}])
    tag(team="a")
    tag(team="b")
    with aws.raises("LimitExceededException", "Table tags are being updated: orders"):
        aws.client.untag_resource(ResourceArn=ARN, TagKeys=["team"])
    with aws.raises("LimitExceededException", "Table tags are being updated: orders"):
        tag(stage="test")
    with aws.raises("ResourceInUseException", "Table tags are being updated"):
        aws.client.delete_table(TableName="orders")
    tag(team="b", stage="test")
    with aws.raises("LimitExceededException", "Table tags are being updated: orders"):
        tag(stage="test")
    tag(team="b", stage="test")
    aws.pass_time(2)
    tag(stage="test")
    aws.client.delete_table(TableName="orders")


@pytest.mark.parametrize(
    "tags, text",
    [
        ([], "Atleast one Tag needs to be provided as Input."),
        ([("aws:x", "1")], "Tag Key cannot be prefixed with aws:, Key: aws:x"),
        ([("x", "1"), ("x", "2")], "Duplicate Tag Key found x"),
        ([("x", "a,b")], "The Tag Value provided is invalid, Value: a,b"),
        ([("x#", "")], "The Tag Key provided is invalid, Key: x#"),
        ([(f"k{number}", "") for number in range(50)], "Number of Tags exceed the current limit"),
    ],
)
def test_invalid_tags_fail(aws, tags, text):
    """R21: one invalid tag fails the whole request."""
    aws.create(Tags=[{"Key": "team", "Value": "a"}])
    with aws.raises("ValidationException", text):
        aws.client.tag_resource(ResourceArn=ARN, Tags=[{"Key": k, "Value": v} for k, v in tags])
    assert listed(aws) == {"team": "a"}


@pytest.mark.parametrize(
    "arn, code, text",
    [
        (ARN, "ResourceNotFoundException", f"ResourceArn: {ARN} not found"),
        ("orders", "ValidationException", "ARNs must start with 'arn:': orders"),
        (f"{ARN}/index/by-a", "ValidationException", "only table or stream is accepted"),
        (ARN.replace("eu-west-1", "us-east-1"), "ValidationException", "Invalid ResourceArn provided as input"),
    ],
)
def test_tags_require_the_arn_of_a_table(aws, arn, code, text):
    """The table must be in this Region."""
    with aws.raises(code, text):
        aws.client.list_tags_of_resource(ResourceArn=arn)


def test_a_table_that_is_being_created_has_no_tags(aws):
    """Tags are readable once the table is ACTIVE."""
    aws.create(Tags=[{"Key": "team", "Value": "a"}], settle=False)
    with aws.raises("ResourceNotFoundException", "not found"):
        listed(aws)
    aws.pass_time(60)
    assert listed(aws) == {"team": "a"}
