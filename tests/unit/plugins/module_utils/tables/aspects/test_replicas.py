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
    """What is there. members: region with '_' -> Replica."""
    base = base or settings()
    found = {region.replace("_", "-"): member for region, member in members.items()}
    mode, keyed = base[capacity].billing_mode, any(member.kms_key_id for member in found.values())
    consistency = consistency or ("EVENTUAL" if found else None)
    return Replicas(found, consistency, witness, replicas._base(base), mode, base, encrypted=keyed)


def asked(*regions, base=None, **more):
    """What a task lists: regions, or (region, Replica)."""
    named = [(entry, Replica()) if isinstance(entry, str) else entry for entry in regions]
    undeclared = {
        capacity: capacity.UNDECLARED,
        on_demand_throughput: on_demand_throughput.UNDECLARED,
        table: table.TableSettings(),
    }
    return Replicas(dict(named), settings=base or undeclared, **more)


def member(key=None, **overrides):
    """A declared or live replica of overrides of the table itself."""
    found = {(TABLE, setting): value for setting, value in overrides.items()}
    return Replica(key, found, frozenset(found))


READS = {"read_capacity": 9}
CLASS = {"table_class": "STANDARD_INFREQUENT_ACCESS"}
PROVISIONED = settings("PROVISIONED", 5)

PLANS = [
    # have, want, actions
    (live(), asked(), []),
    (live(us_east_1=Replica()), asked(US), []),
    (live(), asked(US, EU), ["add a replica in us-east-1", "add a replica in eu-central-1"]),
    # unlisted replicas go only with purge_replicas
    (live(us_east_1=Replica()), asked(), []),
    (live(us_east_1=Replica()), asked(EU), ["add a replica in eu-central-1"]),
    (live(us_east_1=Replica()), asked(purge=True), ["remove the replica in us-east-1"]),
    # overrides
    (live(), asked((US, member(**CLASS))), ["add a replica in us-east-1 with table class STANDARD_INFREQUENT_ACCESS"]),
    (
        live(us_east_1=Replica()),
        asked((US, member(**CLASS))),
        ["override in us-east-1: table class STANDARD_INFREQUENT_ACCESS"],
    ),
    (live(us_east_1=member(**CLASS)), asked((US, member(**CLASS))), []),
    # one that is not declared stays as it is, and one that equals the table's reads back as none
    (live(us_east_1=member(**CLASS)), asked(US), []),
    (live(us_east_1=Replica()), asked((US, member(table_class="STANDARD"))), []),
    # a change of the table's own overwrites it, so it is sent again
    (live(base=PROVISIONED, us_east_1=member(**READS)), asked((US, member(**READS))), []),
    (
        live(base=PROVISIONED, us_east_1=member(**READS)),
        asked((US, member(**READS)), base={**asked().settings, capacity: Capacity(Pair(7, 5), scaled=None)}),
        ["override in us-east-1: RCU 9"],
    ),
    (
        live(base=PROVISIONED, us_east_1=member(**READS)),
        asked((US, member(**READS)), base={**asked().settings, capacity: Capacity(Pair(9, 5), scaled=None)}),
        [],
    ),
    # a capacity that is scaled there is not compared
    (
        live(base=PROVISIONED, us_east_1=member(read_capacity=20)),
        asked((US, member(**READS)), owned=frozenset({(US, TABLE)})),
        [],
    ),
    # another key
    (live(us_east_1=Replica("key-1")), asked((US, Replica("key-1"))), []),
    (live(us_east_1=Replica("key-1")), asked((US, Replica("key-2"))), ["no: replicas[us-east-1].kms_key_id"]),
    (
        live(us_east_1=Replica("key-1")),
        asked((US, Replica("key-2")), recreate=True),
        ["remove the replica in us-east-1", "add a replica in us-east-1, encrypted with KMS key key-2"],
    ),
    (live(us_east_1=Replica()), asked((US, Replica("key-1")), recreate=True), ["no: replicas[us-east-1].kms_key_id"]),
    # what the billing mode does not allow
    (live(), asked((US, member(**READS))), ["no: replicas[us-east-1].read_capacity"]),
    (
        live(base=PROVISIONED),
        asked((US, member(**{"max_read_request_units": 5}))),
        ["no: replicas[us-east-1].max_read_request_units"],
    ),
    # an override of an index that is not there
    (
        live(base=PROVISIONED),
        asked((US, Replica(None, {("by-x", "read_capacity"): 5}))),
        ["no: replicas[us-east-1].global_secondary_indexes"],
    ),
    # strong consistency: all at once, then frozen
    (live(), asked(US, EU, consistency="STRONG"), ["add strongly consistent replicas in us-east-1 and eu-central-1"]),
    (
        live(),
        asked(US, consistency="STRONG", witness=EU),
        ["add strongly consistent replicas in us-east-1, with a witness in eu-central-1"],
    ),
    (live("STRONG", us_east_1=Replica(), eu_central_1=Replica()), asked(US, EU, consistency="STRONG"), []),
    # but for what a member overrides; its key stays, with consent too
    (
        live("STRONG", us_east_1=Replica(), eu_central_1=Replica()),
        asked((US, member(**CLASS)), EU),
        ["override in us-east-1: table class STANDARD_INFREQUENT_ACCESS"],
    ),
    (
        live("STRONG", us_east_1=member("a"), eu_central_1=member("a")),
        asked((US, member("b")), (EU, member("a")), recreate=True),
        ["no: replicas[us-east-1].kms_key_id"],
    ),
    (
        live("STRONG", us_east_1=Replica(), eu_central_1=Replica()),
        asked(US, consistency="STRONG", purge=True),
        ["no: replicas"],
    ),
    (live(us_east_1=Replica()), asked(US, EU, consistency="STRONG"), ["no: multi_region_consistency"]),
    (NEW, asked(US), ["add a replica in us-east-1"]),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    """What is done to get from what is there to what is declared."""
    assert in_words(steps(replicas, have=have, want=want)) == actions


def test_one_replica_a_call_and_removals_first():
    """AWS takes no more (R29)."""
    planned = steps(replicas, have=live(eu_central_1=Replica()), want=asked(US, "eu-west-3", purge=True))
    assert [len(change.params["ReplicaUpdates"]) for change in planned] == [1, 1, 1]
    assert [change.phase for change in planned] == [Phase.REMOVE, Phase.REPLICATE, Phase.REPLICATE]


def test_unlisted_replicas_are_told():
    """They are left, and not in silence."""
    assert replicas.unlisted(asked(EU), live(us_east_1=Replica())) == {"replicas": ["us-east-1"]}
    assert replicas.unlisted(asked(purge=True), live(us_east_1=Replica())) == {}


HERE = "eu-west-1"
KEY = f"arn:aws:kms:{EU}:123456789012:key/0f0f"
G = "global_secondary_indexes"
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
def test_bad_options(options, path):
    """What is wrong is told with its place, before the first call."""
    assert set(faults(name="orders", **options)) == {path}
