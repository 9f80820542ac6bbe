# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The measured tables: a provisioned one as each collection declares it, and many small ones."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

NAME = "global-app-prod-users"
TAGS = {"Owner": "backend-team", "Environment": "production", "Cost": "application", "Global": "true"}
LIMITS = {"min_capacity": 50, "max_capacity": 1000}
REGIONS = ("us-east-1", "ap-northeast-2", "ap-southeast-1")

OURS = {
    "name": NAME,
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
            "read_capacity": 50,
            "write_capacity": 50,
        },
    ],
    "autoscaling": {"enabled": True, "read": LIMITS, "write": LIMITS},
    "ttl": {"enabled": True, "attribute_name": "expires_at"},
    "stream": {"enabled": True, "view_type": "NEW_AND_OLD_IMAGES"},
    "contributor_insights": {"enabled": True},
    "point_in_time_recovery": {"enabled": True},
    "deletion_protection": True,
    "tags": TAGS,
}
WITH_REPLICAS = OURS | {
    "name": "global-app-prod-orders",
    "replicas": [{"region": region, "autoscaling": {"read": LIMITS}} for region in REGIONS],
}

# community.aws has no options for the rest.
THEIR_TABLE = {
    "name": NAME,
    "hash_key_name": "user_id",
    "hash_key_type": "STRING",
    "range_key_name": "created_at",
    "range_key_type": "STRING",
    "billing_mode": "PROVISIONED",
    "read_capacity": 100,
    "write_capacity": 100,
    "indexes": [
        {
            "name": "email-index",
            "type": "global_all",
            "hash_key_name": "email",
            "range_key_name": "created_at",
            "read_capacity": 50,
            "write_capacity": 50,
        },
        {
            "name": "status-index",
            "type": "global_include",
            "hash_key_name": "status",
            "range_key_name": "created_at",
            "includes": ["user_id", "email"],
            "read_capacity": 50,
            "write_capacity": 50,
        },
    ],
    "tags": TAGS,
}
THEIR_TTL = {"table_name": NAME, "state": "enable", "attribute_name": "expires_at"}


def their_policy(kind, index=None):
    """Return one of the six policies: for read or write capacity of the table or an index."""
    resource = f"table/{NAME}/index/{index}" if index else f"table/{NAME}"
    return {
        "state": "present",
        "policy_name": f"DynamoDB{kind}CapacityUtilization:{resource}",
        "service_namespace": "dynamodb",
        "resource_id": resource,
        "scalable_dimension": f"dynamodb:{'index' if index else 'table'}:{kind}CapacityUnits",
        "policy_type": "TargetTrackingScaling",
        "minimum_tasks": 50,
        "maximum_tasks": 1000,
        "target_tracking_scaling_policy_configuration": {
            "PredefinedMetricSpecification": {"PredefinedMetricType": f"DynamoDB{kind}CapacityUtilization"},
            "TargetValue": 70.0,
        },
    }


THEIRS = [
    ("community.aws.dynamodb_table", THEIR_TABLE),
    ("community.aws.dynamodb_ttl", THEIR_TTL),
    *(
        ("community.aws.application_autoscaling_policy", their_policy(kind, index))
        for index in (None, "email-index", "status-index")
        for kind in ("Read", "Write")
    ),
]


def small(number):
    """Return this number of tables, each with TTL and a tag, which takes three read calls."""
    return [
        {
            "name": f"small-{n:04d}",
            "hash_key": "id",
            "attributes": [{"name": "id", "type": "S"}],
            "ttl": {"enabled": True, "attribute_name": "expires_at"},
            "tags": {"Owner": "backend-team"},
        }
        for n in range(number)
    ]


def create_small(number, client):
    """Create the small tables by a boto3 client of DynamoDB: the module would take minutes for a thousand."""

    def create(table):
        client.create_table(
            TableName=table["name"],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
            Tags=[{"Key": key, "Value": value} for key, value in table["tags"].items()],
        )
        client.get_waiter("table_exists").wait(TableName=table["name"], WaiterConfig={"Delay": 0.2})
        specification = {"Enabled": True, "AttributeName": table["ttl"]["attribute_name"]}
        client.update_time_to_live(TableName=table["name"], TimeToLiveSpecification=specification)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(create, small(number)))
