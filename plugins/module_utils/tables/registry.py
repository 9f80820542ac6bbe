# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The aspects of a table, in the order in which Changes of one phase are applied (R2).

The imports are literal because Ansible reads import statements to find the files that a target needs.
"""

from __future__ import annotations

from .aspects import (
    autoscaling,
    capacity,
    contributor_insights,
    deletion_protection,
    disassociation_protection,
    kinesis_stream,
    on_demand_throughput,
    point_in_time_recovery,
    replicas,
    resource_policy,
    secondary_indexes,
    server_side_encryption,
    stream,
    table,
    tags,
    ttl,
    vector_indexes,
    warm_throughput,
)

ASPECTS = (
    table,
    deletion_protection,
    stream,
    capacity,
    on_demand_throughput,
    server_side_encryption,
    secondary_indexes,
    vector_indexes,
    autoscaling,
    replicas,
    disassociation_protection,
    ttl,
    point_in_time_recovery,
    contributor_insights,
    kinesis_stream,
    resource_policy,
    tags,
    warm_throughput,
)

# The aspects that each replica has separately.
IN_REPLICAS = tuple(aspect for aspect in ASPECTS if hasattr(aspect, "IN_REPLICAS"))


def option(aspect):
    """The main option of an aspect."""
    return next(iter(aspect.OPTIONS))


def replica_spec(aspect):
    """The argument spec of an aspect's options in an entry of `replicas`."""
    default = {option(aspect): aspect.OPTIONS[option(aspect)]}
    return getattr(aspect, "REPLICA_OPTIONS", default)
