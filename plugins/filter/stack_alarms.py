# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: stack_alarms
short_description: What the role stack hands to the role alarms
version_added: 0.1.0
description:
  - Turns the resolved tables of the role P(stackkit.dynamodb.stack#role) into variables of the role
    P(stackkit.dynamodb.alarms#role), with what was read of the tables already.
positional: kept
options:
  _input:
    description: What P(stackkit.dynamodb.stack_resolve#filter) returns.
    type: dict
    required: true
  kept:
    description: What M(stackkit.dynamodb.dynamodb_stackkit) returned; empty where it has not run.
    type: dict
    required: true
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Show what is asked for
  ansible.builtin.debug:
    msg: "{{ (resolved | stackkit.dynamodb.stack_alarms(kept)).tables }}"
"""

RETURN = r"""
_value:
  description: C(tables), entries of C(alarms_tables), and C(found), a value of C(alarms_found).
  type: dict
"""

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.stack import alarms


def stack_alarms(stack, kept):
    return {"tables": alarms.tables(stack), "found": alarms.found(stack, kept)}


class FilterModule:
    def filters(self):
        return {"stack_alarms": stack_alarms}
