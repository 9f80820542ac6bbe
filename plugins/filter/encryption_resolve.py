# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: encryption_resolve
short_description: Resolve the variables of the role encryption, and find what its keys lack
version_added: 0.1.0
description:
  - For the P(stackkit.dynamodb.encryption#role).
positional: known
options:
  _input:
    description: The variables, without their prefix.
    type: dict
    required: true
  known:
    description: What is known so far. The results of modules in each Region, C(found), C(made), C(tables) and
      C(vaults); C(caller); C(check_mode). If omitted, nothing is known yet.
    type: dict
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Show what the keys lack
  ansible.builtin.debug:
    msg: "{{ (variables | stackkit.dynamodb.encryption_resolve(known)).additions }}"
"""

RETURN = r"""
_value:
  description: The variables, C(problems), C(additions), C(keys) and C(users).
  type: dict
"""

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.encryption import resolve


class FilterModule:
    def filters(self):
        return {"encryption_resolve": resolve.resolve}
