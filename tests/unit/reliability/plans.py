# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Long plans of every module: the state before, the task, and how to run it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field

from ansible_collections.stackkit.dynamodb.plugins.module_utils.access import reconcile as access
from ansible_collections.stackkit.dynamodb.plugins.module_utils.access import request as access_request
from ansible_collections.stackkit.dynamodb.plugins.module_utils.alarms import reconcile as alarms
from ansible_collections.stackkit.dynamodb.plugins.module_utils.alarms import request as alarms_request
from ansible_collections.stackkit.dynamodb.plugins.module_utils.backups import reconcile as backups
from ansible_collections.stackkit.dynamodb.plugins.module_utils.backups import request as backups_request
from ansible_collections.stackkit.dynamodb.plugins.module_utils.endpoints import reconcile as endpoints
from ansible_collections.stackkit.dynamodb.plugins.module_utils.endpoints import request as endpoints_request
from ansible_collections.stackkit.dynamodb.tests.unit.plugins import support, task_invariants
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.access.support import ORDERS, policy
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.alarms.support import capacity, throttled
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.backups.support import COPIES, daily

DAY = 24 * 3600


@dataclass(frozen=True)
class Plan:
    """run(simulator, make_client=, interruption=, **task) runs a task. before: earlier tasks.

    prepare(simulator) creates what the tasks use -> options to add to each task.
    """

    run: Callable
    task: dict
    before: tuple = ()
    services: tuple = ("dynamodb",)
    prepare: Callable = field(default=lambda simulator: {})

    def start(self, simulator):
        """Reset the simulator to the state before the task -> the task's options."""
        simulator.reset()
        more = self.prepare(simulator)
        for task in self.before:
            result = self.run(simulator, **task, **more)
            assert "msg" not in result, result["msg"]
        simulator.clock.sleep(2 * DAY)  # no rate limit of AWS counts the tasks before
        return {**self.task, **more}


# Tables --------------------------------------------------------------------------------------------------------------

ATTRIBUTES = [{"name": name, "type": "S"} for name in ("id", "mail", "day")]
SCALED = {"min_capacity": 5, "max_capacity": 50}
STREAM = "arn:aws:kinesis:eu-west-1:123456789012:stream/orders"


