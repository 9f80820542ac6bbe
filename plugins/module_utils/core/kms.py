# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""KMS keys by different names: an ID, an ARN and an alias can all mean the same key."""

from __future__ import annotations

from .errors import AwsError


def read(region, live, named):
    """Look up a key -> {named: the task's name of the key, key: KMS's metadata}. Raises AwsError.

    live: ARN of the current key, None for the AWS owned key. named: None if the task names no key. The metadata is that
    of the named key if it is an alias, and that of the live key if none is named: it distinguishes an AWS managed key
    from a customer managed key. It is {} if KMS does not know the alias.
    """
    if named and not named.startswith("alias/") and ":alias/" not in named:
        return {"named": named}
    try:
        key = region.once(
            "describe_key", service="kms", action=f"look up the KMS key {named or live}", KeyId=named or live
        )["KeyMetadata"]
    except AwsError as error:
        if error.code != "NotFoundException":  # no such alias, so it cannot mean the live key
            raise
        key = {}
    return {"named": named, "key": key}


def as_named(live, answer):
    """The live key, by the task's name if that means the same key, else by its ARN; None for the AWS managed key."""
    named, key = answer.get("named"), answer.get("key", {})
    if named is None:
        return None if key.get("KeyManager") == "AWS" else live
    same = named == live or live.endswith(f":key/{named}") or key.get("Arn") == live
    return named if same else live


def is_unknown(answer):
    """Whether the task names an alias that KMS does not know."""
    return answer.get("key") == {}
