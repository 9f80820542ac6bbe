# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

READS = (
    "Describe",
    "List",
    "Get",
    "Head",
    "BatchGet",
    "Query",
    "Scan",
    "Search",
    "Lookup",
    "Test",
    "Simulate",
    "Decode",
)


@dataclass(frozen=True)
class Call:
    """One request. `params` are the parameters as botocore takes them; `error` is the error code or None.

    throttled: whether it was made faster than AWS's rate for it.
    """

    service: str
    operation: str
    region: str
    params: dict[str, Any]
    error: str | None
    write: bool
    throttled: bool = False

    def log_entry(self) -> dict[str, Any]:
        """Return the call as the HTTP log endpoint shows it."""
        return {**asdict(self), "table": table_of(self.params)}


@dataclass
class Fault:
    """An injected fault: the next `times` matching calls fail. With `lost`, they are applied but not answered."""

    operation: str
    table: str | None
    region: str | None
    service: str | None
    code: str
    message: str
    times: int
    lost: bool

    def matches(self, service: str, operation: str, region: str, params: dict[str, Any]) -> bool:
        return (
            self.times > 0
            and self.operation == operation
            and self.region in (None, region)
            and self.service in (None, service)
            and self.table in (None, table_of(params))
        )


def is_write(operation: str) -> bool:
    return not operation.startswith(READS)


def table_of(params: dict[str, Any]) -> str | None:
    """Return the table named by a request (name, ARN or scalable target ID); the first one if there are several."""
    resources = params.get("ResourceIds") or [params.get("ResourceId")]
    name = params.get("TableName") or params.get("ResourceArn") or resources[0]
    if not isinstance(name, str):
        return None
    if "table/" in name:
        return name.split("table/", 1)[1].split("/", 1)[0]
    return name
