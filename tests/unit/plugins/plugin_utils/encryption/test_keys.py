# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import json

import pytest
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.encryption import keys as key_policy
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.encryption import resolve as encryption

ACCOUNT = "123456789012"
ARN = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/1"
TAGS = {"Project": "myapp"}
CALLER = {"account": ACCOUNT, "arn": f"arn:aws:iam::{ACCOUNT}:root"}


def key(**details):
    whole = {
        "key_arn": ARN,
        "key_state": "Enabled",
        "enable_key_rotation": True,
        "tags": dict(TAGS),
        "policy": json.loads(made()["policy"]),
    }
    return whole | details


def made():
    ((entry),) = key_policy.work([{"region": "eu-west-1", "key": None}], TAGS, CALLER)
    return entry["options"]


def lacks(**details):
    return key_policy.additions(key(**details), TAGS, None, None)


def statements(options):
    return json.loads(options["policy"])["Statement"]


def test_a_new_key_has_all_of_it():
    assert made()["tags"] == TAGS
    owner, services = statements(made())
    assert owner["Principal"] == {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    assert services["Condition"]["StringEquals"] == {"kms:CallerAccount": ACCOUNT}


def test_a_key_that_lacks_nothing_is_left_alone():
    assert lacks() == {}
    assert lacks(tags={"Project": "myapp", "Owner": "somebody"}) == {}


def test_missing_tags_are_added_and_others_keep_their_values():
    assert lacks(tags={})["tags"] == TAGS
    assert lacks(tags={"Project": "another"}) == {}


def test_missing_statements_are_added_and_others_stay():
    mine = {"Sid": "Mine", "Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"}
    found = statements(lacks(policy={"Version": "2012-10-17", "Statement": mine}))
    assert found[0] == mine
    assert [statement["Sid"] for statement in found[1:]] == [entry["Sid"] for entry in statements(made())]


def test_what_cannot_be_read_is_left_alone():
    assert lacks(policy=None, tags=None, enable_key_rotation=None) == {}


@pytest.mark.parametrize(
    ("details", "options"),
    [
        ({"enable_key_rotation": False}, {"enabled": True}),
        ({"enable_key_rotation": None}, {}),
        ({"key_state": "PendingDeletion"}, {"enabled": True}),
        ({"key_state": "Disabled"}, {}),
        ({"key_state": "Disabled", "enable_key_rotation": False}, {"enabled": False}),
    ],
)
def test_rotation_deletion_and_disabling(details, options):
    assert lacks(**details) == options


def test_the_keys_are_those_that_were_found_and_those_that_were_made():
    found = [{"region": "eu-west-1", "key": key()}, {"region": "us-east-1", "key": None}]
    there = {"region": "eu-west-1", "key_arn": ARN}
    assert key_policy.keys(found, []) == [there, {"region": "us-east-1", "key_arn": None}]
    new = {"ansible_loop_var": "key", "key": {"region": "us-east-1"}, "key_arn": "arn:new"}
    assert key_policy.keys(found, [new]) == [there, {"region": "us-east-1", "key_arn": "arn:new"}]


TABLE_ARN = f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/orders"
VAULT_ARN = f"arn:aws:backup:eu-west-1:{ACCOUNT}:backup-vault:orders"


def test_all_problems_of_the_variables_are_reported_at_once():
    given = {"alias": "", "regions": ["", "Frankfurt"], "tags": [], "state": "gone", "deletion_window": 5}
    assert encryption.resolve(given)["problems"] == [
        "encryption_tags: must be a dict",
        "encryption_alias: is required",
        "encryption_state: must be one of present, absent",
        "encryption_deletion_window: must be 7 to 30 days",
        "encryption_regions[1]: 'Frankfurt' is not the name of a Region, such as eu-west-1",
    ]


@pytest.mark.parametrize(
    ("regions", "read_in"), [(["us-east-1", ""], ""), (["us-east-1", "eu-west-1"], "us-east-1"), ([], "")]
)
def test_an_empty_region_is_that_of_the_session(regions, read_in):
    assert encryption.resolve({"alias": "alias/a", "regions": regions})["region"] == read_in


def test_unset_variables_have_their_defaults_and_a_region_need_not_be_a_list():
    found = encryption.resolve({"alias": "alias/a", "regions": "us-east-1", "state": None})
    assert (found["problems"], found["regions"], found["state"]) == ([], ["us-east-1"], "present")


@pytest.mark.parametrize(
    ("check_mode", "gone", "users"),
    [
        (False, [], [TABLE_ARN, VAULT_ARN]),
        (False, ["orders"], [TABLE_ARN, VAULT_ARN]),
        (True, ["orders"], []),
        (True, ["order"], [TABLE_ARN, VAULT_ARN]),
    ],
)
def test_tables_and_vaults_use_a_key_unless_check_mode_has_deleted_them(check_mode, gone, users):
    using = {"table_arn": TABLE_ARN, "sse_description": {"kms_master_key_arn": ARN}}
    tables = {"orders": using, "others": {"table_arn": f"{TABLE_ARN}-2"}}
    vaults = [{"backup_vault_arn": VAULT_ARN, "encryption_key_arn": ARN}, {"backup_vault_arn": f"{VAULT_ARN}-2"}]
    known = {
        "made": [],
        "shared": {"kms_keys": [{"region": "eu-west-1", "key": key()}], "caller": None},
        "tables": [{"tables": tables}],
        "vaults": [{"backup_vaults": vaults}],
        "check_mode": check_mode,
    }
    checked = encryption.resolve({"alias": "alias/a", "state": "absent", "gone": gone})
    assert encryption.handover(checked, known)["users"] == users
