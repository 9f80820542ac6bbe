# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from datetime import datetime
from typing import Any

from dateutil.tz import tzlocal

from .errors import AwsError, invalid
from .shapes import Node, input_of

INTEGERS = ("integer", "long")
MAX_SHOWN = 10
# The parameter that a service checks first, with an error message of its own (R59).
CHECKED_FIRST = {"dynamodb": "TableName"}


def check_request(service: str, operation: str, params: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of `params` with botocore's types. Raise AWS's error for a malformed request."""
    problems: list[str] = []
    node, first = input_of(service, operation), CHECKED_FIRST.get(service)
    if first in node.required and params.get(first) is None:
        raise invalid(f"The parameter '{first}' is required but was not present in the request")
    copy = _request(node, params, "", problems)
    if problems:
        plural = "error" if len(problems) == 1 else "errors"
        raise invalid(f"{len(problems)} validation {plural} detected: {'; '.join(problems[:MAX_SHOWN])}")
    return copy


def _request(node: Node, value: Any, path: str, problems: list[str]) -> Any:
    if node.type == "structure":
        return _request_structure(node, value, path, problems)
    if node.type == "list":
        if not isinstance(value, list):
            raise _unserializable("Unexpected field type")
        check_length(node, value, path, problems)
        return [_request(node.member, item, f"{path}.{n}.member", problems) for n, item in enumerate(value, 1)]
    if node.type == "map":
        if not isinstance(value, dict):
            raise _unserializable("Unexpected field type")
        check_length(node, value, path, problems)
        return {key: _request(node.member, item, f"{path}.{key}.member", problems) for key, item in value.items()}
    return check_scalar(node, value, path, problems)


def _request_structure(node: Node, value: Any, path: str, problems: list[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _unserializable("Unexpected field type")
    for name in value:
        # AWS ignores unknown members; the simulator rejects them, so that a typing error is noticed.
        if name not in node.members:
            raise invalid(f"1 validation error detected: Unknown member '{name}' at '{path or node.name}'")
    copy = {}
    for name, member in node.members.items():
        where = f"{path}.{_lower_first(name)}" if path else _lower_first(name)
        if value.get(name) is not None:
            copy[name] = _request(member, value[name], where, problems)
        elif name in node.required:
            problems.append(f"Value null at '{where}' failed to satisfy constraint: Member must not be null")
    return copy


def check_scalar(node: Node, value: Any, path: str, problems: list[str]) -> Any:
    if node.type == "string":
        if not isinstance(value, str):
            raise _unserializable(f"{_json_kind(value)} cannot be converted to String")
        _check_string(node, value, path, problems)
    elif node.type == "boolean":
        if not isinstance(value, bool):
            raise _unserializable(f"{_json_kind(value)} cannot be converted to Boolean")
    elif node.type in INTEGERS:
        if isinstance(value, bool) or not isinstance(value, int):
            raise _unserializable(f"{_json_kind(value)} cannot be converted to {node.type.capitalize()}")
        _check_range(node, value, path, problems)
    elif node.type in ("double", "float"):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise _unserializable(f"{_json_kind(value)} cannot be converted to Double")
        _check_range(node, value, path, problems)
    elif node.type == "timestamp" and not isinstance(value, datetime):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise _unserializable(f"{_json_kind(value)} cannot be converted to Timestamp")
        return datetime.fromtimestamp(value, tzlocal())
    return value


def _check_string(node: Node, value: str, path: str, problems: list[str]) -> None:
    if node.enum and value not in node.enum:
        problems.append(_failed(value, path, f"Member must satisfy enum value set: [{', '.join(node.enum)}]"))
    if node.pattern and not node.pattern.fullmatch(value):
        problems.append(_failed(value, path, f"Member must satisfy regular expression pattern: {node.pattern_text}"))
    check_length(node, value, path, problems)


def check_length(node: Node, value: Any, path: str, problems: list[str]) -> None:
    if node.min is not None and len(value) < node.min:
        problems.append(_failed(value, path, f"Member must have length greater than or equal to {node.min}"))
    if node.max is not None and len(value) > node.max:
        problems.append(_failed(value, path, f"Member must have length less than or equal to {node.max}"))


def _check_range(node: Node, value: float, path: str, problems: list[str]) -> None:
    if node.min is not None and value < node.min:
        problems.append(_failed(value, path, f"Member must have value greater than or equal to {node.min}"))
    if node.max is not None and value > node.max:
        problems.append(_failed(value, path, f"Member must have value less than or equal to {node.max}"))


def _failed(value: Any, path: str, constraint: str) -> str:
    return f"Value '{value}' at '{path}' failed to satisfy constraint: {constraint}"


def _lower_first(name: str) -> str:
    return name[:1].lower() + name[1:]


def _json_kind(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE_VALUE" if value else "FALSE_VALUE"
    if isinstance(value, (int, float)):
        return "NUMBER_VALUE"
    if isinstance(value, str):
        return "STRING_VALUE"
    return "START_ARRAY" if isinstance(value, list) else "START_OBJECT"


def _unserializable(message: str) -> AwsError:
    return AwsError("SerializationException", message)
