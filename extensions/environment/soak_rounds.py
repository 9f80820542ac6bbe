# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""make soak: run the tests marked `soak` in rounds, each with a seed of its own, and add up what they counted.

Ctrl-C ends the rounds and prints the figures so far. The output of each round remains in .cache/soak/.
"""

from __future__ import annotations

import argparse
import json
import queue
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from checks import CORES, cases, fresh_folder
from commands import ENVIRONMENT
from simulated import REPO


def marked_files():
    """The test files that have tests with the marker."""
    files = (REPO / "tests/unit").rglob("test_*.py")
    return sorted(str(path.relative_to(REPO)) for path in files if "mark.soak" in path.read_text())


class Soak:
    """Rounds of pytest. figures: what the tests counted. failures: {(test, error): seeds of the rounds with it}."""

    def __init__(self, tests, rounds, seed):
        self.tests, self.rounds, self.seed = tests, rounds, seed
        self.folder = fresh_folder("soak")
        self.begun = time.monotonic()
        self.figures, self.failures = Counter(), {}
        self.completed, self.stopped = 0, False
        self.processes, self.ended = set(), queue.SimpleQueue()

    def run_round(self, number):
        """Run one round, unless the soak is stopped, and put (number, exit code) into `ended`."""
        path = self.folder / str(number)
        if self.stopped:
            return self.ended.put((number, None))
        seed = self.seed + number
        variables = {"SEED": seed, "ROUND": number, "ROUNDS": self.rounds, "FIGURES": f"{path}.json"}
        with open(f"{path}.log", "w", encoding="utf-8") as log:
            process = subprocess.Popen(
                ["pytest", "-q", "-m", "soak", f"--hypothesis-seed={seed}", f"--junitxml={path}.xml", *self.tests],
                cwd=REPO,
                env=ENVIRONMENT | {f"SOAK_{name}": str(value) for name, value in variables.items()},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches only this script, which interrupts each round once
            )
            self.processes.add(process)
            code = process.wait()
            self.processes.discard(process)
        self.ended.put((number, code))

    def add(self, number, code):
        """Add the figures and failures of a round -> the names of its failed tests."""
        path, seed = self.folder / str(number), self.seed + number
        report, figures = path.with_suffix(".xml"), path.with_suffix(".json")
        if figures.exists():
            self.figures.update(json.loads(figures.read_text()))
        failed = {name_of(case): error_of(case) for case in (cases([report]) if report.exists() else ())}
        failed = {name: error for name, error in failed.items() if error is not None}
        if code and not failed and not self.stopped:
            failed = {"pytest": f"exit code {code}"}
        for failure in failed.items():
            self.failures.setdefault(failure, []).append(seed)
        self.completed += not self.stopped
        return [f"{name} failed: {path.relative_to(REPO)}.log" for name in failed]

    def progress(self):
        counted = [f"{number:,} {name}" for name, number in sorted(self.figures.items())]
        return ", ".join([f"round {self.completed} of {self.rounds}", *counted])

    def stop(self):
        """Interrupt the rounds; they still write their figures."""
        self.stopped = True
        for process in list(self.processes):
            process.send_signal(signal.SIGINT)

    def summary(self):
        lines = [f"{self.completed} of {self.rounds} rounds, seed {self.seed}, {time.monotonic() - self.begun:.0f} s"]
        lines += [f"{number:12,} {name}" for name, number in sorted(self.figures.items())]
        lines += [f"{len(self.failures):12,} different failures"]
        for (test, error), seeds in self.failures.items():
            lines.append(f"{test} in {len(seeds)} rounds, again with make soak N=1 SEED={seeds[0]}: {error}")
        return "\n".join(lines)


def name_of(case):
    """The class or module, and the test: state machines have the same name in each class."""
    return f"{case.get('classname', '').rpartition('.')[2]}.{case.get('name')}"


def error_of(case):
    """The first line of the error of a failed test case of a report, or None."""
    failure = case.find("failure") if case.find("failure") is not None else case.find("error")
    return None if failure is None else (failure.get("message") or "").partition("\n")[0]


def run_rounds(soak, jobs):
    """Run all rounds, some in parallel, and print the progress."""
    with ThreadPoolExecutor(jobs) as pool:
        for number in range(soak.rounds):
            pool.submit(soak.run_round, number)
        remaining = soak.rounds
        while remaining:
            try:
                failed = soak.add(*soak.ended.get())
                remaining -= 1
                if not soak.stopped:
                    print("\n".join([soak.progress(), *failed]), flush=True)
            except KeyboardInterrupt:
                soak.stop()


def positive(text):
    """A number of an argument of the command line."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"it is {text!r}; it must be a whole number, 1 or more")
    return int(text)


def main(arguments):
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--rounds", type=positive, default=10, metavar="N")
    parser.add_argument("--jobs", type=positive, default=CORES)
    parser.add_argument("--seed", type=int)
    parser.add_argument("tests", nargs="*")
    options = parser.parse_args(arguments)
    seed = random.SystemRandom().randrange(10**9) if options.seed is None else options.seed
    soak = Soak(options.tests or marked_files(), options.rounds, seed)
    print(f"{soak.rounds} rounds from seed {seed}: {' '.join(soak.tests)}", flush=True)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    run_rounds(soak, options.jobs)
    print(soak.summary())
    return 1 if soak.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
