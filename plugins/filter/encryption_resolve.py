# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: encryption_resolve
short_description: Compute what the tasks of the role encryption need
version_added: 0.9.0
description:
  - Computes what the tasks of the P(stackkit.dynamodb.encryption#role) pass to the modules. It calls nothing.
  - Without O(known), it checks the variables of the role.
positional: known
options:
  _input:
    description: The variables of the role without their prefix; with O(known), what the filter returned without it.
    type: dict
    required: true
  known:
    description: The results of the role's tasks so far. C(shared) is that of
      M(stackkit.dynamodb.dynamodb_stackkit_shared_info). C(made), C(tables), and C(vaults) contain a result for each
      Region. C(check_mode) is true in check mode.
    type: dict
  omit:
    description: The variable C(omit) of Ansible. A variable that has this value is unset.
    type: raw
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Show what is missing from the keys
  ansible.builtin.debug:
    msg: "{{ (checked | stackkit.dynamodb.encryption_resolve(known)).additions }}"
"""

RETURN = r"""
_value:
  description: Without O(known), the variables and C(problems). With it, C(additions), C(keys) and C(users).
  type: dict
"""


def encryption_resolve(variables, known=None, omit=None):
    # Imported here, because each task that uses a filter imports all filter plugins of the collection.
    from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.encryption import resolve

    return resolve.resolve(variables, omit) if known is None else resolve.handover(variables, known)


class FilterModule:
    def filters(self):
        return {"encryption_resolve": encryption_resolve}
