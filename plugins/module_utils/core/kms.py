# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""KMS keys by different names: an ID, an ARN and an alias can all mean the same key."""

from __future__ import annotations

from .change import PlanWarning
from .errors import AwsError


def read(region, live, named):
    """Look up a key -> {named: the task's name of the key, key: KMS's metadata}. Raises AwsError.

    live: ARN of the current key, None for the AWS owned key. named: None if the task names no key. The metadata is that
    of the named key if it is an alias, and that of the live key if none is named: it distinguishes an AWS managed key
    from a customer managed key. It is {} if KMS does not know the alias.
    """
    if named and not named.startswith("alias/") and ":alias/" not in named:
        return {"named": named}
    # An alias that KMS does not know cannot mean the live key.
    return {"named": named, "key": metadata(region, named or live)}


def metadata(region, name):
    """KMS's metadata of a key by any of its names; {} if KMS does not know it. Raises AwsError."""
    try:
        return region.once("describe_key", service="kms", action=f"look up the KMS key {name}", KeyId=name)[
            "KeyMetadata"
        ]
    except AwsError as error:
        if error.code != "NotFoundException":
            raise
        return {}


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


def will_be_missing(path, alias, region):
    """The PlanWarning of check mode, in which no earlier task has created the key of this alias."""
    return PlanWarning(f"{path}: {alias} does not exist in {region}; a run fails unless it is created before")
