# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import json

import pytest
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.encryption import keys as key_policy
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.shared.formats import schedule_problem
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.shared.names import fitted, key_alias, table

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
        "key_policies": [json.loads(made()["policy"])],
    }
    return whole | details


def made():
    ((entry),) = key_policy.work([{"item": "eu-west-1", "kms_keys": []}], TAGS, CALLER)
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
    found = statements(lacks(key_policies=[{"Version": "2012-10-17", "Statement": mine}]))
    assert found[0] == mine
    assert [statement["Sid"] for statement in found[1:]] == [entry["Sid"] for entry in statements(made())]


def test_a_policy_that_cannot_be_read_is_left_alone():
    assert lacks(key_policies=[]) == {}


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
    named = {"ansible_loop_var": "region", "region": "eu-west-1"}
    found = [{**named, "kms_keys": [key()]}, {"item": "us-east-1", "kms_keys": []}]
    there = {"region": "eu-west-1", "key_arn": ARN}
    assert key_policy.keys(found, []) == [there, {"region": "us-east-1", "key_arn": None}]
    new = {"item": {"region": "us-east-1"}, "key_arn": "arn:new"}
    assert key_policy.keys(found, [new]) == [there, {"region": "us-east-1", "key_arn": "arn:new"}]


def test_names_are_those_of_the_addon():
    assert table("myapp", "prod", "users") == "myapp-prod-users"
    assert key_alias("myapp", "prod") == "alias/myapp-prod-dynamodb"


def test_a_name_that_is_too_long_is_cut_and_stays_unique():
    long = "a" * 300
    assert len(table("myapp", "prod", long)) == 255
    assert table("myapp", "prod", long) == table("myapp", "prod", long)
    assert table("myapp", "prod", long) != table("myapp", "prod", long + "b")
    assert len(key_alias(long, "prod")) == 256
    assert fitted("a" * 50, 50) == "a" * 50


def test_an_alias_without_the_dots_of_a_name_stays_unique():
    assert key_alias("my.app", "prod") != key_alias("my-app", "prod")
    assert "." not in key_alias("my.app", "prod")


@pytest.mark.parametrize(
    ("schedule", "right"),
    [
        ("cron(0 2 ? * * *)", True),
        ("cron(0/15 8-18 ? * MON-FRI *)", True),
        ("cron(0 2 L * ? *)", True),
        ("rate(5 minutes)", True),
        ("at(2026-12-24T18:00:00)", True),
        ("cron(0 2 * * * *)", False),
        ("cron(0 2 ? * *)", False),
        ("cron(0 2 ? * * ;)", False),
        ("every day", False),
        (None, False),
    ],
)
def test_schedules(schedule, right):
    assert (schedule_problem(schedule) is None) == right
