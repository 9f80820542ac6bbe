#!/usr/bin/python
# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
module: dynamodb_stackkit_endpoint
short_description: Keep the gateway endpoint through which a VPC reaches Amazon DynamoDB
version_added: 0.1.0
description:
  - Keeps the one gateway endpoint for DynamoDB of a VPC. Whatever has tables shares it, so it is only added to. Route
    tables and tags that are missing are added, none is taken, no tag is given another value, and the endpoint is never
    deleted.
  - M(amazon.aws.ec2_vpc_endpoint) cannot change an endpoint. It takes one with other route tables for none, and tries
    to create a second one.
  - A route table that another endpoint of the VPC for DynamoDB has is served, and left there.
author:
  - The stackkit.dynamodb authors (@stackkit)
options:
  vpc_id:
    description: The VPC.
    type: str
    required: true
  route_table_ids:
    description: The route tables that shall lead to the endpoint.
    type: list
    elements: str
    default: []
  policy:
    description:
      - What may be done through the endpoint, whatever IAM allows besides. Left out, it is not managed, and a new
        endpoint lets everything pass.
      - It is compared by meaning. Whoever declares another one for the same VPC would replace it in turn.
    type: json
  tags:
    description: Tags that the endpoint shall have. One that it has already keeps its value.
    type: dict
attributes:
  check_mode:
    support: full
    description: The actions of check mode are those of the real run, in the same words and order.
  diff_mode:
    support: full
    description: Route tables and tags before and after. The policy is not shown.
seealso:
  - module: stackkit.dynamodb.dynamodb_stackkit
  - module: stackkit.dynamodb.dynamodb_stackkit_access
  - module: amazon.aws.ec2_vpc_endpoint
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - amazon.aws.boto3
"""

EXAMPLES = r"""
- name: Let the private subnets reach DynamoDB without the internet
  stackkit.dynamodb.dynamodb_stackkit_endpoint:
    vpc_id: vpc-00000001
    route_table_ids: [rtb-00000001]
    tags: {Owner: network-team}
"""

RETURN = r"""
actions:
  description: What was done, or in check mode would be done, a sentence for each mutating call.
  returned: always
  type: list
  elements: str
  sample: ["add rtb-0123456789abcdef1 to the endpoint vpce-0123456789abcdef0"]
vpc_endpoint_id:
  description: The endpoint's ID; none where check mode would create it.
  returned: always
  type: str
region:
  description: The region that was worked in, whether the task named it or the session.
  returned: always
  type: str
  sample: eu-west-1
error:
  description: AWS's error, with C(code), C(message) and C(request_id). C(code) is none where it was not AWS that
    refused.
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

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.module import run
from ansible_collections.stackkit.dynamodb.plugins.module_utils.endpoints import reconcile, request


def main():
    run(request, reconcile)


if __name__ == "__main__":
    main()
