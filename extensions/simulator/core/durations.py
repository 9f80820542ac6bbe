# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Durations:
    """How long each change takes in AWS, in seconds of the simulator's clock."""

    table_create: float = 7.0
    table_create_with_indexes: float = 17.0
    table_delete: float = 6.0
    throughput_update: float = 2.0
    billing_switch: float = 85.0
    stream_update: float = 5.0
    class_update: float = 5.0
    index_allocate: float = 40.0  # table UPDATING, index CREATING, Backfilling false
    index_backfill: float = 480.0  # table ACTIVE, index CREATING, Backfilling true
    index_delete: float = 5.0
    index_update: float = 3.0
    encryption_old_key: float = 9.0  # part of encryption_update; DescribeTable shows the old key
    encryption_update: float = 22.0
    warm_throughput_update: float = 400.0
    time_to_live_update: float = 2.0
    backups_unavailable: float = 10.0  # after a new table becomes ACTIVE
    tag_lock: float = 1.6
    tagging: float = 20.0  # until the Tagging API shows a change; AWS documents only that it takes some time (R86)
    protection_cooldown: float = 15.0
    insights_update: float = 2.0
    destination_enable: float = 6.0
    destination_fail: float = 2.0
    destination_fail_late: float = 62.0  # a stream of another account
    destination_disable: float = 2.0
    destination_update: float = 140.0
    policy_lock: float = 1.5  # part of policy_cooldown; AWS returns another error
    policy_cooldown: float = 15.0
    autoscaling_reaction: float = 4.0  # to new limits
    autoscaling_restore: float = 120.0  # of a capacity that another caller has set
    replica_appears: float = 7.0  # part of replica_create; then Replicas and the Region show it
    replica_create: float = 25.0
    replica_delete_table: float = 36.0  # part of replica_delete; the table is UPDATING
    replica_delete: float = 125.0
    replica_table_delete: float = 20.0  # after the replica is removed from Replicas
    replica_update: float = 36.0
    source_region: float = 86400.0  # 0: until the replicas added there are deleted
