# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Run every test of the repository, or the parts named on the command line, and count what really ran.

A part is one job or several; a job returns counts and its output. A part that tested nothing has failed, whatever the
exit codes said.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

from module_server import module_server
from simulated import REPO, ansible_playbook, neutral, simulator

BIN = Path(sys.executable).parent
CACHE = REPO / ".cache"
TARGETS = REPO / "tests/integration/targets"
SCENARIOS = REPO / "extensions/molecule"
# Nothing here takes two minutes, unless the machine is busy; what takes this long hangs.
TIME_LIMIT = 900
# Two cores are what these tests are made for; a third job uses them while another waits for its simulator's clock.
CORES = 2
LANES = CORES + 1

ENVIRONMENT = neutral() | {
    "PATH": f"{BIN}:{os.environ['PATH']}",
    "ANSIBLE_NOCOLOR": "1",
    "NO_COLOR": "1",
    "HYPOTHESIS_STORAGE_DIRECTORY": str(CACHE / "hypothesis"),
}
# Plays every module of the collection as users' machines do, from its first import on.
STARTED_AS_EVER = "examples"
# Of targets that are about tables and keys; others are about the rest of a stack.
BESIDE_TABLES = "stackkit_access,stackkit_alarms,stackkit_backup"
SKIPPED_TAGS = {
    **dict.fromkeys(("role_global", "role_outputs", "role_side_by_side", "role_state"), BESIDE_TABLES),
    "role_backup": "stackkit_access,stackkit_alarms",
}
# For plays, which start modules by the hundred. Where the module server is comes to it once it runs.
QUICK_START = {
    "ANSIBLE_CALLBACK_PLUGINS": str(REPO / "extensions/environment/callbacks"),
    "ANSIBLE_CALLBACKS_ENABLED": "quick_start",
}


@dataclass(frozen=True)
class Result:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    output: str = ""

    def __add__(self, other):
        return Result(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.output + other.output,
        )


# The parts


def style():
    return (
        command("ruff", "check", ".", needs="plugins/**/*.py")
        + command("ruff", "format", "--check", ".", needs="plugins/**/*.py")
        + command("yamllint", "--strict", ".", needs="*.yml")
    )


def changelog():
    return command("antsibull-changelog", "lint", needs="changelogs/fragments/*.y*ml")


def docs():
    collections = {"ANSIBLE_COLLECTIONS_PATH": str(site_packages())}
    options = ("--plugin-docs", "--validate-collection-refs=all", ".")
    return command("antsibull-docs", "lint-collection-docs", *options, needs="plugins/modules/*.py", extra=collections)


def lint():
    result = command("ansible-lint", "--offline", "--profile", "production", needs="meta/runtime.yml")
    if not re.search(r" in [1-9]\d* files processed", result.output):
        return result + Result(failed=1, output="ansible-lint did not say that it read any file.\n")
    return result


def units():
    report = fresh_folder("units") / "report.xml"
    code, output = run(["pytest", "-n", str(CORES), "-q", f"--junitxml={report}"])
    return with_exit_code(code, junit([report], output))


def sanity():
    """ansible-test's sanity tests, on a tree as users install it."""
    collections = fresh_folder("sanity")
    collection = stage(collections)
    home = CACHE / "ansible-test"
    prepare_ansible_test(home)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    code, output = run(
        ["ansible-test", "sanity", "--python", version, "--color", "no", "--junit"],
        folder=collection,
        extra={"HOME": str(home)},
    )
    reports = sorted(collection.glob("tests/output/junit/*.xml"))
    result = with_exit_code(code, junit(reports, output))
    # These have something to look at in every collection. Where even they were skipped, the tree was not seen.
    ran = {case.get("name").split("-python-")[0] for case in cases(reports) if case.find("skipped") is None}
    for name in sorted({"compile", "import", "pep8", "validate-modules"} - ran):
        result += Result(failed=1, output=f"The sanity test {name} tested nothing.\n")
    return result


def playbook(target):
    """An integration target, on a simulator of its own."""
    with simulator() as environment:
        play = ["tests/integration/target.yml", "--extra-vars", f"target={target}"]
        skipped = SKIPPED_TAGS.get(target)
        play += ["--skip-tags", skipped] if skipped else []
        quick = {} if target == STARTED_AS_EVER else QUICK_START
        code, output = run(ansible_playbook(*play), environment=environment | quick)
    # Including the target is a task, which is well even where the target has none.
    if code == 0 and re.search(r": ok=(?!1 )[1-9]", output):
        return Result(passed=1)
    return Result(failed=1, output=f"--- {target}\n{output}")


def scenario(name):
    """A scenario of Molecule, on a simulator of its own."""
    with simulator() as environment:
        command = ["molecule", "test", "--scenario-name", name]
        code, output = run(command, folder=REPO / "extensions", environment=environment | ENVIRONMENT | QUICK_START)
    if code == 0 and re.search(r"converge: (Executed: )?Successful", output):
        return Result(passed=1)
    return Result(failed=1, output=f"--- {name}\n{output}")


# Each of them takes more than a minute.
LONGEST = ("role_environments", "role_playbooks", "role_side_by_side", "aspects")


def targets():
    names = sorted(path.parent.parent.name for path in TARGETS.glob("*/tasks/main.yml"))
    return sorted(names, key=lambda name: LONGEST.index(name) if name in LONGEST else len(LONGEST))


# The jobs of each part. The longest first, so that none is left over when all others are done.
PARTS = {
    "sanity": [sanity],
    "playbooks": [partial(playbook, name) for name in targets()],
    "molecule": [partial(scenario, path.parent.name) for path in sorted(SCENARIOS.glob("*/molecule.yml"))],
    "units": [units],
    "lint": [lint],
    "docs": [docs],
    "changelog": [changelog],
    "style": [style],
}


