# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import botocore.session
import pytest
from ansible_collections.stackkit.dynamodb.extensions.simulator import Simulator, VirtualClock
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.errors import PAGES
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import failures
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import outputs as stack_outputs
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.plugin_utils.stack.stacks import (
    handed_over,
    resolved,
    result,
)

NAME = "myapp-dev-users"
ARN = f"arn:aws:dynamodb:eu-west-1:123456789012:table/{NAME}"
EVERYTHING = {
    "stack_range_key": "day",
    "stack_attributes": [{"name": "user_id", "type": "S"}, {"name": "day", "type": "S"}],
    "stack_global_secondary_indexes": [
        {"name": "by-day", "hash_key": "day", "projection_type": "INCLUDE", "non_key_attributes": ["mail"]}
    ],
    "stack_local_secondary_indexes": [{"name": "local", "range_key": "day"}],
    "stack_billing_mode": "PROVISIONED",
    "stack_ttl_enabled": True,
    "stack_stream_enabled": True,
    "stack_point_in_time_recovery_enabled": True,
    "stack_enable_contributor_insights": True,
}
# What AWS alone decides.
UNKNOWN = {"table_id", "table_arn", "table_stream_arn", "table_stream_label", "kms_key_arn", "kms_key_id"}


@pytest.fixture
def simulator():
    return Simulator(clock=VirtualClock())


def outputs(simulator, check_mode=False, **variables):
    stack = resolved(**variables)
    return handed_over("outputs", stack, result(simulator, stack, check_mode=check_mode))


def test_outputs_are_what_aws_says(simulator):
    found = outputs(simulator, **EVERYTHING)[NAME]
    assert found["table_arn"] == ARN
    assert found["table_stream_arn"].startswith(f"{ARN}/stream/")
    assert found["table_stream_label"] == found["table_stream_arn"].rpartition("/")[2]
    assert (found["hash_key"], found["range_key"]) == ("user_id", "day")
    assert (found["billing_mode"], found["read_capacity"], found["write_capacity"]) == ("PROVISIONED", 5, 5)
    assert found["access_patterns"]["gsi_names"] == ["by-day"]
    assert found["access_patterns"]["lsi_names"] == ["local"]
    assert found["global_secondary_indexes"][0]["non_key_attributes"] == ["mail"]
    assert found["global_secondary_indexes"][0]["status"] == "ACTIVE"
    assert found["kms_key_arn"].endswith(f"key/{found['kms_key_id']}")
    assert found["table_endpoints"] == {"primary": "https://dynamodb.eu-west-1.amazonaws.com", "replicas": {}}
    assert found["tags"]["Component"] == "database"
    for name in (
        "server_side_encryption_enabled",
        "ttl_enabled",
        "point_in_time_recovery_enabled",
        "stream_enabled",
        "contributor_insights_enabled",
        "autoscaling_enabled",
    ):
        assert found[name] is True, name
    for kind in ("read", "write"):
        assert found[f"autoscaling_{kind}_target_arn"].startswith("arn:aws:application-autoscaling:eu-west-1:")
        assert ":scalingPolicy:" in found[f"autoscaling_{kind}_policy_arn"]


def test_outputs_are_read_and_never_echoed(simulator):
    """AWS changes the class of a table twice in 30 days, so the declared one is pending."""
    variables = EVERYTHING | {"stack_create_kms_key": False}
    outputs(simulator, **variables)
    behind = simulator.client("dynamodb", "eu-west-1")
    for table_class in ("STANDARD_INFREQUENT_ACCESS", "STANDARD"):
        behind.update_table(TableName=NAME, TableClass=table_class)
        simulator.clock.sleep(3600)
    found = outputs(simulator, **variables, stack_table_class="STANDARD_INFREQUENT_ACCESS")[NAME]
    assert found["table_class"] == "STANDARD"
    assert found["cost_optimization_info"]["table_class"] == "STANDARD"


@pytest.mark.parametrize("variables", [{}, EVERYTHING], ids=["shortest", "everything"])
def test_check_mode_predicts_what_it_can_know(simulator, variables):
    predicted = outputs(simulator, check_mode=True, **variables)[NAME]
    found = outputs(simulator, **variables)[NAME]
    assert set(predicted) == set(found)
    for name, value in predicted.items():
        if name in UNKNOWN or "_arn" in name:
            assert value is None, name
        elif not isinstance(value, (dict, list)):
            assert value == found[name], name
    for kind in ("global_secondary_indexes", "local_secondary_indexes"):
        unknown = {"arn": None, "status": None}
        assert [index | unknown for index in predicted[kind]] == [index | unknown for index in found[kind]]


