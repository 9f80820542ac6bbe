# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import re
from functools import cache

DEFAULT = "aws"


@cache
def partition_of(region: str) -> str:
    """Return the partition of a Region, as botocore's list of partitions has it (R130)."""
    return next((name for name, pattern, _regions in _partitions() if pattern.fullmatch(region)), DEFAULT)


@cache
def regions_beside(region: str) -> list[str]:
    """Return the Regions of the partition of this Region."""
    return next(regions for name, _pattern, regions in _partitions() if name == partition_of(region))


def arn(service: str, region: str, account: str, resource: str) -> str:
    return f"arn:{partition_of(region)}:{service}:{region}:{account}:{resource}"


def global_arn(service: str, region: str, account: str, resource: str) -> str:
    """Return the ARN of a resource without a Region, such as an IAM role, in the partition of this Region."""
    return f"arn:{partition_of(region)}:{service}::{account}:{resource}"


@cache
def _partitions() -> list[tuple[str, re.Pattern[str], list[str]]]:
    # Import late: this halves the server's startup time.
    import botocore.loaders

    data = botocore.loaders.Loader().load_data("partitions")
    return [
        (one["id"], re.compile(one["regionRegex"]), sorted(r for r in one["regions"] if not r.endswith("-global")))
        for one in data["partitions"]
    ]
