# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Another caller between two calls of a run: what it does, and what is guaranteed nevertheless."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable
from dataclasses import dataclass

from ansible_collections.stackkit.dynamodb.tests.unit.plugins import support
from ansible_collections.stackkit.dynamodb.tests.unit.reliability import plans
from ansible_collections.stackkit.dynamodb.tests.unit.reliability.plans import PLANS, Plan
from botocore.exceptions import ClientError

HOURS = 10 * 3600
ASIA = "ap-southeast-1"


@dataclass(frozen=True)
class Hand:
    """Another caller. act(simulator, task) does something.

    fatal: whether the run may fail because of it, with an error. kept(simulator): whether its change remains.
    """

    act: Callable
    fatal: bool = True
    kept: Callable | None = None
    final: bool = False


def _call(method, **params):
    """A call of the console. AWS may reject it, as while the table is busy."""

    def act(simulator, _task):
        with contextlib.suppress(ClientError):
            getattr(_dynamodb(simulator), method)(TableName="orders", **params)
            simulator.raced = True

    return act


def _dynamodb(simulator, region=support.REGION):
    return support.clients_of(simulator)("dynamodb", region)


def _table(simulator):
    return _dynamodb(simulator).describe_table(TableName="orders")["Table"]


def _tag(simulator, _task):
    with contextlib.suppress(ClientError):
        arn = _table(simulator)["TableArn"]
        _dynamodb(simulator).tag_resource(ResourceArn=arn, Tags=[{"Key": "Hand", "Value": "x"}])
        simulator.raced = True


def _scale(simulator, _task):
    scaling = support.clients_of(simulator)("application-autoscaling", support.REGION)
    target = {
        "ServiceNamespace": "dynamodb",
        "ResourceId": "table/orders",
        "ScalableDimension": "dynamodb:table:ReadCapacityUnits",
    }
    with contextlib.suppress(ClientError):
        scaling.register_scalable_target(**target, MinCapacity=3, MaxCapacity=9)
        simulator.raced = True


def _run(plan, task=None):
    """A whole run of the same module: the same task, or another one."""

    def act(simulator, own):
        more = {name: own[name] for name in ("vpc_id", "route_table_ids") if name in own}
        plan.run(simulator, **({**task, **more} if task is not None else own))
        simulator.raced = True

    return act


def _index(simulator, name):
    return name in [index["IndexName"] for index in _table(simulator).get("GlobalSecondaryIndexes", [])]


def _member(simulator, region):
    return region in [entry["RegionName"] for entry in _table(simulator).get("Replicas", [])]


def _hand_index():
    create = {
        "IndexName": "by-hand",
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"},
    }
    return _call(
        "update_table",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        GlobalSecondaryIndexUpdates=[{"Create": create}],
    )


def _replica(kind, region):
    return _call("update_table", ReplicaUpdates=[{kind: {"RegionName": region}}])


def _ttl(enabled):
    return _call("update_time_to_live", TimeToLiveSpecification={"Enabled": enabled, "AttributeName": "expires_at"})


CONSOLE = {
    "adds a declared replica": Hand(_replica("Create", "us-west-2")),
    "adds another replica": Hand(_replica("Create", ASIA), kept=functools.partial(_member, region=ASIA)),
    "deletes a replica": Hand(_replica("Delete", "us-east-1")),
    "adds an index": Hand(_hand_index(), kept=functools.partial(_index, name="by-hand")),
    "deletes an index": Hand(_call("update_table", GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "by-mail"}}])),
    "tags": Hand(_tag),
    "enables TTL": Hand(_ttl(True)),
    "disables TTL": Hand(_ttl(False)),
    "protects the table": Hand(_call("update_table", DeletionProtectionEnabled=True)),
    "scales the table": Hand(_scale),
    "switches the billing mode": Hand(_call("update_table", BillingMode="PAY_PER_REQUEST")),
    "deletes the table": Hand(_call("delete_table"), final=True),  # its replicas become tables
}


# The runs into which the other callers come -----------------------------------------------------------------------

