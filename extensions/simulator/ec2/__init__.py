# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from .endpoints import create_vpc_endpoint, describe_vpc_endpoints, modify_vpc_endpoint

# Gateway endpoints. The mounted emulator answers the rest of EC2; its endpoints have no policy and ignore filters.
# Operation -> function of (context, form, VPC of a route table) that returns the answer's XML or raises AwsError.
OPERATIONS = {
    "CreateVpcEndpoint": create_vpc_endpoint,
    "DescribeVpcEndpoints": describe_vpc_endpoints,
    "ModifyVpcEndpoint": modify_vpc_endpoint,
}
