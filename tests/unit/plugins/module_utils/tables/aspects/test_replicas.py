# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plans for replicas."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects import (
    capacity,
    on_demand_throughput,
    replicas,
    table,
)
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects.capacity import Capacity
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects.replicas import NEW, Replicas
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.changes import Phase
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.values.replica import (
    TABLE,
    Replica,
)
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.values.schema import GlobalIndexes
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.values.throughput import Pair
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import faults, in_words, steps

US, EU = "us-east-1", "eu-central-1"
THERE = GlobalIndexes({})


def settings(billing_mode="PAY_PER_REQUEST", reads=None, table_class="STANDARD"):
    pair = Pair(reads, reads) if billing_mode == "PROVISIONED" else Pair()
    return {
        capacity: Capacity(pair, index_set=THERE, billing_mode=billing_mode),
        on_demand_throughput: replace(on_demand_throughput.NEW, index_set=THERE, billing_mode=billing_mode),
        table: replace(table.NEW, table_class=table_class),
    }


def live(consistency=None, witness=None, base=None, **members):
    """The current value. members: Region with '_' -> Replica."""
    base = base or settings()
    found = {region.replace("_", "-"): member for region, member in members.items()}
    mode = base[capacity].billing_mode
    consistency = consistency or ("EVENTUAL" if found else None)
    return Replicas(found, consistency, witness, replicas._base(base), mode, base)


def desired(*regions, base=None, **more):
    """The desired value. Arguments are Regions, or (Region, Replica)."""
    named = [(entry, Replica()) if isinstance(entry, str) else entry for entry in regions]
    undeclared = {
        capacity: capacity.UNDECLARED,
        on_demand_throughput: on_demand_throughput.UNDECLARED,
        table: table.TableSettings(),
    }
    return Replicas(dict(named), settings=base or undeclared, **more)


def member(key=None, **overrides):
    """A declared or live replica with overrides of the table itself."""
    found = {(TABLE, setting): value for setting, value in overrides.items()}
    return Replica(key, found, frozenset(found))


READS = {"read_capacity": 9}
CLASS = {"table_class": "STANDARD_INFREQUENT_ACCESS"}
PROVISIONED = settings("PROVISIONED", 5)

