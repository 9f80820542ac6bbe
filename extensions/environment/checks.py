# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Run all tests of the repository, or the parts named on the command line, and count the executed tests.

A part consists of jobs; a job returns counts and its output. A part without executed tests fails, whatever its exit
codes are.
"""

from __future__ import annotations

import re
import shutil
import socket
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from xml.etree import ElementTree

import archive
import docs_site
import guide_examples
from commands import CACHE, ENVIRONMENT, run, site_packages
from environments import create
from module_server import module_server
from sanity_tree import prepare_ansible_test, stage
from simulated import HERE, REPO, ansible_playbook, simulator

TARGETS = REPO / "tests/integration/targets"
SCENARIOS = REPO / "extensions/molecule"
# The tests are designed for two cores. More jobs use them while others wait for their simulators' clocks.
CORES = 2
PARALLEL_JOBS = CORES + 3
# Three processes do not all collect all tests, as the workers of pytest-xdist do.
TABLES, PLUGINS, TERMINAL = (f"tests/unit/{path}" for path in ("plugins/module_utils/tables", "plugins", "terminal"))

# This target starts every module of the collection as on users' machines, with all imports.
WITHOUT_QUICK_START = "examples"
# Tags that targets about tables and keys skip; other targets cover the rest of a stack.
OTHER_TAGS = "stackkit_access,stackkit_alarms,stackkit_backup"
SKIPPED_TAGS = {
    **dict.fromkeys(("role_global", "role_outputs", "role_side_by_side", "role_state"), OTHER_TAGS),
    "role_backup": "stackkit_access,stackkit_alarms",
}
# For plays, which start hundreds of modules. main() adds the address of the module server.
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
        + command("mypy", needs="plugins/**/*.py")
        + command("codespell", needs="plugins/**/*.py")
    )


def changelog():
    return command("antsibull-changelog", "lint", needs="changelogs/fragments/*.y*ml")


def docs():
    collections = {"ANSIBLE_COLLECTIONS_PATH": str(site_packages())}
    options = ("--plugin-docs", "--validate-collection-refs=all", ".")
    return command("antsibull-docs", "lint-collection-docs", *options, needs="plugins/modules/*.py", extra=collections)


def site():
    code, output = docs_site.build()
    return Result(failed=1, output=output) if code else Result(passed=1, output=output)


def lint():
    result = command("ansible-lint", "--offline", "--profile", "production", needs="meta/runtime.yml")
    if not re.search(r" in [1-9]\d* files processed", result.output):
        return result + Result(failed=1, output="ansible-lint did not report that it processed any file.\n")
    return result


def units(name, *arguments):
    """Run tests of tests/unit/ in one process; plays at a terminal, which mostly wait, in more."""
    report = fresh_folder(name) / "report.xml"
    code, output = run(["pytest", "-q", f"--junitxml={report}", *arguments])
    return with_exit_code(code, junit([report], output))


def sanity(name="sanity", python=f"{sys.version_info.major}.{sys.version_info.minor}", path=ENVIRONMENT["PATH"]):
    """Run ansible-test's sanity tests on a copy of the collection, with the ansible-test of a search path."""
    collection = stage(fresh_folder(name))
    home = CACHE / name.replace("sanity", "ansible-test")
    prepare_ansible_test(home)
    code, output = run(
        ["ansible-test", "sanity", "--python", python, "--color", "no", "--junit"],
        folder=collection,
        extra={"HOME": str(home), "PATH": path},
    )
    reports = sorted(collection.glob("tests/output/junit/*.xml"))
    result = with_exit_code(code, junit(reports, output))
    # These tests check files in every collection. If they are skipped, ansible-test did not find the files.
    ran = {case.get("name").split("-python-")[0] for case in cases(reports) if case.find("skipped") is None}
    for name in sorted({"compile", "import", "pep8", "validate-modules"} - ran):
        result += Result(failed=1, output=f"The sanity test {name} did not run.\n")
    return result


def importer():
    """Check the archive as Galaxy does when it is uploaded. A warning or an error is a failure."""
    folder = fresh_folder("importer")
    tools = create("importer", sys.executable, [HERE / "importer.txt"])
    settings = {
        "PATH": f"{tools / 'bin'}:{ENVIRONMENT['PATH']}",
        # The part "lint" applies the same rules.
        "GALAXY_IMPORTER_RUN_ANSIBLE_LINT": "false",
        "GALAXY_IMPORTER_LOG_LEVEL_MAIN": "WARNING",
    }
    command = [tools / "bin/python", "-m", "galaxy_importer.main", archive.build(folder)]
    code, output = run(command, folder=folder, extra=settings)
    if code or output.strip() or not list(folder.glob("importer_result.json")):
        return Result(failed=1, output=output)
    return Result(passed=1)


def playbook(target):
    """Run an integration target on a simulator of its own."""
    with simulator() as environment:
        play = ["tests/integration/target.yml", "--extra-vars", f"target={target}"]
        skipped = SKIPPED_TAGS.get(target)
        play += ["--skip-tags", skipped] if skipped else []
        quick = {} if target == WITHOUT_QUICK_START else QUICK_START
        code, output = run(ansible_playbook(*play), environment=environment | quick)
    return played(target, code, output)


