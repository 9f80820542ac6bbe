# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import re

from ..core.dispatcher import Context
from ..core.errors import AwsError
from ..core.regions import partition_of
from .errors import invalid

ROLE = re.compile(r"arn:(?P<partition>[\w-]+):iam::(?P<account>\d{12}):role/(?:.+/)?(?P<name>[^/]+)")


def check(ctx: Context, arn: str) -> None:
    """R98: the role that AWS Backup assumes exists in this account."""
    match = ROLE.fullmatch(arn)
    if not match or match["partition"] != partition_of(ctx.region):
        raise invalid(f"Invalid IAM role ARN: {arn}")
    if match["account"] != ctx.account:
        raise AwsError("AccessDeniedException", "Cross-account pass role is not allowed.", 403)
    if not ctx.world.lookups.has_identity(ctx.account, ctx.region, "role", match["name"]):
        raise invalid(f"IAM Role {arn} cannot be assumed by AWS Backup")
