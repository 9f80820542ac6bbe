# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import json
import zlib
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from .errors import AwsError
from .mount import HttpRequest, HttpResponse

CONTENT_TYPE = {"dynamodb": "application/x-amz-json-1.0"}
ERROR_PREFIX = {"dynamodb": "com.amazonaws.dynamodb.v20120810#"}
# These come from the common front end of all services, not from the service's model.
FRONT_END = {
    "ValidationException": "com.amazon.coral.validate#",
    "SerializationException": "com.amazon.coral.service#",
    "ThrottlingException": "com.amazon.coral.availability#",
}


def encode_answer(service: str, answer: dict[str, Any], request_id: str) -> HttpResponse:
    return _json(service, 200, answer, request_id)


def encode_error(service: str, error: AwsError, request_id: str) -> HttpResponse:
    prefix = ERROR_PREFIX.get(service, "")
    if prefix:
        prefix = FRONT_END.get(error.code, prefix)
    return _json(service, error.status, {"__type": prefix + error.code, "message": error.message}, request_id)


def encode_mounted_error(request: HttpRequest, error: AwsError, request_id: str) -> HttpResponse:
    """Encode an error of a mounted service: XML for the query protocol, else JSON."""
    if "x-www-form-urlencoded" not in request.header("content-type"):
        return encode_error("", error, request_id)
    body = (
        f"<ErrorResponse><Error><Type>Sender</Type><Code>{escape(error.code)}</Code>"
        f"<Message>{escape(error.message)}</Message></Error><RequestId>{request_id}</RequestId></ErrorResponse>"
    )
    return HttpResponse(error.status, [("Content-Type", "text/xml")], body.encode())


def encode_ec2_error(error: AwsError, request_id: str) -> HttpResponse:
    """Encode an error in the format of EC2's protocol."""
    body = (
        f"<Response><Errors><Error><Code>{escape(error.code)}</Code><Message>{escape(error.message)}</Message></Error>"
        f"</Errors><RequestID>{request_id}</RequestID></Response>"
    )
    return HttpResponse(error.status, [("Content-Type", "text/xml")], body.encode())


def _json(service: str, status: int, value: dict[str, Any], request_id: str) -> HttpResponse:
    body = json.dumps(value, default=_epoch).encode()
    headers = [
        ("Content-Type", CONTENT_TYPE.get(service, "application/x-amz-json-1.1")),
        ("x-amzn-RequestId", request_id),
        ("x-amz-crc32", str(zlib.crc32(body))),
    ]
    if status >= 400:
        headers.append(("x-amzn-ErrorType", value["__type"].rsplit("#", 1)[-1]))
    return HttpResponse(status, headers, body)


def _epoch(value: Any) -> float:
    if isinstance(value, datetime):
        return value.timestamp()
    raise TypeError(f"{value!r} cannot be encoded as JSON")
