# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The text of errors: the action, the Region, AWS's message, and what to do next."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.errors import AwsError
from botocore.exceptions import ClientError

USER = "User: arn:aws:iam::123456789012:user/x is not authorized to perform:"
PAGE = (
    "https://github.com/stackkit/stackkit.dynamodb/blob/main/docs/permissions.md lists the permissions of each option."
)
NOT_YOU = "You are not authorized to perform this operation."


def test_the_advice_is_a_separate_sentence():
    """Some messages of AWS end with a full stop."""
    for message in ("Unable to locate credentials", "Unable to locate credentials."):
        assert str(AwsError("read table orders", "eu-west-1", "NoCredentialsError", message)) == (
            "Failed to read table orders in eu-west-1: NoCredentialsError: Unable to locate credentials."
            " Set credentials with access_key and secret_key, with profile, or in the environment."
        )
    assert str(AwsError("read table orders", "eu-west-1", "Unheard", "of")).endswith("eu-west-1: Unheard: of")


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("InvalidClientTokenId", "Check the access key"),
        ("ExpiredToken", "Get new credentials"),
        ("InvalidSignatureException", "Check the secret key"),
    ],
)
def test_the_codes_of_all_services_have_an_advice(code, advice):
    """IAM, EC2 and CloudWatch use other codes than DynamoDB."""
    assert f"said no. {advice}" in str(AwsError("manage it", "eu-west-1", code, "said no"))


@pytest.mark.parametrize(
    ("service", "operation", "code", "message", "advice"),
    [
        (
            "dynamodb",
            "UpdateTimeToLive",
            "AccessDeniedException",
            f"{USER} dynamodb:UpdateTimeToLive on resource: arn:aws:dynamodb:eu-west-1:123456789012:table/orders"
            " because no identity-based policy allows the dynamodb:UpdateTimeToLive action",
            "Grant the caller dynamodb:UpdateTimeToLive, which ttl requires",
        ),
        (
            "dynamodb",
            "CreateTable",
            "AccessDeniedException",
            f"{USER} dynamodb:TagResource on resource: arn:aws:dynamodb:eu-west-1:123456789012:table/orders",
            "Grant the caller dynamodb:TagResource, which ttl requires",
        ),
        (
            "ec2",
            "CreateVpcEndpoint",
            "UnauthorizedOperation",
            f"{NOT_YOU} {USER} ec2:CreateVpcEndpoint on resource: arn:aws:ec2:eu-west-1:123456789012:vpc-endpoint/*"
            " because no identity-based policy allows the vpce:AllowMultiRegion action.",
            "Grant the caller vpce:AllowMultiRegion, which ttl requires",
        ),
        (
            "ec2",
            "CreateVpcEndpoint",
            "UnauthorizedOperation",
            f"{NOT_YOU} Encoded authorization failure message: RWnQGdGn90iWVb2rt6oa2XOEFEzq1J9H",
            "Decode the message with aws sts decode-authorization-message. AWS does not name the permission that the"
            " caller lacks for ec2:CreateVpcEndpoint, which ttl requires",
        ),
        (
            "backup",
            "CreateBackupVault",
            "AccessDeniedException",
            "Insufficient privileges to perform this action.",
            "AWS does not name the permission that the caller lacks for backup:CreateBackupVault, which ttl requires",
        ),
        (
            "resourcegroupstaggingapi",
            "GetResources",
            "AccessDeniedException",
            "",
            "AWS does not name the permission that the caller lacks for tag:GetResources, which ttl requires",
        ),
        (
            "iam",
            "GetRole",
            "AccessDenied",
            f"{USER} iam:GetRole on resource: role shop with an explicit deny in a service control policy",
            "Remove the denial of iam:GetRole, which ttl requires",
        ),
    ],
)
def test_a_denied_call_names_the_permission_and_the_option(service, operation, code, message, advice):
    """AWS names the permission, which may be a dependent action (R116); the module knows the option."""
    exception = ClientError({"Error": {"Code": code, "Message": message}}, operation)
    error = AwsError.of(exception, "set it up", "eu-west-1", service, "ttl")
    assert error.is_denied
    words = f"Failed to set it up in eu-west-1: {code}: {message}".rstrip(".")
    assert str(error) == f"{words}. {advice}: {PAGE}"
