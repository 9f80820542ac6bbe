#!/usr/bin/python
# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
module: dynamodb_stackkit_access
short_description: Manage sets of IAM policies as declared
version_added: 0.9.0
description:
  - Manages sets of customer managed IAM policies, such as the policies of the applications that use a table. All
    policies of a set have the same IAM path, which must not be used for other policies. The module finds the policies
    of a set by this path, including those that are no longer declared.
  - Attaches each policy to the declared roles. Other policies of these roles are not read and not changed.
  - Manages all sets in one task. M(amazon.aws.iam_managed_policy) manages one policy per task, finds it only by its
    name, and does not attach it.
  - An option that is omitted is not managed. It is not compared and not changed.
  - The module checks all options before the first call to AWS. One message lists every problem.
  - The policies are managed in parallel. If one of them fails, the others continue, and the task fails at the end.
author:
  - The stackkit.dynamodb authors (@stackkit)
requirements:
  - python >= 3.9
  - boto3 >= 1.35.0
  - botocore >= 1.35.0
options:
  sets:
    description: Manage these sets of policies.
    type: list
    elements: dict
    required: true
    suboptions:
      state:
        description:
          - Set the desired state of the set.
          - V(present) reconciles the declared policies.
          - V(absent) detaches and deletes every policy under the path.
        type: str
        choices: [present, absent]
        default: present
      path:
        description:
          - Set the IAM path of all policies of the set, such as V(/stackkit/eu-west-1/orders/). Policies under a longer
            path that begins with it do not belong to the set.
          - C({region}) in the path and in the names of policies is replaced by the Region of the task.
          - AWS cannot move a policy to another path.
        type: str
        required: true
      policies:
        description:
          - Manage these policies. Required with O(sets[].state=present). An empty list means no policies.
          - Optional with O(sets[].state=absent). If it is omitted there, and the caller lacks the permission to list
            policies, the module shows a warning instead of an error.
        type: list
        elements: dict
        suboptions:
          name:
            description: Set the name of the policy, which must be unique in the account, for all paths and Regions.
            type: str
            required: true
          document:
            description:
              - Set the policy document. It is compared by meaning.
              - A change creates a new default version. If the policy has five versions, the oldest is deleted first.
            type: json
            required: true
          attach_to:
            description:
              - Attach the policy to exactly the roles with these names.
              - If it is omitted, attachments are not managed. Attachments to users and groups are never changed, unless
                the policy is deleted.
            type: list
            elements: str
      awaits:
        description:
          - Name a resource of the documents that does not exist yet, such as V(table orders).
          - In check mode, the set is planned, because an earlier task would have created the resource. Otherwise, the
            set fails.
        type: str
      purge_policies:
        description: Delete the policies under the path that are not declared.
        type: bool
        default: false
      tags:
        description: Set the tags of each policy. Other tags are removed, except those that AWS itself sets.
        type: dict
attributes:
  check_mode:
    support: full
    description: Check mode returns the same actions as a run without check mode, in the same order.
  diff_mode:
    support: full
    description: The diff is the plan as text. RV(differences) contains the same as data.
seealso:
  - module: stackkit.dynamodb.dynamodb_stackkit
  - module: amazon.aws.iam_managed_policy
  - module: amazon.aws.iam_role
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - stackkit.dynamodb.pace
"""

EXAMPLES = r"""
- name: Create a role for the shop
  amazon.aws.iam_role:
    name: shop
    create_instance_profile: false
    assume_role_policy_document:
      Version: '2012-10-17'
      Statement:
        - Effect: Allow
          Principal: {Service: lambda.amazonaws.com}
          Action: sts:AssumeRole

- name: Allow the shop to read the table of orders
  stackkit.dynamodb.dynamodb_stackkit_access:
    sets:
      - path: /stackkit/{region}/orders/
        purge_policies: true
        policies:
          - name: orders+shop@{region}
            attach_to: [shop]
            document:
              Version: '2012-10-17'
              Statement:
                - Sid: ReadOrders
                  Effect: Allow
                  Action: [dynamodb:GetItem, dynamodb:Query]
                  Resource: arn:aws:dynamodb:eu-west-1:123456789012:table/orders
        tags: {Owner: backend-team}

- name: Delete all policies of a set
  stackkit.dynamodb.dynamodb_stackkit_access:
    sets:
      - path: /stackkit/{region}/orders/
        state: absent
"""

RETURN = r"""
actions:
  description: The actions that were taken, or in check mode would be taken. Each one describes one call that changes
    something.
  returned: always
  type: list
  elements: str
  sample: ["create policy orders+shop@eu-west-1", "attach policy orders+shop@eu-west-1 to role shop"]
changes:
  description: The same as RV(actions), as data for conditions and templates.
  returned: always
  type: list
  elements: dict
  contains:
    key:
      description: What changes.
      type: str
      sample: policies[orders+shop@eu-west-1]
    kind:
      description: How it changes, which is C(create), C(update), C(delete), or C(replace).
      type: str
      sample: create
    resource:
      description: The name of the policy.
      type: str
      sample: orders+shop@eu-west-1
    region:
      description: The Region of the task.
      type: str
      sample: eu-west-1
    action:
      description: The action.
      type: str
      sample: create policy orders+shop@eu-west-1
differences:
  description:
    - What differs, one entry for each resource that changes, with its C(resource) and C(region), and the options that
      differ as C(before) and C(after). C(notes) contains notes, for example that queries fail until an index is active.
    - The diff, which Ansible shows with C(--diff), is the same as text.
  returned: always
  type: list
  elements: dict
policies:
  description: The policies that exist after the task, of those that it manages. In check mode, those that exist before.
  returned: always
  type: list
  elements: dict
  contains:
    path:
      description: The path of its set.
      type: str
    name:
      description: The name of the policy.
      type: str
    arn:
      description: The ARN of the policy.
      type: str
region:
  description: The Region of the task, whether it comes from the task, the environment, or the profile.
  returned: always
  type: str
  sample: eu-west-1
error:
  description: The error. If several policies failed, the first one; RV(ignore:msg) contains all.
  returned: on failure after the options were checked
  type: dict
  contains:
    code:
      description:
        - The error code of AWS. If AWS did not return one, the name of the error in botocore, such as
          C(NoCredentialsError), or the HTTP status, such as C(501).
        - None if the error comes neither from AWS nor from botocore.
      type: str
      sample: AccessDenied
    message:
      description: The error message of AWS, botocore, or the module.
      type: str
    request_id:
      description: The request ID of AWS, or none.
      type: str
applied:
  description: The actions that were taken. Run the task again to apply the remaining ones.
  returned: on failure after the options were checked
  type: list
  elements: str
remaining:
  description: The actions that were not taken because of the failure.
  returned: on failure after the options were checked
  type: list
  elements: str
problems:
  description: The invalid options, and the desired state that cannot be reached, as data. Empty for other failures.
  returned: on failure
  type: list
  elements: dict
  contains:
    path:
      description: The path of the option.
      type: str
      sample: sets[0].policies[1].name
    message:
      description: The problem.
      type: str
      sample: orders+shop is also the name of sets[0].policies[0]
"""

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.module import run  # isort: split

from ansible_collections.stackkit.dynamodb.plugins.module_utils.access import reconcile, request


def main():
    run(request, reconcile)


if __name__ == "__main__":
    main()
