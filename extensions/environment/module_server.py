# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Run the modules of the tests' plays in forks of a process that has already imported boto3 and Ansible's code.

Each module starts a new Python, which spends most of its time importing those two; the tests start about 800 modules.
Everything else is unchanged: the module and the collections are imported from Ansible's zip file in a process of their
own. startup/sitecustomize.py is the client. Only the tests use this.
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
    """Start the server; yield the environment in which plays use it; stop it."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        address = f"{folder}/socket"
        listener.bind(address)
        listener.listen(64)
        number = listener.fileno()
        command = [sys.executable, __file__, str(number)]
        process = subprocess.Popen(command, env=neutral(), stdin=subprocess.DEVNULL, pass_fds=[number])
        # Close our copy, so that clients fail fast when the server exits.
        listener.close()
        try:
            yield {"PYTHONPATH": str(STARTUP), ADDRESS: address}
        finally:
            process.terminate()
            process.wait()


def serve(listener):
    """Answer each client by a fork of this process."""
    preload()
    # Nothing waits for the forks.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        client, _address = listener.accept()
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            listener.close()
            answer(client)
        client.close()


def preload():
    """Import what modules import from outside of their zip file, and the Ansible code in it."""
    import boto3

    import_module("ansible.module_utils.basic")
    # Load what boto3 loads late. This sends no request.
    boto3.session.Session().client("dynamodb", "eu-west-1", aws_access_key_id="none", aws_secret_access_key="none")
    zip_bytecode.enable()
    # The forks are short, and share the memory of existing objects as long as nothing visits them.
    gc.freeze()
    gc.disable()


def answer(client):
    """Run the requested file as its own process would, send its exit code, and exit."""
    request, descriptors = receive(client)
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    sys.argv = request["arguments"]
    sys.path[0] = os.path.dirname(sys.argv[0])
    code = exit_code()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    client.sendall(str(code).encode())
    os._exit(code)


def receive(client):
    """Receive the request, and the descriptors of standard input, output and error."""
    text, descriptors, _flags, _address = socket.recv_fds(client, 1 << 16, 3)
    while more := client.recv(1 << 16):
        text += more
    return json.loads(text), descriptors


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
