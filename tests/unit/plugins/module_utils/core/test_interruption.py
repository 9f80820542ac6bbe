# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A run that is interrupted at any call or wait sends nothing more, and the next run completes the task."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.errors import Interrupted
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.interruption import Interruption
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import run

KEYS = {"hash_key": "id", "attributes": [{"name": name, "type": "S"} for name in ("id", "mail")]}
BEFORE = {
    "name": "orders",
    **KEYS,
    "global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail"}],
    "replicas": [{"region": "us-east-1"}],
    "tags": {"a": "1"},
}
AFTER = {
    **BEFORE,
    "global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail", "projection_type": "KEYS_ONLY"}],
    "allow_recreate": ["global_secondary_indexes"],
    "ttl": {"enabled": True, "attribute_name": "at"},
    "point_in_time_recovery": {"enabled": True},
    "tags": {"b": "2"},
    "replicas": [{"region": "us-east-1"}, {"region": "us-west-2", "tags": {"c": "3"}}],
}
GONE = {"name": "orders", "state": "absent"}
# name: (the state before, the declared state)
PLANS = {"create": ({}, BEFORE), "update": (BEFORE, AFTER), "delete": (BEFORE, GONE)}


class At(Interruption):
    """Interrupts at the nth check, which is a call or a second of a wait."""

    def __init__(self, position, simulator):
        super().__init__()
        self.left, self.simulator, self.writes = position, simulator, None

    def check(self):
        self.left -= 1
        if self.left < 0 and self.reason is None:
            self.reason = "by SIGINT"
            self.writes = len(self.simulator.writes())
        super().check()


@pytest.mark.parametrize("name", PLANS)
def test_nothing_is_sent_after_an_interruption_and_the_next_run_completes_the_task(simulator, name):
    start, wanted = PLANS[name]
    for position in range(1000):
        simulator.reset()
        if start:
            run(simulator, **start)
        simulator.clock.sleep(2 * 24 * 3600)
        interruption = At(position * 17, simulator)
        result = run(simulator, interruption=interruption, **wanted)
        if interruption.reason is None:
            break
        assert "Interrupted by SIGINT" in result["msg"]
        # A call that is in progress in another Region may end.
        assert len(simulator.writes()) <= interruption.writes + 2
        assert len(result["applied"]) == len(result["actions"])
        again = run(simulator, **wanted)
        assert "msg" not in again and again["pending"] == []
        assert run(simulator, **wanted)["actions"] == []
    assert position > 5


LISTENING = """
import signal, sys, time
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.interruption import Interruption
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.errors import Interrupted
interruption = Interruption()
interruption.listen()
print("listening", file=sys.stderr, flush=True)
end = time.monotonic() + 20
try:
    while time.monotonic() < end:
        interruption.check()
        time.sleep(0.01)
except Interrupted as error:
    print(error, file=sys.stderr, flush=True)
"""


def listening():
    process = subprocess.Popen([sys.executable, "-c", LISTENING], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stderr.readline() == b"listening\n"
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_interrupt(number):
    with listening() as process:
        process.send_signal(number)
        assert f"Interrupted by {number.name}: no further change" in process.stderr.readline().decode()


def test_the_end_of_the_reader_interrupts():
    """It means that Ansible's worker has ended, while the module continues."""
    with listening() as process:
        process.stdout.close()
        assert b"Interrupted because the controller has ended" in process.stderr.readline()


def test_a_file_as_standard_output_does_not_interrupt(tmp_path):
    interruption = Interruption()
    with open(tmp_path / "out", "w") as output:
        interruption.output = output.fileno()
        interruption.check()


def test_threads_can_check_in_parallel():
    read, write = os.pipe()
    interruption = Interruption()
    interruption.output = write
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(lambda: [interruption.check() for _number in range(500)]) for _thread in range(8)]:
            done.result()
    os.close(read)
    with pytest.raises(Interrupted):
        interruption.check()
    os.close(write)
