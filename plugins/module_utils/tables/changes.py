# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Changes of tables: the phases in which they are applied, and the table that an aspect plans for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from ..core.change import Change, FromAnswer

# An aspect that each replica has separately sets IN_REPLICAS to one of these. INHERITED: a replica that does not
# declare the option has what the table declares.
OWN, INHERITED = "own", "inherited"


class Phase(IntEnum):
    """The phases of a run, in the order in which DynamoDB accepts the Changes (R2)."""

    CREATE = 1
    UNPROTECT = 2
    UNBLOCK = 3
    UNREPLICATE = 4
    REMOVE = 5
    CHANGE = 6
    SCALE = 7
    ADD_INDEXES = 8
    SCALE_ADDED = 9
    REPLICATE = 10
    ATTACH = 11
    WARM_THROUGHPUT = 12
    DEREGISTER = 13
    DELETE = 14


@dataclass(frozen=True)
class Table:
    """The table that a plan is for, in one Region. arn: None if the table does not exist yet."""

    name: str
    region: str
    arn: str | None = None

    def change(self, key, kind, action, *, phase, method="update_table", path=None, needs=(), meanwhile="", **params):
        """A Change by a DynamoDB call that takes TableName. path: the option, if the key does not begin with it."""
        params, path = dict(TableName=self.name, **params), path or option_of(key)
        return Change(key, kind, action, self.region, "dynamodb", method, params, path, phase, needs, meanwhile)

    def change_by_arn(self, key, kind, action, *, phase, method, **params):
        """A Change by a DynamoDB call that takes ResourceArn."""
        arn = self.arn or FromAnswer("create_table", "TableDescription.TableArn", self.region)
        params = dict(ResourceArn=arn, **params)
        return Change(key, kind, action, self.region, "dynamodb", method, params, option_of(key), phase)


def option_of(key):
    """The option at the start of a key or of an option path."""
    return key.partition(".")[0].partition("[")[0]
