# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import asyncio
import itertools
import json
import signal
import traceback
from contextlib import suppress
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from . import front, requests
from .errors import AnswerLost
from .mount import MOUNT, HttpRequest, HttpResponse
from .simulator import Simulator

HEAD_LIMIT = 1 << 20
# The version of the control requests and the options: see "Versions" in the README.
VERSION = "1.0.0"


class Server:
    """An HTTP/1.1 server on one loopback port for AWS requests and the control requests under /_simulator/."""

    def __init__(self, simulator: Simulator, account: str, latency: float):
        self._simulator = simulator
        self._account = account
        self._latency = latency
        self._connections: set[asyncio.Task] = set()
        self._stop = asyncio.Event()
        self._numbers = itertools.count(1)

    async def run(self, port: int, ready) -> None:
        """Serve until SIGTERM, SIGINT or a request to stop. Call `ready` with the URL."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        server = await asyncio.start_server(self._connected, "127.0.0.1", port, limit=HEAD_LIMIT)
        ready(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        await self._stop.wait()
        server.close()
        for task in self._connections:
            task.cancel()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        self._connections.add(task)
        number = next(self._numbers)
        try:
            with suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
                while await self._exchange(reader, writer, number):
                    pass
        finally:
            self._connections.discard(task)
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, connection: int) -> bool:
        """Answer one request. Return False if the connection must be closed."""
        try:
            request = await _read(reader, writer)
        except ValueError:
            return False  # not HTTP
        try:
            response = await self._answer(request, connection)
        except AnswerLost:
            writer.transport.abort()
            return False
        except Exception:  # a bug in the simulator or in an emulator
            traceback.print_exc()
            message = "The simulator failed: see its output for the traceback"
            response = _json(500, {"__type": "InternalFailure", "message": message})
        keep_alive = request.header("connection").lower() != "close"
        writer.write(_head(response, keep_alive) + (b"" if request.method == "HEAD" else response.body))
        await writer.drain()
        return keep_alive

    async def _answer(self, request: HttpRequest, connection: int) -> HttpResponse:
        path = urlsplit(request.target).path
        if path.startswith("/_simulator/"):
            return self._control(request.method, path.removeprefix("/_simulator/"), request.body)
        if self._latency:
            await asyncio.sleep(self._latency)
        service, region, account, key = requests.scope_of(request, self._account)
        dispatcher = self._simulator.dispatcher
        if dispatcher.simulates(service):
            return front.simulated(dispatcher, service, region, account, request, key, connection)
        call = front.Mounted(dispatcher, service, region, account, request, key, connection)
        response = call.local_answer()
        if response is None:
            response = await asyncio.wrap_future(MOUNT.send(dispatcher, service, region, call.request))
            call.record(requests.error_of(response))
        if call.is_lost:
            raise AnswerLost
        return response

    def _control(self, method: str, name: str, body: bytes) -> HttpResponse:
        try:
            return _json(200, self._controlled(method, name, json.loads(body or b"{}")))
        except KeyError:
            return _json(404, {"error": f"{method} /_simulator/{name} does not exist"})
        except (TypeError, ValueError) as error:
            return _json(400, {"error": str(error)})

    def _controlled(self, method: str, name: str, arguments: dict[str, Any]) -> Any:
        simulator = self._simulator
        if (method, name) == ("GET", "health"):
            return {"status": "ok", "version": VERSION, "now": simulator.clock.now()}
        if (method, name) == ("GET", "log"):
            return {"log": [call.log_entry() for call in list(simulator.log)]}
        if (method, name) == ("DELETE", "log"):
            simulator.log.clear()
        elif (method, name) == ("POST", "reset"):
            simulator.reset()
        elif (method, name) == ("POST", "fail"):
            simulator.fail(arguments.pop("operation", ""), **arguments)
        elif (method, name) == ("POST", "autoscale"):
            simulator.autoscale(arguments.pop("table", ""), **arguments)
        elif (method, name) == ("POST", "policy"):
            simulator.restrict(arguments.pop("access_key", ""), **arguments)
        elif (method, name) == ("POST", "latency"):
            self._latency = float(arguments.get("ms", 0)) / 1000
        elif (method, name) == ("POST", "stop"):
            # The answer is sent first.
            asyncio.get_running_loop().call_later(0.1, self._stop.set)
        elif (method, name) == ("POST", "rates"):
            simulator.limit(arguments.get("rates", ""))
        elif (method, name) == ("POST", "clock"):
            simulator.clock.advance(float(arguments.get("advance", 0)))
            return {"now": simulator.clock.now()}
        else:
            raise KeyError(name)
        return {}


async def _read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> HttpRequest:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _version = head[0].split(" ", 2)
    headers = [
        (name.strip(), value.strip()) for name, _colon, value in (line.partition(":") for line in head[1:] if line)
    ]
    known = {name.lower(): value for name, value in headers}
    if known.get("expect", "").lower() == "100-continue":
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    if known.get("transfer-encoding", "").lower() == "chunked":
        body = await _read_chunks(reader)
    else:
        body = await reader.readexactly(int(known.get("content-length", 0)))
    return HttpRequest(method, target, headers, body)


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    chunks = []
    while size := int((await reader.readline()).split(b";")[0], 16):
        chunks.append(await reader.readexactly(size))
        await reader.readline()
    await reader.readline()
    return b"".join(chunks)


def _head(response: HttpResponse, keep_alive: bool) -> bytes:
    replaced = ("content-length", "connection", "transfer-encoding")
    headers = [(name, value) for name, value in response.headers if name.lower() not in replaced]
    headers += [
        ("Content-Length", str(len(response.body))),
        ("Connection", "keep-alive" if keep_alive else "close"),
    ]
    reason = HTTPStatus(response.status).phrase if response.status in HTTPStatus._value2member_map_ else ""
    lines = [f"HTTP/1.1 {response.status} {reason}", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _json(status: int, value: Any) -> HttpResponse:
    body = json.dumps(value, default=_plain).encode()
    return HttpResponse(status, [("Content-Type", "application/json")], body)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else str(value)
