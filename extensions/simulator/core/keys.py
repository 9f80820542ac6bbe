# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import hashlib
import re

from .errors import AwsError, invalid
from .lookups import UNUSED
from .regions import arn, partition_of
from .world import World

KEY_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32}")
MANAGED = "alias/aws/dynamodb"


def managed_key_id(account: str, region: str) -> str:
    """Return the key ID of alias/aws/dynamodb: one per account and Region, the same in every run."""
    digits = hashlib.sha256(f"{account} {region}".encode()).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:32]}"


def managed_key(account: str, region: str, key: str) -> str | None:
    """Return the ID of the AWS managed key of DynamoDB or AWS Backup with this ID or alias, else None."""
    known = {
        MANAGED: managed_key_id(account, region),
        "alias/aws/backup": managed_key_id(account, f"{region} backup"),
    }
    return known.get(key) or (key if key in known.values() else None)


def arn_of(account: str, region: str, key_id: str) -> str:
    return arn("kms", region, account, f"key/{key_id}")


def managed_key_arn(account: str, region: str) -> str:
    return arn_of(account, region, managed_key_id(account, region))


def key_arn(world: World, account: str, region: str, key: str) -> str:
    """Return the ARN of a key given as ID, ARN, alias or alias ARN. Raise DynamoDB's error for an unusable key (R32).

    After the first request to the KMS emulator, only its keys exist. Before that, every well-formed key is accepted.
    """
    if key.startswith("arn:"):
        _check_region(region, key)
    name = key.split(":", 5)[5].removeprefix("key/") if key.startswith("arn:") else key
    if name in (MANAGED, managed_key_id(account, region)):
        return managed_key_arn(account, region)
    described = world.lookups.key(account, region, key)
    if described is not UNUSED:
        return _usable(account, region, key, name, described)
    if name.startswith("alias/"):
        return arn_of(account, region, managed_key_id(account, f"{region} {name}"))
    if not KEY_ID.fullmatch(name):
        raise _missing(account, region, name)
    return arn_of(account, region, name)


def _check_region(region: str, key: str) -> None:
    parts = key.split(":", 5)
    if len(parts) < 6 or parts[2] != "kms" or parts[1] != partition_of(region):
        raise _kms("validation", "NotFoundException", f"Invalid arn {key}")
    if parts[3] != region:
        raise _kms("validation", "NotFoundException", f"Invalid arn {parts[3]}")


def _usable(account: str, region: str, key: str, name: str, described: dict | None) -> str:
    if described is None:
        raise _missing(account, region, name)
    found, state = described["Arn"], described.get("KeyState", "Enabled")
    if state == "PendingDeletion":
        raise _kms("validation", "KMSInvalidStateException", f"{found} is pending deletion.")
    if state != "Enabled":
        raise _kms("key disabled", "DisabledException", f"{found} is disabled.")
    if described.get("KeySpec", "SYMMETRIC_DEFAULT") != "SYMMETRIC_DEFAULT":
        raise AwsError(
            "InternalServerError",
            "KMS internal error: com.amazonaws.services.kms.model.AWSKMSException: EncryptionContext is supported"
            " only when creating a grant for a symmetric encryption KMS key.",
            500,
        )
    return found


def _missing(account: str, region: str, name: str) -> AwsError:
    if name.startswith("alias/"):
        return _kms("validation", "NotFoundException", f"Alias {arn('kms', region, account, name)} is not found.")
    return _kms("validation", "NotFoundException", f"Key '{arn_of(account, region, name)}' does not exist")


def _kms(kind: str, code: str, message: str) -> AwsError:
    return invalid(
        f"KMS {kind} error: com.amazonaws.services.kms.model.{code}: {message}"
        f" (Service: AWSKMS; Status Code: 400; Error Code: {code})"
    )
