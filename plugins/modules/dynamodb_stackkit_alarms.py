#!/usr/bin/python
# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
module: dynamodb_stackkit_alarms
short_description: Manage sets of Amazon CloudWatch alarms
version_added: 0.9.0
description:
  - Manages many sets of alarms in one task, each with one optional dashboard. A set consists of all metric alarms
    whose names begin with its prefix, so sets do not affect each other.
  - It is designed for DynamoDB tables, and supports all alarms on single metrics and on metric math.
  - An option that is omitted is not managed. It is not compared and not changed. The only exception is what an alarm
    evaluates. Its metric, statistic, dimensions, period and unit, or its metric math, are declared as a whole.
  - The module checks all options before the first call to AWS. One message lists every problem.
  - The module reads all sets with one paged call if that takes fewer calls than one per set. Each change is one call.
  - Sets are processed in parallel. If one fails, the module still processes the others, and then fails with a message
    that names it.
author:
  - The stackkit.dynamodb authors (@stackkit)
requirements:
  - python >= 3.9
  - boto3 >= 1.35.0
  - botocore >= 1.35.0
options:
  sets:
    description: The sets of alarms.
    type: list
    elements: dict
    required: true
    suboptions:
      state:
        description:
          - V(present) creates and updates the alarms and the dashboard of the set.
          - V(absent) deletes all metric alarms of the set, or those in O(sets[].names), and the declared dashboard.
          - AWS does not delete an alarm that the rule of a composite alarm uses. Deleting one is an error, and nothing
            in the set is changed.
        type: str
        choices: [present, absent]
        default: present
      prefix:
        description:
          - The prefix of the names of the alarms. It ends in C(/). Prefixes of two sets must not overlap.
        type: str
        required: true
      names:
        description:
          - With O(sets[].state=absent), the names of the alarms to delete. If omitted, all alarms of the set are
            deleted.
        type: list
        elements: str
      alarms:
        description:
          - The alarms of the set.
        type: list
        elements: dict
        suboptions:
          name:
            description: The name of the alarm, which begins with the prefix of the set.
            type: str
            required: true
          description:
            description: The description of the alarm.
            type: str
          metric_name:
            description: The name of the metric. Mutually exclusive with O(sets[].alarms[].metrics).
            type: str
          namespace:
            description:
              - The namespace of the metric, such as C(AWS/DynamoDB). Required with O(sets[].alarms[].metric_name).
            type: str
          dimensions:
            description: The dimensions of the metric, by name.
            type: dict
          statistic:
            description: The statistic of the metric. Mutually exclusive with O(sets[].alarms[].extended_statistic).
            type: str
            choices: [SampleCount, Average, Sum, Minimum, Maximum]
          extended_statistic:
            description: A percentile or a similar statistic, such as V(p99), V(tm90), V(IQM) or V(PR(0:100)).
            type: str
          period:
            description:
              - The period of the statistic in seconds. It is 10, 20, 30 or a multiple of 60.
              - Required with O(sets[].alarms[].metric_name).
            type: int
          unit:
            description: The unit of the metric. AWS recommends omitting it.
            type: str
          metrics:
            description:
              - Metric math, which consists of up to ten metrics and expressions. The alarm evaluates the entry with
                O(sets[].alarms[].metrics[].return_data=true). Exactly one entry must have it.
            type: list
            elements: dict
            suboptions:
              id:
                description: The ID of the entry in expressions. It begins with a lowercase letter.
                type: str
                required: true
              expression:
                description: A metric math expression. Mutually exclusive with O(sets[].alarms[].metrics[].metric_name).
                type: str
              metric_name:
                description: The name of the metric.
                type: str
              namespace:
                description: The namespace of the metric. Required for a metric.
                type: str
              dimensions:
                description: The dimensions of the metric, by name.
                type: dict
              statistic:
                description: The statistic of the metric, which can be a percentile. Required for a metric.
                type: str
              period:
                description: The period of the statistic in seconds. Required for a metric.
                type: int
              unit:
                description: The unit of the metric.
                type: str
              label:
                description: The label in graphs.
                type: str
              return_data:
                description: Whether the alarm evaluates this entry.
                type: bool
                default: false
              account_id:
                description: The ID of the account of the metric, if it is another account.
                type: str
          comparison:
            description: The comparison of the value with the threshold.
            type: str
            required: true
            choices:
              - GreaterThanOrEqualToThreshold
              - GreaterThanThreshold
              - LessThanThreshold
              - LessThanOrEqualToThreshold
          threshold:
            description: The threshold of the alarm.
            type: float
            required: true
          evaluation_periods:
            description: The number of periods to evaluate. Together they are at most a day, or a week if a period is an
              hour or more.
            type: int
            required: true
          datapoints_to_alarm:
            description: The number of these periods that must breach the threshold. For a new alarm, the default is all
              of them.
            type: int
          treat_missing_data:
            description:
              - How the alarm treats missing data. The default of a new alarm is V(missing).
              - For alarms on a metric of DynamoDB, AWS always uses V(ignore).
            type: str
            choices: [breaching, notBreaching, ignore, missing]
          alarm_actions:
            description:
              - ARNs of up to five actions for the transition to C(ALARM). They must be in the Region of the alarm.
            type: list
            elements: str
          ok_actions:
            description: ARNs of up to five actions for the transition to C(OK).
            type: list
            elements: str
          insufficient_data_actions:
            description: ARNs of up to five actions for the transition to C(INSUFFICIENT_DATA).
            type: list
            elements: str
      purge_alarms:
        description:
          - Delete the metric alarms of the set that are not in O(sets[].alarms). V(false) does not change them, and
            RV(unlisted) has their names. If O(sets[].alarms) is omitted, nothing is deleted.
          - Composite alarms are not managed. If any have the prefix, a warning names them.
        type: bool
        default: false
      dashboard:
        description: The dashboard of the set. Dashboards are global in an account.
        type: dict
        suboptions:
          name:
            description: The name of the dashboard.
            type: str
            required: true
          body:
            description: The body of the dashboard, compared as JSON. Required with O(sets[].state=present).
            type: json
      tags:
        description: The tags of each alarm in O(sets[].alarms). Other tags are removed, except system tags of AWS.
        type: dict
