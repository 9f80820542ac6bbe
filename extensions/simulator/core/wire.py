# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import json
import zlib
from datetime import datetime
from typing import Any

from .errors import AwsError

# AWS JSON: the prefix of error types, and the media type.
ERROR_PREFIX = {
    "dynamodb": "com.amazonaws.dynamodb.v20120810#",
    "application-autoscaling": "",
}
# These come from the service's front door, not from its model.
FRONT_DOOR = ("ValidationException", "SerializationException", "ThrottlingException", "UnrecognizedClientException")
CONTENT_TYPE = {"dynamodb": "application/x-amz-json-1.0", "application-autoscaling": "application/x-amz-json-1.1"}

Encoded = tuple[int, dict[str, str], bytes]


def encode_answer(answer: dict[str, Any], request_id: str, service: str = "dynamodb") -> Encoded:
    """Status, headers and body of an answer."""
    return _encoded(200, json.dumps(answer, default=_epoch).encode(), request_id, service)


def encode_error(service: str, error: AwsError, request_id: str) -> Encoded:
    prefix = ERROR_PREFIX[service]
    if prefix and error.code in FRONT_DOOR:
        prefix = "com.amazon.coral.validate#" if error.code == "ValidationException" else "com.amazon.coral.service#"
    body = {"__type": prefix + error.code, "message": error.message}
    return _encoded(error.status, json.dumps(body).encode(), request_id, service)


def _encoded(status: int, body: bytes, request_id: str, service: str) -> Encoded:
    headers = {
        "Content-Type": CONTENT_TYPE[service],
        "x-amzn-RequestId": request_id,
        "x-amz-crc32": str(zlib.crc32(body)),
    }
    return status, headers, body


def _epoch(value: Any) -> float:
    if isinstance(value, datetime):
        return value.timestamp()
    raise TypeError(f"{value!r} has no place in JSON")
