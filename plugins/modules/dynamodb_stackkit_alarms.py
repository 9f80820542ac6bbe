#!/usr/bin/python
# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
module: dynamodb_stackkit_alarms
short_description: Keep sets of Amazon CloudWatch alarms exactly as declared
version_added: 0.1.0
description:
  - Keeps the alarms of many things in one run, each thing's as a set, and for each set one dashboard. A set is all
    metric alarms whose names begin with its prefix, so one set never touches another's alarms.
  - It is made for DynamoDB tables and works for alarms of any kind, on single metrics and on metric math.
  - An option that is left out is not managed. It is neither compared nor changed. The one exception is what an alarm
    watches, that is its metric, statistic, dimensions, period and unit, or its formula, which is declared as a whole.
  - The whole request is checked before the first call to AWS, and one message names everything that is wrong with it.
  - All sets are read by one paged call, where that takes fewer calls than one for each set, and a change is one call.
  - Sets are kept side by side. One that fails does not stop the others, and the task fails at the end and names it.
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
          - V(present) brings the set to what is declared.
          - V(absent) deletes all metric alarms of the set, or those in O(sets[].names), and the dashboard where one is
            named.
          - AWS deletes no alarm that a composite alarm has in its rule. A set that would lose one is an error, and
            nothing of it is changed.
        type: str
        choices: [present, absent]
        default: present
      prefix:
        description:
          - What the names of the set's alarms begin with. It ends in C(/), and no set's prefix begins with another's.
        type: str
        required: true
      names:
        description:
          - With O(sets[].state=absent), which alarms of the set to delete. Left out, it is all of them.
        type: list
        elements: str
      alarms:
        description:
          - The alarms of the set, as they shall be.
        type: list
        elements: dict
        suboptions:
          name:
            description: The alarm's name, which begins with the set's prefix.
            type: str
            required: true
          description:
            description: The alarm's description.
            type: str
          metric_name:
            description: The metric to watch. This or O(sets[].alarms[].metrics).
            type: str
          namespace:
            description: The metric's namespace, such as C(AWS/DynamoDB). Required with O(sets[].alarms[].metric_name).
            type: str
          dimensions:
            description: The metric's dimensions, by name.
            type: dict
          statistic:
            description: The statistic to watch. This or O(sets[].alarms[].extended_statistic).
            type: str
            choices: [SampleCount, Average, Sum, Minimum, Maximum]
          extended_statistic:
            description: A percentile or the like, such as V(p99), V(tm90), V(IQM) or V(PR(0:100)).
            type: str
          period:
            description:
              - Seconds over which the statistic is taken, that is 10, 20, 30 or a multiple of 60.
              - Required with O(sets[].alarms[].metric_name).
            type: int
          unit:
            description: The metric's unit. AWS recommends to leave it out.
            type: str
          metrics:
            description:
              - Metric math, that is up to ten metrics and expressions on them. The alarm watches the one with
                O(sets[].alarms[].metrics[].return_data=true), and exactly one has to have that.
            type: list
            elements: dict
            suboptions:
              id:
                description: The name by which expressions use it. It begins with a small letter.
                type: str
                required: true
              expression:
                description: A metric math expression. This or O(sets[].alarms[].metrics[].metric_name).
                type: str
              metric_name:
                description: A metric.
                type: str
              namespace:
                description: The metric's namespace. Required for a metric.
                type: str
              dimensions:
                description: The metric's dimensions, by name.
                type: dict
              statistic:
                description: The metric's statistic, also a percentile. Required for a metric.
                type: str
              period:
                description: Seconds over which the statistic is taken. Required for a metric.
                type: int
              unit:
                description: The metric's unit.
                type: str
              label:
                description: What graphs call it.
                type: str
              return_data:
                description: Whether it is this that the alarm watches.
                type: bool
                default: false
              account_id:
                description: The account of the metric, where it is another one.
                type: str
          comparison:
            description: How the figure is compared with the threshold for the alarm to go off.
            type: str
            required: true
            choices:
              - GreaterThanOrEqualToThreshold
              - GreaterThanThreshold
              - LessThanThreshold
              - LessThanOrEqualToThreshold
          threshold:
            description: The threshold.
            type: float
            required: true
          evaluation_periods:
            description: How many periods are looked at. Together they are a day at most, or a week of hours.
            type: int
            required: true
          datapoints_to_alarm:
            description: In how many of them the threshold has to be passed. A new alarm wants all.
            type: int
          treat_missing_data:
            description:
              - What a period without data counts as. A new alarm has V(missing).
              - For metrics of DynamoDB itself AWS always ignores missing data.
            type: str
            choices: [breaching, notBreaching, ignore, missing]
          alarm_actions:
            description: ARNs of up to five actions for when the alarm goes off. AWS takes only those of its own region.
            type: list
            elements: str
          ok_actions:
            description: ARNs of up to five actions for when all is well again.
            type: list
            elements: str
          insufficient_data_actions:
            description: ARNs of up to five actions for when there are too few data to tell.
            type: list
            elements: str
      purge_alarms:
        description:
          - Whether to delete the set's metric alarms that are not in O(sets[].alarms). Without, they are left and named
            in RV(unlisted). Where O(sets[].alarms) is left out, nothing is deleted.
          - Composite alarms are never deleted. A warning names those of the set.
        type: bool
        default: false
      dashboard:
        description: A dashboard that is kept with the set. Dashboards belong to the account and to no region.
        type: dict
        suboptions:
          name:
            description: The dashboard's name.
            type: str
            required: true
          body:
            description: The dashboard, compared by meaning. Required where O(sets[].state=present).
            type: json
      tags:
        description: The tags of each alarm in O(sets[].alarms). Others are removed, but those that AWS itself sets.
        type: dict
