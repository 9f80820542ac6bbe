#!/usr/bin/python
# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
module: dynamodb_stackkit
short_description: Keep Amazon DynamoDB tables exactly as declared
version_added: 0.1.0
description:
  - Keeps one DynamoDB table, or many, as declared. That is keys, billing and capacity, secondary indexes, stream,
    encryption, time to live, point-in-time recovery, class, deletion protection and tags.
  - An option that is left out is not managed. It is neither read, nor compared, nor changed, and needs no permission.
    Options inside an option follow the same rule.
  - The whole request is checked before the first call to AWS, and one message names everything that is wrong with it.
  - The changes are planned as a whole and made in the order that AWS demands, one after the other where it refuses
    two at once. Check mode and the diff are the plan itself.
  - The module never replaces a table. What would need that is an error, in check mode too.
author:
  - The stackkit.dynamodb authors (@stackkit)
options:
  state:
    description:
      - V(present) creates the table where it does not exist, and brings it to what is declared.
      - V(absent) deletes the table. It refuses while deletion protection is on, unless O(force_delete=true).
    type: str
    choices: [present, absent]
    default: present
  name:
    description:
      - The table's name.
      - Required, unless O(tables) is given.
    type: str
    aliases: [table_name]
  tables:
    description:
      - Many tables in one run. Each entry takes the options of this module, without those of the connection, O(wait),
        O(wait_timeout) and O(tables), and is checked exactly alike.
      - An entry that is wrong refuses the whole task before the first call, with its place in the message, as in
        C(tables[3].ttl.attribute_name).
      - The tables are kept side by side. One that fails does not stop the others, and the task fails at the end and
        names it.
      - A module start costs half a second and a table in a running one some milliseconds, so this is how many are kept.
    type: list
    elements: dict
  hash_key:
    description:
      - The attribute that is the table's partition key.
      - Needed to create the table. It cannot change afterwards; another one on a live table is an error.
    type: str
  range_key:
    description:
      - The attribute that is the table's sort key, if it has one. It cannot change afterwards.
    type: str
  attributes:
    description:
      - The types of the key attributes of the table and its indexes.
      - Only keys that are new need to be named. The types of live ones are kept, and a different one is an error.
      - An attribute that no key uses is left out, with a warning that names it. AWS would refuse it.
    type: list
    elements: dict
    suboptions:
      name:
        description: The attribute's name.
        type: str
        required: true
      type:
        description: String, number or binary.
        type: str
        required: true
        choices: [S, N, B]
  table_class:
    description:
      - The table's class. AWS accepts two changes in 30 days; a third one becomes RV(pending).
    type: str
    choices: [STANDARD, STANDARD_INFREQUENT_ACCESS]
  deletion_protection: &deletion_protection
    description: Whether the table is protected against deletion.
    type: bool
  billing_mode:
    description:
      - How reads and writes are paid. A new table is V(PAY_PER_REQUEST) where neither this nor a capacity is declared.
      - AWS accepts four switches to V(PAY_PER_REQUEST) in 24 hours; one more becomes RV(pending).
    type: str
    choices: [PAY_PER_REQUEST, PROVISIONED]
  read_capacity:
    description: Reads a second that are provisioned for the table. Only with O(billing_mode=PROVISIONED).
    type: int
  write_capacity:
    description: Writes a second that are provisioned for the table. Only with O(billing_mode=PROVISIONED).
    type: int
  on_demand_throughput:
    description: Ceilings of what a table that is billed on demand serves. Only with O(billing_mode=PAY_PER_REQUEST).
    type: dict
    suboptions:
      max_read_request_units:
        description: The most reads a second; V(-1) removes the ceiling.
        type: int
      max_write_request_units:
        description: The most writes a second; V(-1) removes the ceiling.
        type: int
  warm_throughput:
    description:
      - What the table can take at once. It only rises, by AWS's own doing too; lowering it is an error.
      - A raise takes some minutes, and is paid for once.
    type: dict
    suboptions:
      read_units_per_second:
        description: Reads a second. A table billed on demand starts with 12000.
        type: int
      write_units_per_second:
        description: Writes a second. A table billed on demand starts with 4000.
        type: int
  global_secondary_indexes:
    description:
      - The table's global secondary indexes, at most 20. Several may be created and deleted in one run.
      - AWS cannot change an index's keys or projection. Where they differ, O(allow_recreate) has to list
        V(global_secondary_indexes); the index is then deleted and created anew, and queries of it fail meanwhile.
      - Indexes that are there and not listed are left and named in RV(unlisted), unless O(purge_indexes=true).
    type: list
    elements: dict
    suboptions:
      name:
        description: The index's name.
        type: str
        required: true
      hash_key:
        description: The attribute that is the index's partition key. This or O(global_secondary_indexes[].hash_keys).
        type: str
      hash_keys:
        description: Two to four attributes that together are the index's partition key.
        type: list
        elements: str
      range_key:
        description: The attribute that is the index's sort key, if it has one.
        type: str
      range_keys:
        description: Two to four attributes that together are the index's sort key, in their order.
        type: list
        elements: str
      projection_type:
        description: Which attributes of an item the index holds.
        type: str
        choices: [ALL, KEYS_ONLY, INCLUDE]
        default: ALL
      non_key_attributes:
        description:
          - The attributes that the index holds besides the keys, at most 20. Their order means nothing.
          - Needed with O(global_secondary_indexes[].projection_type=INCLUDE), and only taken then.
        type: list
        elements: str
      read_capacity:
        description:
          - Reads a second that are provisioned for the index. Only with O(billing_mode=PROVISIONED).
          - An index that needs a number and has none takes the table's.
        type: int
      write_capacity:
        description: Writes a second that are provisioned for the index, likewise.
        type: int
      on_demand_throughput:
        description: The index's ceilings, as in O(on_demand_throughput).
        type: dict
        suboptions:
          max_read_request_units:
            description: The most reads a second; V(-1) removes the ceiling.
            type: int
          max_write_request_units:
            description: The most writes a second; V(-1) removes the ceiling.
            type: int
      warm_throughput:
        description: What the index can take at once, as in O(warm_throughput).
        type: dict
        suboptions:
          read_units_per_second:
            description: Reads a second.
            type: int
          write_units_per_second:
            description: Writes a second.
            type: int
  local_secondary_indexes:
    description:
      - The table's local secondary indexes, at most 5. They are made with the table; any change afterwards is an error.
    type: list
    elements: dict
    suboptions:
      name:
        description: The index's name.
        type: str
        required: true
      range_key:
        description: The attribute that is the index's sort key. Its partition key is the table's.
        type: str
      projection_type:
        description: Which attributes of an item the index holds.
        type: str
        choices: [ALL, KEYS_ONLY, INCLUDE]
        default: ALL
      non_key_attributes:
        description: As in O(global_secondary_indexes[].non_key_attributes).
        type: list
        elements: str
  vector_indexes:
    description:
      - The table's vector indexes, at most 5. The table must be billed on demand, and botocore must know them.
      - AWS cannot change one. Where it differs, O(allow_recreate) has to list V(vector_indexes).
    type: list
    elements: dict
    suboptions:
      name:
        description: The index's name.
        type: str
        required: true
      attribute:
        description: The attribute that holds the vector. It is no key, and must not be in O(attributes).
        type: str
        required: true
      dimensions:
        description: The vector's dimensions, 1 to 4096.
        type: int
        required: true
      distance_function:
        description: How nearness is measured.
        type: str
        required: true
        choices: [COSINE, DOT_PRODUCT, EUCLIDEAN]
      search_schema:
        description: Attributes by which searches are narrowed. Their types are given in O(attributes).
        type: list
        elements: dict
        suboptions:
          attribute:
            description: The attribute's name.
            type: str
            required: true
          type:
            description: Whether vectors are kept apart by its value, or filtered by it.
            type: str
            required: true
            choices: [HASH, INLINE_FILTER]
      projection_type:
        description: Which attributes of an item the index holds.
        type: str
        choices: [ALL, KEYS_ONLY, INCLUDE]
        default: ALL
      non_key_attributes:
        description: As in O(global_secondary_indexes[].non_key_attributes).
        type: list
        elements: str
  purge_indexes:
    description:
      - Whether to delete global and vector indexes that are there and not in O(global_secondary_indexes) or
        O(vector_indexes).
      - It acts only on a list that is given; an empty list is a list.
    type: bool
    default: false
  stream:
    description: The table's stream of changes.
    type: dict
    suboptions:
      enabled:
        description: Whether changes of items are streamed.
        type: bool
        required: true
      view_type:
        description:
          - What the stream shows of an item. Where it is left out, a live stream stays as it is and a new one is
            V(NEW_AND_OLD_IMAGES).
          - AWS cannot change it. Where it differs, O(allow_recreate) has to list V(stream); the stream then ends and
            a new one begins, with an ARN of its own.
        type: str
        choices: [NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES, KEYS_ONLY]
  server_side_encryption:
    description: Encryption at rest.
    type: dict
    suboptions:
      enabled:
        description: Whether a KMS key encrypts the table; V(false) means the key that AWS owns and shows nobody.
        type: bool
        required: true
      kms_key_id:
        description:
          - ID, ARN or alias of the customer's key. Where it is left out, the AWS-managed key C(alias/aws/dynamodb) is
            used.
          - An alias, an ID or an ARN of the live key is no difference.
        type: str
  ttl:
    description: Time to live of items.
    type: dict
    suboptions:
      enabled:
        description:
          - Whether items expire. AWS accepts one change an hour; another attribute takes two changes, so the second
            becomes RV(pending) and is made by a run an hour later.
        type: bool
        required: true
      attribute_name:
        description: The attribute that holds the expiry time. Needed where O(ttl.enabled=true).
        type: str
  point_in_time_recovery: &point_in_time_recovery
    description: Continuous backups, from which the table can be restored to any second.
    type: dict
    suboptions:
      enabled:
        description: Whether continuous backups are kept.
        type: bool
        required: true
      recovery_period_in_days:
        description: How far back a restore can go, 1 to 35. A new recovery has 35; a live one stays as it is.
        type: int
  contributor_insights: &contributor_insights
    description:
      - Which keys are used or throttled most, for the table and each of its global indexes.
      - CloudWatch shows the keys' values in plain text, also where a KMS key of yours encrypts the table.
    type: dict
    suboptions:
      enabled:
        description: Whether there are insights.
        type: bool
        required: true
      mode:
        description: All keys, or throttled ones only. New insights have V(ACCESSED_AND_THROTTLED_KEYS).
        type: str
        choices: [ACCESSED_AND_THROTTLED_KEYS, THROTTLED_KEYS]
      indexes:
        description: Whether this declares the insights of the global indexes too.
        type: bool
        default: true
  autoscaling:
    description:
      - Bounds between which provisioned capacity moves by itself, of the table and of every global index.
      - A capacity that is scaled belongs to autoscaling. It is not compared inside the bounds, and outside them the
        nearer one is sent.
    type: dict
    suboptions:
      enabled:
        description:
          - Whether capacity is scaled. V(false) takes all scaling down, and the declared capacity applies again.
          - On a table that is billed on demand, only V(false) is possible.
        type: bool
        required: true
      read:
        description: Scaling of reads, of the table and of each index without numbers of its own.
        type: dict
        suboptions: &dimension
          min_capacity:
            description: The least capacity.
            type: int
            required: true
          max_capacity:
            description: The most capacity.
            type: int
            required: true
          target_value:
            description: The use of the capacity that is aimed at, 10 to 90 percent.
            type: float
            default: 70.0
          scale_in_cooldown:
            description: Seconds between two decreases.
            type: int
          scale_out_cooldown:
            description: Seconds between two increases.
            type: int
          disable_scale_in:
            description: Whether the capacity is never decreased.
            type: bool
          scheduled_actions:
            description: New bounds at set times. Given, it is the whole list; others are deleted.
            type: list
            elements: dict
            suboptions:
              name:
                description: The action's name.
                type: str
                required: true
              schedule:
                description: When. C(at(yyyy-mm-ddThh:mm:ss)), C(rate(5 minutes)) or a six-field C(cron(...)).
                type: str
                required: true
              timezone:
                description: The time zone of the schedule, such as C(Europe/Berlin).
                type: str
              start_time:
                description: The first time, such as C(2026-12-24T18:00:00Z).
                type: str
              end_time:
                description: The last time.
                type: str
              min_capacity:
                description: The least capacity from then on.
                type: int
              max_capacity:
                description: The most capacity from then on.
                type: int
      write:
        description: Scaling of writes, likewise.
        type: dict
        suboptions: *dimension
      indexes:
        description:
          - Numbers of single indexes. An index that is not named takes the table's.
          - Of an index that is named, what is left out is not managed.
        type: list
        elements: dict
        suboptions:
          name:
            description: The index's name.
            type: str
            required: true
          read:
            description: As in O(autoscaling.read).
            type: dict
            suboptions: *dimension
          write:
            description: As in O(autoscaling.write).
            type: dict
            suboptions: *dimension
  kinesis_stream: &kinesis_stream
    description: A Kinesis data stream to which changes of items are copied.
    type: dict
    suboptions:
      enabled:
        description: Whether changes are copied.
        type: bool
        required: true
      stream_arn:
        description: ARN of the data stream. Needed where O(kinesis_stream.enabled=true).
        type: str
      timestamp_precision:
        description: Precision of the records' times. A new destination has V(MILLISECOND); a live one stays as it is.
        type: str
        choices: [MILLISECOND, MICROSECOND]
  resource_policy: &resource_policy
    description:
      - The table's resource policy, at most 20 KB, as JSON or as a dict. V({}) removes it.
      - Compared by meaning. Neither the policy nor a part of it is shown in a diff or in RV(actions); its digest is.
    type: json
  confirm_remove_self_resource_access:
    description:
      - Consent to a policy that takes away the caller's own permission to change it. AWS refuses such a policy without.
    type: bool
    default: false
  tags:
    description:
      - The table's tags. An empty dict removes all, but those that AWS itself sets.
    type: dict
    aliases: [resource_tags]
  purge_tags:
    description: Whether to remove tags that are there and not in O(tags).
    type: bool
    default: true
  replicas:
    description:
      - The other regions in which the table lives. Replicas are added and removed one after the other.
      - A replica that declares no tags, recovery, deletion protection or insights takes those that the table declares.
      - Declaring a replica of eventual consistency switches the stream on, where O(stream) is left out and none is on.
      - Before a provisioned table can have replicas, its writes must be scaled by O(autoscaling).
      - A replica that AWS could not create is an error; where O(allow_recreate) lists V(replicas), it is removed and
        added anew.
      - Replicas that are there and not listed are left and named in RV(unlisted), unless O(purge_replicas=true).
    type: list
    elements: dict
    suboptions:
      region:
        description: The replica's region.
        type: str
        required: true
      kms_key_id:
        description:
          - A key of yours in the replica's region. Either the table and all its replicas have one, or none.
          - To change it, O(allow_recreate) has to list V(replicas); the replica is then removed and added anew.
        type: str
      table_class:
        description: The replica's class, where it is another than the table's.
        type: str
        choices: [STANDARD, STANDARD_INFREQUENT_ACCESS]
      read_capacity:
        description: Reads a second, where they are others than the table's.
        type: int
      max_read_request_units:
        description: The most reads a second of a table on demand, where they are others than the table's.
        type: int
      global_secondary_indexes:
        description: Reads of single indexes, where they are others than the table's.
        type: list
        elements: dict
        suboptions:
          name:
            description: The index's name.
            type: str
            required: true
          read_capacity:
            description: Reads a second.
            type: int
          max_read_request_units:
            description: The most reads a second of a table on demand.
            type: int
      deletion_protection: *deletion_protection
      point_in_time_recovery: *point_in_time_recovery
      contributor_insights: *contributor_insights
      kinesis_stream: *kinesis_stream
      resource_policy: *resource_policy
      tags:
        description: The replica's tags. O(purge_tags) holds for them too.
        type: dict
      autoscaling:
        description: Scaling of the replica's reads. Its writes scale with the table's.
        type: dict
        suboptions:
          read:
            description: Scaling of reads, of the replica and of each index without numbers of its own.
            type: dict
            suboptions: *dimension
          indexes:
            description: Numbers of single indexes.
            type: list
            elements: dict
            suboptions:
              name:
                description: The index's name.
                type: str
                required: true
              read:
                description: As in O(replicas[].autoscaling.read).
                type: dict
                suboptions: *dimension
  purge_replicas:
    description:
      - Whether to remove replicas that are there and not in O(replicas). It acts only where that list is given.
      - A protected replica goes only with O(force_delete=true) or O(deletion_protection=false).
    type: bool
    default: false
  multi_region_consistency:
    description:
      - How the replicas agree. V(STRONG) takes two replicas, or one and a O(witness_region), added all at once to an
        empty table; it cannot be changed afterwards. O(replicas) must be given beside it.
    type: str
    choices: [EVENTUAL, STRONG]
  witness_region:
    description: The region of the witness of a strongly consistent table with one replica.
    type: str
  disassociation_protection:
    description:
      - Whether the table and its replicas are protected from being disassociated, which AWS does where this is left
        out.
      - Needs a botocore that knows it.
    type: bool
  allow_recreate:
    description:
      - Consent to delete and create anew what AWS cannot change.
    type: list
    elements: str
    choices: [global_secondary_indexes, replicas, stream, vector_indexes]
  force_delete:
    description: Consent to lift the deletion protection of a table with O(state=absent).
    type: bool
    default: false
  wait:
    description:
      - Whether to wait until the last change has settled. Between two changes that AWS refuses together the module
        always waits.
    type: bool
    default: true
  wait_timeout:
    description: Seconds that the whole run may wait.
    type: int
    default: 3600
