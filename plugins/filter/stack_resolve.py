# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: stack_resolve
short_description: Sum the layers of the role stack
version_added: 0.1.0
description:
  - Sums the layers of the role P(stackkit.dynamodb.stack#role), weakest first. They are the collection's profile, the
    site's profile in C(stack_environments), the variables, and an entry of C(stack_tables).
  - Says everything that is wrong with them too, by the names of the variables. Nothing is called.
  - Warns of variables with the role's prefix that it does not know, and of replicas that are listed and not enabled.
positional: profiles, alarms
options:
  _input:
    description: The variables, with their prefix.
    type: dict
    required: true
  profiles:
    description: The collection's profiles, by environment.
    type: dict
    required: true
  alarms:
    description: Variables of the role P(stackkit.dynamodb.alarms#role) that the play gives, with their prefix.
    type: dict
    default: {}
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Nothing may be wrong
  ansible.builtin.assert:
    that: (given | stackkit.dynamodb.stack_resolve(profiles)).problems == []
"""

RETURN = r"""
_value:
  description: What the tables share, under C(tables) each table with all its variables, and under C(problems) a line
    for everything that is wrong.
  type: dict
"""

from ansible.utils.display import Display
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import settings as alarm_settings
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import problems as stack_problems
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import resolve as stack
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import variables as stack_variables


def stack_resolve(given, profiles, alarms=None):
    for name in stack_variables.strangers(given):
        Display().warning(f"{name}: the role stack has no such variable")
    problems = stack_problems.find(given, profiles) + alarm_settings.common_problems(alarms or {})
    resolved = stack.resolve(given, profiles)[0]
    for name in stack.without_their_replicas(resolved):
        Display().warning(
            f"{name}: stack_replica_regions lists regions, and there are no replicas without"
            " stack_enable_global_tables: true"
        )
    return {**resolved, "problems": problems}


class FilterModule:
    def filters(self):
        return {"stack_resolve": stack_resolve}
