# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
name: backup_resolve
short_description: Compute what the tasks of the role backup need
version_added: 0.9.0
description:
  - Computes, step by step, what the tasks of the role P(stackkit.dynamodb.backup#role) pass to the modules. It calls
    nothing.
  - Without O(shared), it checks the variables of the role.
  - With O(shared), it computes the options of the modules.
  - With O(shared) and O(result), it computes what the role reports.
options:
  _input:
    description: The variables of the role without their prefix; with O(shared), what the filter returned without it.
    type: dict
    required: true
  variables:
    description: The names of all variables of the play that have the prefix of the role, to find misspelled ones.
    type: list
    elements: str
    default: []
  shared:
    description: What M(stackkit.dynamodb.dynamodb_stackkit_shared_info) returned for the IAM role that AWS Backup
      assumes.
    type: dict
  result:
    description: What M(stackkit.dynamodb.dynamodb_stackkit_backup) returned.
    type: dict
  created:
    description: The results of M(amazon.aws.iam_role) in a loop.
    type: list
    elements: dict
    default: []
  prefix:
    description: The prefix with which messages name the variables.
    type: str
    default: backup_
  omit:
    description: The variable C(omit) of Ansible. A variable that has this value is unset.
    type: raw
author:
  - The stackkit.dynamodb authors (@stackkit)
"""

EXAMPLES = r"""
- name: Fail if a variable is invalid
  ansible.builtin.assert:
    that: (variables | stackkit.dynamodb.backup_resolve).problems == []
"""

RETURN = r"""
_value:
  description:
    - Without O(shared), all variables with C(tables), and C(problems), a line for each problem.
    - With O(shared), C(vaults) and C(plans) for M(stackkit.dynamodb.dynamodb_stackkit_backup), and C(role) and
      C(policy), lists of what is missing from the IAM role.
    - With O(result), C(failure), the message of a failed module with the names of the variables, C(deleted), the
      actions that deleted a plan, and C(outputs) by table.
  type: dict
"""


def backup_resolve(known, variables=(), *, shared=None, result=None, created=None, prefix="backup_", omit=None):
    # Imported here, because each task that uses a filter imports all filter plugins of the collection.
    if shared is None:
        from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.backup import problems

        return problems.resolved(known, variables, omit)
    role, caller = shared.get("iam_role"), shared.get("caller") or {}
    if result is None:
        from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.backup import options as backup_options
        from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.backup import role as backup_role

        return {
            **backup_options.module_options(known, role, caller),
            **backup_role.missing(known, role, caller),
        }
    from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.backup import results

    return {
        "failure": results.failure(known, result, prefix),
        "deleted": results.deleted(known, result),
        "outputs": results.outputs(known, result, role, created or []),
    }


class FilterModule:
    def filters(self):
        return {"backup_resolve": backup_resolve}
