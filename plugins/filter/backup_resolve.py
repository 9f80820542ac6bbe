# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: backup_resolve
short_description: What the role backup is asked for
version_added: 0.1.0
description:
  - Fills what is unset of the variables of the role P(stackkit.dynamodb.backup#role), makes the names, and says
    everything that is wrong, by the names of the variables. Nothing is called.
positional: variables
options:
  _input:
    description: The role's variables, without their prefix.
    type: dict
    required: true
  variables:
    description: The names of all variables of the play with the role's prefix, of which misspelt ones are told.
    type: list
    elements: str
    default: []
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Nothing may be wrong
  ansible.builtin.assert:
    that: (given | stackkit.dynamodb.backup_resolve).problems == []
"""

RETURN = r"""
_value:
  description: What the tables share, under C(tables) each table with all its variables, and under C(problems) a line
    for everything that is wrong.
  type: dict
"""

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.backup import variables as backup_variables


class FilterModule:
    def filters(self):
        return {"backup_resolve": backup_variables.resolve}
