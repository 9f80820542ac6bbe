# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import asyncio
import importlib
import os
import threading
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote, urlsplit

from . import regions

# Prevent the mounted emulator from opening ports or printing to the terminal.
ENVIRONMENT = {"IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0", "LOG_LEVEL": "ERROR", "BIND_HOST": "127.0.0.1"}
# Service -> "module:asgi application"; everything else goes to DEFAULT.
EMULATORS: dict[str, str] = {}
DEFAULT = "ministack.app:app"
RESET_PATH = "/_ministack/reset"


@dataclass(frozen=True)
class HttpRequest:
    method: str
    target: str  # path and query
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")


@dataclass(frozen=True)
class HttpResponse:
    status: int
    headers: list[tuple[str, str]]
    body: bytes


class Mount:
    """Emulators that run in this process on one event loop. Each is imported on its first request.

    An emulator stores its state in modules, so each process has one Mount, which belongs to one simulator at a time:
    everything is reset when another simulator takes it over.
    """

    def __init__(self):
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._applications: dict[str, Any] = {}
        self._owner: object = None
        self._used: set[str] = set()

    def used_by(self, owner: object) -> set[str]:
        """The services to which this simulator has sent a request since the last reset."""
        return self._used if self._owner is owner else set()

    def send(self, owner: object, service: str, region: str, request: HttpRequest) -> Future[HttpResponse]:
        """Send the request to the service's emulator in another thread; return its answer as a future."""
        with self._lock:
            if self._owner is not owner:
                self._reset()
                self._owner = owner
            self._used.add(service)
            application = self._application(EMULATORS.get(service, DEFAULT))
        call = _in_partition(regions.partition_of(region), application, request)
        return asyncio.run_coroutine_threadsafe(call, self._loop)

    def reset(self, owner: object) -> None:
        with self._lock:
            if self._owner is owner:
                self._reset()

    def _reset(self) -> None:
        self._used.clear()
        for application in self._applications.values():
            request = HttpRequest("POST", RESET_PATH, [("host", "localhost")], b"")
            asyncio.run_coroutine_threadsafe(_call(application, request), self._loop).result()

    def _application(self, target: str) -> Any:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            threading.Thread(target=self._loop.run_forever, name="mounted emulators", daemon=True).start()
        if target not in self._applications:
            for name, value in ENVIRONMENT.items():
                os.environ.setdefault(name, value)
            module, name = target.split(":")
            self._applications[target] = getattr(importlib.import_module(module), name)
        return self._applications[target]


MOUNT = Mount()


async def _in_partition(partition: str, application: Any, request: HttpRequest) -> HttpResponse:
    """Translate the ARNs of another partition, because the emulator has those of the partition "aws" only."""
    if partition == regions.DEFAULT:
        return await _call(application, request)
    target = _renamed(request.target.encode(), partition, regions.DEFAULT).decode()
    body = _renamed(request.body, partition, regions.DEFAULT)
    headers = [(name, value) for name, value in request.headers if name.lower() != "content-length"]
    headers.append(("content-length", str(len(body))))
    response = await _call(application, replace(request, target=target, body=body, headers=headers))
    return replace(response, body=_renamed(response.body, regions.DEFAULT, partition))


def _renamed(text: bytes, partition: str, other: str) -> bytes:
    """Replace the partition of all ARNs, also of those that are encoded for a form."""
    for colon in (":", "%3A", "%3a"):
        text = text.replace(f"arn{colon}{partition}{colon}".encode(), f"arn{colon}{other}{colon}".encode())
    return text


async def _call(application: Any, request: HttpRequest) -> HttpResponse:
    url = urlsplit(request.target)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": unquote(url.path) or "/",
        "raw_path": (url.path or "/").encode(),
        "query_string": url.query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in request.headers],
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 80),
    }
    incoming = [{"type": "http.request", "body": request.body, "more_body": False}]
    answered = asyncio.Event()
    start: dict[str, Any] = {"status": 500, "headers": []}
    chunks: list[bytes] = []

    async def receive() -> dict[str, Any]:
        if incoming:
            return incoming.pop()
        await answered.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        elif message["type"] == "http.response.body":
            chunks.append(message.get("body", b""))
            if not message.get("more_body"):
                answered.set()

    await application(scope, receive, send)
    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"]]
    return HttpResponse(start["status"], headers, b"".join(chunks))
