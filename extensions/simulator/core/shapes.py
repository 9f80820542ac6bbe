# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from botocore.model import ServiceModel, Shape

# AWS lists these values in another order than its model.
ENUMS = {"ScalarAttributeType": ["B", "N", "S"], "ProjectionType": ["ALL", "INCLUDE", "KEYS_ONLY"]}
# The Python types of shapes without limits.
UNCHECKED = {"string": (str,), "boolean": (bool,), "integer": (int,), "long": (int,), "timestamp": (datetime,)}


@cache
def service_model(service: str) -> ServiceModel:
    # Import late: this halves the server's startup time.
    import botocore.loaders
    from botocore.model import ServiceModel

    return ServiceModel(botocore.loaders.Loader().load_service_model(service, "service-2"), service)


@cache
def input_of(service: str, operation: str) -> Node:
    return Node(service_model(service).operation_model(operation).input_shape, {})


@cache
def output_of(service: str, operation: str) -> Node | None:
    shape = service_model(service).operation_model(operation).output_shape
    return Node(shape, {}) if shape else None


class Node:
    """A botocore shape in plain attributes: traversing botocore's own objects is ten times slower."""

    def __init__(self, shape: Shape, known: dict[str, Node]):
        known[shape.name] = self
        self.name = shape.name
        self.type = shape.type_name
        self.min = shape.metadata.get("min")
        self.max = shape.metadata.get("max")
        pattern = shape.metadata.get("pattern")
        self.pattern_text = pattern
        self.pattern = re.compile(_python_pattern(pattern)) if pattern else None
        self.enum = ENUMS.get(shape.name) or shape.metadata.get("enum") or None
        # The Python types whose values fit, whatever they are.
        limited = pattern or self.enum or self.min is not None or self.max is not None
        self.unchecked: tuple[type, ...] = () if limited else UNCHECKED.get(self.type, ())
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
    """Translate Java's character classes, and its surrogate pairs for characters beyond U+FFFF."""
    pattern = pattern.replace(r"\uD800\uDC00-\uDBFF\uDFFF", r"\U00010000-\U0010FFFF")
    return re.sub(r"\\p\{[^}]*\}", r"[^\\x00-\\x1f]", pattern)
