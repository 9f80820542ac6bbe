# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: alarms_resolve
short_description: Compute what the tasks of the role alarms need
version_added: 0.1.0
description:
  - Computes, step by step, what the tasks of the role P(stackkit.dynamodb.alarms#role) hand to the modules. It calls
    nothing.
  - Without options, it checks the variables of the role.
  - With O(found), it computes the sets of alarms of each Region and the outputs.
  - With O(results), it computes which alarms no longer apply.
options:
  _input:
    description: The variables of the role with their prefix; with O(found) and O(results), what the step before
      returned.
    type: dict
    required: true
  found:
    description: What M(stackkit.dynamodb.dynamodb_stackkit_info) returned.
    type: dict
  results:
    description: The results of M(stackkit.dynamodb.dynamodb_stackkit_alarms) in a loop over the Regions.
    type: list
    elements: dict
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Fail if a variable is invalid
  ansible.builtin.assert:
    that: (variables | stackkit.dynamodb.alarms_resolve).problems == []
"""

RETURN = r"""
_value:
  description:
    - C(problems), a line for everything that is wrong, and what the step knows.
    - Without options, C(tables) with all their settings, C(state), C(region) and C(found).
    - With O(found), C(regions), C(sets) by Region, and C(outputs) by table.
    - With O(results), C(replicas) and C(home), each a list of Regions with sets to delete.
  type: dict
"""

from ansible.utils.display import Display
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import sets as alarm_sets
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import settings as alarm_settings


def alarms_resolve(known, found=None, results=None):
    if results is not None:
        return alarm_sets.outdated(known, results)
    if found is not None:
        resolved = alarm_sets.resolve(known, found)
        for warning in resolved.pop("warnings"):
            Display().warning(warning)
        return resolved
    asked, problems = alarm_settings.resolve(known)
    return {**asked, "problems": list(dict.fromkeys(f"{path}: {words}" for path, words in problems))}


class FilterModule:
    def filters(self):
        return {"alarms_resolve": alarms_resolve}
