# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from .answer_check import check_answer
from .calls import Call, Fault, is_write
from .errors import AnswerLost, AwsError
from .request_check import check_request
from .world import World


@dataclass(frozen=True)
class Context:
    """Who asks, and where."""

    world: World
    account: str
    region: str


Operation = Callable[[Context, dict[str, Any]], dict[str, Any]]


class Dispatcher:
    """The one way in: every request, in process or over HTTP, is checked, answered and logged here."""

    def __init__(self, new_world: Callable[[], World], services: Mapping[str, Mapping[str, Operation]]):
        self._new_world = new_world
        self._services = services
        self._lock = threading.RLock()
        self._request_ids = itertools.count(1)
        self.world = new_world()
        self.log: list[Call] = []
        self.faults: list[Fault] = []

    def reset(self) -> None:
        with self._lock:
            self.world = self._new_world()
            self.log.clear()
            self.faults.clear()

    @contextmanager
    def at_rest(self) -> Iterator[World]:
        """The world as it is now, with nobody else in it."""
        with self._lock:
            self.world.advance()
            yield self.world

    def simulates(self, service: str) -> bool:
        return service in self._services

    def request_id(self) -> str:
        return f"SIMULATED{next(self._request_ids):043d}"

    def handle(self, service: str, operation: str, region: str, account: str, params: dict[str, Any]) -> dict[str, Any]:
        """The answer, with botocore's types. Raises AwsError, or AnswerLost after carrying the call out."""
        with self._lock:
            try:
                fault = self._take_fault(service, operation, region, params)
                if fault and not fault.lost:
                    raise refusal(fault)
                carry_out = self._services[service].get(operation)
                if carry_out is None:
                    raise not_simulated(service, operation)
                params = check_request(service, operation, params)
                self.world.advance()
                answer = check_answer(service, operation, carry_out(Context(self.world, account, region), params))
            except AwsError as error:
                self._record(service, operation, region, params, error.code)
                raise
            self._record(service, operation, region, params, None)
            if fault:
                raise AnswerLost
            return answer

    def fault_for(self, service: str, operation: str, region: str, params: dict[str, Any]) -> Fault | None:
        with self._lock:
            return next((f for f in self.faults if f.matches(service, operation, region, params)), None)

    def record_mounted(
        self, service: str, operation: str, region: str, params: dict[str, Any], error: str | None
    ) -> None:
        """Log a call that an emulator answered."""
        with self._lock:
            self._record(service, operation, region, params, error)

    def take_fault(self, service: str, operation: str, region: str, params: dict[str, Any]) -> Fault | None:
        with self._lock:
            return self._take_fault(service, operation, region, params)

    def _take_fault(self, service: str, operation: str, region: str, params: dict[str, Any]) -> Fault | None:
        fault = self.fault_for(service, operation, region, params)
        if fault:
            fault.times -= 1
        return fault

    def _record(self, service: str, operation: str, region: str, params: dict[str, Any], error: str | None) -> None:
        self.log.append(Call(service, operation, region, params, error, is_write(operation)))


def refusal(fault: Fault) -> AwsError:
    server_side = fault.code in ("InternalServerError", "InternalFailure", "InternalServiceException")
    status = 500 if server_side else 503 if fault.code == "ServiceUnavailable" else 400
    return AwsError(fault.code, fault.message, status)


def not_simulated(service: str, operation: str) -> AwsError:
    if service == "dynamodb" and operation in DATA_PLANE:
        return AwsError("NotSimulated", f"{operation}: the simulator keeps no items, only the control plane of tables")
    return AwsError("NotSimulated", f"{operation} of {service} is not simulated")


DATA_PLANE = frozenset(
    "BatchExecuteStatement BatchGetItem BatchWriteItem DeleteItem ExecuteStatement ExecuteTransaction GetItem PutItem"
    " Query Scan SearchVectors StartBulkPutItems TransactGetItems TransactWriteItems UpdateItem".split()
)
