#!/usr/bin/python
# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
module: dynamodb_stackkit_endpoint
short_description: Manage the gateway endpoint of a VPC for Amazon DynamoDB
version_added: 0.9.0
description:
  - Creates the gateway endpoint for DynamoDB of a VPC, and adds route tables and tags to it.
  - The endpoint can be shared, so the module never removes a route table or a tag, never changes the value of a tag,
    and never deletes the endpoint.
  - M(amazon.aws.ec2_vpc_endpoint) cannot change an endpoint. If the route tables differ, it tries to create a second
    one.
  - A route table of another gateway endpoint for DynamoDB in the VPC is not moved to this endpoint.
author:
  - The stackkit.dynamodb authors (@stackkit)
requirements:
  - python >= 3.9
  - boto3 >= 1.35.0
  - botocore >= 1.35.0
options:
  vpc_id:
    description: Set the ID of the VPC.
    type: str
    required: true
  route_table_ids:
    description: Add the endpoint to the route tables with these IDs.
    type: list
    elements: str
    default: []
  policy:
    description:
      - Set the policy of the endpoint, as JSON or as a dict. It restricts what callers can do through the endpoint.
      - If it is omitted, the policy is not managed, and a new endpoint allows everything.
      - The policy is compared by meaning. It replaces a policy that another task has set for the same VPC.
    type: json
  tags:
    description: Add these tags to the endpoint. The value of an existing tag is not changed.
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
  - module: stackkit.dynamodb.dynamodb_stackkit_access
  - module: amazon.aws.ec2_vpc_endpoint
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - stackkit.dynamodb.pace
"""

EXAMPLES = r"""
- name: Create a gateway endpoint for the route table of the private subnets
  stackkit.dynamodb.dynamodb_stackkit_endpoint:
    vpc_id: vpc-00000001
    route_table_ids: [rtb-00000001]
    tags: {Owner: network-team}
"""

RETURN = r"""
actions:
  description: The actions that were taken, or in check mode would be taken. Each one describes one call that changes
    something.
  returned: always
  type: list
  elements: str
  sample: ["create the endpoint of vpc-0a1b2c3d to DynamoDB for rtb-0a1b2c3d"]
changes:
  description: The same as RV(actions), as data for conditions and templates.
  returned: always
  type: list
  elements: dict
  contains:
    key:
      description: What changes.
      type: str
      sample: vpc_endpoint
    kind:
      description: How it changes, which is C(create), C(update), C(delete), or C(replace).
      type: str
      sample: create
    resource:
      description: The endpoint.
      type: str
      sample: endpoint of vpc-0a1b2c3d
    region:
      description: The Region of the task.
      type: str
      sample: eu-west-1
    action:
      description: The action.
      type: str
      sample: create the endpoint of vpc-0a1b2c3d to DynamoDB for rtb-0a1b2c3d
differences:
  description:
    - What differs, one entry for each resource that changes, with its C(resource) and C(region), and the options that
      differ as C(before) and C(after). C(notes) contains notes, for example that queries fail until an index is active.
    - The diff, which Ansible shows with C(--diff), is the same as text.
  returned: always
  type: list
  elements: dict
vpc_endpoint_id:
  description: The ID of the endpoint, or none if a run without check mode would create it.
  returned: always
  type: str
region:
  description: The Region of the task, whether it comes from the task, the environment, or the profile.
  returned: always
  type: str
  sample: eu-west-1
error:
  description: The error.
  returned: on failure after the options were checked
  type: dict
  contains:
    code:
      description:
        - The error code of AWS. If AWS did not return one, the name of the error in botocore, such as
          C(NoCredentialsError), or the HTTP status, such as C(501).
        - None if the error comes neither from AWS nor from botocore.
      type: str
      sample: UnauthorizedOperation
    message:
      description: The error message of AWS, botocore, or the module.
      type: str
    request_id:
      description: The request ID of AWS, or none.
      type: str
applied:
  description: The actions that were taken before the failure. Run the task again to apply the remaining ones.
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
      sample: vpc_id
    message:
      description: The problem.
      type: str
      sample: "'vpc' is not the ID of a VPC, such as vpc-0a1b2c3d"
"""

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.module import run
from ansible_collections.stackkit.dynamodb.plugins.module_utils.endpoints import reconcile, request


def main():
    run(request, reconcile)


if __name__ == "__main__":
    main()
