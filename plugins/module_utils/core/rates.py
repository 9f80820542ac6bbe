# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""AWS's rates, in each account and Region, of the operations that the modules call (R131, R132)."""

from __future__ import annotations

UNKNOWN = 10  # calls per second of an operation without a known rate, once AWS has throttled it (R133)

# (service, calls per second, operations): each operation has its own limit.
EACH = (
    ("dynamodb", 10, "DescribeContinuousBackups ListTagsOfResource"),
    ("dynamodb", 5, "TagResource UntagResource"),
    ("cloudwatch", 9, "DescribeAlarms"),
    ("cloudwatch", 3, "PutMetricAlarm DeleteAlarms"),
    ("cloudwatch", 10, "ListTagsForResource GetDashboard PutDashboard DeleteDashboards"),
    ("cloudwatch", 20, "TagResource UntagResource"),
    ("resourcegroupstaggingapi", 15, "GetResources"),
    ("backup", 5, "CreateBackupPlan UpdateBackupPlan DeleteBackupPlan CreateBackupSelection DeleteBackupSelection"),
    ("backup", 5, "DeleteBackupVault TagResource UntagResource"),
    ("backup", 15, "GetBackupPlan GetBackupSelection"),
    ("backup", 20, "ListBackupPlans ListBackupSelections ListBackupVaults ListTags"),
    ("ec2", 20, "DescribeVpcEndpoints"),
    ("ec2", 0.3, "CreateVpcEndpoint ModifyVpcEndpoint"),
    ("ec2", 10, "CreateTags"),
)
# (service, calls per second, operations): the operations have one limit together; no operations stand for all.
TOGETHER = (
    ("dynamodb", 5, "CreateTable UpdateTable DeleteTable TagResource"),
    ("backup", 50, ""),
)
# Calls at once where they are not those of one second.
BURSTS = {("ec2", 20): 100, ("ec2", 0.3): 4, ("ec2", 10): 100}


def limits(service, operation):
    """[(name, calls per second, calls at once)] of the limits that apply to an operation, the narrower first."""
    own = [(operation, rate) for of, rate, names in EACH if of == service and operation in names.split()]
    shared = [
        (names or service, rate)
        for of, rate, names in TOGETHER
        if of == service and operation in (names.split() or [operation])
    ]
    return [(name, rate, BURSTS.get((service, rate), rate)) for name, rate in own + shared]