attributes:
  check_mode:
    support: full
    description: Check mode returns the same actions as a run without check mode, in the same order.
  diff_mode:
    support: full
    description: The diff is the plan as text. RV(differences) contains the same as data.
notes:
  - The module reads tags with the Resource Groups Tagging API, a hundred alarms per call. This API returns changes with
    a delay, so the module reads tags that seem to differ from CloudWatch.
seealso:
  - module: stackkit.dynamodb.dynamodb_stackkit
  - module: amazon.aws.cloudwatch_metric_alarm
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - stackkit.dynamodb.pace
"""

EXAMPLES = r"""
- name: Manage alarms on throttled requests and on consumed capacity of a table, and a dashboard
  stackkit.dynamodb.dynamodb_stackkit_alarms:
    sets:
      - prefix: ecommerce-prod-orders/
        purge_alarms: true
        tags: {Owner: backend-team}
        alarms:
          - name: ecommerce-prod-orders/read-throttled
            namespace: AWS/DynamoDB
            metric_name: ReadThrottleEvents
            dimensions: {TableName: ecommerce-prod-orders}
            statistic: Sum
            period: 300
            evaluation_periods: 2
            comparison: GreaterThanThreshold
            threshold: 0
            treat_missing_data: notBreaching
          - name: ecommerce-prod-orders/read-capacity
            metrics:
              - {id: share, expression: used / PERIOD(used) / provisioned, return_data: true}
              - id: used
                namespace: AWS/DynamoDB
                metric_name: ConsumedReadCapacityUnits
                dimensions: {TableName: ecommerce-prod-orders}
                statistic: Sum
                period: 300
              - id: provisioned
                namespace: AWS/DynamoDB
                metric_name: ProvisionedReadCapacityUnits
                dimensions: {TableName: ecommerce-prod-orders}
                statistic: Average
                period: 300
            evaluation_periods: 2
            comparison: GreaterThanThreshold
            threshold: 0.8
        dashboard:
          name: ecommerce-prod-orders
          body:
            widgets:
              - type: metric
                width: 12
                height: 6
                properties:
                  region: eu-west-1
                  stat: Sum
                  metrics: [[AWS/DynamoDB, ReadThrottleEvents, TableName, ecommerce-prod-orders]]

