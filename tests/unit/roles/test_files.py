# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A role's defaults, its argument specs, its README and what its filters know tell the same."""

from __future__ import annotations

import re

import pytest
import yaml
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import settings as alarm_settings
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import outputs as stack_outputs
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import variables as stack_variables
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.plugin_utils.stack.stacks import REPO

ROLES = sorted(path.name for path in (REPO / "roles").iterdir())
# Not in the specs, because Ansible evaluates what is: this one reads the state only where it is used.
LAZY = {"stack_shared"}


def defaults(role):
    return yaml.safe_load((REPO / f"roles/{role}/defaults/main.yml").read_text())


def specs(role):
    return yaml.safe_load((REPO / f"roles/{role}/meta/argument_specs.yml").read_text())["argument_specs"]


def readme(role):
    """{variable: default as written} of the tables of a README."""
    text = (REPO / f"roles/{role}/README.md").read_text()
    return dict(re.findall(rf"^\| `({role}_\w+)` \| [^|]+ \| ([^|]*?) ?\| ", text, re.MULTILINE))


@pytest.mark.parametrize("role", ROLES)
def test_defaults_argument_specs_and_readme_have_the_same_variables(role):
    assert set(defaults(role)) - LAZY == set(specs(role)["main"]["options"])
    assert set(defaults(role)) == set(readme(role))


@pytest.mark.parametrize("role", ROLES)
def test_defaults_argument_specs_and_readme_have_the_same_values(role):
    told, documented = specs(role)["main"]["options"], readme(role)
    for name, value in defaults(role).items():
        if name in LAZY:
            continue
        assert told[name].get("default") == value, name
        written = documented[name].strip("`")
        assert (yaml.safe_load(written) if written else None) == value, name


@pytest.mark.parametrize(
    ("role", "entries"),
    [("stack", {"main", "resolve"}), ("encryption", {"main"}), ("backup", {"main"}), ("alarms", {"main"})],
)
def test_every_entry_point_has_an_argument_spec(role, entries):
    assert set(specs(role)) == entries
    assert all((REPO / f"roles/{role}/tasks/{entry}.yml").is_file() for entry in entries)


def test_the_filters_know_the_defaults_of_the_stack():
    known = stack_variables.OF_STACK | stack_variables.OF_TABLE
    assert {f"stack_{name}": default for name, (_kind, default) in known.items()} == {
        name: value for name, value in defaults("stack").items() if name not in LAZY
    }


def test_the_filters_know_the_defaults_of_the_alarms():
    known = alarm_settings.OF_ROLE | alarm_settings.OF_TABLE
    assert {f"alarms_{name}": default for name, (_kind, default) in known.items()} == defaults("alarms")


def test_the_readme_lists_the_outputs():
    text = (REPO / "roles/stack/README.md").read_text().partition("## Outputs")[2].partition("## Tags")[0]
    listed = " ".join(re.findall(r"`([^`]+)`", text)).split()
    outputs = stack_outputs.of_table({"environment": "dev", "project_name": "myapp"}, {}, {})
    assert set(outputs) == set(listed) - {"stack_outputs", "stack_outputs_by_table", "stack_tables"}
