# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What every aspect must have: a table of plans, and the same functions."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.registry import ASPECTS

NAMES = [aspect.__name__.rpartition(".")[2] for aspect in ASPECTS]
SHAPE = {
    "check": ["params"],
    "want": ["params"],
    "read": ["region", "description", "want"],
    "read_many": ["region", "tables"],
    "read_remains": ["region", "name"],
    "remains": ["answer"],
    "observe": ["description", "answer"],
    "in_progress": ["region", "answer"],
    "complete": ["want", "have"],
    "unlisted": ["want", "have"],
    "removed": ["want", "have"],
    "plan": ["table", "want", "have"],
    "create_params": ["want"],
    "index_params": ["want", "name"],
    "index_words": ["want", "name"],
    "desired": ["params"],
    "declare": ["have"],
    "shown": ["options"],
    "facts": ["answer"],
    "remove": ["table", "have", "params"],
    "check_in_replica": ["entry"],
    "in_replica": ["entry", "params"],
}
NEEDED = {"check", "want", "observe", "plan", "declare"}


def test_every_file_is_registered():
    """The engine does not use an aspect that is not in the registry."""
    folder = Path(inspect.getfile(ASPECTS[0])).parent
    assert sorted(path.stem for path in folder.glob("[!_]*.py")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_aspect_has_a_table_of_plans(name):
    """Its rows are (have, want, actions)."""
    tests = importlib.import_module(
        f"ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.tables.aspects.test_{name}"
    )
    assert len(tests.PLANS) >= 4
    assert any(actions == [] for _have, _want, actions in tests.PLANS)


@pytest.mark.parametrize(("name", "aspect"), list(zip(NAMES, ASPECTS, strict=True)))
def test_every_aspect_has_the_same_functions(name, aspect):
    functions = {
        name: list(inspect.signature(function).parameters)
        for name, function in inspect.getmembers(aspect, inspect.isfunction)
        if function.__module__ == aspect.__name__ and not name.startswith("_")
    }
    assert set(functions) >= NEEDED
    assert functions == {name: SHAPE[name] for name in functions}
    assert hasattr(aspect, "NEW") and aspect.__doc__


def test_plan_takes_want_and_have_only_by_name():
    """They have the same type, so that positions could be mixed up."""
    for aspect in ASPECTS:
        parameters = inspect.signature(aspect.plan).parameters
        assert parameters["want"].kind is parameters["have"].kind is inspect.Parameter.KEYWORD_ONLY


def test_no_option_belongs_to_two_aspects():
    options = [option for aspect in ASPECTS for option in aspect.OPTIONS]
    assert len(options) == len(set(options))
