# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""make matrix: test the collection with each supported ansible-core, with the oldest and the newest boto3.

Each row has an environment of its own in .cache/environments/. `ONLY` selects rows by the start of their names.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import checks
from checks import Result
from commands import ENVIRONMENT, run
from environments import create, packages_of
from setup import MINISTACK
from simulated import REPO, simulator

# The floor in requirements.txt, and the version in .venv.
OLDEST, NEWEST = "1.35.0", "1.44.5"
# Plays of modules and roles with few tasks. Each module starts as on users' machines.
SAMPLE = ("alarms", "info", "module_defaults", "role_access", "role_state", "ttl")
# The others declare what the oldest boto3 does not support, or alarms, which the simulator knows in a newer protocol.
OLDEST_SAMPLE = ("backup", "role_keys", "ttl")
# Without the random walks, which do not depend on the version of Ansible.
UNITS = ("tests/unit/plugins", "-m", "not soak", "-n", str(checks.CORES))
# The plan with and without the callback, the progress, what is pending, an interruption, and the deletion.
TERMINAL = ("tests/unit/terminal",)


@dataclass(frozen=True)
class Row:
    """An ansible-core with the Python that runs it, a boto3, and the Python on the target if it is another one."""

    core: str
    python: str
    boto3: str = NEWEST
    target: str = ""

    @property
    def name(self):
        minor = self.core.rpartition(".")[0]
        return f"{minor} boto3-{self.boto3}" + (f" target-{self.target}" if self.target else "")

    @property
    def parts(self):
        """A part is a name and a function of this row."""
        if self.boto3 != NEWEST or self.target:
            return {"playbooks": playbooks}
        return {"sanity": sanity, "units": pytest(UNITS), "terminal": pytest(TERMINAL), "playbooks": playbooks}


CORES = (
    Row("2.17.14", "3.11"),
    Row("2.18.19", "3.11"),
    Row("2.19.14", "3.11"),
    Row("2.20.10", "3.12"),
    Row("2.21.5", "3.13"),
)
ROWS = (
    *CORES,
    *(replace(row, boto3=OLDEST) for row in CORES),
    # The oldest Python on targets, which the newest boto3 does not support.
    *(replace(row, boto3=OLDEST, target="3.9") for row in (CORES[0], CORES[-1])),
)


def find_python(version):
    """Return the path of an interpreter: on PATH, or of pyenv, whose interpreters often are not on PATH. Or None."""
    found = shutil.which(f"python{version}")
    candidates = [found] if found else []
    candidates += sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python{version}"))
    # The shims of pyenv exist for interpreters that are not active.
    for python in candidates:
        if subprocess.run([python, "-c", "import ssl"], capture_output=True, check=False).returncode == 0:
            return python
    return None


def boto(row):
    return [f"boto3=={row.boto3}", f"botocore=={row.boto3}"]


def controller(row):
    """Create the environment that runs ansible-core; return its folder."""
    requirements = [f"ansible-core=={row.core}", *boto(row)]
    overrides = []
    if row.boto3 == NEWEST:
        # The tests run in this environment, with the simulator.
        pins = ("hypothesis==", "pytest==", "pytest-xdist==", "pyyaml==")
        locked = (REPO / "extensions/environment/requirements.txt").read_text().splitlines()
        requirements += [line for line in locked if line.startswith(pins)]
        requirements.append(REPO / "extensions/simulator/requirements.txt")
        overrides.append(MINISTACK)
    folder = create(f"core-{row.core}-boto3-{row.boto3}", find_python(row.python), requirements, overrides)
    link = packages_of(folder) / "ansible_collections/stackkit/dynamodb"
    link.parent.mkdir(exist_ok=True)
    if not link.is_symlink():
        link.symlink_to(REPO)
    return folder


def target_python(row):
    """Return the Python that runs the modules."""
    if not row.target:
        return controller(row) / "bin/python"
    return create(f"target-{row.target}-boto3-{row.boto3}", find_python(row.target), boto(row)) / "bin/python"


def environment(row):
    return ENVIRONMENT | {"PATH": f"{controller(row) / 'bin'}:{ENVIRONMENT['PATH']}"}


# The parts


def sanity(row):
    name = f"sanity-{row.core}"
    return checks.sanity(name, python=row.python, path=environment(row)["PATH"])


def pytest(arguments):
    return partial(pytest_of, arguments)


def pytest_of(arguments, row):
    report = checks.fresh_folder(f"matrix-{row.core}-{arguments[0].replace('/', '-')}") / "report.xml"
    command = [controller(row) / "bin/python", "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}"]
    code, output = run([*command, *arguments], environment=environment(row))
    return checks.with_exit_code(code, checks.junit([report] if report.exists() else [], output))


def playbooks(row):
    """Run the sample on simulators that run in .venv, because they need the newest botocore."""
    sample, more = (SAMPLE, []) if row.boto3 == NEWEST else (OLDEST_SAMPLE, ["--skip-tags", "stackkit_alarms"])
    tools = controller(row) / "bin"
    ours = {"ANSIBLE_PYTHON_INTERPRETER": str(target_python(row)), "PATH": environment(row)["PATH"]}
    result = Result()
    for target in sample:
        with simulator() as plays:
            command = [tools / "ansible-playbook", "tests/integration/target.yml", "-e", f"target={target}", *more]
            result += checks.played(target, *run(command, environment=plays | ours))
    return result


# The run


def missing(row):
    """Return the versions of Python that a row needs and this machine does not have."""
    return [version for version in (row.python, row.target) if version and not find_python(version)]


def main(only):
    rows = [row for row in ROWS if row.name.startswith(only)]
    if not rows:
        sys.exit(f"No row starts with {only!r}: {', '.join(row.name for row in ROWS)}.")
    begun, total = time.monotonic(), Result()
    for row in rows:
        if versions := missing(row):
            print(f"{row.name}: not tested, because Python {' and '.join(versions)} was not found", flush=True)
            total += Result(failed=1)
            continue
        # Two parts at a time, but never two that create the same environment.
        controller(row), target_python(row)
        with ThreadPoolExecutor(2) as pool:
            running = {name: pool.submit(checks.timed, partial(part, row)) for name, part in row.parts.items()}
            for name, job in running.items():
                result, seconds = checks.together([job.result()])
                if result.failed:
                    print(f"\n=== {row.name} {name} failed\n{result.output}", flush=True)
                print(f"{row.name:32} {name:10} {seconds:6.1f} s  {checks.summary(result)}", flush=True)
                total += result
    print(f"\n{len(rows)} rows, {time.monotonic() - begun:.0f} s: {checks.summary(total)}")
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