# What they share


def command(*arguments, needs, extra=None):
    """One command is one test. Several tools are content where there is nothing to look at, so say what must exist."""
    if not any(REPO.glob(needs)):
        return Result(failed=1, output=f"{arguments[0]} has nothing to look at: no {needs}\n")
    code, output = run(arguments, extra=extra)
    return Result(failed=1, output=output) if code else Result(passed=1, output=output)


def run(arguments, folder=REPO, environment=ENVIRONMENT, extra=None):
    """Run to the end; return the exit code and what was said."""
    try:
        done = subprocess.run(
            arguments,
            cwd=folder,
            env=environment | (extra or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=TIME_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        return 1, f"{(late.output or b'').decode()}\nStopped after {TIME_LIMIT} s: {' '.join(map(str, arguments))}\n"
    return done.returncode, done.stdout


def cases(reports):
    for report in reports:
        yield from ElementTree.parse(report).iter("testcase")


def junit(reports, output):
    failed = skipped = total = 0
    for case in cases(reports):
        total += 1
        failed += case.find("failure") is not None or case.find("error") is not None
        skipped += case.find("skipped") is not None
    return Result(total - failed - skipped, failed, skipped, output)


def with_exit_code(code, result):
    """A tool can fail outside of any test: while it collects them, or before it starts."""
    if code and not result.failed:
        return result + Result(failed=1, output=f"It ended with exit code {code}.\n")
    return result


def fresh_folder(name):
    folder = CACHE / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def site_packages():
    (package,) = BIN.parent.glob("lib/python3.*/site-packages")
    return package


def stage(collections):
    """Build the collection and install it, amazon.aws beside it; return the folder of the installed tree."""
    tree = collections / "ansible_collections/stackkit/dynamodb"
    # Forced, for it finds the repository's own link in site-packages and would have nothing to do.
    install = ["ansible-galaxy", "collection", "install", "--force", "--offline", "--no-deps", "-p", collections]
    steps = (
        ["ansible-galaxy", "collection", "build", "--output-path", collections],
        [*install, archive_of(collections)],
        # ansible-test asks git which files there are. An outer repository would say: none, all of this is ignored.
        ["git", "init", "--quiet", tree],
    )
    for step in steps:
        code, output = run(step)
        if code:
            raise RuntimeError(output)
    amazon = collections / "ansible_collections/amazon/aws"
    amazon.parent.mkdir()
    amazon.symlink_to(site_packages() / "ansible_collections/amazon/aws")
    return tree


def archive_of(collections):
    version = re.search(r"^version: (\S+)$", (REPO / "galaxy.yml").read_text(), re.MULTILINE)[1]
    return collections / f"stackkit-dynamodb-{version}.tar.gz"


def prepare_ansible_test(home):
    """Give ansible-test a home of its own, where it keeps its environments and finds pip's bootstrap scripts.

    It would fetch those from a host that is not a package index, which many networks do not reach.
    """
    folder = home / ".ansible/test/cache"
    folder.mkdir(parents=True, exist_ok=True)
    # One per release of ansible-core: 2.19 asks for the first, 2.21 for the second. Any pip will do, so it is our own.
    for version in ("24.2", "25.2"):
        copy = f"shutil.copytree({str(site_packages() / 'pip')!r}, sysconfig.get_path('purelib') + '/pip')"
        script = f"import shutil, sysconfig\n{copy}\n"
        (folder / f"get_pip_{version.replace('.', '_')}.py").write_text(script)
    # It drops pip's variables, and what pip says drowns what the tests found.
    settings = home / ".config/pip/pip.conf"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("[global]\ndisable-pip-version-check = true\nquiet = 1\n")


# Running them


def timed(job):
    """A job's result, with when it began and ended."""
    begun = time.monotonic()
    try:
        result = job()
    except Exception:
        result = Result(failed=1, output=traceback.format_exc())
    return result, begun, time.monotonic()


def together(results):
    """The results of a part's jobs as one, and the seconds from the first job's start to the last one's end."""
    result = sum((result for result, _begun, _ended in results), Result())
    if not (result.passed or result.failed):
        result += Result(failed=1, output="It tested nothing.\n")
    begun = min((begun for _result, begun, _ended in results), default=0)
    ended = max((ended for _result, _begun, ended in results), default=0)
    return result, ended - begun


def words(result):
    text = f"{result.passed} passed, {result.failed} failed"
    return f"{text}, {result.skipped} skipped" if result.skipped else text


def main(parts):
    start = time.monotonic()
    total = Result()
    lines = []
    fresh_folder("bytecode")
    with module_server() as its_address, ThreadPoolExecutor(LANES) as pool:
        QUICK_START.update(its_address)
        running = {part: [pool.submit(timed, job) for job in PARTS[part]] for part in parts}
        for part, jobs in running.items():
            result, seconds = together([job.result() for job in jobs])
            if result.failed:
                print(f"\n=== {part} failed\n{result.output}", flush=True)
            lines.append(f"{part:10} {seconds:6.1f} s  {words(result)}")
            print(lines[-1], flush=True)
            total += result
    print(f"\nAll parts, {time.monotonic() - start:.0f} s:")
    print("\n".join(lines))
    print(words(total))
    return 1 if total.failed else 0


if __name__ == "__main__":
    chosen = sys.argv[1:] or list(PARTS)
    if unknown := set(chosen) - set(PARTS):
        sys.exit(f"No such part: {', '.join(sorted(unknown))}. There are: {', '.join(PARTS)}.")
    sys.exit(main(chosen))