def _policy(action):
    statement = {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": action, "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


SMALL = {"name": "orders", "hash_key": "id", "attributes": ATTRIBUTES[:1]}
GLOBAL = {
    "name": "orders",
    "hash_key": "id",
    "attributes": ATTRIBUTES,
    "billing_mode": "PROVISIONED",
    "read_capacity": 10,
    "write_capacity": 10,
    "autoscaling": {"enabled": True, "read": SCALED, "write": SCALED},
    "global_secondary_indexes": [
        {"name": "by-mail", "hash_key": "mail"},
        {"name": "by-day", "hash_key": "day", "range_key": "id"},
    ],
    "stream": {"enabled": True},
    "ttl": {"enabled": True, "attribute_name": "expires_at"},
    "point_in_time_recovery": {"enabled": True},
    "contributor_insights": {"enabled": True, "indexes": True},
    "kinesis_stream": {"enabled": True, "stream_arn": STREAM},
    "resource_policy": _policy("dynamodb:GetItem"),
    "deletion_protection": True,
    "tags": {"Owner": "a", "Stage": "test"},
    "replicas": [
        {"region": "us-east-1", "tags": {"Owner": "b"}, "autoscaling": {"read": SCALED}},
        {"region": "us-west-2", "point_in_time_recovery": {"enabled": False}},
    ],
}
CHANGED = {
    **GLOBAL,
    "read_capacity": 20,
    "autoscaling": {"enabled": True, "read": {"min_capacity": 8, "max_capacity": 60}, "write": SCALED},
    "global_secondary_indexes": [
        {"name": "by-mail", "hash_key": "mail", "projection_type": "KEYS_ONLY"},
        {"name": "by-both", "hash_key": "day", "range_key": "mail"},
    ],
    "purge_indexes": True,
    "allow_recreate": ["global_secondary_indexes"],
    "ttl": {"enabled": False},
    "point_in_time_recovery": {"enabled": True, "recovery_period_in_days": 7},
    "contributor_insights": {"enabled": True, "mode": "THROTTLED_KEYS", "indexes": True},
    "kinesis_stream": {"enabled": False},
    "resource_policy": _policy("dynamodb:Query"),
    "tags": {"Owner": "c"},
    "replicas": [
        {"region": "us-east-1", "tags": {"Owner": "b", "Stage": "x"}, "table_class": "STANDARD_INFREQUENT_ACCESS"},
        {"region": "eu-central-1", "tags": {}},
    ],
    "purge_replicas": True,
    "force_delete": True,
}
ABSENT = {"name": "orders", "state": "absent", "force_delete": True}

# Everything else -----------------------------------------------------------------------------------------------------


def _task(request, reconcile):
    return functools.partial(_run, request, reconcile)


def _run(request, reconcile, simulator, make_client=None, interruption=None, **task):
    return task_invariants.run_task(
        simulator, request, reconcile, task, make_client=make_client, interruption=interruption
    )


ALARMS = _task(alarms_request, alarms)
BACKUP = _task(backups_request, backups)
ACCESS = _task(access_request, access)
ENDPOINT = _task(endpoints_request, endpoints)


def _alarm_set(prefix, *alarms, **more):
    return {"prefix": prefix, "alarms": list(alarms), "purge_alarms": True, **more}


def _dashboard(title):
    return {"name": "orders", "body": {"widgets": [{"type": "text", "properties": {"markdown": title}}]}}


ALARMS_FIRST = {
    "sets": [
        _alarm_set("user/", throttled(), capacity(), tags={"Owner": "a"}, dashboard=_dashboard("one")),
        _alarm_set("cart/", throttled("cart/read")),
    ]
}
ALARMS_LATER = {
    "sets": [
        _alarm_set(
            "user/",
            throttled(threshold=5),
            throttled("user/write", metric_name="WriteThrottleEvents"),
            tags={"Stage": "x"},
            dashboard=_dashboard("two"),
        ),
        {"prefix": "cart/", "state": "absent"},
    ]
}
ALARMS_GONE = {
    "sets": [
        {"prefix": "user/", "state": "absent", "dashboard": {"name": "orders"}},
        {"prefix": "cart/", "state": "absent"},
    ]
}

VAULTS = [
    {"name": "vault", "tags": {"Owner": "a"}, "lock": {"min_retention_days": 7}},
    {"name": "copies", "region": "us-east-1"},
]
BACKUP_FIRST = {
    "vaults": VAULTS,
    "plans": [
        daily(copies=[{"vault_arn": COPIES, "delete_after": 30}], tags={"Owner": "a"}),
        daily("archive", tags={"Owner": "b"}),
    ],
    "opt_in": True,
}
BACKUP_LATER = {
    "vaults": [
        {"name": "vault", "tags": {"Stage": "x"}, "lock": {"min_retention_days": 5, "max_retention_days": 90}},
        {"name": "other"},
    ],
    "plans": [
        daily(schedule="cron(0 3 ? * * *)", copies=[], tags={"Stage": "x"}, resources=["*"]),
        {"name": "archive", "state": "absent"},
    ],
}
BACKUP_GONE = {
    "plans": [{"name": "orders", "state": "absent"}, {"name": "archive", "state": "absent"}],
}


def _advanced_features_off(simulator):
    off = {"ResourceTypeManagementPreference": {"DynamoDB": False}}
    support.clients_of(simulator)("backup", support.REGION).update_region_settings(**off)
    return {}


TAGS = {"Owner": "a"}
ACCESS_FIRST = {
    "sets": [
        {
            "path": ORDERS,
            "policies": [
                policy("orders+shop", "dynamodb:GetItem", attach_to=["shop", "mail"]),
                policy("orders+mail", "dynamodb:PutItem"),
            ],
            "tags": {"Owner": "a"},
        }
    ]
}
ACCESS_LATER = {
    "sets": [
        {
            "path": ORDERS,
            "policies": [
                policy("orders+shop", "dynamodb:Query", attach_to=["mail"]),
                policy("orders+new", attach_to=["shop"]),
            ],
            "purge_policies": True,
            "tags": {"Stage": "x"},
        }
    ]
}
ACCESS_GONE = {"sets": [{"path": ORDERS, "state": "absent"}]}
# Five versions, so that another one takes the place of the oldest.
ACCESS_VERSIONS = tuple(
    {"sets": [{"path": ORDERS, "policies": [policy("orders+shop", f"dynamodb:{action}")], "tags": {"Owner": "a"}}]}
    for action in ("PutItem", "Scan", "UpdateItem", "DeleteItem")
)


def _roles(simulator):
    iam = support.clients_of(simulator)("iam", support.REGION)
    for role in ("shop", "mail"):
        iam.create_role(RoleName=role, AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[]}')
    return {}


def _vpc(simulator, routed=slice(None)):
    ec2 = support.clients_of(simulator)("ec2", support.REGION)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    tables = [ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"] for _number in range(2)]
    return {"vpc_id": vpc, "route_table_ids": tables[routed]}


def _vpc_with_endpoint(simulator):
    options = _vpc(simulator)
    ENDPOINT(simulator, **{**options, "route_table_ids": options["route_table_ids"][:1], "tags": {"Owner": "a"}})
    return options


PLANS = {
    "create": Plan(support.run, GLOBAL),
    "update": Plan(support.run, CHANGED, (GLOBAL,)),
    "delete": Plan(support.run, ABSENT, (GLOBAL,)),
    "alarms: create": Plan(ALARMS, ALARMS_FIRST, (), ("cloudwatch",)),
    "alarms: update": Plan(ALARMS, ALARMS_LATER, (ALARMS_FIRST,), ("cloudwatch",)),
    "alarms: delete": Plan(ALARMS, ALARMS_GONE, (ALARMS_FIRST,), ("cloudwatch",)),
    "backup: create": Plan(BACKUP, BACKUP_FIRST, (), ("backup",), _advanced_features_off),
    "backup: update": Plan(BACKUP, BACKUP_LATER, (BACKUP_FIRST,), ("backup",), _advanced_features_off),
    "backup: delete": Plan(BACKUP, BACKUP_GONE, (BACKUP_FIRST,), ("backup",), _advanced_features_off),
    "access: create": Plan(ACCESS, ACCESS_FIRST, (), ("iam",), _roles),
    "access: update": Plan(ACCESS, ACCESS_LATER, (*ACCESS_VERSIONS, ACCESS_FIRST), ("iam",), _roles),
    "access: delete": Plan(ACCESS, ACCESS_GONE, (*ACCESS_VERSIONS, ACCESS_FIRST), ("iam",), _roles),
    "endpoint: create": Plan(ENDPOINT, {"tags": TAGS, "policy": _policy("dynamodb:*")}, (), ("ec2",), _vpc),
    "endpoint: update": Plan(
        ENDPOINT, {"tags": {"Stage": "x"}, "policy": _policy("dynamodb:*")}, (), ("ec2",), _vpc_with_endpoint
    ),
}
