# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: alarms_left
short_description: The alarms that no longer apply
version_added: 0.1.0
description:
  - Tells what is to be deleted once the sets of alarms are kept, for the role P(stackkit.dynamodb.alarms#role).
    These are alarms of indexes and settings that are gone, and the sets in regions that a table has left.
positional: asked, found
options:
  _input:
    description: The results of M(stackkit.dynamodb.dynamodb_stackkit_alarms) in a loop over the regions that
      P(stackkit.dynamodb.alarms_sets#filter) returned.
    type: list
    elements: dict
    required: true
  asked:
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
- name: Show what is left over
  ansible.builtin.debug:
    msg: "{{ kept.results | stackkit.dynamodb.alarms_left(asked, found) }}"
"""

RETURN = r"""
_value:
  description: Regions with their sets, under C(away) and under C(home), which has to come last.
  type: dict
"""

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import sets as alarm_sets


def alarms_left(kept, asked, found):
    return alarm_sets.left(asked, found, kept)


class FilterModule:
    def filters(self):
        return {"alarms_left": alarms_left}
