# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: stack_outputs
short_description: The outputs of the role stack
version_added: 0.1.0
description:
  - Makes the outputs of the role P(stackkit.dynamodb.stack#role) of what M(stackkit.dynamodb.dynamodb_stackkit) has
    read. Nothing is echoed but the project and the environment. A table that check mode would make is predicted.
positional: kept, keys, others
options:
  _input:
    description: What P(stackkit.dynamodb.stack_resolve#filter) returns.
    type: dict
    required: true
  kept:
    description: What the module returned.
    type: dict
    required: true
  keys:
    description: The shared keys that the module was given, as the role P(stackkit.dynamodb.encryption#role) hands
      them out.
    type: list
    elements: dict
    required: true
  others:
    description: By full name, some of the outputs, from each role beside the table's.
    type: list
    elements: dict
    default: []
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Show the outputs of all tables
  ansible.builtin.debug:
    msg: "{{ resolved | stackkit.dynamodb.stack_outputs(kept, encryption_keys) }}"
"""

RETURN = r"""
_value:
  description: By full name, the outputs of each table.
  type: dict
"""

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import outputs as stack_outputs


class FilterModule:
    def filters(self):
        return {"stack_outputs": stack_outputs.of_stack}
