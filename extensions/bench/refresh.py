# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A boto3 script that reads resources as Terraform refreshes them: python refresh.py RESOURCES.json.

Each resource is read by calls of its own, ten resources at a time, with botocore's default retries. A resource whose
call fails nevertheless counts as failed, and the others are still read. It does not import the collection.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.exceptions import ClientError

PARALLEL = 10
SERVICES = ("dynamodb", "application-autoscaling", "cloudwatch", "backup")


class Refresh:
    def __init__(self):
        self.dynamodb, self.scaling, self.cloudwatch, self.backup = (
            boto3.client(name, region_name=os.environ["AWS_REGION"]) for name in SERVICES
        )
        self._plans, self._lock = None, threading.Lock()

    def table(self, name, arn):
        self.dynamodb.describe_table(TableName=name)
        self.dynamodb.describe_continuous_backups(TableName=name)
        self.dynamodb.describe_time_to_live(TableName=name)
        self.dynamodb.list_tags_of_resource(ResourceArn=arn)

    def target(self, resource, dimension):
        which = {"ServiceNamespace": "dynamodb", "ScalableDimension": dimension}
        (target,) = self.scaling.describe_scalable_targets(ResourceIds=[resource], **which)["ScalableTargets"]
        self.scaling.list_tags_for_resource(ResourceARN=target["ScalableTargetARN"])

    def policy(self, resource, dimension):
        which = {"ServiceNamespace": "dynamodb", "ScalableDimension": dimension}
        self.scaling.describe_scaling_policies(ResourceId=resource, **which)

    def alarm(self, name):
        (alarm,) = self.cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"]
        self.cloudwatch.list_tags_for_resource(ResourceARN=alarm["AlarmArn"])

    def vault(self, name):
        vault = self.backup.describe_backup_vault(BackupVaultName=name)
        self.backup.list_tags(ResourceArn=vault["BackupVaultArn"])

    def plan(self, plan):
        found = self.backup.get_backup_plan(BackupPlanId=self._id(plan))
        self.backup.list_tags(ResourceArn=found["BackupPlanArn"])

    def selection(self, plan):
        number = self._id(plan)
        (selection,) = self.backup.list_backup_selections(BackupPlanId=number)["BackupSelectionsList"]
        self.backup.get_backup_selection(BackupPlanId=number, SelectionId=selection["SelectionId"])

    def _id(self, plan):
        """The ID of a plan, which Terraform has in its state."""
        with self._lock:
            if self._plans is None:
                pages = self.backup.get_paginator("list_backup_plans").paginate()
                found = pages.build_full_result()["BackupPlansList"]
                self._plans = {one["BackupPlanName"]: one["BackupPlanId"] for one in found}
        return self._plans[plan]


def main(resources):
    refresh = Refresh()

    def read(resource):
        kind, arguments = resource
        try:
            getattr(refresh, kind)(**arguments)
        except ClientError as error:
            return error.response["Error"]["Code"]
        return None

    with ThreadPoolExecutor(PARALLEL) as pool:
        failed = [code for code in pool.map(read, resources) if code]
    print(json.dumps({"resources": len(resources), "failed": len(failed), "codes": sorted(set(failed))}))


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        main(json.load(file))