attributes:
  check_mode:
    support: full
    description: The actions of check mode are those of the real run, in the same words and order.
  diff_mode:
    support: full
    description: The declared options that change, before and after, as they would be written.
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - amazon.aws.boto3
"""

EXAMPLES = r"""
- name: A table, billed on demand
  stackkit.dynamodb.dynamodb_stackkit:
    name: myapp-dev-users
    hash_key: user_id
    range_key: created_at
    attributes:
      - {name: user_id, type: S}
      - {name: created_at, type: S}
    tags:
      Owner: backend-team

- name: A table whose changes are streamed, with what protects its data
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

- name: Another index on it. All that is left out stays as it is
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

- name: Provisioned capacity
  stackkit.dynamodb.dynamodb_stackkit:
    name: ecommerce-prod-orders
    billing_mode: PROVISIONED
    read_capacity: 100
    write_capacity: 50

- name: Many tables in one task
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

- name: A table in three regions, whose capacity follows its use
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

- name: Only one replica is left
  stackkit.dynamodb.dynamodb_stackkit:
    name: global-app-prod-users
    replicas:
      - region: us-east-1
    purge_replicas: true

- name: Tables that are no longer needed
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
    - What was done, or in check mode would be done, a sentence for each mutating call, in order.
    - With O(tables), each table has its own in RV(tables).
  returned: always
  type: list
  elements: str
  sample: ["bill on demand", "create index by-customer on customer_id (S), projecting ALL"]
