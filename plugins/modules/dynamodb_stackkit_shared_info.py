#!/usr/bin/python
# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
module: dynamodb_stackkit_shared_info
short_description: Read the KMS keys and the IAM role that Amazon DynamoDB tables share
version_added: 0.9.0
description:
  - Reads the KMS keys of an alias in several Regions, and an IAM role, in parallel. The roles
    P(stackkit.dynamodb.encryption#role) and P(stackkit.dynamodb.backup#role) use it to find out what is missing.
  - M(amazon.aws.kms_key_info) reads the key of one Region, and M(amazon.aws.iam_role_info) one IAM role. A task for
    each of them takes most of the time of a run that changes nothing.
author:
  - The stackkit.dynamodb authors (@stackkit)
requirements:
  - python >= 3.9
  - boto3 >= 1.35.0
  - botocore >= 1.35.0
options:
  key_alias:
    description: Read the keys with this alias. If it is omitted, no keys are read.
    type: str
  key_regions:
    description: Read the keys in these Regions. An empty string is the Region of the task.
    type: list
    elements: str
    default: [""]
  role_name:
    description: Read the IAM role with this name. If it is omitted, no IAM role is read.
    type: str
attributes:
  check_mode:
    support: full
    description: The module changes nothing.
  diff_mode:
    support: N/A
    description: The module changes nothing.
seealso:
  - module: amazon.aws.kms_key_info
  - module: amazon.aws.iam_role_info
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - stackkit.dynamodb.pace
"""

EXAMPLES = r"""
- name: Read the keys of the tables in two Regions, and the IAM role of their backups
  stackkit.dynamodb.dynamodb_stackkit_shared_info:
    key_alias: alias/myapp-prod-dynamodb
    key_regions: [eu-west-1, us-east-1]
    role_name: myapp-prod-dynamodb-backup-role
    region: eu-west-1
  register: shared
"""

RETURN = r"""
kms_keys:
  description: An entry for each of O(key_regions), in this order. The list is empty without O(key_alias).
  returned: success
  type: list
  elements: dict
  contains:
    region:
      description: The Region, as in O(key_regions).
      type: str
      sample: eu-west-1
    key:
      description: The key, or none if there is none with this alias.
      type: dict
      contains:
        key_arn:
          description: The ARN of the key.
          type: str
          sample: arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
        key_state:
          description: The state of the key.
          type: str
          sample: Enabled
        enable_key_rotation:
          description:
            - Whether automatic rotation is enabled. None if the caller lacks the permission to read it, or this kind of
              key cannot have it.
          type: bool
        policy:
          description: The key policy, or none if the caller lacks the permission to read it.
          type: dict
        tags:
          description: The tags of the key, or none if the caller lacks the permission to read them.
          type: dict
iam_role:
  description: The IAM role, or none if it does not exist.
  returned: success, with O(role_name)
  type: dict
  contains:
    arn:
      description: The ARN of the IAM role.
      type: str
      sample: arn:aws:iam::111122223333:role/myapp-prod-dynamodb-backup-role
    assume_role_policy_document:
      description: The trust policy.
      type: dict
    inline_policies:
      description: The names of the inline policies.
      type: list
      elements: str
    managed_policies:
      description: The ARNs of the managed policies.
      type: list
      elements: str
    tags:
      description: The tags of the IAM role.
      type: dict
caller:
  description: Who calls AWS, if a key or the IAM role does not exist; otherwise none. A policy of a new key or role
    names the account.
  returned: success
  type: dict
  contains:
    account:
      description: The ID of the account.
      type: str
      sample: "111122223333"
    arn:
      description: The ARN of the caller.
      type: str
      sample: arn:aws:iam::111122223333:user/ann
region:
  description: The Region of the task, whether it comes from the task, the environment, or the profile.
  returned: success
  type: str
  sample: eu-west-1
problems:
  description: The invalid options, as data.
  returned: on failure, if options are invalid
  type: list
  elements: dict
  contains:
    path:
      description: The path of the option.
      type: str
      sample: key_regions[0]
    message:
      description: The problem.
      type: str
      sample: "'Frankfurt' is not the name of a Region, such as eu-west-1"
"""

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.module import run
from ansible_collections.stackkit.dynamodb.plugins.module_utils.shared import read, request


def main():
    run(request, read)


if __name__ == "__main__":
    main()
