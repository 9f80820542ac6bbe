# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The test runner: failures and parts without tests are not reported as success."""

from __future__ import annotations

import checks
import pytest
import simulated

PASSED = '<testcase name="a"/>'
FAILED = '<testcase name="b"><failure/></testcase>'
SKIPPED = '<testcase name="c"><skipped/></testcase>'
BROKEN = '<testcase name="d"><error/></testcase>'


def report(folder, *cases):
    path = folder / "report.xml"
    path.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>")
    return path


def test_the_test_cases_of_a_report_are_counted(tmp_path):
    path = report(tmp_path, PASSED, PASSED, FAILED, SKIPPED, BROKEN)
    assert checks.junit([path], "output") == checks.Result(passed=2, failed=2, skipped=1, output="output")


def test_an_exit_code_without_a_failed_test_is_a_failure():
    assert checks.with_exit_code(2, checks.Result(passed=3)).failed == 1
    assert checks.with_exit_code(0, checks.Result(passed=3)).failed == 0
    assert checks.with_exit_code(1, checks.Result(failed=2)).failed == 2


def test_a_command_without_files_to_check_fails():
    assert checks.command("true", needs="no/such/*.file").failed == 1
    assert checks.command("true", needs="galaxy.yml").passed == 1
    assert checks.command("false", needs="galaxy.yml").failed == 1


@pytest.mark.parametrize(
    "results",
    [[], [checks.Result()], [checks.Result(skipped=5), checks.Result()]],
    ids=["no job", "nothing", "only skips"],
)
def test_a_part_without_tests_fails(results):
    assert checks.together([(result, 0, 1) for result in results])[0].failed == 1


def test_the_results_of_a_parts_jobs_are_added_up():
    first, second = (checks.Result(passed=1, output="a"), 10, 14), (checks.Result(failed=2, output="b"), 11, 13)
    assert checks.together([first, second]) == (checks.Result(passed=1, failed=2, output="ab"), 4)


def test_a_job_that_raises_fails():
    result, _begun, _ended = checks.timed(lambda: 1 / 0)
    assert result.failed == 1
    assert "ZeroDivisionError" in result.output


def test_every_target_and_scenario_is_a_job():
    assert set(checks.LONGEST) < set(checks.targets())
    targets = len(list(checks.TARGETS.glob("*/tasks/main.yml")))
    assert len(checks.PARTS["playbooks"]) == targets + 1 > 1  # and the guides
    scenarios = len(list(checks.SCENARIOS.glob("*/molecule.yml")))
    assert len(checks.PARTS["molecule"]) == scenarios + 1 > 1  # and the template


def test_the_last_line_shows_the_total(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(checks, "CACHE", tmp_path)
    monkeypatch.setitem(checks.PARTS, "one", [lambda: checks.Result(passed=2, skipped=1)])
    monkeypatch.setitem(checks.PARTS, "two", [lambda: checks.Result(passed=1), lambda: checks.Result(failed=1)])
    assert checks.main(["one"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 passed, 0 failed, 1 skipped"
    assert checks.main(["one", "two"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "3 passed, 1 failed, 1 skipped"


def test_plays_cannot_reach_the_real_aws(monkeypatch):
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "real")
    monkeypatch.setenv("ANSIBLE_CONFIG", "mine.cfg")
    environment = simulated.environment("http://127.0.0.1:1")
    assert "AWS_PROFILE" not in environment
    assert "AWS_SESSION_TOKEN" not in environment
    assert environment["AWS_ENDPOINT_URL"] == "http://127.0.0.1:1"
    assert environment["ANSIBLE_CONFIG"].endswith("extensions/environment/ansible.cfg")


def test_targets_with_skipped_tags_exist():
    assert set(checks.SKIPPED_TAGS) <= set(checks.targets())


@pytest.mark.parametrize(
    ("code", "output", "imported", "failed"),
    [
        (0, "", True, 0),
        (0, "WARNING: No changelog found.\n", True, 1),
        (0, "ERROR: The import failed for the following reason: the author is too long\n", False, 1),
        (1, "", True, 1),
        (0, "", False, 1),
    ],
)
def test_a_warning_of_the_importer_is_a_failure(monkeypatch, tmp_path, code, output, imported, failed):
    if imported:
        (tmp_path / "importer_result.json").write_text("{}")
    monkeypatch.setattr(checks, "fresh_folder", lambda name: tmp_path)
    monkeypatch.setattr(checks, "create", lambda *inputs: tmp_path)
    monkeypatch.setattr(checks.archive, "build", lambda folder: folder / "a.tar.gz")
    monkeypatch.setattr(checks, "run", lambda arguments, **options: (code, output))
    assert checks.importer().failed == failed
