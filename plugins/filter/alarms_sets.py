# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: alarms_sets
short_description: The sets of alarms that tables shall have
version_added: 0.1.0
description:
  - Turns what the role P(stackkit.dynamodb.alarms#role) is asked for, and what is known of the tables, into entries of
    O(stackkit.dynamodb.dynamodb_stackkit_alarms#module:sets) for each region.
  - Fails where a table is not there, and where none of a table's alarms could notify anybody, though actions are given.
  - Warns, once, of the regions for which there is no action.
positional: found
options:
  _input:
    description: What P(stackkit.dynamodb.alarms_resolve#filter) returns.
    type: dict
    required: true
  found:
    description: What M(stackkit.dynamodb.dynamodb_stackkit_info) returned.
    type: dict
    required: true
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Show the sets
  ansible.builtin.debug:
    msg: "{{ given | stackkit.dynamodb.alarms_resolve | stackkit.dynamodb.alarms_sets(found) }}"
"""

RETURN = r"""
_value:
  description: A region and its sets in each entry. The first is the tables' home, and empty is the session's region.
  type: list
  elements: dict
"""

from ansible.errors import AnsibleFilterError
from ansible.utils.display import Display
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import sets as alarm_sets


def alarms_sets(asked, found):
    lacking = alarm_sets.missing(asked, found)
    if lacking:
        raise AnsibleFilterError(f"alarms_tables: {', '.join(lacking)} cannot be watched, for there is no such table")
    regions, tables = alarm_sets.deaf(asked, found)
    if tables:
        raise AnsibleFilterError(
            f"alarms_actions: an alarm can notify its own region only, and {', '.join(tables)} is in none of the"
            " actions' regions"
        )
    if regions:
        Display().warning(f"alarms_actions: none is of {', '.join(regions)}, so the alarms there notify nobody")
    return alarm_sets.by_region(asked, found)


class FilterModule:
    def filters(self):
        return {"alarms_sets": alarms_sets}
