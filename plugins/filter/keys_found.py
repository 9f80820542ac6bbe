# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: keys_found
short_description: Which KMS keys there are now
version_added: 0.1.0
description:
  - Joins what M(amazon.aws.kms_key_info) has found and M(amazon.aws.kms_key) has made in each region, for the role
    P(stackkit.dynamodb.encryption#role).
positional: made
options:
  _input:
    description: The results of M(amazon.aws.kms_key_info) in a loop over regions.
    type: list
    elements: dict
    required: true
  made:
    description: The results of M(amazon.aws.kms_key) in a loop over what P(stackkit.dynamodb.key_additions#filter)
      returned.
    type: list
    elements: dict
    required: true
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Show the keys
  ansible.builtin.debug:
    msg: "{{ found.results | stackkit.dynamodb.keys_found(made.results) }}"
"""

RETURN = r"""
_value:
  description: Each key's RV(ignore:region) and RV(ignore:key_arn), which is none where check mode would make the key.
  type: list
  elements: dict
"""

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.encryption import keys as key_policy


class FilterModule:
    def filters(self):
        return {"keys_found": key_policy.keys}
