# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import json
from typing import Any

import botocore.session
from botocore.awsrequest import AWSResponse
from botocore.client import BaseClient
from botocore.config import Config
from botocore.exceptions import ConnectionClosedError

from .dispatcher import Dispatcher
from .errors import AnswerLost, AwsError
from .wire import encode_answer, encode_error


def new_client(
    session: botocore.session.Session,
    dispatcher: Dispatcher,
    service: str,
    region: str,
    account: str,
    config: Config | None,
) -> BaseClient:
    """A botocore client whose requests never leave the process."""
    client = session.create_client(
        service,
        region_name=region,
        aws_access_key_id=account,
        aws_secret_access_key="simulated-secret-key",
        config=config,
    )
    wire = _Wire(dispatcher, service, region, account)
    if dispatcher.simulates(service):
        client.meta.events.register("before-call", wire.answer_at_once)
        client.meta.events.register("before-send", wire.answer_as_http)
    else:
        client.meta.events.register("provide-client-params", wire.remember)
        client.meta.events.register("before-send", wire.answer_by_emulator)
    return client


class _Wire:
    """The event handlers of one client."""

    def __init__(self, dispatcher: Dispatcher, service: str, region: str, account: str):
        self._dispatcher = dispatcher
        self._service = service
        self._region = region
        self._account = account

    def answer_at_once(self, model, params: dict[str, Any], **_kwargs):
        """Answer before botocore signs and sends: several times faster."""
        request = json.loads(params["body"] or b"{}")
        if self._dispatcher.fault_for(self._service, model.name, self._region, request):
            return None  # goes the long way round, so that botocore's own retries see the fault
        try:
            answer = self._handle(model.name, request)
        except AwsError as error:
            return _Http(error.status), self._failure(error)
        answer["ResponseMetadata"] = self._metadata(200)
        return _Http(200), answer

    def answer_as_http(self, request, event_name: str, **_kwargs) -> AWSResponse:
        operation = event_name.rsplit(".", 1)[1]
        request_id = self._dispatcher.request_id()
        try:
            answer = self._handle(operation, json.loads(request.body or b"{}"))
            status, headers, body = encode_answer(answer, request_id)
        except AwsError as error:
            status, headers, body = encode_error(self._service, error, request_id)
        except AnswerLost:
            raise ConnectionClosedError(endpoint_url=request.url) from None
        return AWSResponse(request.url, status, headers, _Raw(body))

    def remember(self, params: dict[str, Any], context: dict[str, Any], **_kwargs) -> None:
        context["simulator_params"] = params

    def answer_by_emulator(self, request, event_name: str, **_kwargs) -> AWSResponse:
        raise NotImplementedError(f"{self._service} is not mounted yet")

    def _handle(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        return self._dispatcher.handle(self._service, operation, self._region, self._account, request)

    def _failure(self, error: AwsError) -> dict[str, Any]:
        return {
            "Error": {"Message": error.message, "Code": error.code},
            "ResponseMetadata": self._metadata(error.status),
            "message": error.message,
        }

    def _metadata(self, status: int) -> dict[str, Any]:
        request_id = self._dispatcher.request_id()
        return {
            "RequestId": request_id,
            "HTTPStatusCode": status,
            "HTTPHeaders": {"x-amzn-requestid": request_id},
            "RetryAttempts": 0,
        }


class _Http:
    def __init__(self, status_code: int):
        self.status_code = status_code
        self.headers: dict[str, str] = {}


class _Raw:
    """What AWSResponse wants of urllib3's response."""

    def __init__(self, body: bytes):
        self._body = body

    def stream(self):
        yield self._body
