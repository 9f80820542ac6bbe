# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from . import regions
from .answer_check import check_answer
from .authorization import authorize
from .calls import Call, Fault, is_write
from .dependent_actions import linked_role
from .errors import AnswerLost, AwsError
from .identity_policy import User
from .permissions import Request
from .rates import Throttled
from .request_check import check_request
from .world import World


@dataclass(frozen=True)
class Context:
    """The account and Region of a request."""

    world: World
    account: str
    region: str

    def arn(self, service: str, resource: str) -> str:
        """Return the ARN of a resource of this account in this Region."""
        return regions.arn(service, self.region, self.account, resource)

    def global_arn(self, service: str, resource: str) -> str:
        """Return the ARN of a resource of this account that has no Region, such as an IAM role."""
        return regions.global_arn(service, self.region, self.account, resource)


Operation = Callable[[Context, dict[str, Any]], dict[str, Any]]


class Dispatcher:
    """Validates, answers and logs every request, in process or over HTTP."""

    def __init__(self, new_world: Callable[[Dispatcher], World], services: Mapping[str, Mapping[str, Operation]]):
        self._new_world = new_world
        self._services = services
        self._lock = threading.RLock()
        self._request_ids = itertools.count(1)
        self.world = new_world(self)
        self.log: list[Call] = []
        self.faults: list[Fault] = []
        self.users: dict[str, User] = {}  # by access key; a key without a user may do everything

    def reset(self) -> None:
        with self._lock:
            self.world = self._new_world(self)
            self.log.clear()
            self.faults.clear()
            self.users.clear()

    @contextmanager
    def locked_world(self) -> Iterator[World]:
        """Yield the current world while no other request can run."""
        with self._lock:
            self.world.advance()
            yield self.world

    def simulates(self, service: str) -> bool:
        return service in self._services

    def request_id(self) -> str:
        return f"SIMULATED{next(self._request_ids):043d}"

    def handle(
        self,
        service: str,
        operation: str,
        region: str,
        account: str,
        params: dict[str, Any],
        access_key: str | None = None,
        connection: int | None = None,
    ) -> dict[str, Any]:
        """Return the answer with botocore's types. Raise AwsError, or AnswerLost after the call was applied."""
        with self._lock:
            self.limit(service, operation, region, account, params, connection)
            try:
                fault = self._take_fault(service, operation, region, params)
                if fault and not fault.lost:
                    raise injected_error(fault)
                handler = self._services[service].get(operation)
                if handler is None:
                    raise not_simulated(service, operation)
                params = check_request(service, operation, params)
                self.world.advance()
                request = Request(self.world, account, region, service, operation, params)
                self.authorize(access_key, request)
                answer = check_answer(service, operation, handler(Context(self.world, account, region), params))
            except AwsError as error:
                self._record(service, operation, region, params, error.code)
                raise
            role = linked_role(request)
            if role:
                self.world.linked_roles.add((account, role))
            self._record(service, operation, region, params, None)
            if fault:
                raise AnswerLost
            return answer

    def limit(
        self, service: str, operation: str, region: str, account: str, params: dict[str, Any], connection: int | None
    ) -> None:
        """Raise Throttled, and log the call, if it is made faster than AWS's rate for it."""
        with self._lock:
            if self.world.limiter is None:
                return
            try:
                self.world.limiter.check(service, operation, region, account, connection)
            except Throttled as error:
                call = Call(service, operation, region, params, error.code, is_write(operation), throttled=True)
                self.log.append(call)
                raise

    def authorize(self, access_key: str | None, request: Request) -> None:
        """Raise AWS's error if the access key belongs to a user whose policy does not allow the request."""
        user = self.users.get(access_key or "")
        if user:
            authorize(user, request)

    def fault_for(self, service: str, operation: str, region: str, params: dict[str, Any]) -> Fault | None:
        with self._lock:
            return next((f for f in self.faults if f.matches(service, operation, region, params)), None)

    def record_mounted(
        self, service: str, operation: str, region: str, params: dict[str, Any], error: str | None
    ) -> None:
        """Log a call that a mounted emulator answered."""
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


def injected_error(fault: Fault) -> AwsError:
    status = 500 if fault.code in SERVER_ERRORS else 503 if fault.code in UNAVAILABLE else 400
    return AwsError(fault.code, fault.message, status)


# The codes of the services' own errors; EC2 throttles with the status 503.
SERVER_ERRORS = frozenset(
    "InternalError InternalFailure InternalServerError InternalServiceError InternalServiceException"
    " ServiceFailure".split()
)
UNAVAILABLE = frozenset("RequestLimitExceeded ServiceUnavailable ServiceUnavailableException".split())


def not_simulated(service: str, operation: str) -> AwsError:
    if service == "dynamodb" and operation in DATA_PLANE:
        return AwsError(
            "NotSimulated", f"{operation}: the simulator stores no items, it simulates the control plane only"
        )
    return AwsError("NotSimulated", f"{operation} of {service} is not simulated")


DATA_PLANE = frozenset(
    "BatchExecuteStatement BatchGetItem BatchWriteItem DeleteItem ExecuteStatement ExecuteTransaction GetItem PutItem"
    " Query Scan SearchVectors StartBulkPutItems TransactGetItems TransactWriteItems UpdateItem".split()
)
