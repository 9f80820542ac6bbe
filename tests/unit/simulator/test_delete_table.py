# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""DeleteTable, and re-creating a table."""

from __future__ import annotations


def test_a_table_is_deleting_and_then_deleted(aws):
    """A table being deleted is still described for some time; then its name is available."""
    aws.create()
    assert aws.client.delete_table(TableName="orders")["TableDescription"]["TableStatus"] == "DELETING"
    with aws.raises("ResourceInUseException", "Table is being deleted: orders"):
        aws.client.delete_table(TableName="orders")
    with aws.raises("ResourceInUseException", "Table already exists: orders"):
        aws.create()
    aws.pass_time(10)
    with aws.raises("ResourceNotFoundException", "Requested resource not found: Table: orders not found"):
        aws.table()
    aws.create()


def test_a_protected_table_is_not_deleted(aws):
    """R42: deletion succeeds after deletion protection is disabled."""
    aws.create(DeletionProtectionEnabled=True)
    with aws.raises("ValidationException", "Resource cannot be deleted as it is currently protected against deletion."):
        aws.client.delete_table(TableName="orders")
    aws.update(DeletionProtectionEnabled=False)
    aws.client.delete_table(TableName="orders")


def test_a_busy_table_is_not_deleted(aws):
    """R42: deletion fails while the table is being created or updated."""
    aws.create(settle=False)
    with aws.raises("ResourceInUseException", "Table is being created: orders"):
        aws.client.delete_table(TableName="orders")
    aws.pass_time(60)
    aws.update(StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})
    with aws.raises("ResourceInUseException", "Cannot delete table while stream is being enabled/disabled."):
        aws.client.delete_table(TableName="orders")
    aws.pass_time(10)
    aws.update(TableClass="STANDARD_INFREQUENT_ACCESS")
    with aws.raises("ResourceInUseException", "Table: orders is in the process of being updated."):
        aws.client.delete_table(TableName="orders")


def test_a_re_created_table_has_no_history(aws):
    """Rate limits and IDs belong to a table, not to its name."""
    aws.create()
    first = aws.table()["TableId"]
    aws.client.update_time_to_live(
        TableName="orders", TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"}
    )
    aws.client.delete_table(TableName="orders")
    aws.pass_time(10)
    aws.create()
    assert aws.table()["TableId"] != first
    answer = aws.client.describe_time_to_live(TableName="orders")
    assert answer["TimeToLiveDescription"] == {"TimeToLiveStatus": "DISABLED"}
