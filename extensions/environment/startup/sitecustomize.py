# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Has Ansible's modules run by the tests' module server. Where PYTHONPATH has this file, Python reads it first."""

from __future__ import annotations

import os
import sys


def ask(address):
    """Have the server run what this process was started for, with its standard input, output and errors."""
    import json
    import socket

    asked = {"arguments": sys.orig_argv[1:], "environment": dict(os.environ), "folder": os.getcwd()}
    text = json.dumps(asked).encode()
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(address)
        sent = socket.send_fds(server, [text], [0, 1, 2])
        server.sendall(text[sent:])
        server.shutdown(socket.SHUT_WR)
        # Nothing, where the module was killed.
        return int(server.recv(16) or 1)


if "STACKKIT_MODULE_SERVER" in os.environ and os.path.basename(sys.orig_argv[-1]).startswith("AnsiballZ_"):
    code = 1
    try:
        code = ask(os.environ["STACKKIT_MODULE_SERVER"])
    except OSError as error:
        os.write(2, f"The module server of the tests: {error}\n".encode())
    finally:
        # Python goes on after an error in this file, and would run the module a second time.
        os._exit(code)