def played(target, code, output):
    # Including the target is a task, which succeeds even if the target has no tasks.
    if code == 0 and re.search(r": ok=(?!1 )[1-9]", output):
        return Result(passed=1)
    return Result(failed=1, output=f"--- {target}\n{output}")


def guides():
    """Run the examples of the guides in docs/ on a simulator of their own."""
    playbooks = guide_examples.write_playbooks(fresh_folder("guides"))
    with simulator() as environment:
        code, output = run(ansible_playbook(*playbooks), environment=environment | QUICK_START)
    if code == 0:
        return Result(passed=len(playbooks))
    return Result(failed=1, output=f"--- guides\n{output}")


def scenario(name):
    """Run a Molecule scenario on a simulator of its own."""
    with simulator() as environment:
        return molecule(name, REPO / "extensions", environment | ENVIRONMENT | QUICK_START)


def template():
    """Run a copy of the template for users' projects, which starts a simulator itself."""
    folder = fresh_folder("template")
    shutil.copytree(REPO / "extensions/testing/molecule", folder / "molecule")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    return molecule("default", folder, ENVIRONMENT | QUICK_START | {"SIMULATOR_PORT": port})


def molecule(name, folder, environment):
    code, output = run(["molecule", "test", "--scenario-name", name], folder=folder, environment=environment)
    if code == 0 and re.search(r"converge: (Executed: )?Successful", output):
        return Result(passed=1)
    return Result(failed=1, output=f"--- {name}\n{output}")


# Each of these takes more than a minute.
LONGEST = ("role_environments", "role_playbooks", "role_side_by_side", "aspects")


def targets():
    names = sorted(path.parent.parent.name for path in TARGETS.glob("*/tasks/main.yml"))
    return sorted(names, key=lambda name: LONGEST.index(name) if name in LONGEST else len(LONGEST))


# The jobs of each part. Long jobs first, so that none runs alone at the end.
PARTS: dict[str, list] = {
    "units": [
        partial(units, "units-tables", TABLES),
        partial(units, "units-plugins", PLUGINS, f"--ignore={TABLES}"),
        partial(units, "units-others", f"--ignore={PLUGINS}", f"--ignore={TERMINAL}"),
    ],
    "terminal": [partial(units, "terminal", TERMINAL, "-n", str(CORES))],
    "sanity": [sanity],
    "lint": [lint],
    "docs": [docs, site],
    "molecule": [partial(scenario, path.parent.name) for path in sorted(SCENARIOS.glob("*/molecule.yml"))] + [template],
    "galaxy": [importer],
    "playbooks": [partial(playbook, name) for name in targets()] + [guides],
    "style": [style],
    "changelog": [changelog],
}


# Shared functions


def command(*arguments, needs, extra=None):
    """Run a command as one test. Some tools succeed without files to check, so `needs` names files that must exist."""
    if not any(REPO.glob(needs)):
        return Result(failed=1, output=f"{arguments[0]} has no files to check: {needs} does not exist\n")
    code, output = run(arguments, extra=extra)
    return Result(failed=1, output=output) if code else Result(passed=1, output=output)


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
    """Count an exit code without a failed test as a failure: a tool can fail before its tests start."""
    if code and not result.failed:
        return result + Result(failed=1, output=f"The exit code is {code}.\n")
    return result


def fresh_folder(name):
    folder = CACHE / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


# Running the parts


def timed(job):
    """Return a job's result, and when it started and ended."""
    begun = time.monotonic()
    try:
        result = job()
    except Exception:
        result = Result(failed=1, output=traceback.format_exc())
    return result, begun, time.monotonic()


def together(results):
    """Add up the results of a part's jobs; return the sum, and the seconds from the first start to the last end."""
    result = sum((result for result, _begun, _ended in results), Result())
    if not (result.passed or result.failed):
        result += Result(failed=1, output="No test was executed.\n")
    begun = min((begun for _result, begun, _ended in results), default=0)
    ended = max((ended for _result, _begun, ended in results), default=0)
    return result, ended - begun


def summary(result):
    text = f"{result.passed} passed, {result.failed} failed"
    return f"{text}, {result.skipped} skipped" if result.skipped else text


def main(parts):
    start = time.monotonic()
    total = Result()
    lines = []
    fresh_folder("bytecode")
    with module_server() as address, ThreadPoolExecutor(PARALLEL_JOBS) as pool:
        QUICK_START.update(address)
        running = {part: [pool.submit(timed, job) for job in PARTS[part]] for part in parts}
        for part, jobs in running.items():
            result, seconds = together([job.result() for job in jobs])
            if result.failed:
                print(f"\n=== {part} failed\n{result.output}", flush=True)
            lines.append(f"{part:10} {seconds:6.1f} s  {summary(result)}")
            print(lines[-1], flush=True)
            total += result
    print(f"\nAll parts, {time.monotonic() - start:.0f} s:")
    print("\n".join(lines))
    print(summary(total))
    return 1 if total.failed else 0


if __name__ == "__main__":
    chosen = sys.argv[1:] or list(PARTS)
    if unknown := set(chosen) - set(PARTS):
        sys.exit(f"Unknown parts: {', '.join(sorted(unknown))}. Known parts: {', '.join(PARTS)}.")
    sys.exit(main(chosen))
