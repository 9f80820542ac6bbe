# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: alarms_resolve
short_description: What the role alarms is asked for
version_added: 0.1.0
description:
  - Reads the variables of the role P(stackkit.dynamodb.alarms#role), and says everything that is wrong with them, by
    their names. Nothing is called.
options:
  _input:
    description: The variables, with their prefix.
    type: dict
    required: true
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Nothing may be wrong
  ansible.builtin.assert:
    that: (given | stackkit.dynamodb.alarms_resolve).problems == []
"""

RETURN = r"""
_value:
  description: The state and the region, under C(tables) each table with all its settings, and under C(problems) a line
    for everything that is wrong.
  type: dict
"""

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import settings as alarm_settings


def alarms_resolve(given):
    asked, problems = alarm_settings.resolve(given)
    return {**asked, "problems": list(dict.fromkeys(f"{path}: {words}" for path, words in problems))}


class FilterModule:
    def filters(self):
        return {"alarms_resolve": alarms_resolve}