_INDEXES = [{"name": "by-mail", "hash_key": "mail"}, {"name": "by-day", "hash_key": "day"}]
SMALL = {
    "name": "orders",
    "hash_key": "id",
    "attributes": plans.ATTRIBUTES[:2],
    "global_secondary_indexes": _INDEXES[:1],
    "ttl": {"enabled": True, "attribute_name": "expires_at"},
    "tags": {"Owner": "a"},
    "purge_tags": False,
    "replicas": [{"region": "us-east-1"}],
    "wait_timeout": HOURS,
}
LARGE = {
    **SMALL,
    "attributes": plans.ATTRIBUTES,
    "global_secondary_indexes": _INDEXES,
    "point_in_time_recovery": {"enabled": True},
    "contributor_insights": {"enabled": True},
    "tags": {"Owner": "b"},
    "replicas": [{"region": "us-east-1"}, {"region": "us-west-2"}],
}
PROVISIONED = {"billing_mode": "PROVISIONED", "read_capacity": 5, "write_capacity": 5}
SCALED = {**LARGE, **PROVISIONED, "autoscaling": {"enabled": True, "read": plans.SCALED, "write": plans.SCALED}}
GONE = {**plans.ABSENT, "wait_timeout": HOURS}

TABLES = {
    "create": Plan(support.run, LARGE),
    "update": Plan(support.run, LARGE, (SMALL,)),
    "scale": Plan(support.run, SCALED, (SMALL,)),
    "delete": Plan(support.run, GONE, (LARGE,)),
}


def _rival(name):
    """The runs of the same module during a plan of plans.PLANS: the same task, and the others of its module."""
    module = name.partition(":")[0]
    # AWS Backup accepts two plans of one name, and rejects two equal ones.
    backup = module == "backup"
    rivals = {
        other: Hand(_run(plan, plan.task), final=backup)
        for other, plan in PLANS.items()
        if other.startswith(f"{module}:")
    }
    return {**rivals, name: Hand(_run(PLANS[name]), fatal=backup)}


RACES = {
    **{
        (name, hand): (plan, CONSOLE[hand])
        for name, plan in TABLES.items()
        for hand in CONSOLE
    },
    **{(name, "the same task"): (plan, Hand(_run(plan), fatal=False)) for name, plan in TABLES.items()},
    **{
        (name, f"the task {other}"): (plan, Hand(_run(plan, TABLES[other].task)))
        for name, plan in TABLES.items()
        for other in TABLES
        if other != name
    },
    **{
        (name, f"the task {other}"): (PLANS[name], hand)
        for name in PLANS
        if ":" in name
        for other, hand in _rival(name).items()
    },
}  # fmt: skip


def check(plan, calls, hand, position):
    """The run ends, its result is true, and the same task completes. What the other caller changed remains."""
    simulator = calls.simulator
    task = plan.start(simulator)
    simulator.raced = False
    calls.arm(position, act=lambda: hand.act(simulator, task))
    result = plan.run(simulator, make_client=calls, interruption=calls.interruption, **task)
    message = result.get("msg", "")
    # IAM and AWS Backup are eventually consistent, so their calls are retried for two minutes.
    deleting = "Timed out after 120 s while waiting: AWS still rejects the request to delete backup plan"
    assert "Timed out" not in message.replace(deleting, ""), message
    assert hand.fatal or not message, message
    assert len(calls.accepted) == len(result["actions"]), (message, result["actions"], calls.accepted)
    simulator.clock.sleep(2 * plans.DAY)
    if hand.final:
        return message
    again = plan.run(simulator, **task)
    assert "msg" not in again and not again.get("pending"), again.get("msg") or again["pending"]
    simulator.clock.sleep(2 * plans.DAY)
    before = len(simulator.writes())
    third = plan.run(simulator, **task)
    assert (third["changed"], third["actions"], simulator.writes()[before:]) == (False, [], [])
    if hand.kept and simulator.raced and task.get("state") != "absent":
        assert hand.kept(simulator), "the change of the other caller is lost"
    return message
