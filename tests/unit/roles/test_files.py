# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A role's defaults and README follow from its argument specs, and the README lists the outputs."""

from __future__ import annotations

import re

import pytest
import role_files
import yaml
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import settings as alarm_settings
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.shared import variables
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import outputs as stack_outputs
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import variables as stack_variables
from ansible_collections.stackkit.dynamodb.tests.unit.repository import REPO, found

ROLES = [path.parent.parent for path in found("roles", "argument_specs.yml")]
# Ansible evaluates it where a play uses it.
LAZY = {"stack_shared"}
each_role = pytest.mark.parametrize("role", ROLES, ids=lambda path: path.name)


def spec(role):
    return yaml.safe_load((role / "meta/argument_specs.yml").read_text())["argument_specs"]


def defaults(role):
    return yaml.safe_load((role / "defaults/main.yml").read_text())


def test_every_role_has_argument_specs():
    assert [role.name for role in ROLES] == sorted(path.name for path in (REPO / "roles").iterdir())


@each_role
def test_defaults_and_readme_are_up_to_date(role):
    """`make role-files` writes them."""
    for path, text in role_files.generated(role).items():
        assert path.read_text() == text, path


@each_role
def test_defaults_argument_specs_and_readme_have_the_same_variables(role):
    options = spec(role)["variables"]["options"]
    rows = re.findall(rf"^\| `({role.name}_\w+)` \|", (role / "README.md").read_text(), re.MULTILINE)
    assert list(defaults(role)) == list(options) == rows
    for name, value in defaults(role).items():
        assert options[name].get("default") == value, name


@each_role
def test_ansible_does_not_validate_the_variables(role):
    """It would do so for an entry point that is called like a file of tasks."""
    assert set(spec(role)) == {"variables"}
    assert not (role / "tasks/variables.yml").exists()


@each_role
def test_every_variable_has_a_type_that_the_role_can_check(role):
    options = spec(role)["variables"]["options"]
    assert {kind for kind, _default in variables.declared(role.name).values()} <= set(variables.KINDS)
    for name, option in options.items():
        assert option["type"] != "list" or option["elements"] in ("str", "dict", "raw"), name


@each_role
def test_every_default_is_of_its_type(role):
    known, problems = variables.declared(role.name), []
    variables.typed(known, variables.defaults(known), "", problems)
    assert problems == []


@each_role
def test_the_filters_know_the_defaults(role):
    known = {f"{role.name}_{name}": default for name, (_kind, default) in variables.declared(role.name).items()}
    assert known == {name: value for name, value in defaults(role).items() if name not in LAZY}


def test_the_variables_of_a_run_are_variables_of_the_stack():
    assert set(stack_variables.RUN_WIDE) <= set(variables.declared("stack"))


def test_the_run_wide_variables_are_variables_of_the_alarms():
    assert set(alarm_settings.RUN_WIDE) <= set(variables.declared("alarms"))


def test_the_readme_lists_the_outputs():
    text = (REPO / "roles/stack/README.md").read_text().partition("## Outputs")[2].partition("## Tags")[0]
    listed = " ".join(re.findall(r"`([^`]+)`", text)).split()
    outputs = stack_outputs.of_table({"environment": "dev", "project_name": "myapp"}, {}, {})
    assert set(outputs) == set(listed) - {"stack_outputs", "stack_outputs_by_table", "stack_tables"}


@each_role
def test_included_files_have_constant_names(role):
    """ansible-core 2.17 cannot evaluate the variables of such a name for the static imports in the file."""
    lines = [line for path in (role / "tasks").glob("*.yml") for line in path.read_text().splitlines()]
    names = [line.partition("_tasks:")[2].strip() for line in lines if re.search(r"(include|import)_tasks:", line)]
    assert all((role / "tasks" / name).is_file() for name in names), names
