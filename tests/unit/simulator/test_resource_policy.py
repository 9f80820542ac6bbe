# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Resource-based policies of tables."""

from __future__ import annotations

import json

import pytest

ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"


def policy(**change):
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "210987654321"},
        "Action": ["dynamodb:GetItem"],
        "Resource": ARN,
        **change,
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


@pytest.fixture(name="put")
def put_fixture(aws):
    def put(document, **more):
        text = document if isinstance(document, str) else json.dumps(document)
        return aws.client.put_resource_policy(ResourceArn=ARN, Policy=text, **more)["RevisionId"]

    return put


def test_a_policy_is_returned_in_the_form_of_aws(aws, put):
    """R44: lists of one item become strings, account IDs become root ARNs; the text differs from the request."""
    aws.create()
    revision = put(policy())
    answer = aws.client.get_resource_policy(ResourceArn=ARN)
    assert answer["RevisionId"] == revision
    statement = json.loads(answer["Policy"])["Statement"][0]
    assert statement["Principal"] == {"AWS": "arn:aws:iam::210987654321:root"}
    assert statement["Action"] == "dynamodb:GetItem"


def test_a_table_can_be_created_with_a_policy(aws):
    """CreateTable accepts and validates a policy."""
    with aws.raises("ValidationException", "This policy contains invalid Json"):
        aws.create(ResourcePolicy="{")
    aws.create(ResourcePolicy=json.dumps(policy()))
    assert aws.client.get_resource_policy(ResourceArn=ARN)["RevisionId"]


def test_getting_a_missing_policy_fails(aws):
    """R44: deleting a missing policy succeeds."""
    aws.create()
    with aws.raises("PolicyNotFoundException", "Resource-based policy not found for the provided ResourceArn"):
        aws.client.get_resource_policy(ResourceArn=ARN)
    assert "RevisionId" not in aws.client.delete_resource_policy(ResourceArn=ARN)


def test_a_policy_changes_once_in_15_seconds(aws, put):
    """R44: a change is in use at first, then throttled; the same policy is no change; the table is not deleted."""
    aws.create()
    first = put(policy())
    assert put(policy()) == first
    with aws.raises("ResourceInUseException", "Table is pending previous resource-based policy update: orders"):
        put(policy(Action="dynamodb:Query"))
    with aws.raises("ResourceInUseException", "pending resource-based policy update"):
        aws.client.delete_table(TableName="orders")
    aws.pass_time(5)
    with aws.raises("ThrottlingException", "Resource-based policy for table orders modified within the previous"):
        aws.client.delete_resource_policy(ResourceArn=ARN)
    aws.pass_time(10)
    assert put(policy(Action="dynamodb:Query")) != first
    aws.pass_time(15)
    aws.client.delete_resource_policy(ResourceArn=ARN)
    with aws.raises("PolicyNotFoundException"):
        aws.client.get_resource_policy(ResourceArn=ARN)


def test_an_expected_revision_must_be_the_current_one(aws, put):
    """R44: a stale revision fails, and so does "no policy" if there is one."""
    aws.create()
    with aws.raises("PolicyNotFoundException", "did not match"):
        put(policy(), ExpectedRevisionId="1")
    revision = put(policy(), ExpectedRevisionId="NO_POLICY")
    aws.pass_time(15)
    with aws.raises("PolicyNotFoundException", "did not match"):
        put(policy(Action="dynamodb:Query"), ExpectedRevisionId="NO_POLICY")
    with aws.raises("PolicyNotFoundException", "did not match"):
        aws.client.delete_resource_policy(ResourceArn=ARN, ExpectedRevisionId="1")
    put(policy(Action="dynamodb:Query"), ExpectedRevisionId=revision)


@pytest.mark.parametrize(
    "document, text",
    [
        ("{", "This policy contains invalid Json"),
        ("[]", "This policy contains invalid Json"),
        ("{}", "Syntax error at position"),
        ({"Version": "2012-10-17", "Statement": []}, "Statement is empty!"),
        ({"Version": "2012-10-17", "Statement": [{}]}, "Missing required field Effect"),
        ({"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]}, "Missing required field Principal"),
        (policy(Principal="*"), "grants unbounded access"),
        (policy(Principal="210987654321"), "Invalid principal in policy document."),
        (policy(Sid="x" * 20480), "Maximum policy size of 20480 bytes exceeded"),
        (
            {**policy(), "Statement": [*policy(Sid="a")["Statement"], *policy(Sid="a")["Statement"]]},
            "The Statement Ids in the policy are not unique",
        ),
    ],
)
def test_an_invalid_policy_fails(aws, put, document, text):
    """R44: size, JSON, and the members of a statement."""
    aws.create()
    with aws.raises("ValidationException", text):
        put(document)


def test_a_policy_that_locks_out_its_author_requires_confirmation(aws, put):
    """R44: a policy that denies the account to put another one."""
    aws.create()
    deny = policy(Effect="Deny", Principal={"AWS": "*"}, Action="dynamodb:PutResourcePolicy")
    with aws.raises("ValidationException", "ConfirmRemoveSelfResourceAccess"):
        put(deny)
    put(deny, ConfirmRemoveSelfResourceAccess=True)
