# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: stack_access
short_description: What the role stack hands to the role access
version_added: 0.1.0
description:
  - Turns the resolved tables of the role P(stackkit.dynamodb.stack#role) into C(access_tables) of the role
    P(stackkit.dynamodb.access#role), with what has just been read of them, and in check mode with what would be made.
positional: kept
options:
  _input:
    description: What P(stackkit.dynamodb.stack_resolve#filter) returns.
    type: dict
    required: true
  kept:
    description: What M(stackkit.dynamodb.dynamodb_stackkit) returned. Empty where it has not run.
    type: dict
    default: {}
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Keep who may use the tables
  ansible.builtin.include_role:
    name: stackkit.dynamodb.access
  vars:
    access_tables: "{{ resolved | stackkit.dynamodb.stack_access(kept) }}"
"""

RETURN = r"""
_value:
  description: The tables that name their access; all of them where they are to be removed.
  type: list
  elements: dict
"""

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.access import sets as access


class FilterModule:
    def filters(self):
        return {"stack_access": access.of_stack}
