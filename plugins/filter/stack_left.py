# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: stack_left
short_description: What a run of the role stack has left
version_added: 0.1.0
description:
  - Collects what M(stackkit.dynamodb.dynamodb_stackkit) has found and not in a declared list, and what AWS does not
    accept now and a later run will do.
options:
  _input:
    description: What the module returned.
    type: dict
    required: true
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Say what stays, and what has to wait
  ansible.builtin.debug:
    msg: "{{ kept | stackkit.dynamodb.stack_left }}"
"""

RETURN = r"""
_value:
  description: By full name, a list of sentences. Tables of which nothing is left are not there.
  type: dict
"""

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import outputs as stack_outputs


class FilterModule:
    def filters(self):
        return {"stack_left": stack_outputs.left}
