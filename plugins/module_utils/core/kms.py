# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whether a task's name of a KMS key means the live key: an ID, an ARN and an alias may all be the same key."""

from __future__ import annotations

import re

from .errors import AwsError

ARN = re.compile(r"arn:[\w-]+:kms:(?P<region>[\w-]+):\d{12}:(key|alias)/.+")


def read(region, live, named):
    """-> {named: the task's name of its key, key: KMS's metadata of it, or of the live key where none is named}.

    live: ARN of the key in use, None where that is AWS's own. KMS is asked only for an alias, and, where none is named,
    to tell the AWS-managed key from a customer's.
    """
    if named and not named.startswith("alias/") and ":alias/" not in named:
        return {"named": named}
    try:
        key = region.once(
            "describe_key", service="kms", action=f"look up the KMS key {named or live}", KeyId=named or live
        )["KeyMetadata"]
    except AwsError as error:
        if error.code != "NotFoundException":  # no such alias, so the live key is another one
            raise
        key = {}
    return {"named": named, "key": key}


def as_named(live, answer):
    """The live key by the task's name of it, where that means the same; None: the AWS-managed key."""
    named, key = answer.get("named"), answer.get("key", {})
    if named is None:
        return None if key.get("KeyManager") == "AWS" else live
    same = named == live or live.endswith(f":key/{named}") or key.get("Arn") == live
    return named if same else live


def is_unknown(answer):
    """Whether the task names an alias that KMS does not know."""
    return answer.get("key") == {}


def region_of(named):
    """The region that a key's or alias's ARN names; None for an ID or a bare alias."""
    match = ARN.fullmatch(named or "")
    return match and match.group("region")
