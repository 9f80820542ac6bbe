# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The examples of the guides become plays. The part `playbooks` of `make test` runs them."""

from __future__ import annotations

import guide_examples
import pytest
import yaml
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.shared import variables
from ansible_collections.stackkit.dynamodb.tests.unit.repository import REPO, found

ROLES = sorted(path.name for path in (REPO / "roles").iterdir())
VARIABLES = {role: {f"{role}_{name}" for name in variables.declared(role)} for role in ROLES}
PLAYS = """
```yaml
- name: A stack
  hosts: localhost
  roles:
    - role: stackkit.dynamodb.stack
      vars: {stack_project_name: shop, stack_table_name: a}
```

```yaml
stack_table_name: b
```

```yaml
- name: A task
  ansible.builtin.debug:
```

```yaml
version: 3
```
"""


def test_examples_are_plays_tasks_or_variables():
    first, second, third = guide_examples.plays_of(PLAYS)
    assert first["name"] == "A stack"
    (role,) = second["roles"]
    assert role["vars"] == {"stack_project_name": "shop", "stack_table_name": "b"}
    assert third["tasks"] == [{"name": "A task", "ansible.builtin.debug": None}]


@pytest.mark.parametrize("part", guide_examples.NOT_RUN)
def test_an_example_that_does_not_run_exists(part):
    assert sum(part in example for page in found("docs", "*.md") for example in examples(page)) == 1


@pytest.mark.parametrize(
    "page",
    [*found("roles", "*.md"), REPO / "CONTRIBUTING.md", *found("extensions", "*.md")],
    ids=lambda path: str(path.relative_to(REPO)),
)
def test_the_examples_of_the_other_pages_are_valid(page):
    """Their variables are those of the roles."""
    for example in examples(page):
        for name in names(yaml.safe_load(example)):
            role = name.partition("_")[0]
            if role in VARIABLES:
                assert name in VARIABLES[role], name


def names(value):
    """Yield all keys of an example."""
    if isinstance(value, dict):
        yield from value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from names(inner)


def examples(page):
    return guide_examples.EXAMPLE.findall(page.read_text(encoding="utf-8"))


def test_the_role_that_the_examples_use_exists():
    assert (REPO / "roles" / guide_examples.STACK.rpartition(".")[2]).is_dir()
