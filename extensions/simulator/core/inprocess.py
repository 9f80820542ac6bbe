# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import json
import threading
from typing import Any
from urllib.parse import urlencode, urlsplit

import botocore.session
from botocore.awsrequest import AWSResponse
from botocore.client import BaseClient
from botocore.config import Config
from botocore.exceptions import ConnectionClosedError

from . import front, requests, rest
from .dispatcher import Dispatcher
from .errors import AnswerLost, AwsError
from .mount import MOUNT, HttpRequest, HttpResponse

# One shared session caches the service models. Creating clients is not thread-safe.
_SESSION = botocore.session.Session()
_SESSION_LOCK = threading.Lock()
# botocore composes its own user agent for each call, which takes a tenth of the time of a call in process.
_CONFIG = Config(user_agent="simulated")


def new_client(
    dispatcher: Dispatcher,
    service: str,
    region: str,
    account: str,
    config: Config | None,
    access_key: str | None = None,
) -> BaseClient:
    """A botocore client whose requests never leave the process."""
    with _SESSION_LOCK:
        client = _SESSION.create_client(
            service,
            region_name=region,
            aws_access_key_id=account,
            aws_secret_access_key="simulated-secret-key",
            config=config.merge(_CONFIG) if config else _CONFIG,
        )
    wire = _Wire(dispatcher, service, region, account, access_key)
    if dispatcher.simulates(service):
        client.meta.events.register("before-call", wire.answer_before_sending)
        client.meta.events.register("before-send", wire.answer_simulated)
    else:
        client.meta.events.register("before-send", wire.answer_mounted)
    return client


class _Wire:
    """The event handlers of one client."""

    def __init__(self, dispatcher: Dispatcher, service: str, region: str, account: str, access_key: str | None):
        self._access_key = access_key
        self._dispatcher = dispatcher
        self._service = service
        self._region = region
        self._account = account

    def answer_before_sending(self, model, params: dict[str, Any], **_kwargs):
        """Answer before botocore signs and sends the request, which is several times faster."""
        if self._dispatcher.world.limiter:
            return None  # use botocore's full path, so that its own retries see throttled calls
        request = self._parsed(params)
        if self._dispatcher.fault_for(self._service, model.name, self._region, request):
            return None  # use botocore's full path, so that its own retries see the fault
        try:
            answer = self._dispatcher.handle(
                self._service, model.name, self._region, self._account, request, self._access_key
            )
        except AwsError as error:
            return _Http(error.status), self._failure(error)
        answer["ResponseMetadata"] = self._metadata(200)
        return _Http(200), answer

    def _parsed(self, params: dict[str, Any]) -> dict[str, Any]:
        """Return the parameters of a request that is not yet an HTTP request."""
        if not rest.is_rest(self._service):
            return json.loads(params["body"] or b"{}")
        target = f"{params['url_path']}?{urlencode(params['query_string'], doseq=True)}"
        return rest.read(self._service, HttpRequest(params["method"], target, [], params["body"]))[1]

    def answer_simulated(self, request, **_kwargs) -> AWSResponse:
        try:
            response = front.simulated(
                self._dispatcher,
                self._service,
                self._region,
                self._account,
                _http_request(request),
                self._access_key,
            )
        except AnswerLost:
            raise ConnectionClosedError(endpoint_url=request.url) from None
        return _aws_response(request.url, response)

    def answer_mounted(self, request, **_kwargs) -> AWSResponse:
        call = front.Mounted(
            self._dispatcher, self._service, self._region, self._account, _http_request(request), self._access_key
        )
        response = call.local_answer()
        if response is None:
            response = MOUNT.send(self._dispatcher, self._service, self._region, call.request).result()
            call.record(requests.error_of(response))
        if call.is_lost:
            raise ConnectionClosedError(endpoint_url=request.url)
        return _aws_response(request.url, response)

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


def _http_request(request) -> HttpRequest:
    url = urlsplit(request.url)
    target = url.path + (f"?{url.query}" if url.query else "")
    headers = [(name, value.decode() if isinstance(value, bytes) else value) for name, value in request.headers.items()]
    body = request.body or b""
    if hasattr(body, "read"):
        body = body.read()
    return HttpRequest(request.method, target or "/", headers, body.encode() if isinstance(body, str) else bytes(body))


def _aws_response(url: str, response: HttpResponse) -> AWSResponse:
    return AWSResponse(url, response.status, dict(response.headers), _Raw(response.body))


class _Http:
    def __init__(self, status_code: int):
        self.status_code = status_code
        self.headers: dict[str, str] = {}


class _Raw:
    """The part of urllib3's response that AWSResponse uses."""

    def __init__(self, body: bytes):
        self._body = body

    def stream(self):
        yield self._body
