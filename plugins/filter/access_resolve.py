# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: access_resolve
short_description: Compute what the tasks of the role access need
version_added: 0.9.0
description:
  - Computes what the tasks of the P(stackkit.dynamodb.access#role) pass to the modules. It calls nothing.
  - Without O(known), it checks the variables of the role.
positional: known
options:
  _input:
    description: The variables of the role without their prefix; with O(known), what the filter returned without it.
    type: dict
    required: true
  known:
    description: The results of the role's tasks so far, which are C(tables), C(policies), and C(endpoint).
    type: dict
  omit:
    description: The variable C(omit) of Ansible. A variable that has this value is unset.
    type: raw
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Show the policies
  ansible.builtin.debug:
    msg: "{{ (checked | stackkit.dynamodb.access_resolve(known)).sets }}"
"""

RETURN = r"""
_value:
  description: Without O(known), the variables, C(problems) and C(unread). With it, C(sets) and C(outputs).
  type: dict
"""


def access_resolve(variables, known=None, omit=None):
    # Imported here, because each task that uses a filter imports all filter plugins of the collection.
    from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.access import resolve

    return resolve.resolve(variables, omit) if known is None else resolve.handover(variables, known)


class FilterModule:
    def filters(self):
        return {"access_resolve": access_resolve}
