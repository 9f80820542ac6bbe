# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Target:
    """A scalable target: one dimension of one resource, with its policies and scheduled actions (R49).

    owner: the table or index that it scales. A later one of that name is not scaled.
    """

    owner: Any
    resource_id: str
    dimension: str
    arn: str
    created: float
    minimum: int
    maximum: int
    role: str
    suspended: dict[str, bool]
    tags: dict[str, str] = field(default_factory=dict)
    policies: dict[str, dict[str, Any]] = field(default_factory=dict)  # as DescribeScalingPolicies shows them
    actions: dict[str, dict[str, Any]] = field(default_factory=dict)  # as DescribeScheduledActions shows them


@dataclass
class Scaling:
    """The scalable targets of one account in one Region by resource and dimension."""

    targets: dict[tuple[str, str], Target] = field(default_factory=dict)
