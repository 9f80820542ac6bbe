# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from . import shapes
from .errors import AwsError
from .mount import HttpRequest, HttpResponse

CREDENTIAL = re.compile(r"Credential=([^/,]+)/\d+/([^/,]+)/([^/,]+)/")
ACCOUNT = re.compile(r"\d{12}")
# Prefix of X-Amz-Target -> simulated service.
TARGETS = {"DynamoDB_20120810": "dynamodb", "AnyScaleFrontendService": "application-autoscaling"}
# Service names in signatures that differ from botocore's names.
SERVICES = {
    "monitoring": "cloudwatch",
    "tagging": "resourcegroupstaggingapi",
    "states": "stepfunctions",
    "email": "ses",
}


def scope_of(request: HttpRequest, default_account: str) -> tuple[str, str, str, str]:
    """Return the service, Region, account and access key for which a request is signed."""
    match = CREDENTIAL.search(request.header("authorization"))
    key, region, service = match.groups() if match else ("", "us-east-1", "")
    target = request.header("x-amz-target").split(".")[0]
    service = TARGETS.get(target, SERVICES.get(service, service))
    if service == "dynamodb" and target.startswith("DynamoDBStreams"):
        service = "dynamodbstreams"
    return service, region, key if ACCOUNT.fullmatch(key) else default_account, key


def of_account(request: HttpRequest, account: str) -> HttpRequest:
    """Return the request as one of the account, which an emulator takes from the access key."""
    headers = [
        (
            name,
            re.sub(r"Credential=[^/]*/", f"Credential={account}/", value) if name.lower() == "authorization" else value,
        )
        for name, value in request.headers
    ]
    return replace(request, headers=headers)


def operation_of(service: str, request: HttpRequest) -> tuple[str, dict[str, Any]]:
    """Return the operation and the parameters that can be read, for every protocol."""
    if request.header("x-amz-target"):
        return request.header("x-amz-target").rsplit(".", 1)[-1], _json(request.body)
    if is_form(request):
        form = dict(parse_qsl(request.body.decode(), keep_blank_values=True))
        form.pop("Version", None)
        return form.pop("Action", ""), form
    path = urlsplit(request.target).path
    name, in_path = rest_operation(service, request.method, path)
    if name is None:
        return f"{request.method} {path}", {}
    return name, {**in_path, **_json(request.body)}


def is_form(request: HttpRequest) -> bool:
    """Whether the request uses the query protocol, as older botocore versions do for CloudWatch."""
    return "x-www-form-urlencoded" in request.header("content-type")


def rest_operation(service: str, method: str, path: str) -> tuple[str | None, dict[str, str]]:
    """Return the service's operation at this path, and the path parameters by name."""
    for known_method, pattern, name in _rest_operations(service):
        match = pattern.fullmatch(path)
        if known_method == method and match:
            return name, match.groupdict()
    return None, {}


@cache
def _rest_operations(service: str) -> list[tuple[str, re.Pattern[str], str]]:
    """Return (method, path, operation), sorted by the number of fixed path parts, most first."""
    try:
        model = shapes.service_model(service)
    except Exception:  # botocore does not know the service: nothing can match
        return []
    found = []
    for name in model.operation_names:
        http = model.operation_model(name).http
        path = http["requestUri"].split("?")[0].rstrip("/") or "/"
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", re.sub(r"\{(\w+)\+\}", r"(?P<\1>.+)", path))
        found.append((path.count("{"), -len(path), http["method"], re.compile(pattern + "/?"), name))
    return [(method, pattern, name) for _count, _length, method, pattern, name in sorted(found, key=lambda f: f[:2])]


def json_object(body: bytes) -> dict[str, Any]:
    """Return the JSON body of a request to a simulated service."""
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise AwsError("SerializationException", "The body is not a JSON object")
    return value


def _json(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def error_of(response: HttpResponse) -> str | None:
    """Return the error code of an emulator's answer."""
    if response.status < 400:
        return None
    headers = {name.lower(): value for name, value in response.headers}
    kind = headers.get("x-amzn-errortype") or _json(response.body).get("__type") or _json(response.body).get("code")
    if not kind:
        match = re.search(rb"<Code>([^<]+)</Code>", response.body)
        kind = match[1].decode() if match else str(response.status)
    return kind.split(":")[0].rsplit("#", 1)[-1]
