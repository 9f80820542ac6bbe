# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: stack_tables_options
short_description: What the role stack hands to the module dynamodb_stackkit
version_added: 0.1.0
description:
  - Turns the resolved tables of the role P(stackkit.dynamodb.stack#role) into entries of
    O(stackkit.dynamodb.dynamodb_stackkit#module:tables).
positional: keys
options:
  _input:
    description: What P(stackkit.dynamodb.stack_resolve#filter) returns.
    type: dict
    required: true
  keys:
    description: C(encryption_keys) of the role P(stackkit.dynamodb.encryption#role). A key that is not in it is named
      by its alias.
    type: list
    elements: dict
    default: []
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Keep the tables
  stackkit.dynamodb.dynamodb_stackkit:
    tables: "{{ given | stackkit.dynamodb.stack_resolve(profiles) | stackkit.dynamodb.stack_tables_options }}"
"""

RETURN = r"""
_value:
  description: The options of each table.
  type: list
  elements: dict
"""

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import options as stack_options


def stack_tables_options(stack, keys=()):
    return [stack_options.module_options(stack, table, keys) for table in stack["tables"]]


class FilterModule:
    def filters(self):
        return {"stack_tables_options": stack_tables_options}
