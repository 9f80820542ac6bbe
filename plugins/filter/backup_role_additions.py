# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: backup_role_additions
short_description: What the role of the backups still lacks
version_added: 0.1.0
description:
  - Compares what M(amazon.aws.iam_role_info) has read with what the role P(stackkit.dynamodb.backup#role) wants, and
    returns what has to be added by M(amazon.aws.iam_role) and M(amazon.aws.iam_policy). Tags, policies and trust of
    others stay as they are.
positional: tags, caller
options:
  _input:
    description: The result of M(amazon.aws.iam_role_info).
    type: dict
    required: true
  tags:
    description: The tags that the role shall have.
    type: dict
    required: true
  caller:
    description: What M(amazon.aws.aws_caller_info) returns. Needed only where the role is missing.
    type: dict
    default: {}
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Show what is missing
  ansible.builtin.debug:
    msg: "{{ found | stackkit.dynamodb.backup_role_additions({'Project': 'myapp'}, caller) }}"
"""

RETURN = r"""
_value:
  description: Under C(role) and C(policy) a list each of what is to be done, which is empty where nothing lacks.
  type: dict
"""

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.backup import role as backup_role


def backup_role_additions(found, tags, caller=None):
    return backup_role.work(found, tags, caller or {})


class FilterModule:
    def filters(self):
        return {"backup_role_additions": backup_role_additions}
