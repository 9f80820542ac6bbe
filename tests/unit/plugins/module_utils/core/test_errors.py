# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The text of errors: the action, the Region, AWS's message, and what to do next."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.errors import AwsError


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
        ("AccessDenied", "Grant the caller this permission"),
        ("UnauthorizedOperation", "Grant the caller this permission"),
        ("InvalidClientTokenId", "Check the access key"),
        ("ExpiredToken", "Get new credentials"),
        ("InvalidSignatureException", "Check the secret key"),
    ],
)
def test_the_codes_of_all_services_have_an_advice(code, advice):
    """IAM, EC2 and CloudWatch use other codes than DynamoDB."""
    assert f"said no. {advice}" in str(AwsError("manage it", "eu-west-1", code, "said no"))
