# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: alarms_outputs
short_description: The outputs of the role alarms
version_added: 0.1.0
description:
  - Makes the outputs of the role P(stackkit.dynamodb.alarms#role), once
    M(stackkit.dynamodb.dynamodb_stackkit_alarms) has kept the alarms, or in check mode would keep them.
positional: found
options:
  _input:
    description: What P(stackkit.dynamodb.alarms_resolve#filter) returns.
    type: dict
    required: true
  found:
    description: What P(stackkit.dynamodb.alarms_sets#filter) was given of the tables.
    type: dict
    required: true
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Show the outputs of all tables
  ansible.builtin.debug:
    msg: "{{ asked | stackkit.dynamodb.alarms_outputs(found) }}"
"""

RETURN = r"""
_value:
  description: By full table name, the names of the alarms on throttling and capacity; none where there is none.
  type: dict
"""

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import sets as alarm_sets


def alarms_outputs(asked, found):
    return alarm_sets.outputs(asked, found)


class FilterModule:
    def filters(self):
        return {"alarms_outputs": alarms_outputs}
