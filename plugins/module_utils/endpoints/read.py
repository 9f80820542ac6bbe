# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reading the gateway endpoints of a VPC."""

from __future__ import annotations

# The states of an endpoint that cannot be used.
UNUSABLE = ("deleting", "deleted", "failed", "rejected", "expired")


def service(region):
    """The service name of DynamoDB for VPC endpoints."""
    return f"com.amazonaws.{region}.dynamodb"


def read(item, run):
    """Fill `have`. Raises AwsError."""
    filters = {"vpc-id": item.want["vpc_id"], "service-name": service(item.region)}
    found = run.aws.in_region(item.region, "vpc_id").pages(
        "describe_vpc_endpoints",
        "VpcEndpoints",
        service="ec2",
        action=f"read the endpoints of {item.want['vpc_id']}",
        Filters=[{"Name": name, "Values": [value]} for name, value in filters.items()],
    )
    item.have = current(item.want, found)


def current(want, found):
    """The current state -> {own: the endpoint to manage, routed: the route tables of all endpoints}; {} if none exists.

    A VPC can have several endpoints for different route tables (R113). The module manages the one with the most of the
    declared route tables; among equals the first by ID, because EC2 lists them in no order.
    """
    existing = [one for one in found if one["VpcEndpointType"] == "Gateway" and one["State"].lower() not in UNUSABLE]
    if not existing:
        return {}
    wanted = set(want["route_table_ids"])
    own = min(existing, key=lambda one: (-len(wanted & set(one["RouteTableIds"])), one["VpcEndpointId"]))
    return {"own": own, "routed": {table for one in existing for table in one["RouteTableIds"]}}
