# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: stack_resolve
short_description: Resolve and check the variables of the role stack
version_added: 0.9.0
description:
  - Applies the profile of the environment to the variables of the P(stackkit.dynamodb.stack#role), and checks them.
    It warns of unknown variables, of names that are too long, and of replicas that are listed but not enabled.
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
    description: Variables of the P(stackkit.dynamodb.alarms#role) that the play sets, with their prefix.
    type: dict
    default: {}
  omit:
    description: The variable C(omit) of Ansible. A variable that has this value is unset.
    type: raw
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Show the problems
  ansible.builtin.debug:
    msg: "{{ (variables | stackkit.dynamodb.stack_resolve(profiles)).problems }}"
"""

RETURN = r"""
_value:
  description: What the tables share; C(tables), each with all its variables; C(options), those of
    M(stackkit.dynamodb.dynamodb_stackkit) for each table; C(problems), a line for each; C(shown), the tables without
    their policies.
  type: dict
"""

from ansible.utils.display import Display


def stack_resolve(given, profiles, alarms=None, omit=None):
    # Imported here, because each task that uses a filter imports all filter plugins of the collection.
    from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import settings as alarm_settings
    from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.shared import names
    from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import problems, resolve, variables

    for name, hint in variables.unknown_variables(given).items():
        Display().warning(f"{name}: the role stack has no such variable{hint}")
    stack = problems.resolved(given, profiles, omit)
    for name in resolve.cut_names(stack):
        Display().warning(
            f"{name}: the name of this table is shortened, because AWS accepts up to {names.LONGEST_TABLE} characters;"
            " a hash of the whole name replaces its end"
        )
    for name in resolve.without_their_replicas(stack):
        Display().warning(
            f"{name}: stack_replica_regions is ignored, because replicas also require stack_enable_global_tables: true"
        )
    return {**stack, "problems": stack["problems"] + alarm_settings.common_problems(alarms or {}, omit)}


class FilterModule:
    def filters(self):
        return {"stack_resolve": stack_resolve}
