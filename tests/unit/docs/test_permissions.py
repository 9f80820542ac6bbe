# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""docs/permissions.md matches the options and the calls that the module makes for them."""

from __future__ import annotations

import json
import re

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables import request
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import run
from ansible_collections.stackkit.dynamodb.tests.unit.repository import REPO

PAGE = REPO / "docs" / "permissions.md"
# Only for this module; the page has separate tables for the roles and the other modules.
SECTION = PAGE.read_text().partition("\n## Options and actions\n")[2].partition("\n## ")[0]
ROWS = {
    row[0]: set(re.findall(r"`([a-z-]+:\w+\*?)`", row[1]))
    for row in re.findall(r"^\| `(\w+)` \|(.*)\|$", SECTION, re.MULTILINE)
}
TABLE = {"name": "orders", "hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}
INDEX = {
    "attributes": [*TABLE["attributes"], {"name": "mail", "type": "S"}],
    "global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail"}],
}
PROVISIONED = {"billing_mode": "PROVISIONED", "read_capacity": 5, "write_capacity": 5}
SETTINGS = [
    {"table_class": "STANDARD_INFREQUENT_ACCESS"},
    {"deletion_protection": True},
    PROVISIONED,
    INDEX,
    {"ttl": {"enabled": True, "attribute_name": "expires_at"}},
    {"stream": {"enabled": True}},
    {"point_in_time_recovery": {"enabled": True}},
    {"server_side_encryption": {"enabled": True}},
    {"contributor_insights": {"enabled": True}},
    {"kinesis_stream": {"enabled": True, "stream_arn": "arn:aws:kinesis:eu-west-1:123456789012:stream/one"}},
    {"resource_policy": {}},
    {"on_demand_throughput": {"max_read_request_units": 5}},
    {"warm_throughput": {"read_units_per_second": 20000}},
    {"vector_indexes": [{"name": "by-v", "attribute": "v", "dimensions": 3, "distance_function": "COSINE"}]},
    {**PROVISIONED, "autoscaling": {"enabled": True, "read": {"min_capacity": 5, "max_capacity": 9}}},
    {"replicas": [{"region": "us-east-1"}], "disassociation_protection": False},
    {"replicas": [{"region": "us-east-1", "tags": {"b": "2"}}], "tags": {"a": "1"}},
    {"tags": {"a": "1"}},
    {"tags": {}, "purge_tags": True},
]


def test_every_option_has_a_row():
    assert set(ROWS) == set(request.MODULE_SPEC)


@pytest.mark.parametrize("setting", SETTINGS, ids="+".join)
def test_no_call_requires_more_than_the_rows_of_its_options(simulator, setting):
    """On a live table, and again if nothing changes."""
    run(simulator, **TABLE, tags={"old": "1"})
    simulator.log.clear()
    options = {"name": "orders", **setting}
    assert "msg" not in run(simulator, **options)
    run(simulator, **options)
    called = {f"{call.service}:{call.operation}" for call in simulator.log}
    assert called <= set().union(*(ROWS[option] for option in options))


def test_the_example_policy_allows_the_example(simulator):
    """From creating the table to deleting it, including reading."""
    policy = json.loads(re.search(r"```json\n(.*?)```", PAGE.read_text(), re.DOTALL)[1])
    actions = [statement["Action"] for statement in policy["Statement"]]
    allowed = {action for some in actions for action in ([some] if isinstance(some, str) else some)}
    whole = {
        **TABLE,
        **INDEX,
        "stream": {"enabled": True},
        "ttl": {"enabled": True, "attribute_name": "expires_at"},
        "point_in_time_recovery": {"enabled": True},
        "deletion_protection": True,
        "server_side_encryption": {"enabled": True, "kms_key_id": "alias/orders"},
        "tags": {"a": "1"},
    }
    assert "msg" not in run(simulator, **whole)
    assert "msg" not in run(simulator, name="orders", **PROVISIONED, tags={"b": "2"}, ttl={"enabled": False})
    assert "msg" not in run(simulator, name="orders", state="absent", force_delete=True)
    assert {f"{call.service}:{call.operation}" for call in simulator.log} <= allowed


def test_creating_and_deleting_require_no_more_than_their_rows(simulator):
    """CreateTable belongs to the keys, DeleteTable to the state."""
    run(simulator, **TABLE)
    run(simulator, name="orders", state="absent")
    called = {f"{call.service}:{call.operation}" for call in simulator.log}
    assert called <= ROWS["name"] | ROWS["hash_key"] | ROWS["state"]
    assert {"dynamodb:CreateTable", "dynamodb:DeleteTable"} <= called
