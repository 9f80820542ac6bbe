# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The fleet: tables as the role declares them in prod, with their alarms and backup plans, for each collection."""

from __future__ import annotations

ACCOUNT, REGION = "123456789012", "eu-west-1"
TAGS = {"Owner": "backend-team", "Environment": "production", "Cost": "application"}
INDEX = "by-email"
LIMITS = {"min_capacity": 5, "max_capacity": 100}
VAULT = "fleet-prod"
# What all alarms have in common; our module and that of amazon.aws name it alike.
WATCH = {
    "namespace": "AWS/DynamoDB",
    "statistic": "Sum",
    "period": 300,
    "evaluation_periods": 2,
    "comparison": "GreaterThanThreshold",
    "threshold": 0,
    "treat_missing_data": "notBreaching",
}


def names(number):
    return [f"fleet-prod-{n:04d}" for n in range(number)]


def arn(name, account=ACCOUNT):
    return f"arn:aws:dynamodb:{REGION}:{account}:table/{name}"


def role(account):
    return f"arn:aws:iam::{account}:role/fleet-prod-backup"


def tasks(number, account):
    """Return [(module, arguments)] of the three tasks that manage this number of tables of an account."""
    return [
        ("stackkit.dynamodb.dynamodb_stackkit", {"tables": [table(name) for name in names(number)]}),
        ("stackkit.dynamodb.dynamodb_stackkit_alarms", {"sets": [alarm_set(name) for name in names(number)]}),
        (
            "stackkit.dynamodb.dynamodb_stackkit_backup",
            {"vaults": [{"name": VAULT, "tags": TAGS}], "plans": [plan(name, account) for name in names(number)]},
        ),
    ]


def table(name):
    return {
        "name": name,
        "hash_key": "user_id",
        "range_key": "created_at",
        "attributes": [{"name": name, "type": "S"} for name in ("user_id", "created_at", "email")],
        "billing_mode": "PROVISIONED",
        "read_capacity": 5,
        "write_capacity": 5,
        "global_secondary_indexes": [{"name": INDEX, "hash_key": "email", "read_capacity": 5, "write_capacity": 5}],
        "autoscaling": {"enabled": True, "indexes": [{"name": INDEX, "read": LIMITS, "write": LIMITS}]},
        "ttl": {"enabled": True, "attribute_name": "expires_at"},
        "point_in_time_recovery": {"enabled": True},
        "deletion_protection": True,
        "tags": TAGS,
    }


def alarms(name):
    """Yield {name, metric_name, dimensions} of the six alarms of a table."""
    for kind in ("Read", "Write"):
        for index in ("", INDEX):
            dimensions = {"TableName": name} | ({"GlobalSecondaryIndexName": index} if index else {})
            suffix = f"/{index}" if index else ""
            yield {
                "name": f"{name}/{kind.lower()}-throttled{suffix}",
                "metric_name": f"{kind}ThrottleEvents",
                "dimensions": dimensions,
            }
    for operation in ("GetItem", "PutItem"):
        dimensions = {"TableName": name, "Operation": operation}
        yield {"name": f"{name}/errors-{operation}", "metric_name": "SystemErrors", "dimensions": dimensions}


def alarm_set(name):
    return {"prefix": f"{name}/", "tags": TAGS, "alarms": [alarm | WATCH for alarm in alarms(name)]}


def plan(name, account):
    return {
        "name": f"{name}-backup",
        "vault": VAULT,
        "schedule": "cron(0 2 ? * * *)",
        "delete_after": 35,
        "resources": [arn(name, account)],
        "role_arn": role(account),
        "tags": TAGS,
    }


def resources(number):
    """Return the resources as Terraform has them, each as [type, arguments]: one for each part of a table."""
    found = [["vault", {"name": VAULT}]]
    for name in names(number):
        found.append(["table", {"name": name, "arn": arn(name)}])
        index = f"table/{name}/index/{INDEX}"
        for kind in ("Read", "Write"):
            dimension = f"dynamodb:index:{kind}CapacityUnits"
            found += [[one, {"resource": index, "dimension": dimension}] for one in ("target", "policy")]
        found += [["alarm", {"name": alarm["name"]}] for alarm in alarms(name)]
        found += [[one, {"plan": f"{name}-backup"}] for one in ("plan", "selection")]
    return found


def their_tasks(number, account):
    """Return tasks of community.aws and amazon.aws for this number of tables, each a loop with one start per item.

    They have no options for point-in-time recovery, deletion protection, and tags of alarms.
    """
    loop = {"loop_control": {"label": "-"}, "loop": names(number)}
    key = {"hash_key_name": "user_id", "hash_key_type": "STRING"}
    key |= {"range_key_name": "created_at", "range_key_type": "STRING"}
    index = {"name": INDEX, "type": "global_all", "hash_key_name": "email"}
    capacity = {"read_capacity": 5, "write_capacity": 5}
    their_table = {"name": "{{ item }}", **key, "billing_mode": "PROVISIONED", **capacity, "tags": TAGS}
    ttl = {"table_name": "{{ item }}", "state": "enable", "attribute_name": "expires_at"}
    their_plan = {
        "backup_plan_name": "{{ item }}-backup",
        "rules": [{"rule_name": "{{ item }}-backup", "target_backup_vault_name": VAULT}],
        "tags": TAGS,
    }
    selection = {
        "backup_plan_name": "{{ item }}-backup",
        "selection_name": "{{ item }}-backup",
        "iam_role_arn": role(account),
        "resources": [arn("{{ item }}", account)],
    }
    return [
        ("community.aws.dynamodb_table", their_table | {"indexes": [index | capacity]}, loop),
        ("community.aws.dynamodb_ttl", ttl, loop),
        *(("community.aws.application_autoscaling_policy", _policy(kind), loop) for kind in ("Read", "Write")),
        *(("amazon.aws.cloudwatch_metric_alarm", _alarm(alarm), loop) for alarm in alarms("{{ item }}")),
        ("amazon.aws.backup_plan", their_plan, loop),
        ("amazon.aws.backup_selection", selection, loop),
    ]


def _policy(kind):
    resource = f"table/{{{{ item }}}}/index/{INDEX}"
    return {
        "state": "present",
        "policy_name": f"DynamoDB{kind}CapacityUtilization:{resource}",
        "service_namespace": "dynamodb",
        "resource_id": resource,
        "scalable_dimension": f"dynamodb:index:{kind}CapacityUnits",
        "policy_type": "TargetTrackingScaling",
        "minimum_tasks": LIMITS["min_capacity"],
        "maximum_tasks": LIMITS["max_capacity"],
        "target_tracking_scaling_policy_configuration": {
            "PredefinedMetricSpecification": {"PredefinedMetricType": f"DynamoDB{kind}CapacityUtilization"},
            "TargetValue": 70.0,
        },
    }


def _alarm(alarm):
    return {"state": "present", **alarm, **WATCH}
