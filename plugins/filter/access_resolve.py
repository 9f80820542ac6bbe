# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: access_resolve
short_description: Resolve the variables of the role access, and return its policies and outputs
version_added: 0.1.0
description:
  - For the P(stackkit.dynamodb.access#role).
positional: known
options:
  _input:
    description: The variables, without their prefix.
    type: dict
    required: true
  known:
    description: What is known so far. C(tables) that the role has read, and the results C(policies) and C(endpoint)
      of its modules.
    type: dict
    required: true
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Show the policies
  ansible.builtin.debug:
    msg: "{{ (variables | stackkit.dynamodb.access_resolve(known)).sets }}"
"""

RETURN = r"""
_value:
  description: The variables, C(problems), C(unread), C(sets) and C(outputs).
  type: dict
"""

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.access import resolve


class FilterModule:
    def filters(self):
        return {"access_resolve": resolve.resolve}
