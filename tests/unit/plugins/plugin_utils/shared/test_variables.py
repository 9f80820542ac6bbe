# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import datetime

import pytest
import yaml
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.shared import variables


def test_variables_have_their_kind_and_default():
    known = variables.declared("stack")
    assert known["hash_key"] == ("str", None)
    assert known["ttl_enabled"] == ("bool", False)
    assert known["attributes"] == ("list of dicts", [])
    assert known["replica_regions"] == ("list", [])
    assert known["autoscaling_read_target_value"] == ("float", 70.0)
    assert known["resource_policy"] == ("json", None)


def test_a_variable_with_a_template_as_its_default_is_none_of_the_roles():
    assert "shared_state_key" in variables.declared("stack")
    assert "shared" not in variables.declared("stack")


def test_variables_are_read_quickly(monkeypatch):
    """Tasks of the role wait for it: the file is parsed once in a process, by the fast parser of libyaml."""
    assert variables.yaml_load.keywords["Loader"] is yaml.CSafeLoader
    parsed = []
    load = variables.yaml_load
    monkeypatch.setattr(variables, "yaml_load", lambda text: parsed.append(text) or load(text))
    variables.declared.cache_clear()
    variables.declared("stack")
    variables.declared("stack")
    assert len(parsed) == 1


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("str", 7, "7"),
        ("int", "7", 7),
        ("float", "0.5", 0.5),
        ("bool", True, True),
        ("json", "{}", "{}"),
        ("list of dicts", [{"name": "a", "range_key": ""}], [{"name": "a"}]),
    ],
)
def test_a_value_becomes_one_of_its_kind(kind, value, expected):
    problems = []
    assert variables.typed({"a": (kind, None)}, {"a": value}, "role_", problems) == {"a": expected}
    assert problems == []


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("str", True, "must be a string"),
        ("int", 1.5, "must be a whole number"),
        ("int", True, "must be a whole number"),
        ("float", "many", "must be a number"),
        ("bool", "yes", "must be true or false, and is a string"),
        ("list of dicts", ["a"], "must be a list of dicts"),
        ("json", 7, "must be a dict or JSON"),
    ],
)
def test_a_value_of_another_kind_is_a_problem(kind, value, words):
    problems = []
    assert variables.typed({"a": (kind, None)}, {"a": value}, "role_", problems) == {}
    ((path, message),) = problems
    assert path == "role_a" and message.startswith(words)


@pytest.mark.parametrize("unset", [None, ""])
def test_null_and_the_empty_string_are_unset(unset):
    problems = []
    assert variables.typed({"a": ("int", 5)}, {"a": unset}, "", problems) == {}
    assert problems == []


class Vaulted:
    __ENCRYPTED__ = True

    def __str__(self):
        return "decrypted"


def test_what_a_template_omits_is_unset():
    """Ansible's omit is an object, or a string in ansible-core 2.18 and earlier."""
    for omit in (object(), "__omit_place_holder__0123"):
        given = {"a": omit, "b": {"c": omit, "d": None}, "e": [omit, {"f": omit}]}
        assert variables.plain(given, "role_", omit) == ({"b": {"d": None}, "e": [{}]}, [])


def test_keys_are_strings_and_vaulted_strings_are_decrypted():
    given = {"tags": {1: (Vaulted(), 2.5)}, "none": None}
    assert variables.plain(given, "role_", None) == ({"tags": {"1": ["decrypted", 2.5]}, "none": None}, [])


DATE = "is a date, as YAML reads it without quotes; put it in quotes"


def test_a_date_is_a_problem_with_its_path():
    day = datetime.date(2026, 1, 1)
    given = {"a": day, "b": [{"c_": {"d": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)}}]}
    expected = [("role_a", DATE), ("role_b[0].c_.d", DATE)]
    assert variables.plain(given, "role_", None)[1] == expected
    # ansible-core 2.18 and earlier return a string from a template of a list or dict with a date.
    assert variables.plain(str(given), "role_", None)[1] == expected
    assert variables.plain({"a": day, "b": str(given["b"])}, "role_", None)[1] == expected
    assert variables.plain({"a": "a datetime.date()"}, "role_", None) == ({"a": "a datetime.date()"}, [])


def test_another_type_is_a_problem():
    assert variables.plain({"a": [object()]}, "role_", None)[1] == [
        ("role_a[0]", "is of type object; must be a string, number, boolean, list or dict")
    ]


@pytest.mark.parametrize("value", [10**400, float("inf"), "1e400", "nan", "1" * 5000])
@pytest.mark.parametrize("kind", ["int", "float"])
def test_a_number_is_finite(kind, value):
    problems = []
    variables.typed({"a": (kind, None)}, {"a": value}, "role_", problems)
    assert [path for path, _words in problems] == ["role_a"]
