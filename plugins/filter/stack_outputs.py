# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: stack_outputs
short_description: Return what the role stack hands to its next tasks and to the play
version_added: 0.1.0
description:
  - For the P(stackkit.dynamodb.stack#role).
positional: known
options:
  _input:
    description: What P(stackkit.dynamodb.stack_resolve#filter) returns.
    type: dict
    required: true
  known:
    description: What is known so far. C(keys) of the P(stackkit.dynamodb.encryption#role), C(result) of
      M(stackkit.dynamodb.dynamodb_stackkit), and the facts C(access), C(vpc_endpoint_id), C(backup) and C(alarms) of
      the other roles.
    type: dict
    required: true
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Show the outputs
  ansible.builtin.debug:
    msg: "{{ (resolved | stackkit.dynamodb.stack_outputs(known)).outputs }}"
"""

RETURN = r"""
_value:
  description: C(options) of the module, C(failure) and C(notices) in words, C(alarms_found), C(access_tables),
    C(manages_access), and C(outputs) by table.
  type: dict
"""

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import handover


class FilterModule:
    def filters(self):
        return {"stack_outputs": handover.handover}
