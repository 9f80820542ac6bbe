# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: access_outputs
short_description: The outputs of the role access
version_added: 0.1.0
description:
  - Makes the outputs of the role P(stackkit.dynamodb.access#role) of what its modules returned.
positional: policies, endpoint
options:
  _input:
    description: What P(stackkit.dynamodb.access_sets#filter) returned.
    type: dict
    required: true
  policies:
    description: What M(stackkit.dynamodb.dynamodb_stackkit_access) returned.
    type: dict
    required: true
  endpoint:
    description: What M(stackkit.dynamodb.dynamodb_stackkit_endpoint) returned.
    type: dict
    required: true
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Show the outputs
  ansible.builtin.debug:
    msg: "{{ asked | stackkit.dynamodb.access_outputs(policies, endpoint) }}"
"""

RETURN = r"""
_value:
  description: By table, C(access_policy_arns), an ARN for each entry's name, and C(vpc_endpoint_id).
  type: dict
"""

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.access import sets as access


class FilterModule:
    def filters(self):
        return {"access_outputs": access.outputs}
