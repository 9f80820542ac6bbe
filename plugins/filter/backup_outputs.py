# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: backup_outputs
short_description: The outputs of the role backup
version_added: 0.1.0
description:
  - Makes the outputs of the role P(stackkit.dynamodb.backup#role) of what was read from AWS. What check mode would make
    is not known yet, and null.
positional: kept, found, made
options:
  _input:
    description: What P(stackkit.dynamodb.backup_resolve#filter) returns.
    type: dict
    required: true
  kept:
    description: What M(stackkit.dynamodb.dynamodb_stackkit_backup) returned.
    type: dict
    required: true
  found:
    description: What M(amazon.aws.iam_role_info) returned of the role that AWS Backup takes on.
    type: dict
    default: {}
  made:
    description: What M(amazon.aws.iam_role) returned, in a loop.
    type: dict
    default: {}
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Show the outputs of all tables
  ansible.builtin.debug:
    msg: "{{ resolved | stackkit.dynamodb.backup_outputs(kept, found, made) }}"
"""

RETURN = r"""
_value:
  description: By the table's name, the outputs of each table.
  type: dict
"""

from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.backup import options as backup_options


def backup_outputs(resolved, kept, found=None, made=None):
    return backup_options.outputs(resolved, kept, found or {}, made or {})


class FilterModule:
    def filters(self):
        return {"backup_outputs": backup_outputs}
