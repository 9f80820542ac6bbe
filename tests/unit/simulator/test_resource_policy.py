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


def without(name, **change):
    """A policy whose statement lacks a member."""
    document = policy(**change)
    del document["Statement"][0][name]
    return document


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
    with aws.raises(
        "PolicyNotFoundException", "Requested update for policy with revision id 1, but table orders has no"
    ):
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
        ("null", "This text appears not to be a policy"),
        ({**policy(), "Version": "2012-10-18"}, "Syntax error at position"),
        (policy(Principal="210987654321"), "Syntax error at position"),
        (policy(Effect="Permit"), "Syntax error at position"),
        (policy(Conditions={}), "Syntax error at position"),
        (policy(Action=[1]), "Syntax error at position"),
        (policy(Condition={"StringIs": {"aws:userid": "x"}}), "Syntax error at position"),
        (policy(Condition={"aws:userid": "x"}), "Syntax error at position"),
        (without("Resource"), "Missing required field Resource"),
        (
            policy(Action=["dynamodb:GetItem", "dynamodb:GetRecords", "dynamodb:DescribeStream"]),
            'The following action names are invalid: "dynamodb:GetRecords", "dynamodb:DescribeStream"',
        ),
        (policy(Action="dynamodb:GetItems"), 'The following action names are invalid: "dynamodb:GetItems"'),
        (policy(Action="s3:GetObject"), 'The following action names are invalid: "s3:GetObject"'),
        (policy(Action="dynamodb:ListTables"), 'The following action names are invalid: "dynamodb:ListTables"'),
        (without("Action", NotAction="dynamodb:GetRecords"), 'are invalid: "dynamodb:GetRecords"'),
        (policy(Resource="orders"), 'Resource orders must be in ARN format or "*".'),
        (
            policy(Resource=f"{ARN}/stream/2026-10-09T00:29:04.041"),
            'The relative-id "table/orders/stream/2026-10-09T00:29:04.041" is invalid for ARN "arn:aws:dynamodb:',
        ),
        (policy(Resource=ARN.replace(":aws:", ":aws-cn:")), 'Partition "aws-cn" is not valid for resource'),
        (policy(Principal={"Service": "lambda.amazonaws.com"}), "Policy contains invalid service principal"),
        (policy(Principal={"AWS": "ann"}), "Invalid principal in policy document."),
        (policy(Principal={"AWS": "arn:aws-cn:iam::123456789012:root"}), "Invalid principal in policy document."),
        (policy(Principal={"AWS": ["*"]}), "grants unbounded access"),
        (policy(Principal="*", Condition={"Bool": {"aws:SecureTransport": "true"}}), "grants unbounded access"),
        (policy(Principal="*", Condition={"StringLike": {"aws:PrincipalOrgID": "*"}}), "grants unbounded access"),
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
    with aws.raises("AccessDeniedException", "will not allow you to update the resource policy in the future."):
        put(deny)
    put(deny, ConfirmRemoveSelfResourceAccess=True)


@pytest.mark.parametrize(
    "document",
    [
        policy(Action="dynamodb:*"),
        policy(Action=["dynamodb:Get*", "dynamodb:getitem", "dynamodb:PartiQLSelect"]),
        without("Action", NotAction="dynamodb:DeleteTable"),
        policy(Resource="*"),
        policy(Resource=[f"{ARN}/index/*", ARN.replace("orders", "others")]),
        policy(Principal={"Service": "redshift.amazonaws.com"}),
        policy(Principal={"AWS": ["arn:aws:iam::210987654321:role/service/reader", "AROA1234567890ABCDEFGH"]}),
        policy(Principal="*", Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1234567890"}}),
        policy(Effect="Deny", Principal="*"),
        policy(Condition={"ForAnyValue:StringLikeIfExists": {"aws:userid": "x*"}, "Null": {"aws:userid": "false"}}),
    ],
)
def test_a_valid_policy_is_accepted(aws, put, document):
    """R44: patterns, other tables and indexes, services, other accounts, and everybody under a condition."""
    aws.create()
    assert put(document)


def test_a_condition_with_one_value_is_returned_as_a_string(aws, put):
    """R44, like actions and resources."""
    aws.create()
    put(policy(Condition={"StringEquals": {"aws:PrincipalAccount": ["210987654321"]}}))
    statement = json.loads(aws.client.get_resource_policy(ResourceArn=ARN)["Policy"])["Statement"][0]
    assert statement["Condition"] == {"StringEquals": {"aws:PrincipalAccount": "210987654321"}}


@pytest.mark.parametrize(
    "arn, code, text",
    [
        ("orders", "ValidationException", "ARNs must start with 'arn:': orders"),
        (
            ARN.replace("eu-west-1", "us-east-1"),
            "ValidationException",
            "Invalid resource Arn: arn:aws:dynamodb:us-east-1",
        ),
        (ARN.replace(":aws:", ":aws-cn:"), "ValidationException", "Invalid resource Arn: arn:aws-cn:"),
        (
            ARN.replace("123456789012", "210987654321"),
            "ValidationException",
            "match the resource owner\u2019s account.",
        ),
        (f"{ARN}/index/by-x", "ValidationException", "only table or stream is accepted"),
        (
            ARN.replace("orders", "ORDERS"),
            "ResourceNotFoundException",
            "",
        ),
    ],
)
def test_the_arn_is_that_of_a_table_of_the_account_and_region(aws, arn, code, text):
    """The texts that were recorded (ACKQ-212)."""
    aws.create()
    with aws.raises(code, text):
        aws.client.get_resource_policy(ResourceArn=arn)


@pytest.mark.parametrize(
    "principal",
    ["role/service/reader", "user/ann", "assumed-role/reader/session"],
)
def test_a_principal_of_the_account_exists_in_iam(sim, aws, put, principal):
    """Once IAM is used, it decides which roles and users of the account exist."""
    pytest.importorskip("ministack")
    aws.create()
    iam = sim.client("iam", "eu-west-1")
    iam.list_roles()
    service = "sts" if "assumed" in principal else "iam"
    document = policy(Principal={"AWS": f"arn:aws:{service}::123456789012:{principal}"})
    with aws.raises("ValidationException", "One or more parameter values were invalid: Invalid principal in policy"):
        put(document)
    iam.create_role(RoleName="reader", Path="/service/", AssumeRolePolicyDocument="{}")
    iam.create_user(UserName="ann")
    assert put(document)
