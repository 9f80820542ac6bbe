# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from dateutil.tz import tzlocal

from .errors import AwsError, invalid

if TYPE_CHECKING:
    from botocore.model import ServiceModel, Shape

INTEGERS = ("integer", "long")
MAX_SHOWN = 10
# AWS's answers themselves break this shape: its minimum is 1, and a table that was never lowered shows 0.
LOOSE = ("NumberOfDecreasesToday",)


class BadAnswer(Exception):
    """The simulator itself is wrong: its answer does not fit botocore's output shape."""


@cache
def service_model(service: str) -> ServiceModel:
    # Imported late: the server starts in half the time.
    import botocore.loaders
    from botocore.model import ServiceModel

    return ServiceModel(botocore.loaders.Loader().load_service_model(service, "service-2"), service)


@cache
def _input(service: str, operation: str) -> Node:
    return Node(service_model(service).operation_model(operation).input_shape, {})


@cache
def _output(service: str, operation: str) -> Node | None:
    shape = service_model(service).operation_model(operation).output_shape
    return Node(shape, {}) if shape else None


class Node:
    """A botocore shape, read once into plain attributes: walking botocore's own is ten times slower."""

    def __init__(self, shape: Shape, known: dict[str, Node]):
        known[shape.name] = self
        self.name = shape.name
        self.type = shape.type_name
        self.min = shape.metadata.get("min")
        self.max = shape.metadata.get("max")
        pattern = shape.metadata.get("pattern")
        self.pattern_text = pattern
        self.pattern = re.compile(_python_pattern(pattern)) if pattern else None
        self.enum = shape.metadata.get("enum") or None
        self.required = list(shape.metadata.get("required", []))
        self.members: dict[str, Node] = {}
        self.member: Node | None = None
        if self.type == "structure":
            self.members = {name: _node(member, known) for name, member in shape.members.items()}
        elif self.type == "list":
            self.member = _node(shape.member, known)
        elif self.type == "map":
            self.member = _node(shape.value, known)


def _node(shape: Shape, known: dict[str, Node]) -> Node:
    return known.get(shape.name) or Node(shape, known)


def _python_pattern(pattern: str) -> str:
    # Java's \p{L} classes, which only free-text descriptions use.
    return re.sub(r"\\p\{[^}]*\}", r"\\w", pattern)


def check_request(service: str, operation: str, params: dict[str, Any]) -> dict[str, Any]:
    """A copy of `params` with botocore's types. Raises what AWS answers to a malformed request."""
    problems: list[str] = []
    copy = _request(_input(service, operation), params, "", problems)
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
        _check_length(node, value, path, problems)
        return [_request(node.member, item, f"{path}.{n}.member", problems) for n, item in enumerate(value, 1)]
    if node.type == "map":
        if not isinstance(value, dict):
            raise _unserializable("Unexpected field type")
        _check_length(node, value, path, problems)
        return {key: _request(node.member, item, f"{path}.{key}.member", problems) for key, item in value.items()}
    return _request_scalar(node, value, path, problems)


def _request_structure(node: Node, value: Any, path: str, problems: list[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _unserializable("Unexpected field type")
    for name in value:
        # AWS ignores unknown members; a typing error that nobody sees helps no one, so the simulator refuses.
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


def _request_scalar(node: Node, value: Any, path: str, problems: list[str]) -> Any:
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
    _check_length(node, value, path, problems)


def _check_length(node: Node, value: Any, path: str, problems: list[str]) -> None:
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


def check_answer(service: str, operation: str, answer: dict[str, Any]) -> dict[str, Any]:
    """A copy of `answer` with the types that botocore's parser would give; None members are left out."""
    node = _output(service, operation)
    return _answer(node, answer, operation) if node else {}


def _answer(node: Node, value: Any, path: str) -> Any:
    if node.type == "structure":
        unknown = set(value) - set(node.members)
        present = {name: item for name, item in value.items() if item is not None}
        missing = [name for name in node.required if name not in present]
        if unknown or missing:
            raise BadAnswer(f"{path}: unknown {sorted(unknown)}, missing {missing}")
        return {name: _answer(node.members[name], item, f"{path}.{name}") for name, item in present.items()}
    if node.type == "list":
        _refuse_answer(_problems(_check_length, node, value, path))
        return [_answer(node.member, item, f"{path}[]") for item in value]
    if node.type == "map":
        return {key: _answer(node.member, item, f"{path}.{key}") for key, item in value.items()}
    if node.type == "timestamp":
        return value if isinstance(value, datetime) else datetime.fromtimestamp(value, tzlocal())
    problems: list[str] = []
    try:
        _request_scalar(node, value, path, problems)
    except AwsError as error:
        problems.append(f"{path}: {error.message}")
    if not path.endswith(LOOSE):
        _refuse_answer(problems)
    return value


def _problems(check, node: Node, value: Any, path: str) -> list[str]:
    problems: list[str] = []
    check(node, value, path, problems)
    return problems


def _refuse_answer(problems: list[str]) -> None:
    if problems:
        raise BadAnswer("; ".join(problems))
