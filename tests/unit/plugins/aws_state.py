# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What AWS shows of a table in every Region, read from the simulator without the collection's own code."""

from __future__ import annotations

import json

from ansible_collections.stackkit.dynamodb.extensions.simulator.core.errors import AwsError

ACCOUNT = "123456789012"
# A change in progress is shown as completed, so that the time of a reading does not matter.
COMPLETED = {
    "CREATING": "ACTIVE",
    "UPDATING": "ACTIVE",
    "ENABLING": "ENABLED",
    "DISABLING": "DISABLED",
}
VOLATILE = (
    "LastUpdateDateTime",
    "LastUpdateToPayPerRequestDateTime",
    "LastIncreaseDateTime",
    "LastDecreaseDateTime",
    "NumberOfDecreasesToday",
    "EarliestRestorableDateTime",
    "LatestRestorableDateTime",
    "Backfilling",
    "RevisionId",
)


class AwsState:
    """Readings of one table. None stands for a table that does not exist or is being deleted."""

    def __init__(self, handle, regions, name):
        """handle: of the simulator's dispatcher."""
        self.handle, self.regions, self.name = handle, regions, name

    def call(self, operation, region, service="dynamodb", **params):
        """Call the simulator -> the answer; None if the resource does not exist."""
        try:
            return self.handle(service, operation, region, ACCOUNT, params)
        except AwsError as error:
            assert "NotFound" in error.code, error
            return None

    def read(self):
        """{Region: {part: what AWS shows of it}}"""
        return {region: self.in_region(region) for region in self.regions}

    def in_region(self, region):
        found = {"scaling": self._scaling(region)}
        described = self.call("DescribeTable", region, TableName=self.name)
        if described is None or described["Table"]["TableStatus"] == "DELETING":
            return {**found, "table": None}
        table, named = described["Table"], {"TableName": self.name}
        if table["TableStatus"] == "CREATING":  # AWS shows nothing else of it (R79)
            return normalized({**found, "table": table})
        backups = self.call("DescribeContinuousBackups", region, **named) or {}
        policy = self.call("GetResourcePolicy", region, ResourceArn=table["TableArn"])
        tags = self.call("ListTagsOfResource", region, ResourceArn=table["TableArn"]) or {"Tags": []}
        found.update(
            table=table,
            ttl=(self.call("DescribeTimeToLive", region, **named) or {}).get("TimeToLiveDescription"),
            recovery=backups.get("ContinuousBackupsDescription", {}).get("PointInTimeRecoveryDescription"),
            insights=self.call("ListContributorInsights", region, **named)["ContributorInsightsSummaries"],
            kinesis=self.call("DescribeKinesisStreamingDestination", region, **named)["KinesisDataStreamDestinations"],
            policy=json.loads(policy["Policy"]) if policy else None,
            tags={tag["Key"]: tag["Value"] for tag in tags["Tags"]},
        )
        return normalized(found)

    def _scaling(self, region):
        """{(resource, dimension): {"target", "policies", "actions"}}"""
        names = {"target": "ScalableTargets", "policies": "ScalingPolicies", "actions": "ScheduledActions"}
        found = {}
        for part, member in names.items():
            answer = self.call(f"Describe{member}", region, "application-autoscaling", ServiceNamespace="dynamodb")
            for entry in answer[member]:
                if entry["ResourceId"].split("/")[1] == self.name:
                    place = (entry["ResourceId"], entry["ScalableDimension"])
                    found.setdefault(place, {}).setdefault(part, []).append(normalized(entry))
        return found


def normalized(value):
    """A part of an answer without what changes by itself, with changes in progress as completed."""
    if isinstance(value, dict):
        return {name: normalized(part) for name, part in value.items() if name not in VOLATILE}
    if isinstance(value, list):
        return [normalized(part) for part in value]
    return COMPLETED.get(value, value) if isinstance(value, str) else value


def differences(before, after, path=""):
    """The paths at which two readings differ, with both values."""
    if isinstance(before, dict) and isinstance(after, dict):
        found = []
        for name in sorted({*before, *after}, key=str):
            found += differences(before.get(name), after.get(name), f"{path}.{name}" if path else str(name))
        return found
    return [] if before == after else [f"{path}: {before} -> {after}"]
