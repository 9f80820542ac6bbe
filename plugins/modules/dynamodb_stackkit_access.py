#!/usr/bin/python
# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
module: dynamodb_stackkit_access
short_description: Keep sets of IAM policies exactly as declared
version_added: 0.1.0
description:
  - Keeps sets of customer-managed IAM policies, such as those of the applications that use a table. All policies of a
    set are under one IAM path, which nothing else should use. By it they are known, so a policy that is not declared
    any more is found again, whatever happened in between.
  - Attaches each policy to the roles that it declares. Other policies of these roles are neither read nor changed.
  - All sets are kept in one run. M(amazon.aws.iam_managed_policy) keeps one policy a task, takes any policy of the
    name for the one that is meant, and attaches none.
  - An option that is left out is not managed. It is neither compared nor changed.
  - The whole request is checked before the first call to AWS, and one message names everything that is wrong with it.
  - Policies are kept side by side. One that fails does not stop the others, and the task fails at the end and names it.
author:
  - The stackkit.dynamodb authors (@stackkit)
options:
  sets:
    description: The sets.
    type: list
    elements: dict
    required: true
    suboptions:
      state:
        description:
          - V(present) brings the set to what is declared.
          - V(absent) deletes every policy under the path. They are detached first, from whatever has them.
        type: str
        choices: [present, absent]
        default: present
      path:
        description:
          - The IAM path of all policies of the set, such as V(/stackkit/eu-west-1/orders/). Policies under a longer
            path that begins with it are not of the set.
          - C({region}) in it, and in the names of policies, stands for the region of the task.
          - AWS cannot move a policy to another path.
        type: str
        required: true
      policies:
        description:
          - The policies. Required with O(sets[].state=present).
          - With O(sets[].state=absent) they are not needed. Where they are left out and the caller may not list
            policies, that is a warning and no error.
        type: list
        elements: dict
        suboptions:
          name:
            description: The policy's name. IAM has one name space for all paths and regions.
            type: str
            required: true
          document:
            description:
              - The policy itself, compared by meaning. A change becomes a new version that is put in force; of five
                versions, the oldest is deleted first.
            type: json
            required: true
          attach_to:
            description:
              - The names of exactly the roles that shall have the policy. Where it is left out, attachments are not
                managed. Users and groups that have it keep it.
            type: list
            elements: str
      awaits:
        description:
          - What the documents speak of and is not there yet, such as V(table orders). In check mode the set is planned
            all the same, for a task before this one may be about to create it. Otherwise it is an error.
        type: str
      purge_policies:
        description: Whether to delete policies under the path that are not declared.
        type: bool
        default: false
      tags:
        description: The tags of each policy. Others are removed, but those that AWS itself sets.
        type: dict
attributes:
  check_mode:
    support: full
    description: The actions of check mode are those of the real run, in the same words and order.
  diff_mode:
    support: full
    description: What changes, before and after, as it would be written, with digests in place of the documents.
seealso:
  - module: stackkit.dynamodb.dynamodb_stackkit
  - module: amazon.aws.iam_managed_policy
  - module: amazon.aws.iam_role
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - amazon.aws.boto3
"""

EXAMPLES = r"""
- name: A role for the shop
  amazon.aws.iam_role:
    name: shop
    create_instance_profile: false
    assume_role_policy_document:
      Version: '2012-10-17'
      Statement:
        - Effect: Allow
          Principal: {Service: lambda.amazonaws.com}
          Action: sts:AssumeRole

- name: Let the shop read the orders
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

- name: Nobody needs the orders any more
  stackkit.dynamodb.dynamodb_stackkit_access:
    sets:
      - path: /stackkit/{region}/orders/
        state: absent
"""

RETURN = r"""
actions:
  description: What was done, or in check mode would be done, a sentence for each mutating call.
  returned: always
  type: list
  elements: str
  sample: ["create policy orders+shop@eu-west-1", "attach policy orders+shop@eu-west-1 to role shop"]
policies:
  description: The policies that there are after the run, of those that are declared or would have to go. In check mode
    those that there are before it.
  returned: always
  type: list
  elements: dict
  contains:
    path:
      description: The path of its set.
      type: str
    name:
      description: The policy's name.
      type: str
    arn:
      description: The policy's ARN.
      type: str
region:
  description: The region that was worked in, whether the task named it or the session.
  returned: always
  type: str
  sample: eu-west-1
error:
  description: AWS's error, with C(code), C(message) and C(request_id). C(code) is none where it was not AWS that
    refused. The first one, where more than one policy failed; RV(ignore:msg) names all.
  returned: on failure
  type: dict
applied:
  description: What was done all the same. Running the same task again carries on from there.
  returned: on failure
  type: list
  elements: str
remaining:
  description: What was not done because of the failure.
  returned: on failure
  type: list
  elements: str
"""

from ansible_collections.stackkit.dynamodb.plugins.module_utils.access import reconcile, request
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.module import run


def main():
    run(request, reconcile)


if __name__ == "__main__":
    main()
