# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Runs the modules of the tests' plays in copies of a process that has loaded boto3 and Ansible's part of a module.

A module is a new Python each time, and most of what it does is to load those two; the tests start some 800. Everything
else is as ever: the module and the collections come out of the zip that Ansible made, into a process of their own.
startup/sitecustomize.py is the other side. Nobody but the tests needs this.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import zip_bytecode
from simulated import neutral

STARTUP = Path(__file__).with_name("startup")
ADDRESS = "STACKKIT_MODULE_SERVER"


@contextmanager
def module_server():
    """Start it; yield the environment in which plays use it; stop it."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listening:
        address = f"{folder}/socket"
        listening.bind(address)
        listening.listen(64)
        number = listening.fileno()
        command = [sys.executable, __file__, str(number)]
        process = subprocess.Popen(command, env=neutral(), stdin=subprocess.DEVNULL, pass_fds=[number])
        # So that nobody waits for a server that has died.
        listening.close()
        try:
            yield {"PYTHONPATH": str(STARTUP), ADDRESS: address}
        finally:
            process.terminate()
            process.wait()


def serve(listening):
    """Answer each who asks by a copy of this process."""
    preload()
    # Nobody waits for the copies.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        asking, _address = listening.accept()
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            listening.close()
            answer(asking)
        asking.close()


def preload():
    """Load what modules load from outside of their zip, and what Ansible puts into it."""
    import boto3

    import_module("ansible.module_utils.basic")
    # For what boto3 itself loads late. This calls nobody.
    boto3.session.Session().client("dynamodb", "eu-west-1", aws_access_key_id="none", aws_secret_access_key="none")
    zip_bytecode.keep()
    # So the copies share what is here already.
    gc.freeze()


def answer(asking):
    """Run the file that is asked for as its own process would; say its exit code; end."""
    asked, standard = receive(asking)
    for number, descriptor in enumerate(standard):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    sys.argv = asked["arguments"]
    sys.path[0] = os.path.dirname(sys.argv[0])
    code = exit_code()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    asking.sendall(str(code).encode())
    os._exit(code)


def receive(asking):
    """What is asked, and the descriptors for standard input, output and errors."""
    text, standard, _flags, _address = socket.recv_fds(asking, 1 << 16, 3)
    while more := asking.recv(1 << 16):
        text += more
    return json.loads(text), standard


def exit_code():
    try:
        runpy.run_path(sys.argv[0], run_name="__main__")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
