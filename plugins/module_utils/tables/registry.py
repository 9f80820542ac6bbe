# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The aspects of a table, in the order in which changes of one phase are made (R2).

Imported literally: Ansible finds what to send to the target by reading import statements.
"""

from __future__ import annotations

from .aspects import (
    autoscaling,
    capacity,
    ceilings,
    disassociation,
    encryption,
    indexes,
    insights,
    kinesis,
    policy,
    protection,
    recovery,
    replicas,
    stream,
    table,
    tags,
    ttl,
    vectors,
    warm,
)

ASPECTS = (
    table,
    protection,
    stream,
    capacity,
    ceilings,
    encryption,
    indexes,
    vectors,
    autoscaling,
    replicas,
    disassociation,
    ttl,
    recovery,
    insights,
    kinesis,
    policy,
    tags,
    warm,
)
