# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: stack_outputs
short_description: Compute what the role stack passes to its modules, to other roles, and to the play
version_added: 0.9.0
description:
  - Computes, from the results of the tasks so far, what the next task of the P(stackkit.dynamodb.stack#role) takes.
positional: part, known
options:
  _input:
    description: What P(stackkit.dynamodb.stack_resolve#filter) returns.
    type: dict
    required: true
  part:
    description: What to return.
    type: str
    choices: [options, region_keys, failure, notices, pending, alarms_found, access_tables, outputs, first_outputs]
    required: true
  known:
    description: The results of the role's tasks so far. C(keys) of the P(stackkit.dynamodb.encryption#role), C(result)
      of M(stackkit.dynamodb.dynamodb_stackkit), and the facts C(access), C(vpc_endpoint_id), C(backup) and C(alarms)
      of the other roles.
    type: dict
    required: true
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Show the outputs
  ansible.builtin.debug:
    msg: "{{ resolved | stackkit.dynamodb.stack_outputs('outputs', known) }}"
"""

RETURN = r"""
_value:
  description:
    - With V(options), the option O(stackkit.dynamodb.dynamodb_stackkit#module:tables).
    - With V(failure), why the module failed, in the names of the variables; with V(notices), sentences by table; with
      V(pending), a line for each pending change.
    - With V(region_keys), V(alarms_found) and V(access_tables), the variables of the roles backup, alarms and access.
    - With V(outputs), the outputs by table; with V(first_outputs), those of the first table.
  type: raw
"""


def stack_outputs(stack, part, known):
    # Imported here, because each task that uses a filter imports all filter plugins of the collection.
    from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import handover

    return handover.handover(stack, part, known)


class FilterModule:
    def filters(self):
        return {"stack_outputs": stack_outputs}
