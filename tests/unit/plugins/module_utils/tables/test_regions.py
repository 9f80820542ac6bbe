# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reconciling tables in several Regions in the simulator."""

from __future__ import annotations

from functools import partial

import pytest
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION, operations, run

US, ASIA, FRANKFURT = "us-east-1", "ap-southeast-1", "eu-central-1"
HOUR = 3600

TABLE = {"name": "orders", "hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}
SCALING = {"min_capacity": 50, "max_capacity": 1000}
PROVISIONED = {"billing_mode": "PROVISIONED", "read_capacity": 10, "write_capacity": 10}
ADVANCED = {
    "name": "global-app-prod-users",
    "hash_key": "user_id",
    "range_key": "created_at",
    "attributes": [{"name": name, "type": "S"} for name in ("user_id", "created_at", "email", "status")],
    "billing_mode": "PROVISIONED",
    "read_capacity": 100,
    "write_capacity": 100,
    "global_secondary_indexes": [
        {
            "name": "email-index",
            "hash_key": "email",
            "range_key": "created_at",
            "read_capacity": 50,
            "write_capacity": 50,
        },
        {
            "name": "status-index",
            "hash_key": "status",
            "range_key": "created_at",
            "projection_type": "INCLUDE",
            "non_key_attributes": ["user_id", "email"],
            "read_capacity": 25,
            "write_capacity": 25,
        },
    ],
    "replicas": [{"region": region, "autoscaling": {"read": SCALING}} for region in (US, FRANKFURT, ASIA)],
    "autoscaling": {"enabled": True, "read": SCALING, "write": SCALING},
    "ttl": {"enabled": True, "attribute_name": "expires_at"},
    "stream": {"enabled": True, "view_type": "NEW_AND_OLD_IMAGES"},
    "contributor_insights": {"enabled": True},
    "point_in_time_recovery": {"enabled": True},
    "deletion_protection": True,
    "tags": {"Owner": "backend-team", "Global": "true"},
}


def describe(simulator, region, name="orders"):
    return simulator.client("dynamodb", region).describe_table(TableName=name)["Table"]


def tags_in(simulator, region, name="orders"):
    client = simulator.client("dynamodb", region)
    arn = client.describe_table(TableName=name)["Table"]["TableArn"]
    return {tag["Key"]: tag["Value"] for tag in client.list_tags_of_resource(ResourceArn=arn)["Tags"]}


def test_a_provisioned_global_table_is_created_in_one_run(simulator):
    """Write scaling of the table and its indexes first, then the replicas, then the settings of each Region."""
    predicted = run(simulator, check_mode=True, **ADVANCED)
    created = run(simulator, **ADVANCED)
    assert created.get("msg") is None
    assert created["actions"] == predicted["actions"]
    assert not run(simulator, **ADVANCED)["changed"]
    for region in (US, FRANKFURT, ASIA):
        assert describe(simulator, region, ADVANCED["name"])["DeletionProtectionEnabled"]
        assert tags_in(simulator, region, ADVANCED["name"]) == ADVANCED["tags"]


def test_a_scaled_capacity_in_any_region_is_no_change(simulator):
    """Auto scaling controls it (R48)."""
    run(simulator, **ADVANCED)
    simulator.autoscale(ADVANCED["name"], read=400, write=300, region=REGION)
    simulator.clock.sleep(HOUR)
    simulator.autoscale(ADVANCED["name"], index="email-index", read=60, region=REGION)
    simulator.clock.sleep(HOUR)
    simulator.autoscale(ADVANCED["name"], read=200, region=US)
    simulator.clock.sleep(HOUR)
    assert not run(simulator, **ADVANCED)["changed"]


def test_reading_four_regions_takes_no_more_round_trips_than_reading_one(simulator):
    """The description of each table first, then all other readings of it in parallel, each once."""
    run(simulator, **ADVANCED)
    simulator.log.clear()
    run(simulator, **ADVANCED)
    called = operations(simulator.log)
    first = {call.region: call.operation for call in reversed(simulator.log)}
    assert first == dict.fromkeys((REGION, US, FRANKFURT, ASIA), "DescribeTable")
    assert {name: called.count(name) for name in set(called)} == {
        "DescribeTable": 4,
        "DescribeTimeToLive": 1,
        "DescribeContinuousBackups": 4,
        "ListContributorInsights": 4,
        "ListTagsOfResource": 4,
        "DescribeScalableTargets": 4,
        "DescribeScalingPolicies": 12,
    }


def test_a_later_index_is_scaled_in_every_region(simulator):
    """The next run changes nothing (R39)."""
    run(simulator, **ADVANCED)
    more = {
        **ADVANCED,
        "global_secondary_indexes": [*ADVANCED["global_secondary_indexes"], {"name": "by-id", "hash_key": "user_id"}],
    }
    added = run(simulator, **more)
    assert added.get("msg") is None
    assert any("the write capacity of index by-id" in action for action in added["actions"])
    assert not run(simulator, **more)["changed"]


def test_declaring_a_replica_enables_the_stream(simulator):
    """As a separate action, if no stream is declared or enabled (R28)."""
    run(simulator, **TABLE)
    result = run(simulator, **TABLE, replicas=[{"region": US}])
    assert result["actions"] == ["enable the stream with view type NEW_AND_OLD_IMAGES", "add a replica in us-east-1"]
    assert not run(simulator, **TABLE, replicas=[{"region": US}])["changed"]


def test_a_replica_inherits_what_the_table_declares(simulator):
    """Tags, recovery, protection, and Contributor Insights, unless the replica declares them."""
    own = [{"region": US, "tags": {"b": "2"}}, {"region": ASIA}]
    options = {**TABLE, "tags": {"a": "1"}, "deletion_protection": True, "replicas": own}
    run(simulator, **options)
    assert (tags_in(simulator, REGION), tags_in(simulator, US), tags_in(simulator, ASIA)) == (
        {"a": "1"},
        {"b": "2"},
        {"a": "1"},
    )
    assert describe(simulator, ASIA)["DeletionProtectionEnabled"]
    assert not run(simulator, **options)["changed"]
    undeclared = run(simulator, **TABLE, replicas=[{"region": US}, {"region": ASIA}])
    assert not undeclared["changed"]


def test_unlisted_replicas_do_not_change_and_are_reported(simulator):
    """Without purge_replicas."""
    run(simulator, **TABLE, replicas=[{"region": US}, {"region": ASIA}])
    shorter = run(simulator, **TABLE, replicas=[{"region": US}])
    assert not shorter["changed"] and shorter["unlisted"]["replicas"] == [ASIA]
    purged = run(simulator, **TABLE, replicas=[{"region": US}], purge_replicas=True)
    assert purged["actions"] == [f"remove the replica in {ASIA}"]
    assert not run(simulator, **TABLE, replicas=[{"region": US}], purge_replicas=True)["changed"]


def test_the_removal_of_a_purged_replica_reads_only_declared_settings(simulator):
    """Without autoscaling, scalable targets are not read, not even in the Region of the removed replica."""
    run(simulator, **TABLE, replicas=[{"region": US}])
    simulator.log.clear()
    run(simulator, **TABLE, replicas=[], purge_replicas=True)
    assert "DescribeScalableTargets" not in operations(simulator.log)


def test_a_protected_replica_is_removed_only_with_force_delete(simulator):
    """The error names the Region and the option (R36)."""
    run(simulator, **TABLE, deletion_protection=True, replicas=[{"region": US}])
    purge = {**TABLE, "replicas": [], "purge_replicas": True}
    failed = run(simulator, **purge)
    assert "force_delete: table orders in us-east-1 has deletion protection" in failed["msg"] and not failed["changed"]
    forced = run(simulator, **purge, force_delete=True)
    assert forced["actions"] == [
        "disable deletion protection in us-east-1",
        "remove the replica in us-east-1",
    ]


def test_a_global_table_is_deleted_in_the_order_that_aws_requires(simulator):
    """Protection, replicas, targets, the table. AWS deletes the source of a new replica a day later (R19)."""
    run(simulator, **ADVANCED)
    first = run(simulator, name=ADVANCED["name"], state="absent", force_delete=True)
    assert first.get("msg") is None and first["changed"]
    assert [entry["path"] for entry in first["pending"]] == ["state"]
    again = run(simulator, name=ADVANCED["name"], state="absent", force_delete=True)
    assert not again["changed"] and [entry["path"] for entry in again["pending"]] == ["state"]
    simulator.clock.sleep(25 * HOUR)
    assert run(simulator, name=ADVANCED["name"], state="absent", force_delete=True)["actions"] == ["delete the table"]
    assert run(simulator, name=ADVANCED["name"], state="absent")["table"] == {}
    for region in (REGION, US, FRANKFURT, ASIA):
        scaling = simulator.client("application-autoscaling", region)
        assert scaling.describe_scalable_targets(ServiceNamespace="dynamodb")["ScalableTargets"] == []


@pytest.mark.parametrize("task", [{"state": "absent"}, {"replicas": [], "purge_replicas": True}])
def test_no_target_of_a_removed_replica_remains_after_a_failure(simulator, task):
    """After the replica is gone, nothing leads to its Region, so its targets are deregistered first (R49)."""
    options = {"name": ADVANCED["name"], "force_delete": True, "autoscaling": ADVANCED["autoscaling"]}
    for operation in ("DeregisterScalableTarget", "UpdateTable"):
        simulator.reset()
        run(simulator, **ADVANCED)
        simulator.clock.sleep(25 * HOUR)
        simulator.fail(operation, code="AccessDeniedException", message="cut off")
        assert "cut off" in run(simulator, **options, **task)["msg"]
        assert "msg" not in run(simulator, **options, **task)
        for region in (US, FRANKFURT, ASIA):
            scaling = simulator.client("application-autoscaling", region)
            assert scaling.describe_scalable_targets(ServiceNamespace="dynamodb")["ScalableTargets"] == []


def test_a_failed_region_does_not_stop_the_others(simulator):
    """The error names the Region and the AWS error, and a second run completes the task."""
    run(simulator, **TABLE, replicas=[{"region": US}, {"region": ASIA}])
    options = {**TABLE, "tags": {"a": "1"}, "replicas": [{"region": US}, {"region": ASIA}]}
    simulator.fail("TagResource", region=US, code="AccessDeniedException", message="cut off")
    result = run(simulator, **options)
    assert "Failed to tag with a=1 in us-east-1: AccessDeniedException: cut off" in result["msg"]
    assert len(result["applied"]) == 2 and result["remaining"] == ["tag with a=1 in us-east-1"]
    assert tags_in(simulator, ASIA) == {"a": "1"}
    assert len(run(simulator, **options)["actions"]) == 1
    assert not run(simulator, **options)["changed"]


def test_an_unreadable_region_does_not_stop_the_others(simulator):
    """Nothing is sent to it, because its current state is not known."""
    run(simulator, **TABLE, replicas=[{"region": US}, {"region": ASIA}])
    options = {**TABLE, "tags": {"a": "1"}, "replicas": [{"region": US}, {"region": ASIA}]}
    simulator.fail("DescribeTable", region=US, code="AccessDeniedException", message="cut off")
    result = run(simulator, **options)
    assert "us-east-1" in result["msg"] and result["changed"]
    assert (tags_in(simulator, US), tags_in(simulator, ASIA)) == ({}, {"a": "1"})
    run(simulator, **options)
    assert not run(simulator, **options)["changed"]


def test_a_foreign_table_in_the_region_of_a_replica_is_a_plan_error(simulator):
    """AWS would report it only after the stream is enabled (R55)."""
    simulator.client("dynamodb", US).create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    simulator.clock.sleep(60)
    run(simulator, **TABLE)
    result = run(simulator, **TABLE, replicas=[{"region": US}])
    assert "replicas[us-east-1]: us-east-1 has a table orders that is not a replica" in result["msg"]
    assert not result["changed"]


def add_at(simulator, region, new, **params):
    """Add a replica whose source is the replica in `region`, which AWS then does not delete for a day (R19)."""
    simulator.clock.sleep(30 * HOUR)  # AWS allows deleting the table itself again
    client = simulator.client("dynamodb", region)
    client.update_table(TableName="orders", ReplicaUpdates=[{"Create": {"RegionName": new, **params}}])
    simulator.clock.sleep(HOUR)


def test_a_table_is_not_deleted_before_its_replicas(simulator):
    """A later run could not find a replica without its table."""
    run(simulator, **TABLE, replicas=[{"region": US}])
    add_at(simulator, US, FRANKFURT)
    result = run(simulator, name="orders", state="absent")
    assert result["actions"] == ["remove the replica in eu-central-1"]
    assert [entry["path"] for entry in result["pending"]] == ["replicas", "state"]
    simulator.clock.sleep(30 * HOUR)
    later = run(simulator, name="orders", state="absent")
    assert later["actions"] == ["remove the replica in us-east-1", "delete the table"] and later["table"] == {}


def test_a_replica_is_re_created_after_the_old_one_is_deleted(simulator):
    """Its table exists for some time after it has left the group (R55)."""

    def options(number):
        key = f"arn:aws:kms:us-east-1:123456789012:key/{number * 8}-1111-1111-1111-111111111111"
        home = key.replace(US, REGION).replace(number * 8, "1" * 8)
        return {
            **TABLE,
            "server_side_encryption": {"enabled": True, "kms_key_id": home},
            "replicas": [{"region": US, "kms_key_id": key, "tags": {"a": "1"}}],
            "allow_recreate": ["replicas"],
        }

    run(simulator, **options("1"))
    result = run(simulator, **options("2"))
    assert "msg" not in result, result["msg"]
    assert tags_in(simulator, US) == {"a": "1"}
    assert not run(simulator, **options("2"))["changed"]


def test_a_replica_that_cannot_be_removed_yet_is_not_re_created(simulator):
    """It does not change, and a later run re-creates it."""

    def key_in(region, number):
        return f"arn:aws:kms:{region}:123456789012:key/{number * 8}-1111-1111-1111-111111111111"

    def options(number):
        return {
            **TABLE,
            "server_side_encryption": {"enabled": True, "kms_key_id": key_in(REGION, "1")},
            "replicas": [
                {
                    "region": US,
                    "kms_key_id": key_in(US, number),
                    "kinesis_stream": {
                        "enabled": True,
                        "stream_arn": "arn:aws:kinesis:us-east-1:123456789012:stream/one",
                    },
                }
            ],
            "allow_recreate": ["replicas"],
            "deletion_protection": True,
            "force_delete": True,
        }

    run(simulator, **options("1"))
    add_at(simulator, US, FRANKFURT, KMSMasterKeyId=key_in(FRANKFURT, "1"))
    result = run(simulator, **options("2"))
    assert "msg" not in result
    assert {entry["path"] for entry in result["pending"]} == {"replicas", "replicas[us-east-1].kinesis_stream"}
    assert describe(simulator, US)["DeletionProtectionEnabled"]
    simulator.clock.sleep(30 * HOUR)
    later = run(simulator, **options("2"))
    assert "msg" not in later, later["msg"]
    assert later["pending"] == []
    assert describe(simulator, US)["SSEDescription"]["KMSMasterKeyArn"] == key_in(US, "2")
    assert not run(simulator, **options("2"))["changed"]


def test_a_global_table_becomes_provisioned_and_gets_an_index(simulator):
    """AWS rejects an index until the write capacity of the existing ones is scaled (R31)."""
    attributes = [{"name": name, "type": "S"} for name in ("id", "mail", "day")]
    mail, day = {"name": "by-mail", "hash_key": "mail"}, {"name": "by-day", "hash_key": "day"}
    common = {**TABLE, "attributes": attributes, "replicas": [{"region": US}]}
    run(simulator, **common, global_secondary_indexes=[mail])
    options = {
        **common,
        "global_secondary_indexes": [mail, day],
        "billing_mode": "PROVISIONED",
        "read_capacity": 50,
        "write_capacity": 50,
        "autoscaling": {"enabled": True, "write": SCALING},
    }
    result = run(simulator, **options)
    assert "msg" not in result, result["msg"]
    assert not run(simulator, **options)["changed"]


def test_a_replica_of_an_unscaled_table_is_an_error_before_the_first_call(simulator):
    """Also if the billing mode is only implied (R31)."""
    options = {**TABLE, "read_capacity": 5, "write_capacity": 5, "autoscaling": {"enabled": True, "read": SCALING}}
    result = run(simulator, **options, replicas=[{"region": US}])
    assert "autoscaling.write: " in result["msg"] and simulator.writes() == []


def test_a_global_table_does_not_become_provisioned_without_scaling(simulator):
    """AWS would accept the switch, but no further replica (R31). Undeclared scaling is not read."""
    run(simulator, **TABLE)
    provisioned = {"billing_mode": "PROVISIONED", "read_capacity": 50, "write_capacity": 50}
    failed = run(simulator, name="orders", **provisioned, replicas=[{"region": US}])
    assert "autoscaling.write: " in failed["msg"] and not failed["changed"]
    run(simulator, name="orders", **provisioned, autoscaling={"enabled": True, "write": SCALING})
    failed = run(simulator, name="orders", replicas=[{"region": US}], stream={"enabled": True})
    assert "autoscaling.write: " in failed["msg"] and not failed["changed"]


def test_an_unlisted_index_can_be_overridden(simulator):
    """An override of an index that does not exist is a plan error."""
    keys = [*TABLE["attributes"], {"name": "mail", "type": "S"}]
    run(simulator, **{**TABLE, "attributes": keys}, global_secondary_indexes=[{"name": "by-mail", "hash_key": "mail"}])
    for name, failed in (("by-mail", False), ("by-male", True)):
        override = {"name": name, "max_read_request_units": 5}
        replicas = [{"region": US, "global_secondary_indexes": [override]}]
        result = run(simulator, check_mode=True, name="orders", global_secondary_indexes=[], replicas=replicas)
        assert (f"the table has no global secondary index {name}" in result.get("msg", "")) == failed
        assert result["changed"] != failed


def test_keys_of_replicas_are_checked_against_the_live_table(simulator):
    """Also if its encryption is not declared: AWS would reject a replica after the stream is enabled (R32)."""
    key, there = (simulator.client("kms", region).create_key()["KeyMetadata"]["Arn"] for region in (REGION, US))
    run(simulator, **TABLE)
    replicas = [{"region": US, "kms_key_id": there}, {"region": ASIA}]
    failed = run(simulator, name="orders", replicas=replicas)
    assert (
        f"replicas[{US}].kms_key_id: the table has no customer managed key" in failed["msg"] and not failed["changed"]
    )
    run(simulator, name="orders", server_side_encryption={"enabled": True, "kms_key_id": key})
    failed = run(simulator, name="orders", replicas=replicas)
    assert f"replicas[{ASIA}].kms_key_id: is required: the table has a customer managed key" in failed["msg"]
    assert not failed["changed"]
    assert "msg" not in run(simulator, name="orders", replicas=replicas[:1])


def test_local_indexes_and_strong_consistency_are_a_plan_error(simulator):
    """Also if the task does not declare the indexes (R30)."""
    ranged = {
        "range_key": "at",
        "attributes": [*TABLE["attributes"], {"name": "at", "type": "N"}, {"name": "x", "type": "S"}],
    }
    run(simulator, **{**TABLE, **ranged}, local_secondary_indexes=[{"name": "by-x", "range_key": "x"}])
    strong = {"multi_region_consistency": "STRONG", "replicas": [{"region": "eu-west-2"}, {"region": "eu-west-3"}]}
    result = run(simulator, name="orders", **strong)
    assert "multi_region_consistency: is STRONG, which does not allow local" in result["msg"] and not result["changed"]


def test_scaling_of_a_replica_of_a_new_on_demand_table_is_a_plan_error(simulator):
    """Also if no option declares the billing mode, because the second run would fail."""
    replicas = [{"region": US, "autoscaling": {"read": SCALING}}]
    result = run(simulator, **TABLE, replicas=replicas)
    assert f"replicas[{US}].autoscaling: requires billing_mode: PROVISIONED" in result["msg"]
    assert simulator.writes() == []
    run(simulator, **TABLE, replicas=[{"region": US}])
    result = run(simulator, name="orders", replicas=replicas)
    assert f"replicas[{US}].autoscaling.enabled: requires billing_mode: PROVISIONED" in result["msg"]


def test_disabling_the_scaling_of_a_provisioned_global_table_is_an_error(simulator):
    """AWS would reject further changes of its indexes, and further replicas (R31)."""
    provisioned = {"billing_mode": "PROVISIONED", "read_capacity": 50, "write_capacity": 50}
    scaled = {"autoscaling": {"enabled": True, "write": SCALING}}
    run(simulator, **TABLE, **provisioned, **scaled, replicas=[{"region": US}])
    failed = run(simulator, name="orders", autoscaling={"enabled": False}, replicas=[])
    assert "autoscaling.write: " in failed["msg"] and not failed["changed"]


def test_undeclared_replicas_require_scaling_as_well(simulator):
    """After the switch, AWS would reject the new index, and every later change of an index (R31)."""
    attributes = [{"name": name, "type": "S"} for name in ("id", "mail", "day")]
    mail, day = {"name": "by-mail", "hash_key": "mail"}, {"name": "by-day", "hash_key": "day"}
    table = {**TABLE, "attributes": attributes, "global_secondary_indexes": [mail]}
    run(simulator, **table, replicas=[{"region": US}])
    options = {**table, "global_secondary_indexes": [mail, day], **PROVISIONED}
    for scaling in ({}, {"autoscaling": {"enabled": False}}):
        failed = run(simulator, **options, **scaling)
        assert "autoscaling.write: is required" in failed["msg"] and not failed["changed"]
    options["autoscaling"] = {"enabled": True, "write": SCALING}
    assert "msg" not in run(simulator, **options)
    assert not run(simulator, **options)["changed"]


def test_a_global_table_that_blocks_changes_of_its_indexes_is_scaled_first(simulator):
    """Another tool has made it provisioned; AWS rejects every change of an index until the writes are scaled (R31)."""
    attributes = [{"name": name, "type": "S"} for name in ("id", "mail")]
    index = {"name": "by-mail", "hash_key": "mail"}
    table = {**TABLE, "attributes": attributes, "global_secondary_indexes": [index]}
    run(simulator, **table, replicas=[{"region": US}])
    numbers = {"ReadCapacityUnits": 10, "WriteCapacityUnits": 10}
    simulator.client("dynamodb", REGION).update_table(
        TableName="orders",
        BillingMode="PROVISIONED",
        ProvisionedThroughput=numbers,
        GlobalSecondaryIndexUpdates=[{"Update": {"IndexName": "by-mail", "ProvisionedThroughput": numbers}}],
    )
    simulator.clock.sleep(HOUR)
    options = {**table, "autoscaling": {"enabled": True, "read": SCALING, "write": SCALING}}
    result = run(simulator, **options)
    assert "msg" not in result, result["msg"]
    assert "provision 50 RCU and 50 WCU for the table" in result["actions"][-1]
    assert not run(simulator, **options)["changed"]


@pytest.mark.parametrize("declared", [{"name": "by-mail", "read": SCALING}, None])
def test_an_unscaled_index_of_a_global_table_is_a_plan_error(simulator, declared):
    """AWS would reject the new index, and the module does not scale what the task does not declare (R31)."""
    attributes = [{"name": name, "type": "S"} for name in ("id", "mail", "day")]
    mail, day = {"name": "by-mail", "hash_key": "mail"}, {"name": "by-day", "hash_key": "day"}
    table = {**TABLE, "attributes": attributes, **PROVISIONED, "global_secondary_indexes": [mail]}
    run(simulator, **table, autoscaling={"enabled": True, "write": SCALING}, replicas=[{"region": US}])
    simulator.client("application-autoscaling", REGION).deregister_scalable_target(
        ServiceNamespace="dynamodb",
        ResourceId="table/orders/index/by-mail",
        ScalableDimension="dynamodb:index:WriteCapacityUnits",
    )
    scaling = {"enabled": True, "write": SCALING, **({"indexes": [declared]} if declared else {})}
    options = {**table, "global_secondary_indexes": [mail, day], "autoscaling": scaling}
    result = run(simulator, **options)
    if declared:
        assert "autoscaling.indexes[by-mail].write: is required" in result["msg"] and not result["changed"]
    else:
        assert "msg" not in result and not run(simulator, **options)["changed"]


def test_targets_are_deregistered_before_a_replica_of_an_on_demand_table_is_added(simulator):
    """AWS copies registered targets to a new replica."""
    provisioned = {"billing_mode": "PROVISIONED", "read_capacity": 50, "write_capacity": 50}
    run(simulator, **TABLE, **provisioned, autoscaling={"enabled": True, "write": SCALING})
    options = {"billing_mode": "PAY_PER_REQUEST", "autoscaling": {"enabled": False}, "replicas": [{"region": US}]}
    run(simulator, **TABLE, **options)
    assert not run(simulator, **TABLE, **options)["changed"]


def test_a_change_of_the_key_of_a_global_table_is_a_plan_error(simulator):
    """AWS rejects it while the table has replicas (R33)."""
    key = f"arn:aws:kms:{REGION}:123456789012:key/11111111-1111-1111-1111-111111111111"
    encrypted = {"server_side_encryption": {"enabled": True, "kms_key_id": key}}
    run(simulator, **TABLE, replicas=[{"region": US}])
    failed = run(simulator, **TABLE, **encrypted, tags={"a": "1"})
    assert (
        "server_side_encryption: cannot change to or from a customer managed key while the table has replicas in us-"
        in failed["msg"]
    )
    assert not failed["changed"]
    assert "msg" not in run(simulator, **TABLE, **encrypted, replicas=[], purge_replicas=True)


@pytest.mark.parametrize("declared", [{}, {"replicas": [{"region": US}]}])
def test_the_aws_managed_key_of_a_global_table_can_change(simulator, declared):
    """AWS rejects only changes to and from a customer managed key (R33)."""
    run(simulator, **TABLE, server_side_encryption={"enabled": True}, replicas=[{"region": US}])
    for enabled in (False, True):
        options = {**TABLE, **declared, "server_side_encryption": {"enabled": enabled}}
        result = run(simulator, **options)
        assert "msg" not in result and len(result["actions"]) == 1
        assert not run(simulator, **options)["changed"]


def test_a_customer_managed_key_of_a_global_table_cannot_be_removed(simulator):
    """AWS rejects it, and the module looks the key up to tell (R33)."""
    home, there = (
        f"arn:aws:kms:{region}:123456789012:key/11111111-1111-1111-1111-111111111111" for region in (REGION, US)
    )
    encryption = {"server_side_encryption": {"enabled": True, "kms_key_id": home}}
    run(simulator, **TABLE, **encryption, replicas=[{"region": US, "kms_key_id": there}])
    failed = run(simulator, **TABLE, server_side_encryption={"enabled": False}, tags={"a": "1"})
    assert "server_side_encryption: cannot change to or from" in failed["msg"] and not failed["changed"]


def test_a_new_replica_has_the_indexes_that_are_not_declared(simulator):
    """Contributor Insights and auto scaling apply to them as well."""
    attributes = [{"name": name, "type": "S"} for name in ("id", "mail")]
    provisioned = {"billing_mode": "PROVISIONED", "read_capacity": 50, "write_capacity": 50}
    common = {**TABLE, **provisioned, "autoscaling": {"enabled": True, "write": SCALING}}
    index = {"name": "by-mail", "hash_key": "mail"}
    run(simulator, **{**common, "attributes": attributes}, global_secondary_indexes=[index])
    scaling = {"indexes": [{"name": "by-mail", "read": SCALING}]}
    options = {
        **common,
        "contributor_insights": {"enabled": True},
        "replicas": [{"region": US, "autoscaling": scaling}],
    }
    result = run(simulator, **options)
    assert "msg" not in result, result["msg"]
    assert "enable Contributor Insights on index by-mail: ACCESSED_AND_THROTTLED_KEYS in us-east-1" in result["actions"]
    assert not run(simulator, **options)["changed"]


def test_omitted_consistency_does_not_change_the_stream(simulator):
    """Only replicas with eventual consistency require it (R28)."""
    strong = {**TABLE, "replicas": [{"region": "eu-west-2"}, {"region": "eu-west-3"}]}
    run(simulator, **strong, multi_region_consistency="STRONG")
    assert run(simulator, **strong)["actions"] == []


def test_ttl_of_a_table_with_strong_consistency_is_a_plan_error(simulator):
    """Also if the task does not declare its replicas (R30)."""
    replicas = [{"region": "eu-west-2"}, {"region": "eu-west-3"}]
    run(simulator, **TABLE, replicas=replicas, multi_region_consistency="STRONG")
    ttl = {"enabled": True, "attribute_name": "expires_at"}
    failed = run(simulator, **TABLE, ttl=ttl, tags={"a": "1"})
    assert "ttl.enabled: " in failed["msg"] and not failed["changed"]


def test_ttl_is_disabled_before_strongly_consistent_replicas_are_added(simulator):
    """AWS rejects them for a table with TTL (R30). If a rate limit defers the TTL change, they wait for it."""
    run(simulator, **TABLE, ttl={"enabled": True, "attribute_name": "expires_at"})
    replicas = [{"region": "eu-west-2"}, {"region": "eu-west-3"}]
    options = {**TABLE, "ttl": {"enabled": False}, "replicas": replicas, "multi_region_consistency": "STRONG"}
    early = run(simulator, **options)
    assert "msg" not in early and [entry["path"] for entry in early["pending"]] == ["ttl", "replicas"]
    simulator.clock.sleep(2 * HOUR)
    result = run(simulator, **options)
    assert result["actions"][0] == "disable TTL on attribute expires_at" and len(result["actions"]) == 2
    assert not run(simulator, **options)["changed"]


def test_the_run_waits_for_a_replica_that_its_region_does_not_show_yet(simulator):
    """An interrupted run has added it. The next run must wait until it is created."""
    run(simulator, **TABLE, stream={"enabled": True})
    home = simulator.client("dynamodb", REGION)
    home.update_table(TableName="orders", ReplicaUpdates=[{"Create": {"RegionName": US}}])
    while "Replicas" not in home.describe_table(TableName="orders")["Table"]:
        simulator.clock.sleep(1)
    simulator.fail("DescribeTable", region=US, code="ResourceNotFoundException", message="Requested resource not found")
    replicas = [{"region": US, "deletion_protection": False, "tags": {"a": "1"}}]
    result = run(simulator, **TABLE, deletion_protection=True, replicas=replicas)
    assert result["actions"] == ["enable deletion protection", f"tag with a=1 in {US}"]
    assert tags_in(simulator, US) == {"a": "1"}


@pytest.mark.parametrize("later", [0, 3, 600])
def test_a_replica_that_another_caller_adds_is_reconciled(simulator, later):
    """In the middle of the run that would add it, which goes on once it is there (R55)."""

    def make_client(service, region):
        client = simulator.client(service, region)
        if (service, region) == ("dynamodb", REGION):
            client.update_table = partial(followed, client.update_table)
        return client

    def followed(update_table, **params):
        answer = update_table(**params)
        if "StreamSpecification" in params:
            simulator.clock.sleep(30)
            update_table(TableName="orders", ReplicaUpdates=[{"Create": {"RegionName": US}}])
            simulator.clock.sleep(later)
        return answer

    run(simulator, **TABLE)
    replicas = [{"region": US, "tags": {"a": "1"}}]
    result = run(simulator, make_client=make_client, **TABLE, replicas=replicas)
    assert "msg" not in result, result["msg"]
    assert tags_in(simulator, US) == {"a": "1"}
    assert not run(simulator, **TABLE, replicas=replicas)["changed"]


def test_a_replica_with_an_unscaled_index_is_a_plan_error(simulator):
    """AWS would reject it after other changes (R31), also if the task does not declare the billing mode."""
    run(simulator, **{**ADVANCED, "name": "orders", "replicas": None, "autoscaling": None})
    scaling = {"enabled": True, "write": SCALING, "indexes": [{"name": "email-index", "read": SCALING}]}
    failed = run(simulator, name="orders", replicas=[{"region": US}], autoscaling=scaling)
    assert "autoscaling.indexes[email-index].write: " in failed["msg"] and not failed["changed"]


def test_a_purged_replica_is_removed_completely_if_another_is_unreadable(simulator):
    """With its protection and its targets, which no later run would find."""
    scaled = {"autoscaling": {"read": SCALING}}
    table = {**ADVANCED, "name": "orders", "replicas": [{"region": US}]}
    run(simulator, **{**table, "replicas": [{"region": US}, {"region": FRANKFURT, **scaled}]})
    simulator.fail("DescribeTable", region=US, code="AccessDeniedException")
    result = run(simulator, **table, purge_replicas=True, force_delete=True)
    assert f"in {US}: AccessDeniedException" in result["msg"]
    assert f"remove the replica in {FRANKFURT}" in result["actions"]
    client = simulator.client("application-autoscaling", FRANKFURT)
    targets = client.describe_scalable_targets(ServiceNamespace="dynamodb")["ScalableTargets"]
    assert [target["ScalableDimension"] for target in targets if "Read" in target["ScalableDimension"]] == []


def test_a_replica_of_a_provisioned_table_is_re_created_only_with_declared_scaling(simulator):
    """Undeclared scaling is not read, and without scaling AWS would reject the new replica after the removal (R31)."""
    key = f"arn:aws:kms:{REGION}:123456789012:key/11111111-1111-1111-1111-111111111111"
    there = key.replace(REGION, US)
    provisioned = {"billing_mode": "PROVISIONED", "read_capacity": 50, "write_capacity": 50}
    scaling = {"autoscaling": {"enabled": True, "write": SCALING}}
    encryption = {"server_side_encryption": {"enabled": True, "kms_key_id": key}}
    run(simulator, **TABLE, **provisioned, **scaling, **encryption, replicas=[{"region": US, "kms_key_id": there}])
    changed = {**encryption, "replicas": [{"region": US, "kms_key_id": there.replace("11111111-", "2" * 8 + "-")}]}
    failed = run(simulator, **TABLE, **changed, allow_recreate=["replicas"])
    assert "autoscaling.write: " in failed["msg"] and not failed["changed"]
    assert "msg" not in run(simulator, **TABLE, **changed, **scaling, allow_recreate=["replicas"])


def test_a_replica_is_not_removed_for_a_key_that_the_table_does_not_allow(simulator):
    """AWS rejects a key of a replica if the table has none, but only after the old replica is deleted (R32)."""
    run(simulator, **TABLE, replicas=[{"region": US}])
    replicas = [{"region": US, "kms_key_id": f"arn:aws:kms:{US}:123456789012:key/11111111-1111-1111-1111-111111111111"}]
    failed = run(simulator, **TABLE, replicas=replicas, allow_recreate=["replicas"])
    assert (
        f"replicas[{US}].kms_key_id: the table has no customer managed key" in failed["msg"] and not failed["changed"]
    )


@pytest.mark.parametrize(
    ("encrypted", "words"),
    [(True, f"is alias/mistyped, which does not exist in {US}"), (False, "the table has no customer managed key")],
)
def test_a_replica_is_not_removed_for_a_key_that_does_not_exist(simulator, encrypted, words):
    """It could not be added again, because KMS does not know the alias in its Region."""
    key = f"arn:aws:kms:{REGION}:123456789012:key/11111111-1111-1111-1111-111111111111"
    table = {**TABLE, "server_side_encryption": {"enabled": True, **({"kms_key_id": key} if encrypted else {})}}
    there = {"kms_key_id": key.replace(REGION, US)} if encrypted else {}
    run(simulator, **table, replicas=[{"region": US, **there}])
    replicas = [{"region": US, "kms_key_id": "alias/mistyped"}]
    failed = run(simulator, **TABLE, replicas=replicas, allow_recreate=["replicas"])
    assert f"replicas[{US}].kms_key_id: {words}" in failed["msg"] and not failed["changed"]


def test_a_table_with_undeclared_ttl_gets_no_strong_replicas(simulator):
    """AWS rejects them if TTL is enabled, but only after other changes (R30). Undeclared TTL is not read."""
    run(simulator, **TABLE, ttl={"enabled": True, "attribute_name": "expires_at"})
    simulator.clock.sleep(2 * HOUR)
    replicas = [{"region": "eu-west-2"}, {"region": "eu-west-3"}]
    strong = {**TABLE, "replicas": replicas, "multi_region_consistency": "STRONG", "deletion_protection": True}
    failed = run(simulator, **strong)
    assert "ttl.enabled: must be declared as false" in failed["msg"] and not failed["changed"]
    assert "msg" not in run(simulator, **strong, ttl={"enabled": False})


def described_otherwise(simulator, change):
    """make_client for which change(table) changes the answers of DescribeTable in the Region of the table."""

    def make_client(service, region):
        client = simulator.client(service, region)
        if (service, region) == ("dynamodb", REGION):
            client.describe_table = partial(described, client.describe_table)
        return client

    def described(describe_table, **params):
        answer = describe_table(**params)
        change(answer["Table"])
        return answer

    return make_client


def test_a_stuck_table_can_be_deleted(simulator):
    """Its key may be deleted (R34). It has deletion protection and replicas."""

    def out_of_use(table):
        if table["TableStatus"] == "ACTIVE":
            table["TableStatus"] = "INACCESSIBLE_ENCRYPTION_CREDENTIALS"

    run(simulator, **TABLE, deletion_protection=True, replicas=[{"region": US, "deletion_protection": False}])
    simulator.clock.sleep(25 * HOUR)
    make_client = described_otherwise(simulator, out_of_use)
    result = run(simulator, make_client=make_client, name="orders", state="absent", force_delete=True)
    assert result["actions"] == [
        "disable deletion protection",
        f"remove the replica in {US}",
        "delete the table",
    ]


def a_replica_that_fails(simulator):
    """make_client of an AWS that cannot create the replica in US until it is removed."""

    def failed(table):
        removed = any("Delete" in str(call.params.get("ReplicaUpdates")) for call in simulator.writes())
        for replica in table.get("Replicas", []) if not removed else []:
            if replica["ReplicaStatus"] == "ACTIVE":
                replica.update(ReplicaStatus="CREATION_FAILED", ReplicaStatusDescription="no such key")

    return described_otherwise(simulator, failed)


def test_a_replica_that_could_not_be_created_is_an_error(simulator):
    """In the run that adds it, and in each that declares it. A task that does not declare it succeeds."""
    make_client, replicas = a_replica_that_fails(simulator), [{"region": US}]
    for _run in range(2):
        failed = run(simulator, make_client=make_client, **TABLE, replicas=replicas)
        assert "no such key" in failed["msg"]
    assert not failed["changed"] and "allow_recreate" in failed["msg"]
    assert run(simulator, make_client=make_client, **TABLE, tags={"a": "1"})["actions"] == ["tag with a=1"]
    declared = {"tags": {"a": "1"}, "allow_recreate": ["replicas"]}
    again = run(simulator, make_client=make_client, **TABLE, replicas=replicas, **declared)
    assert again["actions"][:2] == [f"remove the replica in {US}", f"replace the replica in {US}"]
    ((lost,),) = [one["notes"] for one in again["differences"]]
    assert "not the settings that the task does not declare: " in lost
    assert "kinesis_stream" in lost and "tags" not in lost
    assert not run(simulator, make_client=make_client, **TABLE, replicas=replicas)["changed"]


@pytest.mark.parametrize(
    "wanted", [{**TABLE, "replicas": [], "purge_replicas": True}, {"name": "orders", "state": "absent"}]
)
def test_a_replica_that_could_not_be_created_can_be_removed(simulator, wanted):
    """Alone, and with its table."""
    make_client = a_replica_that_fails(simulator)
    run(simulator, make_client=make_client, **TABLE, replicas=[{"region": US}])
    simulator.clock.sleep(25 * HOUR)
    result = run(simulator, make_client=make_client, **wanted)
    assert "msg" not in result and result["actions"][0] == f"remove the replica in {US}"


def test_a_replica_needs_a_pending_billing_mode(simulator):
    """AWS rejects a replica of a table without write scaling, and the switch to on-demand may be pending (R15)."""
    provisioned = {"billing_mode": "PROVISIONED", "read_capacity": 5, "write_capacity": 5}
    run(simulator, **TABLE, **provisioned, stream={"enabled": True})
    message = "Subscriber limit exceeded: Update to PayPerRequest mode are limited to 4 times in 1 day(s)."
    simulator.fail("UpdateTable", code="LimitExceededException", message=message)
    replicas = [{"region": US, "tags": {"a": "1"}, "deletion_protection": True}]
    wanted = {**TABLE, "billing_mode": "PAY_PER_REQUEST", "replicas": replicas, "disassociation_protection": False}
    early = run(simulator, **wanted)
    assert "msg" not in early
    paths = ["billing_mode", "replicas", "disassociation_protection"]
    assert [entry["path"] for entry in early["pending"]][:3] == paths
    assert run(simulator, **wanted)["pending"] == []
    assert not run(simulator, **wanted)["changed"]


def test_a_replica_needs_pending_encryption(simulator):
    """AWS rejects a key of a replica if the table has none, and the change may be pending (R32, R52)."""
    run(simulator, **TABLE, stream={"enabled": True})
    message = "Subscriber limit exceeded: Encryption mode changes are limited in the 24h window ending at <TIME>."
    simulator.fail("UpdateTable", code="LimitExceededException", message=message)
    home, there = (
        f"arn:aws:kms:{region}:123456789012:key/11111111-1111-1111-1111-111111111111" for region in (REGION, US)
    )
    encryption = {"enabled": True, "kms_key_id": home}
    wanted = {**TABLE, "server_side_encryption": encryption, "replicas": [{"region": US, "kms_key_id": there}]}
    early = run(simulator, **wanted)
    assert "msg" not in early and [entry["path"] for entry in early["pending"]] == [
        "server_side_encryption",
        "replicas",
    ]
    assert run(simulator, **wanted)["pending"] == []
    assert not run(simulator, **wanted)["changed"]


def test_strong_consistency_takes_one_call(simulator):
    """So does its removal (R30)."""
    options = {
        **TABLE,
        "multi_region_consistency": "STRONG",
        "replicas": [{"region": "eu-west-2"}],
        "witness_region": FRANKFURT,
    }
    created = run(simulator, **options)
    assert created.get("msg") is None and len(created["actions"]) == 2
    assert not run(simulator, **options)["changed"]
    removed = run(simulator, name="orders", state="absent")
    assert "remove the replicas in eu-west-2" in removed["actions"]


@pytest.mark.parametrize("place", range(12))
def test_a_run_that_fails_at_any_call_is_completed_by_the_next_one(simulator, place):
    """Whichever writing call of the creation of a global table fails."""
    planned = run(simulator, check_mode=True, **SMALL)["planned"]
    assert len(planned) == 12
    fail_next(simulator, planned[place])
    died = run(simulator, **SMALL)
    assert "interrupted" in died["msg"]
    assert run(simulator, **SMALL).get("msg") is None
    assert not run(simulator, **SMALL)["changed"]


SMALL = {
    **TABLE,
    "billing_mode": "PROVISIONED",
    "read_capacity": 5,
    "write_capacity": 5,
    "autoscaling": {"enabled": True, "read": SCALING, "write": SCALING},
    "replicas": [{"region": US, "autoscaling": {"read": SCALING}}, {"region": ASIA}],
    "ttl": {"enabled": True, "attribute_name": "expires_at"},
    "tags": {"a": "1"},
}


def fail_next(simulator, change):
    """Make the next call of a planned Change fail."""
    name = "".join(word.capitalize() for word in change.method.split("_"))
    simulator.fail(name, region=change.region, code="AccessDeniedException", message="interrupted")
