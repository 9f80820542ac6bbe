# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: alarms_resolve
short_description: Compute what the tasks of the role alarms need
version_added: 0.9.0
description:
  - Computes, step by step, what the tasks of the role P(stackkit.dynamodb.alarms#role) pass to the modules. It calls
    nothing.
  - Without options, it checks the variables of the role.
  - With O(found), it computes the Regions and the outputs, if the variables have no problem.
  - With O(found) and O(region), it computes the sets of alarms of this Region.
  - With O(results), it computes which sets of alarms to delete, because they no longer apply.
positional: found
options:
  _input:
    description: The variables of the role with their prefix; with O(results), what the filter returned with O(found).
    type: dict
    required: true
  found:
    description: What M(stackkit.dynamodb.dynamodb_stackkit_info) returned.
    type: dict
  region:
    description: One of the Regions that the filter returned with O(found).
    type: str
  results:
    description: The results of M(stackkit.dynamodb.dynamodb_stackkit_alarms) in a loop over the Regions.
    type: list
    elements: dict
  omit:
    description: The variable C(omit) of Ansible. A variable that has this value is unset.
    type: raw
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
    - Without options, C(problems), a line for each problem; C(unread), the names of the tables to read,
      empty if there are problems; and C(region).
    - With O(found), C(problems), C(state), C(regions) with the names of the tables in each, and C(outputs) by table.
    - With O(region), the option C(sets) of the module.
    - With O(results), C(replicas) and C(home), each a list of Regions with sets to delete.
  type: raw
"""

from ansible.utils.display import Display


def alarms_resolve(known, found=None, region=None, results=None, omit=None):
    # Imported here, because each task that uses a filter imports all filter plugins of the collection.
    from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import sets

    if results is not None:
        return sets.outdated(known, results)
    from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import settings

    asked, problems = settings.resolve(known, omit)
    if problems or found is None:
        unread = [] if problems else [table["table_name"] for table in asked["tables"]]
        lines = list(dict.fromkeys(f"{path}: {words}" for path, words in problems))
        return {"problems": lines, "unread": unread, "region": asked["region"]}
    if region is not None:
        return sets.of_region(asked, found, region)
    resolved = sets.resolve(asked, found)
    for warning in resolved.pop("warnings"):
        Display().warning(warning)
    return resolved


class FilterModule:
    def filters(self):
        return {"alarms_resolve": alarms_resolve}
