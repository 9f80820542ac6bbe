# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import re

from .errors import AwsError

# The AWS managed policies for AWS Backup, with the path in their ARNs (R97).
PATHS = {
    "AWSBackupServiceRolePolicyForBackup": "service-role/",
    "AWSBackupServiceRolePolicyForRestores": "service-role/",
    "AWSBackupServiceRolePolicyForS3Backup": "",
    "AWSBackupServiceRolePolicyForS3Restore": "",
}
ARN = re.compile(r"arn:(?P<partition>[\w-]+):iam::aws:policy/(?P<path>(?:.+/)?)(?P<name>AWSBackupServiceRolePolicy\w*)")


def attachment_error(arn: str, partition: str) -> AwsError | None:
    """Return AWS's error for an AWS Backup policy ARN that does not exist; None for any other ARN."""
    match = ARN.fullmatch(arn)
    if match is None or (match["partition"], PATHS.get(match["name"])) == (partition, match["path"]):
        return None
    return AwsError("NoSuchEntity", f"Policy {arn} does not exist or is not attachable.", 404)