PLANS = [
    # have, want, actions
    (live(), desired(), []),
    (live(us_east_1=Replica()), desired(US), []),
    (live(), desired(US, EU), ["add a replica in us-east-1", "add a replica in eu-central-1"]),
    # unlisted replicas are removed only with purge_replicas
    (live(us_east_1=Replica()), desired(), []),
    (live(us_east_1=Replica()), desired(EU), ["add a replica in eu-central-1"]),
    (live(us_east_1=Replica()), desired(purge=True), ["remove the replica in us-east-1"]),
    # overrides
    (
        live(),
        desired((US, member(**CLASS))),
        ["add a replica in us-east-1 with table class STANDARD_INFREQUENT_ACCESS"],
    ),
    (
        live(us_east_1=Replica()),
        desired((US, member(**CLASS))),
        ["set overrides in us-east-1: table class STANDARD_INFREQUENT_ACCESS"],
    ),
    (live(us_east_1=member(**CLASS)), desired((US, member(**CLASS))), []),
    # an override that is not declared does not change, and AWS does not show one that equals the table
    (live(us_east_1=member(**CLASS)), desired(US), []),
    (live(us_east_1=Replica()), desired((US, member(table_class="STANDARD"))), []),
    # a change of the table overwrites it, so it is sent again
    (live(base=PROVISIONED, us_east_1=member(**READS)), desired((US, member(**READS))), []),
    (
        live(base=PROVISIONED, us_east_1=member(**READS)),
        desired((US, member(**READS)), base={**desired().settings, capacity: Capacity(Pair(7, 5), scaled=None)}),
        ["set overrides in us-east-1: RCU 9"],
    ),
    (
        live(base=PROVISIONED, us_east_1=member(**READS)),
        desired((US, member(**READS)), base={**desired().settings, capacity: Capacity(Pair(9, 5), scaled=None)}),
        [],
    ),
    # a capacity that is scaled in the replica is not compared
    (
        live(base=PROVISIONED, us_east_1=member(read_capacity=20)),
        desired((US, member(**READS)), scaled=frozenset({(US, TABLE)})),
        [],
    ),
    # another key
    (live(us_east_1=Replica("key-1")), desired((US, Replica("key-1"))), []),
    (live(us_east_1=Replica("key-1")), desired((US, Replica("key-2"))), ["no: replicas[us-east-1].kms_key_id"]),
    (
        live(us_east_1=Replica("key-1")),
        desired((US, Replica("key-2")), recreate=True),
        ["remove the replica in us-east-1", "replace the replica in us-east-1, encrypted with KMS key key-2"],
    ),
    # overrides that the billing mode does not allow
    (live(), desired((US, member(**READS))), ["no: replicas[us-east-1].read_capacity"]),
    (
        live(base=PROVISIONED),
        desired((US, member(**{"max_read_request_units": 5}))),
        ["no: replicas[us-east-1].max_read_request_units"],
    ),
    # an override of an index that does not exist
    (
        live(base=PROVISIONED),
        desired((US, Replica(None, {("by-x", "read_capacity"): 5}))),
        ["no: replicas[us-east-1].global_secondary_indexes"],
    ),
    # strong consistency: all replicas by one call, and no change afterwards
    (live(), desired(US, EU, consistency="STRONG"), ["add strongly consistent replicas in us-east-1 and eu-central-1"]),
    (
        live(),
        desired(US, consistency="STRONG", witness=EU),
        ["add strongly consistent replicas in us-east-1, with a witness in eu-central-1"],
    ),
    (live("STRONG", us_east_1=Replica(), eu_central_1=Replica()), desired(US, EU, consistency="STRONG"), []),
    # except overrides; the key cannot change, not even with allow_recreate
    (
        live("STRONG", us_east_1=Replica(), eu_central_1=Replica()),
        desired((US, member(**CLASS)), EU),
        ["set overrides in us-east-1: table class STANDARD_INFREQUENT_ACCESS"],
    ),
    (
        live("STRONG", us_east_1=member("a"), eu_central_1=member("a")),
        desired((US, member("b")), (EU, member("a")), recreate=True),
        ["no: replicas[us-east-1].kms_key_id"],
    ),
    (
        live("STRONG", us_east_1=Replica(), eu_central_1=Replica()),
        desired(US, consistency="STRONG", purge=True),
        ["no: replicas"],
    ),
    (live(us_east_1=Replica()), desired(US, EU, consistency="STRONG"), ["no: multi_region_consistency"]),
    (NEW, desired(US), ["add a replica in us-east-1"]),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    """The plan from the current to the desired value has these actions."""
    assert in_words(steps(replicas, have=have, want=want)) == actions


def test_each_call_changes_one_replica_and_removals_are_first():
    """AWS accepts one replica per call (R29)."""
    planned = steps(replicas, have=live(eu_central_1=Replica()), want=desired(US, "eu-west-3", purge=True))
    assert [len(change.params["ReplicaUpdates"]) for change in planned] == [1, 1, 1]
    assert [change.phase for change in planned] == [Phase.UNREPLICATE, Phase.REPLICATE, Phase.REPLICATE]


def test_unlisted_replicas_are_reported():
    """They do not change."""
    assert replicas.unlisted(desired(EU), live(us_east_1=Replica())) == {"replicas": ["us-east-1"]}
    assert replicas.unlisted(desired(purge=True), live(us_east_1=Replica())) == {}


HERE = "eu-west-1"
KEY = f"arn:aws:kms:{EU}:123456789012:key/0f0f"
G = "global_secondary_indexes"
STREAM, OF_US = f"arn:aws:kinesis:{HERE}:123456789012:stream/changes", "replicas[0].kinesis_stream"
INVERTED = {"min_capacity": 5, "max_capacity": 1}


def listed(*entries, **more):
    return {"replicas": [{"region": entry} if isinstance(entry, str) else entry for entry in entries], **more}


@pytest.mark.parametrize(
    ("options", "path"),
    [
        (listed(HERE), "replicas[0].region"),
        (listed({"region": None}), "replicas[0].region"),
        (listed("US East"), "replicas[0].region"),
        (listed(US, US), "replicas[1].region"),
        (listed("cn-north-1"), "replicas[0].region"),
        (listed("us-gov-west-1"), "replicas[0].region"),
        (listed({"region": US, "kinesis_stream": {"enabled": True, "stream_arn": STREAM}}), f"{OF_US}.stream_arn"),
        (listed({"region": US, "read_capacity": 5}, billing_mode="PAY_PER_REQUEST"), "replicas[0].read_capacity"),
        (listed({"region": US, "max_read_request_units": -1}), "replicas[0].max_read_request_units"),
        (
            listed({"region": US, G: [{"name": "by-x"}]}, global_secondary_indexes=[], purge_indexes=True),
            f"replicas[0].{G}[0].name",
        ),
        (listed({"region": US, "kms_key_id": KEY}), "replicas[0].kms_key_id"),
        (
            listed(US, server_side_encryption={"enabled": True, "kms_key_id": "alias/mine"}),
            "replicas[0].kms_key_id",
        ),
        (
            listed({"region": US, "kms_key_id": "alias/mine"}, server_side_encryption={"enabled": True}),
            "replicas[0].kms_key_id",
        ),
        (listed(US, stream={"enabled": False}), "stream.enabled"),
        (listed(US, billing_mode="PROVISIONED", autoscaling={"enabled": False}), "autoscaling.write"),
        ({"multi_region_consistency": "EVENTUAL"}, "multi_region_consistency"),
        (listed("eu-west-2", multi_region_consistency="STRONG"), "replicas"),
        (listed("eu-west-2", "eu-west-3", EU, "eu-north-1", multi_region_consistency="STRONG"), "replicas"),
        (listed("eu-west-2", US, multi_region_consistency="STRONG"), "replicas"),
        (
            listed("eu-west-2", EU, multi_region_consistency="STRONG", ttl={"enabled": True, "attribute_name": "x"}),
            "ttl.enabled",
        ),
        (listed("eu-west-2", witness_region=EU), "witness_region"),
        (listed({"region": US, "tags": {"aws:x": "y"}}), "replicas[0].tags.aws:x"),
        (
            listed({"region": US, "point_in_time_recovery": {"enabled": True, "recovery_period_in_days": 36}}),
            "replicas[0].point_in_time_recovery.recovery_period_in_days",
        ),
        (
            listed({"region": US, "autoscaling": {"indexes": [{"name": "by-x", "read": INVERTED}]}}),
            "replicas[0].autoscaling.indexes[0].read.max_capacity",
        ),
        (
            listed({"region": US, "autoscaling": {"indexes": [{"name": "by-x"}, {"name": "by-x"}]}}),
            "replicas[0].autoscaling.indexes[1].name",
        ),
        (listed({"region": US, G: [{"name": "by-x"}, {"name": "by-x"}]}), f"replicas[0].{G}[1].name"),
        (
            listed({"region": US, "autoscaling": {"read": {"min_capacity": 5, "max_capacity": 1}}}),
            "replicas[0].autoscaling.read.max_capacity",
        ),
    ],
)
def test_invalid_options(options, path):
    """An invalid option is reported with its path, before the first call."""
    assert set(faults(name="orders", **options)) == {path}
