# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: access_sets
short_description: What the role access is asked for, as sets of policies
version_added: 0.1.0
description:
  - Turns the tables of the role P(stackkit.dynamodb.access#role) into
    O(stackkit.dynamodb.dynamodb_stackkit_access#module:sets), and says everything that is wrong with them. Nothing is
    called.
positional: read, state, endpoint
options:
  _input:
    description: The tables, as the role's C(access_tables).
    type: list
    elements: dict
    required: true
  read:
    description: RV(stackkit.dynamodb.dynamodb_stackkit_info#module:tables) of the tables that come without facts.
    type: dict
    default: {}
  state:
    description: V(present) or V(absent).
    type: str
    default: present
  endpoint:
    description: The VPC's endpoint, as the role's C(access_vpc_endpoint).
    type: dict
    default: {}
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Keep the policies
  stackkit.dynamodb.dynamodb_stackkit_access:
    sets: "{{ (access_tables | stackkit.dynamodb.access_sets(found.tables)).sets }}"
"""

RETURN = r"""
_value:
  description:
    - Under C(problems) a line for everything that is wrong, and under C(sets) the sets of the module, which are empty
      as long as anything is.
    - Under C(unread) the names of the tables that come without facts, and under C(names) by table what each of its
      policies is called.
  type: dict
"""

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.access import sets as access


class FilterModule:
    def filters(self):
        return {"access_sets": access.sets}
