# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import NamedTuple

from .clock import RealClock, VirtualClock
from .errors import AwsError


class Rate(NamedTuple):
    """Calls per second of each of the operations in an account and Region, and how many at once.

    burst: 0 for the calls of one second, at least one. together: the operations share one bucket. connection: each
    HTTP connection has its own bucket, whatever its account.
    """

    operations: str  # "*": all of the service
    per_second: float
    burst: float = 0
    together: bool = False
    connection: bool = False
    message: str = ""  # if it is not that of the service

    @property
    def size(self) -> float:
        return self.burst or max(1, self.per_second)


CHANGES = "The rate of control plane requests made by this account is too high"
# R131 and R132. Operations without a rate (R133) are not limited.
RATES = {
    "dynamodb": (
        Rate("DescribeContinuousBackups ListTagsOfResource DescribeBackup DeleteBackup RestoreTableFromBackup", 10),
        Rate("TagResource UntagResource ListBackups", 5),
        Rate("CreateBackup", 50),
        Rate("DescribeLimits", 1 / 60),
        Rate("*", 2500, together=True),
        Rate("DescribeTimeToLive", 0.5, 4, connection=True),
        Rate("CreateTable UpdateTable DeleteTable TagResource", 5, together=True, message=CHANGES),  # R72
    ),
    "cloudwatch": (
        Rate("DescribeAlarms DescribeAlarmsForMetric", 9),
        Rate(
            "PutMetricAlarm PutCompositeAlarm DeleteAlarms EnableAlarmActions DisableAlarmActions SetAlarmState",
            3,
        ),
        Rate("ListTagsForResource GetDashboard ListDashboards PutDashboard DeleteDashboards", 10),
        Rate("TagResource UntagResource DescribeAlarmHistory", 20),
        Rate("ListMetrics", 25),
    ),
    "resourcegroupstaggingapi": (Rate("GetResources", 15),),
    "backup": (
        Rate(
            "CreateBackupPlan UpdateBackupPlan DeleteBackupPlan CreateBackupSelection DeleteBackupSelection"
            " DescribeBackupVault DeleteBackupVault StartBackupJob TagResource UntagResource",
            5,
        ),
        Rate("DeleteRecoveryPoint", 10),
        Rate("GetBackupPlan GetBackupSelection DescribeBackupJob DescribeRecoveryPoint", 15),
        Rate(
            "ListBackupPlans ListBackupSelections ListBackupVaults ListRecoveryPointsByBackupVault ListTags",
            20,
        ),
        Rate("*", 50, together=True),
    ),
    "kms": (
        Rate(
            "CreateKey CreateAlias UpdateAlias UpdateKeyDescription EnableKey DisableKey DisableKeyRotation"
            " CancelKeyDeletion UntagResource",
            5,
        ),
        Rate("TagResource", 10),
        Rate("PutKeyPolicy EnableKeyRotation ScheduleKeyDeletion DeleteAlias", 15),
        Rate("CreateGrant RetireGrant RevokeGrant", 50),
        Rate("ListKeyPolicies ListGrants", 100),
        Rate("ListAliases ListKeys", 500),
        Rate("GetKeyPolicy GetKeyRotationStatus", 1000),
        Rate("DescribeKey ListResourceTags", 2000),
    ),
    "kinesis": (
        Rate("DescribeStream", 10),
        Rate("DescribeStreamSummary", 20),
        Rate("CreateStream DeleteStream ListStreams ListTagsForStream AddTagsToStream RemoveTagsFromStream", 5),
    ),
    "ec2": (
        Rate("DescribeVpcEndpoints DescribeRouteTables DescribeVpcs", 20, 100),
        Rate("CreateVpcEndpoint ModifyVpcEndpoint DeleteVpcEndpoints", 0.3, 4),
        Rate("CreateTags DeleteTags", 10, 100),
    ),
    "sts": (Rate("*", 600, together=True),),
}
# R134: error code, HTTP status, message.
ERRORS = {
    "dynamodb": ("ThrottlingException", 400, "Rate exceeded"),
    "cloudwatch": ("Throttling", 400, "Rate exceeded"),
    "resourcegroupstaggingapi": ("ThrottledException", 400, "Rate exceeded"),
    "backup": ("ThrottlingException", 400, "Rate exceeded"),
    "kms": (
        "ThrottlingException",
        400,
        "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
    ),
    "kinesis": ("LimitExceededException", 400, "Rate exceeded for stream"),
    "ec2": ("RequestLimitExceeded", 503, "Request limit exceeded."),
    "sts": ("Throttling", 400, "Rate exceeded"),
}


class Throttled(AwsError):
    """A call was made faster than AWS's rate for it."""


class Limiter:
    """The token buckets of one simulated AWS."""

    def __init__(self, clock: VirtualClock | RealClock):
        self._clock = clock
        self._buckets: dict[tuple[object, ...], _Bucket] = {}

    def check(self, service: str, operation: str, region: str, account: str, connection: int | None = None) -> None:
        """Take one call from each bucket of the operation. Raise Throttled, and take none, if one of them is empty.

        Connections have numbers over HTTP; in process there are none, and no rates of connections.
        """
        now = self._clock.now()
        found = []
        for number, rate in enumerate(RATES.get(service, ())):
            if rate.operations != "*" and operation not in rate.operations.split():
                continue
            if rate.connection and connection is None:
                continue
            owner = (connection,) if rate.connection else (account, region)
            key = (service, number, "" if rate.together else operation, *owner)
            bucket = self._buckets.setdefault(key, _Bucket(rate.size, now))
            if not bucket.refill(rate, now):
                code, status, message = ERRORS[service]
                raise Throttled(code, rate.message or message, status)
            found.append(bucket)
        for bucket in found:
            bucket.calls -= 1


class _Bucket:
    def __init__(self, calls: float, since: float):
        self.calls, self.since = calls, since

    def refill(self, rate: Rate, now: float) -> bool:
        """Add the calls of the time that has passed. Return whether there is one."""
        self.calls = min(rate.size, self.calls + (now - self.since) * rate.per_second)
        self.since = now
        return self.calls >= 1 - 1e-6  # the time of a clock is not exact
