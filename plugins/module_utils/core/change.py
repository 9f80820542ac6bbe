# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a plan is made of: changes, refusals and notices. All of it data; nothing here calls AWS."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

# How an aspect stands to replicas, as its IN_REPLICAS: each has its own, or, declaring none, what the table declares.
OWN, INHERITED = "own", "inherited"

# The table's ARN in a Change's params, where it is known only once the table is created.
ARN = "the-arn-of-the-table"


class Phase(IntEnum):
    """The order in which DynamoDB accepts things (R2): a phase begins when the one before it has ended."""

    CREATE = 1
    UNPROTECT = 2
    REMOVE = 3
    CHANGE = 4
    SCALE = 5
    ADD_INDEXES = 6
    SCALE_ADDED = 7
    REPLICATE = 8
    ATTACH = 9
    WARM = 10
    RELEASE = 11
    DELETE = 12


@dataclass(frozen=True)
class Change:
    """One mutating AWS call, and the words for it.

    action completes "Failed to ..." and "Would ..." and names everything that the call changes.
    method and params are the botocore client's.
    path is the option that asks for the change, as `pending` names it.
    needs lists paths, or actions, whose own change must have been made for AWS to accept this one.
    """

    action: str
    region: str
    service: str
    method: str
    params: dict
    phase: Phase
    path: str
    needs: tuple = field(default=(), compare=False)


@dataclass(frozen=True)
class Refusal:
    """Something declared that cannot be done, or not without the user's consent. path is its option."""

    path: str
    problem: str

    def __str__(self):
        return f"{self.path}: {self.problem}"


@dataclass(frozen=True)
class Notice:
    """Something the user should know though nothing is wrong: it becomes a warning."""

    text: str


@dataclass(frozen=True)
class Table:
    """The table that a plan is about, in one region. arn is the placeholder ARN as long as there is no table."""

    name: str
    region: str
    arn: str = ARN

    def change(self, action, *, phase, path, method="update_table", needs=(), **params):
        """A Change by a DynamoDB call that takes TableName."""
        params = dict(TableName=self.name, **params)
        return Change(action, self.region, "dynamodb", method, params, phase, path, needs)


@dataclass
class Plan:
    """changes in the order to make them, refusals, warnings; declarations before and after."""

    changes: list = field(default_factory=list)
    refusals: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    before: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)

    def add(self, steps):
        """Sort what is planned: Changes, Refusals and Notices."""
        for step in steps:
            if isinstance(step, Change):
                self.changes.append(step)
            elif isinstance(step, Refusal):
                self.refusals.append(step)
            elif isinstance(step, Notice):
                self.warnings.append(step.text)
