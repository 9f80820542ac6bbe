# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Run Ansible's modules by the tests' module server. Python imports this file at startup if it is on PYTHONPATH."""

from __future__ import annotations

import gc
import os
import sys

# Plays are short: searching their imports for garbage takes time and finds none.
gc.set_threshold(100_000, 50, 1000)


def run_on_server(address):
    """Let the server run this process's program with its standard input, output and error; return the exit code."""
    import json
    import socket

    request = {"arguments": sys.orig_argv[1:], "environment": dict(os.environ), "folder": os.getcwd()}
    text = json.dumps(request).encode()
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(address)
        sent = socket.send_fds(server, [text], [0, 1, 2])
        server.sendall(text[sent:])
        server.shutdown(socket.SHUT_WR)
        # The answer is empty if the module was killed.
        return int(server.recv(16) or 1)


if "STACKKIT_MODULE_SERVER" in os.environ and os.path.basename(sys.orig_argv[-1]).startswith("AnsiballZ_"):
    code = 1
    try:
        code = run_on_server(os.environ["STACKKIT_MODULE_SERVER"])
    except OSError as error:
        os.write(2, f"Cannot run the module on the tests' module server: {error}\n".encode())
    finally:
        # Python continues after an error in this file, and would run the module a second time.
        os._exit(code)
