# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A release that cannot be made changes nothing."""

from __future__ import annotations

import pytest
import release


@pytest.mark.parametrize(
    ("version", "tags", "changed", "problem"),
    [
        ("", [], "", "three numbers"),
        ("1.0", [], "", "three numbers"),
        ("v1.0.0", [], "", "three numbers"),
        ("1.0.0-rc1", [], "", "three numbers"),
        ("0.10.0", ["0.10.0"], "", "The tag 0.10.0 exists"),
        ("0.8.9", [], "", "0.8.9 is older than 0.9.0"),
        ("0.10.0", [], " M galaxy.yml", "committed files only. Commit or remove:\n M galaxy.yml"),
    ],
)
def test_a_release_that_cannot_be_made_is_an_error(version, tags, changed, problem):
    assert problem in release.problem_with(version, "0.9.0", tags, changed)


@pytest.mark.parametrize("version", ["0.9.0", "0.9.1", "0.10.0", "1.0.0"])
def test_the_version_of_galaxy_yml_or_a_newer_one_can_be_released(version):
    assert release.problem_with(version, "0.9.0", ["0.8.0"], "") is None


def test_nothing_is_written_for_an_invalid_version(monkeypatch):
    before = release.GALAXY.read_text()
    monkeypatch.setattr(release, "command", lambda *arguments: "")
    with pytest.raises(SystemExit, match="three numbers"):
        release.main("next")
    assert release.GALAXY.read_text() == before


def test_the_version_of_galaxy_yml_is_found():
    assert release.numbers(release.current_version()) >= [0, 9, 0]


def test_a_failed_release_restores_the_files(monkeypatch, capsys):
    calls = []
    monkeypatch.setattr(release, "problem_with", lambda *state: None)
    monkeypatch.setattr(release, "tags", list)
    monkeypatch.setattr(release, "changed_files", str)
    monkeypatch.setattr(release, "release", lambda version: release.stop_if(1, "the site is broken"))
    monkeypatch.setattr(release, "run", lambda arguments: calls.append(arguments[:2]))
    with pytest.raises(SystemExit, match="the site is broken"):
        release.main("0.9.0")
    assert calls == [["git", "checkout"], ["git", "clean"]]
    assert "Nothing is committed, tagged, or changed." in capsys.readouterr().out
