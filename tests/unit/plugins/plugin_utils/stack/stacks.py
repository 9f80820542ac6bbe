# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the tests of the role stack share: stacks of a few variables, and runs of the module on a simulator."""

from __future__ import annotations

import yaml
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import handover
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import options as stack_options
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import problems as stack_problems
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import run
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
    return stack_problems.resolved(USERS | variables, PROFILES)["problems"]


def resolved(**variables):
    stack = stack_problems.resolved(USERS | variables, PROFILES)
    assert stack["problems"] == []
    return stack


def options(keys=(), **variables):
    """The module's options of the first table."""
    return stack_options.with_key_arns(resolved(**variables), keys)[0]


def result(simulator, stack, *, check_mode=False):
    """What the module returns for the tables of a stack."""
    return {**run(simulator, tables=stack["options"], check_mode=check_mode), "region": "eu-west-1"}


def handed_over(part, stack, module_result, **known):
    """A part of what the role passes on after this result of the module."""
    known = {"keys": [], "access": {}, "vpc_endpoint_id": None, "backup": {}, "alarms": {}, **known}
    known["result"] = module_result
    return handover.handover(stack, part, known)