table:
  description:
    - What DescribeTable tells, in snake_case, and C(table_stream_arn) while a stream is on.
    - The declared aspects that DescribeTable does not show, as their options are written, such as RV(table.tags).
    - Empty where there is no table.
  returned: without O(tables)
  type: dict
  contains:
    table_name:
      description: The table's name.
      type: str
      sample: myapp-dev-users
    table_arn:
      description: The table's ARN.
      type: str
      sample: arn:aws:dynamodb:eu-west-1:123456789012:table/myapp-dev-users
    table_id:
      description: The table's own identity; a table made anew under the name has another.
      type: str
    table_status:
      description: The table's state.
      type: str
      sample: ACTIVE
    table_stream_arn:
      description: The stream's ARN, while a stream is on.
      type: str
    tags:
      description: The table's tags, where O(tags) is declared.
      type: dict
unlisted:
  description: What was found and is not in a declared list, and was left as it is, by option.
  returned: without O(tables)
  type: dict
  sample: {"global_secondary_indexes": ["by-status"], "vector_indexes": [], "replicas": []}
pending:
  description:
    - What is declared and not yet true, because AWS does not accept it now. It is no failure; run the task again later.
    - A list of dicts with RV(ignore:path), RV(ignore:reason) and, where it is known, RV(ignore:earliest).
  returned: without O(tables)
  type: list
  elements: dict
region:
  description: The tables' home region, whether the task named it or the session.
  returned: always
  type: str
  sample: eu-west-1
tables:
  description:
    - By name, each table's RV(ignore:changed), RV(actions), RV(table), RV(unlisted) and RV(pending).
    - A table that failed has RV(ignore:msg), RV(error), RV(applied) and RV(remaining) besides.
  returned: with O(tables)
  type: dict
error:
  description: AWS's error, with C(code), C(message) and C(request_id). C(code) is none where it was not AWS that
    refused.
  returned: on failure, without O(tables)
  type: dict
applied:
  description: What was done before the failure. Running the same task again carries on from there.
  returned: on failure, without O(tables)
  type: list
  elements: str
remaining:
  description: What was not done because of the failure.
  returned: on failure, without O(tables)
  type: list
  elements: str
"""

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.module import run
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables import reconcile, request


def main():
    run(request, reconcile)


if __name__ == "__main__":
    main()
