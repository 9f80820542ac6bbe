# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The soak: seeds, figures, failures and Ctrl-C."""

from __future__ import annotations

import random
import signal

import pytest
import soak_rounds
from ansible_collections.stackkit.dynamodb.tests.unit import soak

ROUND = """
import os, signal
import pytest
from ansible_collections.stackkit.dynamodb.tests.unit import soak

@pytest.mark.soak
def test_something():
    soak.count("steps", 2)
    if {interrupted}:
        os.kill(os.getppid(), signal.SIGINT)
        signal.pause()
    assert soak.SEED != 8, "unlucky"

@pytest.mark.soak
class TestOther:
    def test_something(self):
        pass
"""


@pytest.fixture
def rounds(tmp_path, monkeypatch):
    """A function that runs three rounds, one after another, from seed 7 -> the Soak."""
    monkeypatch.setattr(soak_rounds, "fresh_folder", lambda name: tmp_path)
    monkeypatch.setattr(soak_rounds, "REPO", tmp_path)

    def run(interrupted):
        test = tmp_path / "test_round.py"
        test.write_text(ROUND.format(interrupted=interrupted))
        this = soak_rounds.Soak([str(test)], 3, 7)
        soak_rounds.run_rounds(this, jobs=1)
        return this

    return run


def test_each_round_has_its_own_seed_and_the_figures_are_added_up(rounds, capsys):
    """A failure is listed with the seed that reproduces it, also if another test of that name passes."""
    this = rounds(interrupted=False)
    assert this.figures == {"steps": 6}
    ((name, error),) = this.failures
    assert name == "test_round.test_something" and "unlucky" in error and this.failures[name, error] == [8]
    assert "make soak N=1 SEED=8" in this.summary() and "3 of 3 rounds, seed 7" in this.summary()
    assert capsys.readouterr().out.splitlines()[-1] == "round 3 of 3, 6 steps"


def test_after_ctrl_c_the_figures_of_interrupted_rounds_count(rounds):
    """No further round is started."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    this = rounds(interrupted=True)
    signal.signal(signal.SIGINT, before)
    assert (this.figures, this.failures, this.completed) == ({"steps": 2}, {}, 0)


@pytest.mark.parametrize("argument", ["--rounds=0", "--rounds=-1", "--jobs=0", "--jobs=x", "--seed=x"])
def test_a_wrong_number_is_an_error_message(argument, capsys):
    """Without a traceback, and before the first round."""
    with pytest.raises(SystemExit):
        soak_rounds.main([argument])
    assert f"argument {argument.partition('=')[0]}: " in capsys.readouterr().err


def test_only_marked_files_run():
    files = soak_rounds.marked_files()
    assert "tests/unit/plugins/module_utils/tables/test_invariants.py" in files
    assert "tests/unit/plugins/module_utils/tables/test_regions.py" not in files


def test_the_rounds_of_a_soak_take_every_item(monkeypatch):
    """`make test` takes some of them, evenly and always the same."""
    items = list(range(10))
    assert soak.sample(items, 4) == [0, 2, 5, 7] and soak.sample(items, 20) == items
    monkeypatch.setattr(soak, "SEED", 1)
    monkeypatch.setattr(soak, "ROUNDS", 3)
    taken = []
    for number in range(3):
        monkeypatch.setattr(soak, "ROUND", number)
        taken += soak.sample(items, 4)
    assert sorted(taken) == items


def test_a_random_source_depends_on_its_name_and_the_seed(monkeypatch):
    first = soak.random_source("a").random()
    assert first == soak.random_source("a").random() != soak.random_source("b").random()
    monkeypatch.setattr(soak, "SEED", random.randrange(100))
    assert first != soak.random_source("a").random()
