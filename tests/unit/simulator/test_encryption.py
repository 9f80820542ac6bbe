# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Server-side encryption: keys and the limit of changes."""

from __future__ import annotations

import pytest

KEY = "11111111-2222-4333-8444-555555555555"
ARN = f"arn:aws:kms:eu-west-1:123456789012:key/{KEY}"


def kms(key):
    return {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}


def test_the_aws_managed_key_is_the_default(aws):
    """R34: encryption without a key uses the account's key for DynamoDB; a new table shows its ARN at once."""
    aws.create(SSESpecification={"Enabled": True})
    description = aws.table()["SSEDescription"]
    assert (description["Status"], description["SSEType"]) == ("ENABLED", "KMS")
    assert description["KMSMasterKeyArn"].startswith("arn:aws:kms:eu-west-1:123456789012:key/")


def test_a_change_of_key_shows_the_old_key_at_first(aws):
    """R34: the table remains ACTIVE; the status is UPDATING, first with the old key, then with the new one."""
    aws.create(SSESpecification={"Enabled": True})
    managed = aws.table()["SSEDescription"]["KMSMasterKeyArn"]
    answer = aws.update(SSESpecification=kms(KEY))
    assert (answer["TableStatus"], answer["SSEDescription"]["KMSMasterKeyArn"]) == ("ACTIVE", managed)
    aws.pass_time(10)
    assert aws.table()["SSEDescription"] == {"Status": "UPDATING", "SSEType": "KMS", "KMSMasterKeyArn": ARN}
    with aws.raises("ResourceInUseException", "Server-Side Encryption is still being updated"):
        aws.update(SSESpecification={"Enabled": False})
    with aws.raises("ResourceInUseException", "Table: orders is in the process of being updated."):
        aws.client.delete_table(TableName="orders")
    aws.pass_time(20)
    assert aws.table()["SSEDescription"]["Status"] == "ENABLED"


def test_disabled_encryption_has_no_description(aws):
    """R34: the AWS owned key is not shown."""
    aws.create(SSESpecification={"Enabled": True})
    aws.update(SSESpecification={"Enabled": False})
    aws.pass_time(30)
    assert "SSEDescription" not in aws.table()


@pytest.mark.parametrize(
    "have, wanted, text",
    [
        ({}, {"Enabled": False}, "Table is already encrypted by default"),
        (kms(ARN), kms(ARN), "Table is already encrypted with given KMSMasterKeyId"),
        ({}, {"Enabled": True, "SSEType": "AES256"}, "SSEType AES256 is not supported"),
        ({}, {"Enabled": True, "KMSMasterKeyId": ARN}, "SSEType KMS is required if KMSMasterKeyId is specified"),
        ({}, {"Enabled": False, "KMSMasterKeyId": ARN}, "KMSMasterKeyId can not be specified if Enabled is false"),
        ({}, kms("no-key"), "Key 'arn:aws:kms:eu-west-1:123456789012:key/no-key' does not exist"),
        ({}, kms(ARN.replace("eu-west-1", "us-east-1")), "NotFoundException: Invalid arn us-east-1"),
    ],
)
def test_an_invalid_key_fails(aws, have, wanted, text):
    """R32, R34: the current key, a key of another Region, not a key."""
    aws.create(SSESpecification=have)
    with aws.raises("ValidationException", text):
        aws.update(SSESpecification=wanted)


def test_encryption_changes_four_times_per_day(aws):
    """R52: the fifth change in 24 hours fails until six hours after the fourth."""
    aws.create()
    for number in range(4):
        aws.update(SSESpecification={"Enabled": number % 2 == 0})
        aws.pass_time(30)
    with aws.raises("LimitExceededException", "Encryption mode changes are limited in the 24h window ending at"):
        aws.update(SSESpecification={"Enabled": True})
    aws.pass_time(21600)
    aws.update(SSESpecification={"Enabled": True})
