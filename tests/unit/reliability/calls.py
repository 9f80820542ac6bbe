# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Clients of a simulator on which anything may happen at the nth call: a fault, an interruption, another run.

Calls are counted as botocore's methods send them; its own retries are attempts of the same call. Threads are replaced,
so that the order of the calls is the same in every run.
"""

from __future__ import annotations

import contextlib
from concurrent.futures import Future
from dataclasses import dataclass
from unittest import mock

import botocore.endpoint
from ansible_collections.stackkit.dynamodb.extensions.simulator.core.calls import is_write
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import apply, client, pools
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.client import client_config
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.interruption import Interruption
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import Paced, Pauses
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

ATTEMPTS = 10  # of botocore for one call


class Killed(BaseException):
    """The process is gone: nothing catches it."""


@dataclass(frozen=True)
class Fault:
    """What happens to a call.

    kind: see Calls. times: the attempts of the call that fail. lasts: whether all later calls fail as well.
    """

    kind: str
    times: int = ATTEMPTS
    lasts: bool = False


FAULTS = {
    "throttled once": Fault("throttled", 1),
    "throttled": Fault("throttled"),
    "server error once": Fault("server error", 1),
    "server error": Fault("server error"),
    "connection reset once": Fault("reset", 1),
    "connection reset": Fault("reset", lasts=True),
    "time-out once": Fault("time-out", 1),
    "time-out": Fault("time-out", lasts=True),
    "answer lost": Fault("lost", 1),
    "answer lost and no connection": Fault("lost", lasts=True),
    "expired token": Fault("expired", lasts=True),
    "denied": Fault("denied"),
    "killed before the call": Fault("killed before", lasts=True),
    "killed after the call": Fault("killed after", lasts=True),
    "interrupted before the call": Fault("interrupted before", lasts=True),
    "interrupted during the call": Fault("interrupted during", lasts=True),
}
# Those after which botocore's next attempt succeeds.
PASSING = ("throttled once", "server error once", "connection reset once", "time-out once", "answer lost")
# The error codes of most services, and those of others.
_CODES = {
    "throttled": ("ThrottlingException", {"iam": "Throttling", "ec2": "RequestLimitExceeded"}),
    "server error": ("InternalServerError", {"iam": "ServiceFailure", "ec2": "InternalError"}),
    "expired": ("ExpiredTokenException", {"iam": "ExpiredToken", "ec2": "RequestExpired"}),
    "denied": ("AccessDeniedException", {"iam": "AccessDenied", "ec2": "UnauthorizedOperation"}),
}


def _code(kind, service):
    most, others = _CODES[kind]
    return others.get(service, most)


class Calls:
    """make_client for Aws, and the calls of its clients -> made: [(service, operation, region)].

    arm(position, fault) before a run; arm(position, act=function) calls a function before that call.
    hit: the call that the fault met, or None. accepted: the writing calls that succeeded.
    """

    def __init__(self, simulator):
        self.simulator = simulator
        self._clients = {}
        self._make_client = lambda *of: simulator.client(*of, config=client_config())
        if simulator.rates == "aws":
            self._make_client = Paced(simulator, self._make_client)
        self.arm(None)

    def arm(self, position, fault=None, act=None):
        self.position, self.fault, self.act = position, fault, act
        self.made, self.hit, self.attempt, self.interruption = [], None, 0, Interruption()
        self.accepted = []
        if isinstance(self._make_client, Paced):
            self._make_client.begin()

    def __call__(self, service, region):
        if (service, region) not in self._clients:
            made = self._make_client(service, region)
            events = made.meta.events
            events.register_first("before-call", lambda **call: self._before_call(service, region, **call))
            events.register_first("before-send", self._before_send)
            events.register_last("after-call", self._after_call)
            self._clients[service, region] = made
        return self._clients[service, region]

    @property
    def _failing(self):
        return self.hit is not None and (self.fault.lasts or len(self.made) - 1 == self.position)

    def _before_call(self, service, region, model, **_call):
        if self.hit and self.fault and self.fault.kind.startswith("killed"):
            raise Killed
        self.made.append((service, model.name, region))
        self.attempt = 0
        if len(self.made) - 1 == self.position:
            if self.act:
                self.act()
            if self.fault:
                self.hit = self.made[-1]
        if not self.fault or not self._failing:
            return None
        kind = self.fault.kind
        if kind == "killed before":
            raise Killed
        if kind == "interrupted before":
            self.interruption.reason = "by SIGINT"
            self.interruption.check()
        elif kind == "interrupted during":
            self.interruption.reason = "by SIGINT"
        elif kind in ("expired", "denied"):
            return self._rejected(service, kind)
        elif kind == "lost":
            if len(self.made) - 1 == self.position:
                self.simulator.fail(model.name, region=region, service=service, lost=True)
            else:
                raise ConnectionClosedError(endpoint_url="https://aws")
        elif kind in ("throttled", "server error"):
            fault = {"code": _code(kind, service), "times": self.fault.times}
            self.simulator.fail(model.name, region=region, service=service, **fault)
        elif kind in ("reset", "time-out"):
            if self.fault.lasts:
                raise self._broken()
            self.simulator.fail(model.name, region=region, service=service)  # to take the way through before-send
        return None

    def _broken(self):
        if self.fault.kind == "time-out":
            return ReadTimeoutError(endpoint_url="https://aws")
        return ConnectionClosedError(endpoint_url="https://aws")

    def _before_send(self, **_call):
        self.attempt += 1
        if not self.fault or not self._failing:
            return
        if self.fault.kind in ("reset", "time-out") and self.attempt <= self.fault.times:
            self.simulator.dispatcher.faults.clear()
            raise self._broken()
        if self.fault.kind == "lost" and self.attempt > 1 and self.fault.lasts:
            raise ConnectionClosedError(endpoint_url="https://aws")

    def _after_call(self, http_response, **_call):
        if is_write(self.made[-1][1]) and http_response.status_code < 300:
            self.accepted.append(self.made[-1])
        if self.hit and self.fault and self.fault.kind == "killed after" and len(self.made) - 1 == self.position:
            raise Killed

    @staticmethod
    def _rejected(service, kind):
        error = {"Code": _code(kind, service), "Message": f"The request is {kind}"}
        metadata = {"RequestId": "REJECTED", "HTTPStatusCode": 400, "HTTPHeaders": {}, "RetryAttempts": 0}
        return mock.Mock(status_code=400, headers={}), {"Error": error, "ResponseMetadata": metadata}


class OneAfterTheOther:
    """A ThreadPoolExecutor without threads."""

    def __init__(self, _threads):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        return False

    def submit(self, function, *arguments):
        done = Future()
        try:
            done.set_result(function(*arguments))
        except BaseException as error:
            done.set_exception(error)
        return done


@contextlib.contextmanager
def repeatable(simulator):
    """Without threads, and with botocore's pauses on the simulator's clock."""
    with contextlib.ExitStack() as stack:
        for module in (apply, client, pools):
            stack.enter_context(mock.patch.object(module, "ThreadPoolExecutor", OneAfterTheOther))
        stack.enter_context(mock.patch.object(botocore.endpoint, "time", Pauses(simulator)))
        yield
