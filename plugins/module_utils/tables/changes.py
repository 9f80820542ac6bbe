# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Changes of tables: the phases in which they are made, and the table that an aspect plans for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from ..core.change import Change, FromAnswer

# How an aspect stands to replicas, as its IN_REPLICAS: each replica has its own; INHERITED: one that declares none has
# what the table declares.
OWN, INHERITED = "own", "inherited"


class Phase(IntEnum):
    """The order in which DynamoDB accepts Changes (R2)."""

    CREATE = 1
    UNPROTECT = 2
    REMOVE = 3
    CHANGE = 4
    SCALE = 5
    ADD_INDEXES = 6
    SCALE_ADDED = 7
    REPLICATE = 8
    ATTACH = 9
    WARM_THROUGHPUT = 10
    DEREGISTER = 11
    DELETE = 12


@dataclass(frozen=True)
class Table:
    """The table that a plan is made for, in one Region. arn: None as long as there is no table."""

    name: str
    region: str
    arn: str | None = None

    def change(self, key, kind, action, *, phase, method="update_table", path=None, needs=(), **params):
        """A Change by a DynamoDB call that takes TableName. path: the option, where it is not the key's beginning."""
        params = dict(TableName=self.name, **params)
        return Change(key, kind, action, self.region, "dynamodb", method, params, path or option_of(key), phase, needs)

    def change_by_arn(self, key, kind, action, *, phase, method, **params):
        """A Change by a DynamoDB call that takes ResourceArn."""
        arn = self.arn or FromAnswer("create_table", "TableDescription.TableArn", self.region)
        params = dict(ResourceArn=arn, **params)
        return Change(key, kind, action, self.region, "dynamodb", method, params, option_of(key), phase)


def option_of(key):
    """The option in which a key, or an option path, begins."""
    return key.partition(".")[0].partition("[")[0]
