# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A proxy in front of an engine that records the log which playbooks request from the simulator."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ..simulator.core import calls, requests
from ..simulator.core.mount import HttpRequest, HttpResponse

LOG = "/_simulator/log"
TIMEOUT = 60
NOT_FORWARDED = {"host", "connection", "content-length", "transfer-encoding", "accept-encoding"}


@contextmanager
def recording(engine, upstream, others):
    """Yield a URL where the engine answers for its services, and `others` for the rest; all calls are logged."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.engine, server.log, server.lock = engine, [], threading.Lock()
    server.urls = {True: upstream, False: others}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == LOG:
            self._answer(_json(200, {"log": self.server.log}))
        else:
            self._call()

    def do_POST(self):
        if self.path.startswith("/_simulator/"):
            self._body()
            message = f"{self.server.engine.name} does not support {self.path}"
            self._answer(_json(501, {"error": message}))
        else:
            self._call()

    do_PUT = do_DELETE = do_HEAD = do_PATCH = do_POST

    def log_message(self, *_arguments):
        """Do not print to the terminal."""

    def _body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _call(self):
        request = HttpRequest(self.command, self.path, list(self.headers.items()), self._body())
        service, region, _account, _key = requests.scope_of(request, "")
        operation, params = requests.operation_of(service, request)
        with self.server.lock:  # DynamoDB Local fails with several clients at once
            response = self._forwarded(request, service)
            entry = calls.Call(
                service, operation, region, params, requests.error_of(response), calls.is_write(operation)
            )
            self.server.log.append(entry.log_entry())
        self._answer(response)

    def _forwarded(self, request, service):
        url = self.server.urls[self.server.engine.provides(service)]
        headers = {name: value for name, value in request.headers if name.lower() not in NOT_FORWARDED}
        forwarded = urllib.request.Request(url + request.target, request.body or None, headers, method=request.method)
        try:
            with urllib.request.urlopen(forwarded, timeout=TIMEOUT) as answer:
                return HttpResponse(answer.status, answer.headers.items(), answer.read())
        except urllib.error.HTTPError as error:
            return HttpResponse(error.code, error.headers.items(), error.read())
        except OSError as error:  # a module may still send requests after the engine is stopped
            return _json(503, {"error": f"{self.server.engine.name}: {error}"})

    def _answer(self, response):
        self.send_response(response.status)
        for name, value in response.headers:
            if name.lower() not in ("connection", "content-length", "transfer-encoding", "server", "date"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        self.wfile.write(response.body)


def _json(status, value):
    return HttpResponse(
        status, [("Content-Type", "application/x-amz-json-1.0")], json.dumps(value, default=str).encode()
    )
