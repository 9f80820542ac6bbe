# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""When the action plugins show progress, and how. tests/unit/terminal runs one in plays."""

from __future__ import annotations

import gc
import signal
from types import SimpleNamespace

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.progress import to_file
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.shared import progress as plugin
from ansible_collections.stackkit.dynamodb.tests.unit.repository import found


def shows(transport="local", async_val=0, no_log=False):
    action = SimpleNamespace(
        _connection=SimpleNamespace(transport=transport), _task=SimpleNamespace(async_val=async_val, no_log=no_log)
    )
    return plugin.ActionModule._shows_progress(action)


def test_it_shows_the_progress_of_a_module_on_the_controller(monkeypatch):
    monkeypatch.delenv(plugin.SWITCH, raising=False)
    assert shows()
    assert not shows(transport="ssh")
    assert not shows(async_val=60)
    assert not shows(no_log=True)


@pytest.mark.parametrize(("value", "expected"), [("false", False), ("0", False), ("no", False), ("true", True)])
def test_the_environment_switches_it_off(monkeypatch, value, expected):
    monkeypatch.setenv(plugin.SWITCH, value)
    assert shows() is expected


def test_what_the_module_appends_is_shown_once(monkeypatch, tmp_path):
    told = []
    monkeypatch.setattr(plugin.constants, "DEFAULT_LOCAL_TMP", str(tmp_path))
    monkeypatch.setattr(plugin.display, "display", lambda line, **style: told.append((line, style["stderr"])))
    with plugin._followed("shop") as path:
        to_file(path)(["waiting orders in eu-west-1: the table is CREATING", "applying orders: enable TTL"])
    assert told == [
        ("waiting: [shop] => orders in eu-west-1: the table is CREATING", True),
        ("applying: [shop] => orders: enable TTL", True),
    ]
    assert list(tmp_path.iterdir()) == []


def test_the_thread_that_follows_gets_no_signals(monkeypatch, tmp_path):
    """Only the main thread runs handlers. A Ctrl-C that this thread gets would neither end the worker nor the play."""
    masks = []
    monkeypatch.setattr(plugin.constants, "DEFAULT_LOCAL_TMP", str(tmp_path))
    monkeypatch.setattr(
        plugin.display, "display", lambda line, **style: masks.append(signal.pthread_sigmask(signal.SIG_BLOCK, []))
    )
    with plugin._followed("shop") as path:
        to_file(path)(["waiting orders in eu-west-1: the table is CREATING"])
    assert {signal.SIGINT, signal.SIGTERM} <= masks[0]


def test_a_line_cannot_control_the_terminal():
    assert plugin.shown("waiting a\x1b[2Jb\x07", "shop") == "waiting: [shop] => a?[2Jb?"
    assert len(plugin.shown("waiting " + "x" * 10_000, "shop")) < 600


@pytest.mark.parametrize(("verbosity", "lines"), [(0, []), (1, ["note: [shop] => tags: read with one call per table"])])
def test_a_note_is_shown_only_with_verbosity(monkeypatch, tmp_path, verbosity, lines):
    told = []
    monkeypatch.setattr(plugin.constants, "DEFAULT_LOCAL_TMP", str(tmp_path))
    monkeypatch.setattr(plugin.display, "display", lambda line, **style: told.append(line))
    monkeypatch.setattr(plugin.display, "verbosity", verbosity)
    with plugin._followed("shop") as path:
        to_file(path)(["note tags: read with one call per table"])
    assert told == lines


def test_nothing_is_searched_for_garbage_while_ansible_parses_the_files_of_a_module(monkeypatch):
    states = []

    def parse(*_arguments):
        states.append(gc.isenabled())
        raise KeyboardInterrupt

    monkeypatch.setattr(plugin.ActionModule, "_run", parse)
    with pytest.raises(KeyboardInterrupt):
        plugin.ActionModule.run(plugin.ActionModule.__new__(plugin.ActionModule))
    assert states == [False] and gc.isenabled()


def test_every_module_has_an_action_plugin():
    modules = {path.stem for path in found("plugins/modules", "*.py")}
    assert {path.stem for path in found("plugins/action", "*.py")} == modules
