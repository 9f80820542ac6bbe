# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: key_additions
short_description: What shared KMS keys still lack
version_added: 0.1.0
description:
  - Compares what M(amazon.aws.kms_key_info) has read with what the role P(stackkit.dynamodb.encryption#role) wants, and
    returns what has to be added by M(amazon.aws.kms_key). Tags and statements of others stay as they are.
positional: tags, caller
options:
  _input:
    description: The results of M(amazon.aws.kms_key_info) in a loop over regions.
    type: list
    elements: dict
    required: true
  tags:
    description: The tags that the keys shall have.
    type: dict
    required: true
  caller:
    description: What M(amazon.aws.aws_caller_info) returns. Needed only where a key is missing.
    type: dict
    default: {}
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Show what is missing
  ansible.builtin.debug:
    msg: "{{ found.results | stackkit.dynamodb.key_additions({'Project': 'myapp'}, caller) }}"
"""

RETURN = r"""
_value:
  description: By region, options for M(amazon.aws.kms_key). A region whose key lacks nothing is left out.
  type: list
  elements: dict
"""

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.encryption import keys as key_policy


def key_additions(found, tags, caller=None):
    return key_policy.work(found, tags, caller or {})


class FilterModule:
    def filters(self):
        return {"key_additions": key_additions}
