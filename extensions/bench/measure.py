# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Running programs and measuring them."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Sample:
    """One run: wall-clock seconds, processor seconds, maximum memory in megabytes, and output."""

    wall: float
    processor: float
    memory: float
    output: str
    begun: float

    def __add__(self, later):
        """Add two runs."""
        return Sample(
            self.wall + later.wall,
            self.processor + later.processor,
            max(self.memory, later.memory),
            self.output + later.output,
            self.begun,
        )


class Failed(Exception):
    """A program under test failed."""


def run(command, environment, folder=None):
    """Run a command to its end; return a Sample. Raise Failed."""
    with tempfile.TemporaryFile() as output:
        begun, start = time.time(), time.perf_counter()
        process = subprocess.Popen(
            command, env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
        _pid, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode(errors="replace")
    if process.returncode:
        raise Failed(f"{' '.join(map(str, command))}\n{text[-3000:]}")
    return Sample(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, text, begun)


def repeated(times, function):
    return [function() for _time in range(times)]


@dataclass(frozen=True)
class Spread:
    """Minimum, median and maximum of several measurements."""

    minimum: float
    median: float
    maximum: float

    @classmethod
    def of(cls, values):
        values = list(values)
        return cls(min(values), median(values), max(values))

    def __str__(self):
        return f"{self.minimum:.2f} / {self.median:.2f} / {self.maximum:.2f}"


def walls(samples):
    return Spread.of(sample.wall for sample in samples)


def processors(samples):
    return Spread.of(sample.processor for sample in samples)


def latency(url, milliseconds):
    """Let the simulator delay each call from now on."""
    data = json.dumps({"ms": milliseconds}).encode()
    urllib.request.urlopen(urllib.request.Request(f"{url}/_simulator/latency", method="POST", data=data)).close()


def calls_of(url, function):
    """Call the function. Return its return value and the simulator's log of its calls."""
    request = urllib.request.Request(f"{url}/_simulator/log", method="DELETE")
    urllib.request.urlopen(request).close()
    value = function()
    with urllib.request.urlopen(f"{url}/_simulator/log") as answer:
        return value, json.load(answer)["log"]


def counted(log):
    """Describe the number of calls by operation."""
    return ", ".join(f"{count} {name}" for name, count in sorted(Counter(call["operation"] for call in log).items()))


def round_trips(calls):
    """Return the length of the longest chain of calls [(name, start, end)] that wait for each other."""
    trips, end = 0, float("-inf")
    for _name, start, stop in sorted(calls, key=lambda call: call[2]):
        if start >= end:
            trips, end = trips + 1, stop
    return trips
