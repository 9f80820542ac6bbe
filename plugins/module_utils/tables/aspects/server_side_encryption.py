# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Encryption at rest: the AWS owned key (off), the AWS managed key (on without a key), or a customer managed key."""

from __future__ import annotations

from dataclasses import dataclass

from ...core import kms
from ...core.aws_errors import APPLIED, DEFER, KnownError
from ...core.change import UPDATE
from ...core.patterns import region_problem
from ..changes import Phase

OPTIONS = dict(
    server_side_encryption=dict(
        type="dict",
        options=dict(enabled=dict(type="bool", required=True), kms_key_id=dict(type="str")),
    ),
)

KNOWN_ERRORS = (
    KnownError(
        DEFER,
        "R52",
        ("update_table",),
        "LimitExceededException",
        r"Encryption mode changes are limited in the 24h window"
        r"(?:.*Next changes can be made at (?P<earliest>\d{4}-\d\d-\d\dT[\d:.]+Z))?",
        "AWS accepts four encryption changes per 24 hours, then one per six hours",
    ),
    KnownError(APPLIED, "R34", ("update_table",), "ValidationException", "Table is already encrypted"),
)


@dataclass(frozen=True)
class Encryption:
    """kms_key_id: None for the AWS managed key, if enabled. A live key is named as in the task, if it is the same."""

    enabled: bool = False
    kms_key_id: str | None = None


NEW = Encryption()


def check(params):
    encryption = params["server_side_encryption"]
    problem = encryption and region_problem(encryption["kms_key_id"] or "", params["region"])
    if problem and encryption["enabled"]:
        yield "server_side_encryption.kms_key_id", problem


def want(params):
    encryption = params["server_side_encryption"]
    if encryption is None:
        return None
    return Encryption(True, encryption["kms_key_id"] or None) if encryption["enabled"] else NEW


def read(region, description, want):
    """Look up the key, because only KMS can tell whether an alias means the live key. want: None to read any key.

    To disable encryption, the key matters only if the table has replicas: AWS allows it for its own key (R33).
    """
    live = _live_key(description)
    if live is None or (want and not want.enabled and not description.get("Replicas")):
        return {}
    return kms.read(region, live, want and want.kms_key_id)


def observe(description, answer):
    live = _live_key(description)
    return NEW if live is None else Encryption(True, kms.as_named(live, answer))


def plan(table, *, want, have):
    if want == have:
        return
    yield table.change("server_side_encryption", UPDATE, _words(want), phase=Phase.CHANGE, SSESpecification=_aws(want))


def create_params(want):
    return {"SSESpecification": _aws(want)} if want.enabled else {}


def declare(have):
    options = {"enabled": have.enabled}
    if have.kms_key_id:
        options["kms_key_id"] = have.kms_key_id
    return {"server_side_encryption": options}


def _live_key(description):
    """The ARN of the live key; None for the AWS owned key, with which encryption is "off" (R34)."""
    encryption = description.get("SSEDescription", {})
    if encryption.get("Status") in ("ENABLING", "ENABLED", "UPDATING"):
        return encryption.get("KMSMasterKeyArn")
    return None


def _words(want):
    if not want.enabled:
        return "encrypt with the AWS owned key"
    return f"encrypt with KMS key {want.kms_key_id}" if want.kms_key_id else "encrypt with the AWS managed key"


def _aws(want):
    """SSESpecification. It must not name the AWS managed key (R32)."""
    if not want.enabled:
        return {"Enabled": False}
    return {"Enabled": True, "SSEType": "KMS", **({"KMSMasterKeyId": want.kms_key_id} if want.kms_key_id else {})}