- name: Delete the alarms and the dashboard of a deleted table
  stackkit.dynamodb.dynamodb_stackkit_alarms:
    sets:
      - prefix: ecommerce-prod-orders/
        state: absent
        dashboard: {name: ecommerce-prod-orders}
"""

RETURN = r"""
actions:
  description: The actions that were taken, or in check mode would be taken. Each one describes one call that changes
    something.
  returned: always
  type: list
  elements: str
  sample: ["create alarm orders/read-throttled", "change threshold of alarm orders/read-capacity"]
changes:
  description: The same as RV(actions), as data for conditions and templates.
  returned: always
  type: list
  elements: dict
  contains:
    key:
      description: What changes.
      type: str
      sample: alarms[orders/read-capacity]
    kind:
      description: How it changes, which is C(create), C(update), C(delete), or C(replace).
      type: str
      sample: update
    resource:
      description: The prefix of the set.
      type: str
      sample: orders/
    region:
      description: The Region in which it changes.
      type: str
      sample: eu-west-1
    action:
      description: The action.
      type: str
      sample: change threshold of alarm orders/read-capacity
differences:
  description:
    - What differs, one entry for each resource that changes, with its C(resource) and C(region), and the options that
      differ as C(before) and C(after). C(notes) contains notes, for example that queries fail until an index is active.
    - The diff, which Ansible shows with C(--diff), is the same as text.
  returned: always
  type: list
  elements: dict
alarms:
  description: All metric alarms of the sets that declare alarms, after the run.
  returned: always
  type: list
  elements: dict
  contains:
    name:
      description: The name of the alarm.
      type: str
      sample: orders/read-throttled
    arn:
      description: The ARN of the alarm.
      type: str
      sample: arn:aws:cloudwatch:eu-west-1:123456789012:alarm:orders/read-throttled
    state:
      description: The state of the alarm.
      type: str
      sample: OK
region:
  description: The Region of the task, whether it comes from the task, the environment, or the profile.
  returned: always
  type: str
  sample: eu-west-1
unlisted:
  description: The names of metric alarms that exist in a set, are not declared and were not changed.
  returned: always
  type: list
  elements: str
error:
  description: The error. If several sets failed, the first one; RV(ignore:msg) contains all.
  returned: on failure after the options were checked
  type: dict
  contains:
    code:
      description:
        - The error code of AWS. If AWS did not return one, the name of the error in botocore, such as
          C(NoCredentialsError), or the HTTP status, such as C(501).
        - None if the error comes neither from AWS nor from botocore.
      type: str
      sample: AccessDenied
    message:
      description: The error message of AWS, botocore, or the module.
      type: str
    request_id:
      description: The request ID of AWS, or none.
      type: str
applied:
  description: The actions that were taken. Run the task again to apply the remaining ones.
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
      sample: sets[0].alarms[1].period
    message:
      description: The problem.
      type: str
      sample: must be 10, 20, 30 or a multiple of 60 seconds
"""

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.module import run  # isort: split

from ansible_collections.stackkit.dynamodb.plugins.module_utils.alarms import reconcile, request


def main():
    run(request, reconcile)


if __name__ == "__main__":
    main()
