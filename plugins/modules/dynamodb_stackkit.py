#!/usr/bin/python
# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
module: dynamodb_stackkit
short_description: Manage Amazon DynamoDB tables as declared
version_added: 0.9.0
description:
  - Creates, changes, and deletes one DynamoDB table, or many in one task.
  - Manages keys, billing mode, provisioned capacity, auto scaling, maximum on-demand throughput, warm throughput,
    global and local secondary indexes, vector indexes, replicas and witnesses, streams, Kinesis data streams,
    encryption, TTL, point-in-time recovery, Contributor Insights, the table class, deletion and disassociation
    protection, the resource policy, and tags.
  - An option that is omitted is not managed. It is not read, not compared, not changed, and requires no permission. The
    same rule applies to suboptions.
  - The module checks all options before the first call to AWS. One message lists every problem.
  - The module plans all changes before the first one, and applies them in the order that AWS requires. Check mode and
    diff mode show this plan.
  - The module never replaces a table. A change that AWS cannot make to an existing table is an error, also in check
    mode.
author:
  - The stackkit.dynamodb authors (@stackkit)
requirements:
  - python >= 3.9
  - boto3 >= 1.35.0
  - botocore >= 1.35.0
options:
  state:
    description:
      - Set the desired state of the table.
      - V(present) creates the table if it does not exist, and reconciles the declared options.
      - V(absent) deletes the table, its replicas, and its scalable targets. If deletion protection is enabled, this
        requires O(force_delete=true).
    type: str
    choices: [present, absent]
    default: present
  name:
    description:
      - Set the name of the table.
      - Required, unless O(tables) is set.
    type: str
    aliases: [table_name]
  tables:
    description:
      - Manage several tables in one task. Each entry accepts the options of this module, except O(tables), O(wait),
        O(wait_pending), O(wait_timeout), O(fail_on_pending), and the connection options, and is checked in the same
        way.
      - If an entry is invalid, the task fails before the first call to AWS. The message contains the path of the
        option, such as C(tables[3].ttl.attribute_name).
      - The tables are managed in parallel. If one of them fails, the others continue, and the task fails at the end.
      - Use this option for many tables. One task with many entries is much faster than one task for each table, because
        the start of a module takes about half a second.
    type: list
    elements: dict
  hash_key:
    description:
      - Set the attribute that is the partition key of the table.
      - Required to create the table. A different partition key for an existing table is an error.
    type: str
  range_key:
    description:
      - Set the attribute that is the sort key of the table.
      - A different sort key for an existing table is an error.
    type: str
  attributes:
    description:
      - Set the types of the key attributes of the table and its indexes.
      - Only the attributes of new keys are required. A different type for an existing key is an error.
      - An attribute that no key uses causes a warning and is not sent, because AWS would reject it.
    type: list
    elements: dict
    suboptions:
      name:
        description: Set the name of the attribute.
        type: str
        required: true
      type:
        description: Set the type of the attribute, which is string, number, or binary.
        type: str
        required: true
        choices: [S, N, B]
  table_class:
    description:
      - Set the table class.
      - AWS accepts two table class changes per 30 days. A further change is reported in RV(pending).
    type: str
    choices: [STANDARD, STANDARD_INFREQUENT_ACCESS]
  deletion_protection: &deletion_protection
    description: Enable deletion protection.
    type: bool
  billing_mode:
    description:
      - Set the billing mode, which is on-demand (V(PAY_PER_REQUEST)) or provisioned.
      - If it is omitted, a new table is provisioned if a capacity or auto scaling is declared, and on-demand otherwise.
      - AWS accepts four switches to V(PAY_PER_REQUEST) per 24 hours. A further switch is reported in RV(pending).
    type: str
    choices: [PAY_PER_REQUEST, PROVISIONED]
  read_capacity:
    description:
      - Set the provisioned read capacity units of the table.
      - Requires O(billing_mode=PROVISIONED).
    type: int
  write_capacity:
    description:
      - Set the provisioned write capacity units of the table.
      - Requires O(billing_mode=PROVISIONED).
    type: int
  on_demand_throughput:
    description:
      - Set the maximum on-demand throughput of the table.
      - Requires O(billing_mode=PAY_PER_REQUEST).
    type: dict
    suboptions:
      max_read_request_units:
        description: Set the maximum read request units per second. V(-1) removes the maximum.
        type: int
      max_write_request_units:
        description: Set the maximum write request units per second. V(-1) removes the maximum.
        type: int
  warm_throughput:
    description:
      - Raise the warm throughput of the table, which is the throughput that the table supports immediately.
      - A value below the current one is an error. AWS also increases warm throughput by itself, and never decreases it.
      - An increase takes some minutes, and AWS charges for it once.
    type: dict
    suboptions:
      read_units_per_second:
        description: Set the read units per second. A new on-demand table has 12000.
        type: int
      write_units_per_second:
        description: Set the write units per second. A new on-demand table has 4000.
        type: int
  global_secondary_indexes:
    description:
      - Manage the global secondary indexes of the table, at most 20. One task can create and delete several.
      - AWS cannot change the keys or the projection of an index. If they differ, O(allow_recreate) must contain
        V(global_secondary_indexes). The index is then deleted and re-created, and queries of it fail until it is
        active.
      - Indexes that are not listed are not changed, and are reported in RV(unlisted), unless O(purge_indexes=true).
    type: list
    elements: dict
    suboptions:
      name:
        description: Set the name of the index.
        type: str
        required: true
      hash_key:
        description:
          - Set the attribute that is the partition key of the index.
          - Required, unless O(global_secondary_indexes[].hash_keys) is set.
        type: str
      hash_keys:
        description: Set two to four attributes that are the composite partition key of the index.
        type: list
        elements: str
      range_key:
        description: Set the attribute that is the sort key of the index.
        type: str
      range_keys:
        description: Set two to four attributes that are the composite sort key of the index, in this order.
        type: list
        elements: str
      projection_type:
        description: Set which attributes AWS projects into the index.
        type: str
        choices: [ALL, KEYS_ONLY, INCLUDE]
        default: ALL
      non_key_attributes:
        description:
          - Set the non-key attributes to project into the index, at most 20. Their order has no meaning.
          - Required with O(global_secondary_indexes[].projection_type=INCLUDE), and not allowed otherwise.
        type: list
        elements: str
      read_capacity:
        description:
          - Set the provisioned read capacity units of the index.
          - A new index without this option has the capacity of the table.
          - Requires O(billing_mode=PROVISIONED).
        type: int
      write_capacity:
        description:
          - Set the provisioned write capacity units of the index.
          - A new index without this option has the capacity of the table.
          - Requires O(billing_mode=PROVISIONED).
        type: int
      on_demand_throughput:
        description:
          - Set the maximum on-demand throughput of the index.
          - Requires O(billing_mode=PAY_PER_REQUEST).
        type: dict
        suboptions:
          max_read_request_units:
            description: Set the maximum read request units per second. V(-1) removes the maximum.
            type: int
          max_write_request_units:
            description: Set the maximum write request units per second. V(-1) removes the maximum.
            type: int
      warm_throughput:
        description:
          - Raise the warm throughput of the index.
          - A value below the current one is an error.
        type: dict
        suboptions:
          read_units_per_second:
            description: Set the read units per second.
            type: int
          write_units_per_second:
            description: Set the write units per second.
            type: int
  local_secondary_indexes:
    description:
      - Set the local secondary indexes of the table, at most 5.
      - AWS creates them with the table. A different list for an existing table is an error.
    type: list
    elements: dict
    suboptions:
      name:
        description: Set the name of the index.
        type: str
        required: true
      range_key:
        description: Set the attribute that is the sort key of the index. Its partition key is that of the table.
        type: str
      projection_type:
        description: Set which attributes AWS projects into the index.
        type: str
        choices: [ALL, KEYS_ONLY, INCLUDE]
        default: ALL
      non_key_attributes:
        description:
          - Set the non-key attributes to project into the index, at most 20. Their order has no meaning.
          - Required with O(local_secondary_indexes[].projection_type=INCLUDE), and not allowed otherwise.
        type: list
        elements: str
  vector_indexes:
    description:
      - Manage the vector indexes of the table, at most 5.
      - Requires an on-demand table, and a version of botocore that supports vector indexes.
      - AWS cannot change a vector index. If it differs, O(allow_recreate) must contain V(vector_indexes). The index is
        then deleted and re-created, and searches of it fail until it is active.
      - Indexes that are not listed are not changed, and are reported in RV(unlisted), unless O(purge_indexes=true).
    type: list
    elements: dict
    suboptions:
      name:
        description: Set the name of the index.
        type: str
        required: true
      attribute:
        description: Set the attribute that contains the vector. It cannot be a key or be listed in O(attributes).
        type: str
        required: true
      dimensions:
        description: Set the number of dimensions of the vector, from 1 to 4096.
        type: int
        required: true
      distance_function:
        description: Set the function that measures the distance of two vectors.
        type: str
        required: true
        choices: [COSINE, DOT_PRODUCT, EUCLIDEAN]
      search_schema:
        description: Set the attributes that restrict a search. Declare their types in O(attributes).
        type: list
        elements: dict
        suboptions:
          attribute:
            description: Set the name of the attribute.
            type: str
            required: true
          type:
            description: Set whether the attribute partitions the vectors (V(HASH)) or filters them (V(INLINE_FILTER)).
            type: str
            required: true
            choices: [HASH, INLINE_FILTER]
      projection_type:
        description: Set which attributes AWS projects into the index.
        type: str
        choices: [ALL, KEYS_ONLY, INCLUDE]
        default: ALL
      non_key_attributes:
        description:
          - Set the non-key attributes to project into the index, at most 20. Their order has no meaning.
          - Required with O(vector_indexes[].projection_type=INCLUDE), and not allowed otherwise.
        type: list
        elements: str
  purge_indexes:
    description:
      - Delete the global secondary indexes and vector indexes that are not listed.
      - It applies only to O(global_secondary_indexes) or O(vector_indexes) if that option is set, also to an empty
        list.
    type: bool
    default: false
  stream:
    description:
      - Manage the DynamoDB stream of the table.
      - Replicas with eventual consistency require the stream. With strong consistency, each Region has its own stream,
        and this option manages that of the table's Region.
    type: dict
    suboptions:
      enabled:
        description: Enable the stream. V(false) disables it.
        type: bool
        required: true
      view_type:
        description:
          - Set the view type, which is the data of an item that the stream contains.
          - If it is omitted, the view type of an existing stream does not change, and a new stream has
            V(NEW_AND_OLD_IMAGES).
          - AWS cannot change it. If it differs, O(allow_recreate) must contain V(stream). The stream is then disabled,
            and a new stream with a new ARN is enabled.
        type: str
        choices: [NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES, KEYS_ONLY]
  server_side_encryption:
    description:
      - Manage the encryption at rest.
      - AWS accepts four changes per 24 hours. A further change is reported in RV(pending).
    type: dict
    suboptions:
      enabled:
        description: Encrypt the table with a KMS key. V(false) encrypts it with the AWS owned key.
        type: bool
        required: true
      kms_key_id:
        description:
          - Set the customer managed key by its ID, ARN, or alias.
          - If it is omitted, the AWS managed key C(alias/aws/dynamodb) is used.
          - In check mode, an alias that does not exist causes a warning and no error, because an earlier task may
            create it.
          - If it is another name of the current key, nothing changes.
        type: str
  ttl:
    description: Manage the time to live (TTL) of items.
    type: dict
    suboptions:
      enabled:
        description:
          - Enable TTL on the table. V(false) disables it.
          - AWS accepts one TTL change per hour. A different attribute requires two changes, so the second change is
            reported in RV(pending), and a later run applies it.
        type: bool
        required: true
      attribute_name:
        description:
          - Set the attribute that contains the expiration time.
          - Required with O(ttl.enabled=true).
        type: str
  point_in_time_recovery: &point_in_time_recovery
    description: Manage point-in-time recovery (PITR).
    type: dict
    suboptions:
      enabled:
        description: Enable point-in-time recovery. V(false) disables it.
        type: bool
        required: true
      recovery_period_in_days:
        description:
          - Set the recovery period, from 1 to 35 days.
          - If it is omitted, the current recovery period does not change, and a new one is 35 days.
        type: int
  contributor_insights: &contributor_insights
    description:
      - Manage CloudWatch Contributor Insights, which shows the most accessed and most throttled keys.
      - CloudWatch shows the values of keys in plain text, even if a customer managed key encrypts the table.
    type: dict
    suboptions:
      enabled:
        description: Enable Contributor Insights. V(false) disables it.
        type: bool
        required: true
      mode:
        description:
          - Set whether all keys or only throttled keys are recorded.
          - If it is omitted, the current mode does not change, and a new one is V(ACCESSED_AND_THROTTLED_KEYS).
        type: str
        choices: [ACCESSED_AND_THROTTLED_KEYS, THROTTLED_KEYS]
      indexes:
        description: Manage Contributor Insights of the global secondary indexes as well.
        type: bool
        default: true
  autoscaling:
    description:
      - Manage auto scaling of the provisioned capacity of the table and of its global secondary indexes.
      - A scaled capacity is controlled by auto scaling. It is not compared if it is between the minimum and the
        maximum. Otherwise it is set to the nearer of the two.
      - If the option is omitted, scalable targets are not read. Auto scaling then changes back a declared capacity
        that is outside its minimum and maximum.
    type: dict
    suboptions:
      enabled:
        description:
          - Register scalable targets with target tracking policies. V(false) deregisters all scalable targets, and the
            declared capacity applies again.
          - For an on-demand table, only V(false) is allowed.
        type: bool
        required: true
      read:
        description: Scale the read capacity of the table, and of each index that has no entry of its own.
        type: dict
        suboptions: &dimension
          min_capacity:
            description: Set the minimum capacity units.
            type: int
            required: true
          max_capacity:
            description: Set the maximum capacity units.
            type: int
            required: true
          target_value:
            description: Set the target utilization, from 10 to 90 percent.
            type: float
            default: 70.0
          scale_in_cooldown:
            description: Set the time between two decreases, in seconds.
            type: int
          scale_out_cooldown:
            description: Set the time between two increases, in seconds.
            type: int
          disable_scale_in:
            description: Disable decreases of the capacity.
            type: bool
          scheduled_actions:
            description: Set all scheduled actions. Actions that are not listed are deleted.
            type: list
            elements: dict
            suboptions:
              name:
                description: Set the name of the action.
                type: str
                required: true
              schedule:
                description: Set the schedule, as C(at(yyyy-mm-ddThh:mm:ss)), C(rate(5 minutes)), or C(cron(...)) with
                  six fields.
                type: str
                required: true
              timezone:
                description: Set the time zone of the schedule, such as C(Europe/Berlin).
                type: str
              start_time:
                description: Set the time from which the action applies, such as C(2026-12-24T18:00:00Z).
                type: str
              end_time:
                description: Set the time until which the action applies, such as C(2026-12-31T18:00:00Z).
                type: str
              min_capacity:
                description: Set the minimum capacity units from then on.
                type: int
              max_capacity:
                description: Set the maximum capacity units from then on.
                type: int
      write:
        description: Scale the write capacity of the table, and of each index that has no entry of its own.
        type: dict
        suboptions: *dimension
      indexes:
        description:
          - Scale individual indexes differently. An index without an entry is scaled like the table.
          - A dimension that an entry omits is not managed for that index.
        type: list
        elements: dict
        suboptions:
          name:
            description: Set the name of the index.
            type: str
            required: true
          read:
            description: Scale the read capacity of the index. The suboptions are those of O(autoscaling.read).
            type: dict
            suboptions: *dimension
          write:
            description: Scale the write capacity of the index. The suboptions are those of O(autoscaling.read).
            type: dict
            suboptions: *dimension
  kinesis_stream: &kinesis_stream
    description: Manage the Kinesis data stream to which DynamoDB streams changes of items.
    type: dict
    suboptions:
      enabled:
        description: Stream changes to the Kinesis data stream. V(false) disables it.
        type: bool
        required: true
      stream_arn:
        description:
          - Set the ARN of the Kinesis data stream.
          - Required with O(kinesis_stream.enabled=true).
        type: str
      timestamp_precision:
        description:
          - Set the precision of the timestamps.
          - If it is omitted, the current precision does not change, and a new one is V(MILLISECOND).
        type: str
        choices: [MILLISECOND, MICROSECOND]
  resource_policy: &resource_policy
    description:
      - Set the resource policy of the table, at most 20 KB, as JSON or as a dict. V({}) deletes the policy.
      - The policy is compared by meaning. The diff and RV(actions) show only a digest of it.
    type: json
  confirm_remove_self_resource_access:
    description:
      - Confirm a resource policy that removes the caller's own permission to change it. AWS rejects such a policy
        otherwise.
    type: bool
    default: false
  tags:
    description:
      - Set the tags of the table, at most 50.
      - An empty dict removes all tags, except those that AWS itself sets.
    type: dict
    aliases: [resource_tags]
  purge_tags:
    description: Remove tags that are not in O(tags).
    type: bool
    default: true
  replicas:
    description:
      - Manage the replicas of the table in other Regions.
      - A replica that does not declare tags, point-in-time recovery, deletion protection, or Contributor Insights has
        those that the table declares.
      - Replicas with eventual consistency require a stream. If O(stream) is omitted and no stream is enabled, the
        module enables one.
      - A provisioned table with replicas must scale its write capacity. To add a replica to it, declare O(autoscaling).
      - A replica that AWS could not create is an error. If O(allow_recreate) contains V(replicas), it is removed and
        added again.
      - Replicas that are not listed are not changed, and are reported in RV(unlisted), unless O(purge_replicas=true).
    type: list
    elements: dict
    suboptions:
      region:
        description: Set the Region of the replica, in the partition of the table.
        type: str
        required: true
      kms_key_id:
        description:
          - Set a customer managed key in the Region of the replica. Either the table and all replicas have a customer
            managed key, or none of them has.
          - To change it, O(allow_recreate) must contain V(replicas). The replica is then removed and added again.
        type: str
      table_class:
        description: Override the table class of the table.
        type: str
        choices: [STANDARD, STANDARD_INFREQUENT_ACCESS]
      read_capacity:
        description:
          - Override the provisioned read capacity units of the table.
          - Requires O(billing_mode=PROVISIONED).
        type: int
      max_read_request_units:
        description:
          - Override the maximum read request units per second of the table.
          - Requires O(billing_mode=PAY_PER_REQUEST).
        type: int
      global_secondary_indexes:
        description: Override settings of individual global secondary indexes.
        type: list
        elements: dict
        suboptions:
          name:
            description: Set the name of the index.
            type: str
            required: true
          read_capacity:
            description:
              - Override the provisioned read capacity units of the index.
              - Requires O(billing_mode=PROVISIONED).
            type: int
          max_read_request_units:
            description:
              - Override the maximum read request units per second of the index.
              - Requires O(billing_mode=PAY_PER_REQUEST).
            type: int
      deletion_protection: *deletion_protection
      point_in_time_recovery: *point_in_time_recovery
      contributor_insights: *contributor_insights
      kinesis_stream: *kinesis_stream
      resource_policy: *resource_policy
      tags:
        description: Set the tags of the replica. O(purge_tags) applies to them as well.
        type: dict
      autoscaling:
        description:
          - Scale the read capacity of the replica. Its write capacity is scaled with that of the table.
          - Ignored if O(autoscaling.enabled=false), which also deregisters the scalable targets in the replicas.
        type: dict
        suboptions:
          read:
            description: Scale the read capacity of the replica, and of each index that has no entry of its own.
            type: dict
            suboptions: *dimension
          indexes:
            description: Scale individual indexes differently. An index without an entry is scaled like the replica.
            type: list
            elements: dict
            suboptions:
              name:
                description: Set the name of the index.
                type: str
                required: true
              read:
                description: Scale the read capacity of the index. The suboptions are those of O(autoscaling.read).
                type: dict
                suboptions: *dimension
  purge_replicas:
    description:
      - Remove the replicas that are not listed. It applies only if O(replicas) is set, also to an empty list.
      - The removal of a replica with deletion protection requires O(force_delete=true) or O(deletion_protection=false).
    type: bool
    default: false
  multi_region_consistency:
    description:
      - Set the consistency of the replicas. Requires O(replicas).
      - V(STRONG) requires two replicas, or one replica and O(witness_region). The module adds them by one call, to an
        empty table without replicas. If the table exists, it also requires O(ttl.enabled=false).
      - A different consistency for a table with replicas is an error.
    type: str
    choices: [EVENTUAL, STRONG]
  witness_region:
    description: Set the Region of the witness of a table with strong consistency and one replica.
    type: str
  disassociation_protection:
    description:
      - Enable disassociation protection of the table and its replicas, which prevents a replica from becoming a
        separate table. AWS enables it by default.
      - Requires O(replicas), and a version of botocore that supports it.
    type: bool
  allow_recreate:
    description:
      - Confirm that the module may delete and re-create what AWS cannot change.
      - V(replicas) allows the module to remove a replica and add it again. V(stream) allows the module to disable the
        stream and enable a new one, which has a new ARN.
    type: list
    elements: str
    choices: [global_secondary_indexes, replicas, stream, vector_indexes]
  force_delete:
    description:
      - Confirm that the module may disable deletion protection before it deletes the table with O(state=absent), or
        removes a replica.
    type: bool
    default: false
  wait:
    description:
      - Wait until the last change has been applied. Between two changes that AWS does not accept at the same time, the
        module always waits.
      - On the controller, the module shows its progress while it waits.
        L(This page,https://github.com/stackkit/stackkit.dynamodb/blob/main/docs/progress.md) says when, and how to
        switch it off.
    type: bool
    default: true
  wait_pending:
    description:
      - Wait, within O(wait_timeout), until AWS's rate limits allow the changes that are pending, and apply them. The
        module applies all other changes first.
      - If AWS states that it accepts a change only after O(wait_timeout), the module does not wait for it. A change of
        the TTL attribute takes an hour, so it requires an O(wait_timeout) of more than an hour.
    type: bool
    default: false
  fail_on_pending:
    description:
      - Fail if a change is pending, after all other changes have been applied. Otherwise, a pending change causes a
        warning.
      - In check mode, the task does not fail. A change that will be pending causes a warning.
    type: bool
    default: false
  wait_timeout:
    description: Set the time that the whole task may wait, in seconds.
    type: int
    default: 3600
attributes:
  check_mode:
    support: full
    description: Check mode returns the same actions as a run without check mode, in the same order.
  diff_mode:
    support: full
    description: The diff is the plan as text. RV(differences) contains the same as data.
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - stackkit.dynamodb.pace
"""

EXAMPLES = r"""
- name: Create an on-demand table with tags
  stackkit.dynamodb.dynamodb_stackkit:
    name: myapp-dev-users
    hash_key: user_id
    range_key: created_at
    attributes:
      - {name: user_id, type: S}
      - {name: created_at, type: S}
    tags:
      Owner: backend-team

- name: Create a table with a stream, point-in-time recovery, encryption, deletion protection, and TTL
  stackkit.dynamodb.dynamodb_stackkit:
    name: ecommerce-prod-orders
    hash_key: order_id
    attributes:
      - {name: order_id, type: S}
    stream: {enabled: true, view_type: NEW_AND_OLD_IMAGES}
    point_in_time_recovery: {enabled: true, recovery_period_in_days: 14}
    server_side_encryption: {enabled: true}
    deletion_protection: true
    ttl: {enabled: true, attribute_name: expires_at}
  register: orders

- name: Add an index to an existing table
  stackkit.dynamodb.dynamodb_stackkit:
    name: ecommerce-prod-orders
    attributes:
      - {name: customer_id, type: S}
      - {name: placed_at, type: N}
    global_secondary_indexes:
      - name: by-customer
        hash_key: customer_id
        range_key: placed_at
        projection_type: INCLUDE
        non_key_attributes: [total]

- name: Switch to provisioned capacity
  stackkit.dynamodb.dynamodb_stackkit:
    name: ecommerce-prod-orders
    billing_mode: PROVISIONED
    read_capacity: 100
    write_capacity: 50

- name: Manage several tables in one task
  stackkit.dynamodb.dynamodb_stackkit:
    tables:
      - name: myapp-dev-sessions
        hash_key: session_id
        attributes: [{name: session_id, type: S}]
        ttl: {enabled: true, attribute_name: expires_at}
      - name: myapp-dev-audit
        hash_key: day
        range_key: event_id
        attributes: [{name: day, type: S}, {name: event_id, type: S}]
        table_class: STANDARD_INFREQUENT_ACCESS

- name: Create a table with auto scaling and replicas in two other Regions
  stackkit.dynamodb.dynamodb_stackkit:
    name: global-app-prod-users
    hash_key: user_id
    attributes:
      - {name: user_id, type: S}
    billing_mode: PROVISIONED
    read_capacity: 100
    write_capacity: 100
    autoscaling:
      enabled: true
      read: &between {min_capacity: 50, max_capacity: 1000}
      write: *between
    replicas:
      - {region: us-east-1, autoscaling: {read: *between}}
      - {region: ap-southeast-1, autoscaling: {read: *between}, tags: {Owner: asia-team}}
    tags:
      Owner: backend-team

- name: Remove all replicas except one
  stackkit.dynamodb.dynamodb_stackkit:
    name: global-app-prod-users
    replicas:
      - region: us-east-1
    purge_replicas: true

- name: Delete several tables
  stackkit.dynamodb.dynamodb_stackkit:
    tables:
      - {name: myapp-dev-users, state: absent}
      - {name: myapp-dev-sessions, state: absent}
      - {name: myapp-dev-audit, state: absent}
      - {name: ecommerce-prod-orders, state: absent, force_delete: true}
"""

RETURN = r"""
actions:
  description:
    - The actions that were taken, or in check mode would be taken. Each one describes one call that changes something,
      in the order of the calls.
    - With O(tables), each action begins with the name of its table.
  returned: always
  type: list
  elements: str
  sample: ["create index by-customer with partition key customer_id (S), projection ALL"]
changes:
  description: The same as RV(actions), as data for conditions and templates.
  returned: always
  type: list
  elements: dict
  contains:
    key:
      description: What changes. A replacement has two changes with the same key.
      type: str
      sample: global_secondary_indexes[by-customer]
    kind:
      description: How it changes, which is C(create), C(update), C(delete), or C(replace).
      type: str
      sample: create
    resource:
      description: The name of the table.
      type: str
      sample: ecommerce-prod-orders
    region:
      description: The Region in which it changes.
      type: str
      sample: eu-west-1
    action:
      description: The action.
      type: str
      sample: create index by-customer with partition key customer_id (S), projection ALL
differences:
  description:
    - What differs, one entry for each resource that changes, with its C(resource) and C(region), and the options that
      differ as C(before) and C(after). C(notes) contains notes, for example that queries fail until an index is active.
    - The diff, which Ansible shows with C(--diff), is the same as text.
  returned: always
  type: list
  elements: dict
table:
  description:
    - The return values of DescribeTable in snake_case, and C(table_stream_arn) if a stream is enabled.
    - The declared settings that DescribeTable does not return, in the form of their options, such as RV(table.tags).
    - Empty if the table does not exist.
  returned: on success, without O(tables)
  type: dict
  contains:
    table_name:
      description: The name of the table.
      type: str
      sample: myapp-dev-users
    table_arn:
      description: The ARN of the table.
      type: str
      sample: arn:aws:dynamodb:eu-west-1:123456789012:table/myapp-dev-users
    table_id:
      description: The ID of the table. A re-created table of the same name has a different ID.
      type: str
    table_status:
      description: The status of the table.
      type: str
      sample: ACTIVE
    table_stream_arn:
      description: The ARN of the stream, if a stream is enabled.
      type: str
    tags:
      description: The tags of the table, if O(tags) is set.
      type: dict
declaration:
  description:
    - The options of this module that describe the table, as M(stackkit.dynamodb.dynamodb_stackkit_info) returns them,
      without settings that the task did not read.
    - In check mode, the options as they would be after a run.
    - Empty if the table does not exist.
  returned: on success, without O(tables)
  type: dict
  sample: {"name": "myapp-dev-users", "hash_key": "user_id", "billing_mode": "PAY_PER_REQUEST"}
unlisted:
  description: The names of indexes and replicas that exist, are not listed in a declared option, and were not changed,
    by option.
  returned: without O(tables)
  type: dict
  sample: {"global_secondary_indexes": ["by-status"], "vector_indexes": [], "replicas": []}
pending:
  description:
    - The declared settings that AWS does not accept yet because of a rate limit, each also as a warning. They are not
      a failure, unless O(fail_on_pending) is set. Run the task again later, or use O(wait_pending).
    - In check mode, those that are certain, such as the second step of a change of the TTL attribute.
  returned: without O(tables)
  type: list
  elements: dict
  contains:
    path:
      description: The option.
      type: str
      sample: ttl
    reason:
      description: The reason.
      type: str
      sample: "Cannot enable TTL on attribute expires_at yet: AWS accepts one TTL change per hour (R13). [...]"
    earliest:
      description: The time from which AWS accepts the change, or none if AWS does not return it.
      type: str
      sample: "2026-12-24T18:00:00Z"
region:
  description: The Region of the tables, whether it comes from the task, the environment, or the profile.
  returned: always
  type: str
  sample: eu-west-1
tables:
  description:
    - The result for each table, by name. It contains RV(ignore:changed), RV(actions), RV(changes), RV(table),
      RV(declaration), RV(unlisted), and RV(pending).
    - A table that failed has no RV(table) and no RV(declaration), but RV(ignore:msg), RV(error), RV(applied),
      RV(remaining), and RV(problems).
  returned: with O(tables)
  type: dict
error:
  description: The error.
  returned: on failure after the options were checked, without O(tables)
  type: dict
  contains:
    code:
      description:
        - The error code of AWS. If AWS did not return one, the name of the error in botocore, such as
          C(NoCredentialsError), or the HTTP status, such as C(501).
        - None if the error comes neither from AWS nor from botocore.
      type: str
      sample: AccessDeniedException
    message:
      description: The error message of AWS, botocore, or the module.
      type: str
    request_id:
      description: The request ID of AWS, or none.
      type: str
applied:
  description: The actions that were taken before the failure. Run the task again to apply the remaining ones.
  returned: on failure after the options were checked, without O(tables)
  type: list
  elements: str
remaining:
  description: The actions that were not taken because of the failure.
  returned: on failure after the options were checked, without O(tables)
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
      sample: tables[2].ttl.attribute_name
    message:
      description: The problem.
      type: str
      sample: "is required with enabled: true"
    requires:
      description: The option and the value that confirm the change.
      returned: if the change has to be confirmed
      type: dict
      sample: {"option": "allow_recreate", "value": "[replicas]"}
"""

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.module import run
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables import reconcile, request


def main():
    run(request, reconcile)


if __name__ == "__main__":
    main()