attributes:
  check_mode:
    support: full
    description: The actions of check mode are those of the real run, in the same words and order.
  diff_mode:
    support: full
    description: The declared alarms and dashboards that change, before and after, as they would be written.
notes:
  - Tags are read through the Resource Groups Tagging API, a hundred alarms a call. It shows a change some time after it
    was made, so CloudWatch is asked about those alarms whose tags seem to differ.
seealso:
  - module: stackkit.dynamodb.dynamodb_stackkit
  - module: amazon.aws.cloudwatch_metric_alarm
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
"""

EXAMPLES = r"""
- name: Alarms of a table, on a metric and on a share of the provisioned capacity
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

- name: No alarms and no dashboard, for the table is gone
  stackkit.dynamodb.dynamodb_stackkit_alarms:
    sets:
      - prefix: ecommerce-prod-orders/
        state: absent
        dashboard: {name: ecommerce-prod-orders}
"""

RETURN = r"""
actions:
  description: What was done, or in check mode would be done, a sentence for each mutating call.
  returned: always
  type: list
  elements: str
  sample: ["create alarm orders/read-throttled", "change threshold of alarm orders/read-capacity"]
alarms:
  description: The metric alarms of all sets whose alarms are declared, listed or not, as they are after the run.
  returned: always
  type: list
  elements: dict
  contains:
    name:
      description: The alarm's name.
      type: str
      sample: orders/read-throttled
    arn:
      description: The alarm's ARN.
      type: str
      sample: arn:aws:cloudwatch:eu-west-1:123456789012:alarm:orders/read-throttled
    state:
      description: The alarm's state.
      type: str
      sample: OK
region:
  description: The region that was worked in, whether the task named it or the session.
  returned: always
  type: str
  sample: eu-west-1
unlisted:
  description: The names of metric alarms that were found in a set, are not in its list, and were left.
  returned: always
  type: list
  elements: str
error:
  description: AWS's error, with C(code), C(message) and C(request_id). C(code) is none where it was not AWS that
    refused. The first one, where more than one set failed; RV(ignore:msg) names all.
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

from ansible_collections.stackkit.dynamodb.plugins.module_utils.alarms import reconcile, request
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.module import run


def main():
    run(request, reconcile)


if __name__ == "__main__":
    main()
