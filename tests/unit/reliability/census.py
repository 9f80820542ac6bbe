# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Everything that a simulated account has, in a form that is equal for two accounts with the same resources."""

from __future__ import annotations

import json
import re
from datetime import datetime

from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION, clients_of
from botocore.exceptions import ClientError

REGIONS = (REGION, "us-east-1", "us-west-2", "eu-central-1")
# The emulator of EC2 gives resources random IDs.
_RANDOM = re.compile(r"\b(vpc|rtb|vpce)-[0-9a-f]+")
# What differs between two resources that were created by the same calls.
UNEQUAL = frozenset(
    "TableId LatestStreamArn LatestStreamLabel RevisionId Alarms PolicyARN ScalableTargetARN ScheduledActionARN"
    " ResponseMetadata NextToken"
    " NumberOfDecreasesToday BackupPlanId BackupPlanArn VersionId SelectionId RuleId CreatorRequestId PolicyId"
    " DefaultVersionId StateReason StateReasonData RoleId TableSizeBytes ItemCount IndexSizeBytes"
    " ContributorInsightsRuleList StateUpdatedTimestamp CreationDate LastExecutionDate".split()
)
# In a scaling policy of a new index of a global table that AWS itself has registered (R39).
SAME_AS_OMITTED = ("DisableScaleIn", False)


def census(simulator, services=("dynamodb",)):
    """{what: its description} of the services' resources."""
    clients, found = clients_of(simulator), {}
    if "dynamodb" in services:
        for region in REGIONS:
            dynamodb, scaling = clients("dynamodb", region), clients("application-autoscaling", region)
            for name in dynamodb.list_tables()["TableNames"]:
                found[region, name] = _table(dynamodb, name)
            for method in ("scalable_targets", "scaling_policies", "scheduled_actions"):
                answer = getattr(scaling, f"describe_{method}")(ServiceNamespace="dynamodb")
                found[region, method] = answer
    if "cloudwatch" in services:
        cloudwatch = clients("cloudwatch", REGION)
        alarms = cloudwatch.describe_alarms()["MetricAlarms"]
        tags = {a["AlarmName"]: cloudwatch.list_tags_for_resource(ResourceARN=a["AlarmArn"])["Tags"] for a in alarms}
        boards = [entry["DashboardName"] for entry in cloudwatch.list_dashboards()["DashboardEntries"]]
        found["dashboards"] = {name: cloudwatch.get_dashboard(DashboardName=name)["DashboardBody"] for name in boards}
        found.update(alarms=alarms, alarm_tags=tags)
    if "backup" in services:
        for region in REGIONS:
            found[region, "backup"] = _backup(clients("backup", region))
    if "iam" in services:
        found["iam"] = _iam(clients("iam", REGION))
    if "ec2" in services:
        found["ec2"] = clients("ec2", REGION).describe_vpc_endpoints()["VpcEndpoints"]
    return _comparable(found)


def _table(dynamodb, name):
    described = dynamodb.describe_table(TableName=name)["Table"]
    indexes = [None, *(index["IndexName"] for index in described.get("GlobalSecondaryIndexes", []))]
    found = {
        "table": described,
        "ttl": _or_error(dynamodb.describe_time_to_live, TableName=name),
        "backups": _or_error(dynamodb.describe_continuous_backups, TableName=name),
        "kinesis": _or_error(dynamodb.describe_kinesis_streaming_destination, TableName=name),
        "tags": _or_error(dynamodb.list_tags_of_resource, ResourceArn=described["TableArn"]),
        "policy": _or_error(dynamodb.get_resource_policy, ResourceArn=described["TableArn"]),
    }
    for index in indexes:
        more = {"IndexName": index} if index else {}
        found["insights", index] = _or_error(dynamodb.describe_contributor_insights, TableName=name, **more)
    return found


def _or_error(call, **params):
    try:
        return call(**params)
    except ClientError as error:
        return error.response["Error"]["Code"]


def _backup(backup):
    plans = {}
    for listed in backup.list_backup_plans()["BackupPlansList"]:
        plan_id = listed["BackupPlanId"]
        selections = backup.list_backup_selections(BackupPlanId=plan_id)["BackupSelectionsList"]
        same = plans.setdefault(listed["BackupPlanName"], [])
        same.append(
            {
                "plan": backup.get_backup_plan(BackupPlanId=plan_id),
                "tags": backup.list_tags(ResourceArn=listed["BackupPlanArn"])["Tags"],
                "selections": [
                    backup.get_backup_selection(BackupPlanId=plan_id, SelectionId=one["SelectionId"])
                    for one in selections
                ],
            }
        )
    vaults = [
        {**vault, "tags": backup.list_tags(ResourceArn=vault["BackupVaultArn"])["Tags"]}
        for vault in backup.list_backup_vaults()["BackupVaultList"]
    ]
    return {"plans": plans, "vaults": vaults, "settings": backup.describe_region_settings()}


def _iam(iam):
    found = {}
    for policy in iam.list_policies(Scope="Local")["Policies"]:
        arn, version = policy["Arn"], policy["DefaultVersionId"]
        found[arn] = {
            "policy": {**policy, "UpdateDate": None},
            "document": iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"],
            "versions": len(iam.list_policy_versions(PolicyArn=arn)["Versions"]),
            "tags": iam.list_policy_tags(PolicyArn=arn)["Tags"],
            "entities": iam.list_entities_for_policy(PolicyArn=arn),
        }
    return found


def anonymous(text):
    return _RANDOM.sub(r"\1", text)


def _comparable(value):
    if isinstance(value, dict):
        return {
            str(key): _comparable(entry)
            for key, entry in value.items()
            if key not in UNEQUAL and not isinstance(entry, datetime) and (key, entry) != SAME_AS_OMITTED
        }
    if isinstance(value, list):
        return sorted((_comparable(entry) for entry in value), key=lambda entry: json.dumps(entry, sort_keys=True))
    return anonymous(value) if isinstance(value, str) else value
