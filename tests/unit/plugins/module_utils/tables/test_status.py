# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is in progress at a table, in words."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.status import in_progress

INDEX = {"IndexName": "by-mail", "IndexStatus": "CREATING"}
REPLICA = {"RegionName": "us-east-1", "ReplicaStatus": "CREATING"}


@pytest.mark.parametrize(
    ("described", "words"),
    [
        ({}, None),
        ({"TableStatus": "CREATING", "GlobalSecondaryIndexes": [INDEX]}, "the table is CREATING"),
        ({"TableStatus": "UPDATING"}, "the table is UPDATING"),
        ({"TableStatus": "UPDATING", "GlobalSecondaryIndexes": [INDEX]}, "index by-mail is CREATING"),
        ({"GlobalSecondaryIndexes": [INDEX | {"Backfilling": True}]}, "index by-mail is CREATING, backfilling"),
        ({"Replicas": [REPLICA]}, "the replica in us-east-1 is CREATING"),
        (
            {"Replicas": [REPLICA | {"ReplicaStatusPercentProgress": "40"}]},
            "the replica in us-east-1 is CREATING, 40 %",
        ),
        (
            {"Replicas": [REPLICA | {"ReplicaStatusPercentProgress": "40%"}]},
            "the replica in us-east-1 is CREATING, 40 %",
        ),
        ({"Replicas": [REPLICA | {"ReplicaStatus": "INACCESSIBLE_ENCRYPTION_CREDENTIALS"}]}, None),
        ({"WarmThroughput": {"Status": "UPDATING"}}, "the warm throughput of the table is UPDATING"),
        ({"SSEDescription": {"Status": "UPDATING"}}, "the encryption of the table is UPDATING"),
    ],
)
def test_what_is_in_progress(described, words):
    assert in_progress({"TableName": "orders", "TableStatus": "ACTIVE", **described}) == words
