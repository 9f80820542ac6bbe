# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from . import requests, shapes
from .errors import AwsError
from .mount import HttpRequest


def is_rest(service: str) -> bool:
    return shapes.service_model(service).metadata["protocol"] == "rest-json"


def read(service: str, request: HttpRequest) -> tuple[str, dict[str, Any]]:
    """Return the operation of a REST request, and its parameters from path, query and body."""
    url = urlsplit(request.target)
    operation, in_path = requests.rest_operation(service, request.method, url.path)
    if operation is None:
        raise AwsError("NotSimulated", f"{request.method} {url.path} of {service} is not simulated")
    query = parse_qs(url.query, keep_blank_values=True)
    body = requests.json_object(request.body)
    model = shapes.service_model(service).operation_model(operation)
    params = {}
    for name, shape in (model.input_shape.members if model.input_shape else {}).items():
        place, key = shape.serialization.get("location", "body"), shape.serialization.get("name", name)
        if place == "uri":
            params[name] = unquote(in_path[key])
        elif place == "querystring" and key in query:
            params[name] = _typed(shape.type_name, query[key])
        elif place == "body" and key in body:
            params[name] = body.pop(key)
    return operation, {**params, **body}


def _typed(kind: str, values: list[str]) -> Any:
    if kind == "list":
        return values
    if kind in ("integer", "long"):
        return int(values[0])
    return values[0] == "true" if kind == "boolean" else values[0]
