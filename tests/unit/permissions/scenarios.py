# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is done with each option of dynamodb_stackkit to find out which permissions it needs.

The main option of an aspect needs no entry: its values are drawn from declarations.py. A secondary option, such as
purge_tags, changes how its aspect's main option works, and needs the same permissions.
"""

from __future__ import annotations

from dataclasses import dataclass

from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables import request
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.registry import ASPECTS
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.registry import option as main_option
from ansible_collections.stackkit.dynamodb.tests.unit.plugins import declarations
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION
from hypothesis import HealthCheck, Phase, given, settings

ELSEWHERE, ALIAS = "us-east-1", "alias/orders"
STRONG = ("eu-west-2", "eu-west-3")
KEYS = {"hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}
MORE = {"attributes": [*KEYS["attributes"], {"name": "mail", "type": "S"}]}
INDEX = {**MORE, "global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail"}]}
LOCAL_KEYS = {
    "hash_key": "id",
    "range_key": "at",
    "attributes": [*MORE["attributes"], {"name": "at", "type": "N"}],
}
VECTOR = {"name": "by-v", "attribute": "v", "dimensions": 3, "distance_function": "COSINE"}
PROVISIONED = {"billing_mode": "PROVISIONED", "read_capacity": 5, "write_capacity": 5}
SCALED = {"min_capacity": 5, "max_capacity": 9}
NIGHT = {"name": "night", "schedule": "cron(0 22 * * ? *)", "min_capacity": 5}
OFF = {"enabled": False}
EXAMPLES = 10  # values of an option; enough for every kind of change


@dataclass(frozen=True)
class Scenario:
    """steps: tasks for the table, one after the other, without its name.

    before: the options with which the table was created; None if it does not exist. prepare, alter: functions of the
    simulator, called before and after that. besides: options whose permissions the steps need too.
    """

    steps: tuple
    before: dict | None = None
    prepare: object = None
    alter: object = None
    besides: tuple = ()


def keys_in_kms(simulator):
    for region in (REGION, ELSEWHERE):
        kms = simulator.client("kms", region)
        kms.create_alias(AliasName=ALIAS, TargetKeyId=kms.create_key()["KeyMetadata"]["KeyId"])


def _policy_of_another_tool(simulator):
    place = {
        "ServiceNamespace": "dynamodb",
        "ResourceId": "table/orders",
        "ScalableDimension": "dynamodb:table:ReadCapacityUnits",
    }
    scaling = simulator.client("application-autoscaling", REGION)
    scaling.register_scalable_target(**place, MinCapacity=5, MaxCapacity=8)
    scaling.put_scaling_policy(
        **place,
        PolicyName="another",
        PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration={
            "TargetValue": 50,
            "PredefinedMetricSpecification": {"PredefinedMetricType": "DynamoDBReadCapacityUtilization"},
        },
    )


def _autoscaling(**read):
    return {"autoscaling": {"enabled": True, "read": {**SCALED, "target_value": 70, **read}}}


def _stream(view):
    return {"stream": {"enabled": True, "view_type": view}}


_STRONG = {"multi_region_consistency": "STRONG", "ttl": {"enabled": False}}
_WITNESS = {**_STRONG, "replicas": [{"region": STRONG[0]}], "witness_region": STRONG[1]}
SCENARIOS = {
    "name": Scenario((KEYS,)),
    "hash_key": Scenario((KEYS,)),
    "range_key": Scenario(({**MORE, "hash_key": "id", "range_key": "mail"},)),
    "attributes": Scenario((KEYS,)),
    "local_secondary_indexes": Scenario(
        ({**LOCAL_KEYS, "local_secondary_indexes": [{"name": "local", "range_key": "mail"}]},)
    ),
    "tables": Scenario(({},), KEYS),
    "wait": Scenario(({"wait": False},), KEYS),
    "wait_pending": Scenario(({"wait_pending": True},), KEYS),
    "fail_on_pending": Scenario(({"fail_on_pending": True},), KEYS),
    "wait_timeout": Scenario(({"wait_timeout": 60},), KEYS),
    "state": Scenario(
        ({"state": "absent"},),
        {**KEYS, **PROVISIONED, "autoscaling": {"enabled": True, "read": SCALED}},
    ),
    "table_class": Scenario(({"table_class": "STANDARD_INFREQUENT_ACCESS"},), KEYS),
    "force_delete": Scenario(
        ({"state": "absent", "force_delete": True},), {**KEYS, "deletion_protection": True}, besides=("state",)
    ),
    "allow_recreate": Scenario(
        ({**_stream("KEYS_ONLY"), "allow_recreate": ["stream"]},),
        {**KEYS, **_stream("NEW_IMAGE")},
        besides=tuple(request.RECREATABLE),
    ),
    "billing_mode": Scenario((PROVISIONED, {"billing_mode": "PAY_PER_REQUEST"}), KEYS),
    "read_capacity": Scenario(({"read_capacity": 6},), {**KEYS, **PROVISIONED}),
    "write_capacity": Scenario(({"write_capacity": 6},), {**KEYS, **PROVISIONED}),
    "on_demand_throughput": Scenario(({"on_demand_throughput": {"max_read_request_units": 5}},), KEYS),
    "warm_throughput": Scenario(({"warm_throughput": {"read_units_per_second": 20000}},), KEYS),
    "global_secondary_indexes": Scenario((INDEX, {"global_secondary_indexes": [], "purge_indexes": True}), KEYS),
    "vector_indexes": Scenario(({"vector_indexes": [VECTOR]}, {"vector_indexes": [], "purge_indexes": True}), KEYS),
    "server_side_encryption": Scenario(
        (
            {"server_side_encryption": {"enabled": True, "kms_key_id": ALIAS}},
            {"server_side_encryption": {"enabled": True}},
            {"server_side_encryption": OFF},
        ),
        KEYS,
        keys_in_kms,
    ),
    "autoscaling": Scenario(
        (
            _autoscaling(scheduled_actions=[NIGHT]),
            _autoscaling(scheduled_actions=[]),
            {"autoscaling": OFF},
        ),
        {**KEYS, **PROVISIONED},
        alter=_policy_of_another_tool,
    ),
    "replicas": Scenario(
        (
            {"replicas": [{"region": ELSEWHERE}]},
            {"replicas": [{"region": ELSEWHERE, "max_read_request_units": 5}]},
            {"replicas": [], "purge_replicas": True},
        ),
        KEYS,
    ),
    "multi_region_consistency": Scenario(
        ({**_STRONG, "replicas": [{"region": region} for region in STRONG]},),
        KEYS,
        besides=("replicas", "ttl"),
    ),
    "witness_region": Scenario((_WITNESS, {"state": "absent"}), KEYS, besides=("replicas", "state", "ttl")),
    "disassociation_protection": Scenario(
        tuple({"replicas": [{"region": ELSEWHERE}], "disassociation_protection": on} for on in (False, True)),
        {**KEYS, "replicas": [{"region": ELSEWHERE}]},
        besides=("replicas",),
    ),
}


def scenario(option):
    """The Scenario of an option; None for a secondary one."""
    if option in SCENARIOS or option not in map(main_option, ASPECTS):
        return SCENARIOS.get(option)
    assert option in declarations.OPTIONAL, f"add {option} to OPTIONAL in declarations.py, or to SCENARIOS"
    values = _drawn(declarations.OPTIONAL[option])
    return Scenario(tuple({option: value, "allow_recreate": request.RECREATABLE} for value in values), KEYS)


def main_of(option):
    """The main option of the aspect that owns a secondary option."""
    return next(main_option(aspect) for aspect in ASPECTS if option in aspect.OPTIONS)


OPTIONS = tuple(request.MODULE_SPEC)


def _drawn(strategy):
    """Some values of a strategy, the same in every run."""
    values = []

    @settings(
        max_examples=EXAMPLES,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(value):
        values.append(value)

    collect()
    return values
