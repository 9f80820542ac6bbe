# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from datetime import datetime
from typing import Any

from dateutil.tz import tzlocal

from .errors import AwsError
from .request_check import check_length, check_scalar
from .shapes import Node, output_of

# AWS's own answers violate the model: the minimum is 1, but AWS reports 0 for a table without any decrease.
UNCHECKED_RANGES = ("NumberOfDecreasesToday",)


class BadAnswer(Exception):
    """The simulator's answer does not match botocore's output shape: a bug in the simulator."""


def check_answer(service: str, operation: str, answer: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of `answer` with the types that botocore's parser returns, without members that are None."""
    node = output_of(service, operation)
    return _answer(node, answer, operation) if node else {}


def _answer(node: Node, value: Any, path: str) -> Any:
    if node.type == "structure":
        return _structure(node, value, path)
    if node.type == "list":
        _raise_problems(_problems(check_length, node, value, path))
        return [_answer(node.member, item, f"{path}[]") for item in value]
    if node.type == "map":
        return {key: _answer(node.member, item, f"{path}.{key}") for key, item in value.items()}
    if node.type == "timestamp":
        return value if isinstance(value, datetime) else datetime.fromtimestamp(value, tzlocal())
    problems: list[str] = []
    try:
        check_scalar(node, value, path, problems)
    except AwsError as error:
        problems.append(f"{path}: {error.message}")
    if not path.endswith(UNCHECKED_RANGES):
        _raise_problems(problems)
    return value


def _structure(node: Node, value: dict[str, Any], path: str) -> dict[str, Any]:
    members, present = node.members, {}
    for name, item in value.items():
        member = members.get(name)
        if member is None:
            raise BadAnswer(f"{path}: unknown {name}")
        if type(item) in member.unchecked:  # most members
            present[name] = item
        elif item is not None:
            present[name] = _answer(member, item, f"{path}.{name}")
    missing = [name for name in node.required if name not in present]
    if missing:
        raise BadAnswer(f"{path}: missing {missing}")
    return present


def _problems(check, node: Node, value: Any, path: str) -> list[str]:
    problems: list[str] = []
    check(node, value, path, problems)
    return problems


def _raise_problems(problems: list[str]) -> None:
    if problems:
        raise BadAnswer("; ".join(problems))
