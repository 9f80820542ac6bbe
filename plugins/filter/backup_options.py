# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: backup_options
short_description: What the role backup hands to the module dynamodb_stackkit_backup
version_added: 0.1.0
description:
  - Turns what the role P(stackkit.dynamodb.backup#role) was asked for into vaults and plans of
    M(stackkit.dynamodb.dynamodb_stackkit_backup).
positional: found, caller
options:
  _input:
    description: What P(stackkit.dynamodb.backup_resolve#filter) returns.
    type: dict
    required: true
  found:
    description: What M(amazon.aws.iam_role_info) returns of the role that AWS Backup takes on.
    type: dict
    default: {}
  caller:
    description: What M(amazon.aws.aws_caller_info) returns. Needed only where the role was missing.
    type: dict
    default: {}
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Show the plans
  ansible.builtin.debug:
    msg: "{{ (resolved | stackkit.dynamodb.backup_options(found, caller)).plans }}"
"""

RETURN = r"""
_value:
  description: O(stackkit.dynamodb.dynamodb_stackkit_backup#module:vaults) and
    O(stackkit.dynamodb.dynamodb_stackkit_backup#module:plans).
  type: dict
"""

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.backup import options as of_role


def backup_options(resolved, found=None, caller=None):
    return of_role.module_options(resolved, found or {}, caller or {})


class FilterModule:
    def filters(self):
        return {"backup_options": backup_options}
