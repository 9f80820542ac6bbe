# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the tests of the roles share: the roles' own files, and stacks out of a few variables."""

from __future__ import annotations

import yaml
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import options as stack_options
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import problems as stack_problems
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import resolve as stack
from ansible_collections.stackkit.dynamodb.tests.unit.repository import REPO

PROFILES = yaml.safe_load((REPO / "roles/stack/vars/main.yml").read_text())["_stack_profiles"]
USERS = {
    "stack_project_name": "myapp",
    "stack_environment": "dev",
    "stack_table_name": "users",
    "stack_hash_key": "user_id",
    "stack_attributes": [{"name": "user_id", "type": "S"}],
    "stack_aws_region": "eu-west-1",
}


def problems(**variables):
    """What is wrong with the users' table when these variables are set too."""
    return stack_problems.find(USERS | variables, PROFILES)


def resolved(**variables):
    given = USERS | variables
    assert stack_problems.find(given, PROFILES) == []
    return stack.resolve(given, PROFILES)[0]


def options(keys=(), **variables):
    """The module's options of the first table."""
    whole = resolved(**variables)
    return stack_options.module_options(whole, whole["tables"][0], keys)