def test_check_mode_predicts_a_change_of_a_table_that_exists(simulator):
    before = {**EVERYTHING, "stack_create_kms_key": False}
    outputs(simulator, **before)
    changed = {**before, "stack_table_class": "STANDARD_INFREQUENT_ACCESS"}
    changed["stack_point_in_time_recovery_enabled"] = False
    predicted = outputs(simulator, check_mode=True, **changed)[NAME]
    assert predicted["table_class"] == "STANDARD_INFREQUENT_ACCESS"
    assert predicted["point_in_time_recovery_enabled"] is False
    assert predicted["table_arn"] == ARN
    assert predicted == outputs(simulator, **changed)[NAME]


def test_nothing_is_known_of_what_is_gone(simulator):
    outputs(simulator)
    found = outputs(simulator, stack_state="absent")[NAME]
    assert found["table_name"] is None
    assert (found["project_name"], found["environment"]) == ("myapp", "dev")


def test_unlisted_and_pending_are_sentences():
    later = {
        "path": "state",
        "reason": "Cannot delete the table yet: the limit (R19).",
        "earliest": "2026-11-24T00:00:00Z",
    }
    waiting = {"path": "tags", "reason": "It depends on state, which is pending.", "earliest": None}
    nothing = {"global_secondary_indexes": [], "vector_indexes": [], "replicas": []}
    tables = {
        "a": {"unlisted": nothing, "pending": []},
        "b": {"unlisted": nothing | {"replicas": ["us-east-1"]}, "pending": [later, waiting]},
    }
    told = failures.notices(tables)
    assert list(told) == ["b"] and told["b"][0] == "replicas: not managed, because they are not declared: us-east-1"
    assert "still exist" in told["b"][1] and "its alarms, dashboard, backup plan, policies" in told["b"][1]
    assert failures.still_pending(tables).splitlines() == [
        "b: state is pending. Cannot delete the table yet: the limit (R19). Earliest: 2026-11-24T00:00:00Z."
        f" {PAGES}rules.md describes the rule.",
        "b: tags is pending. It depends on state, which is pending.",
    ]


@pytest.mark.parametrize(
    ("partition", "region", "url"),
    [
        ("aws", "eu-west-1", "https://dynamodb.eu-west-1.amazonaws.com"),
        ("aws-cn", "cn-north-1", "https://dynamodb.cn-north-1.amazonaws.com.cn"),
        ("aws-us-gov", "us-gov-west-1", "https://dynamodb.us-gov-west-1.amazonaws.com"),
    ],
)
def test_an_endpoint_is_one_of_its_partition(partition, region, url):
    assert stack_outputs.endpoint(f"arn:{partition}:dynamodb:{region}:123456789012:table/a", region) == url


def test_endpoints_are_those_that_botocore_knows():
    session = botocore.session.get_session()
    for partition in set(session.get_available_partitions()) & set(stack_outputs.SUFFIXES):
        region = session.get_available_regions("dynamodb", partition)[0]
        client = session.create_client("dynamodb", region, aws_access_key_id="a", aws_secret_access_key="b")
        arn = f"arn:{partition}:dynamodb:{region}:123456789012:table/a"
        assert stack_outputs.endpoint(arn, region) == client.meta.endpoint_url


def test_what_other_roles_hand_out_is_among_the_outputs(simulator):
    stack = resolved(stack_vpc_endpoint={"vpc_id": "vpc-1"})
    backup = {NAME: {"backup_enabled": True}, "another": {"backup_enabled": False}}
    found = handed_over("outputs", stack, result(simulator, stack), backup=backup, vpc_endpoint_id="vpce-1")[NAME]
    assert (found["backup_enabled"], found["vpc_endpoint_id"], found["backup_plan_arn"]) == (True, "vpce-1", None)
    assert found["cost_optimization_info"]["backup_enabled"] is True


def test_the_first_outputs_are_those_of_the_first_table(simulator):
    names = ("users", "orders")
    stack = resolved(stack_tables=[{"table_name": name} for name in names])
    known = result(simulator, stack)
    by_table = handed_over("outputs", stack, known)
    assert list(by_table) == [f"myapp-dev-{name}" for name in names]
    assert handed_over("first_outputs", stack, known) == by_table["myapp-dev-users"]


def test_a_key_that_does_not_exist_yet_is_handed_over_by_its_alias():
    made = {"region": "", "key_arn": "arn:made"}
    keys = handed_over("region_keys", resolved(), {}, keys=[{"region": "us-east-1", "key_arn": None}, made])
    assert keys == [{"region": "us-east-1", "key_arn": "alias/myapp-dev-dynamodb"}, made]
