#!/usr/bin/python
# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
module: dynamodb_stackkit_backup
short_description: Keep AWS Backup plans for Amazon DynamoDB tables, and their vaults, exactly as declared
version_added: 0.1.0
description:
  - Keeps AWS Backup plans of one region in one run, each with one rule and with one selection of what it backs up, all
    by the plan's name.
  - Keeps the vaults too, of the same region and of those to which backups are copied.
  - Switches on DynamoDB's advanced backup features in the region where a plan needs them, and only with consent.
  - An option that is left out is not managed. It is neither compared nor changed.
  - The whole request is checked before the first call to AWS, and one message names everything that is wrong with it.
  - Vaults come first, and then the plans, side by side. One that fails does not stop the others, and the task fails at
    the end and names it.
  - The role that AWS Backup takes on has to be there, by M(amazon.aws.iam_role) for instance.
author:
  - The stackkit.dynamodb authors (@stackkit)
requirements:
  - python >= 3.9
  - boto3 >= 1.35.0
  - botocore >= 1.35.0
options:
  vaults:
    description:
      - The vaults. They are shared by many plans, and so they are only added to.
    type: list
    elements: dict
    default: []
    suboptions:
      state:
        description:
          - V(present) creates the vault or adds what it lacks.
          - V(absent) deletes the vault. While it holds recovery points, or a plan of the task's region or of the
            vault's region backs up or copies into it, that is an error.
        type: str
        choices: [present, absent]
        default: present
      name:
        description: The name of the vault, of 2 to 50 letters, digits, hyphens and underscores.
        type: str
        required: true
      region:
        description: The region of the vault. Left out, it is the task's.
        type: str
      kms_key_id:
        description:
          - ARN, ID or alias of the key that encrypts what is in the vault. Left out, a new vault has AWS Backup's own.
          - The key of a vault is for good. Where it is another one, that is an error.
        type: str
      tags:
        description: Tags that the vault shall have. One that it has already keeps its value.
        type: dict
      lock:
        description:
          - The vault's lock. While it is on, nobody can delete a recovery point before its time, and AWS Backup fails a
            backup or a copy that would be kept for a shorter or a longer time. Declaring such days in O(plans) is an
            error, also where the lock is there and not declared.
          - What is left out stays as it is, and a lock is never taken off.
        type: dict
        suboptions:
          min_retention_days:
            description: The shortest time that a backup may be kept, in days.
            type: int
          max_retention_days:
            description: The longest time that a backup may be kept, in days.
            type: int
          changeable_for_days:
            description:
              - Days, 3 or more, after which the lock is for good, and nobody can change it or take it off any more.
              - Left out, a new lock can always be taken off by who may.
              - The days count from the run that sets the lock. Later runs do not begin them anew, unless they change
                the bounds. Once they are over, other bounds are an error.
            type: int
      role_arn:
        description:
          - Only with O(vaults[].state=absent). ARN of a role that is about to go with the vault. While a plan of these
            regions backs up as this role, the vault stays.
        type: str
      gone_plans:
        description:
          - Only with O(vaults[].state=absent). The names of plans that a task before this one takes down. In check
            mode, where they are still there, they keep no vault.
        type: list
        elements: str
        default: []
  plans:
    description: The plans.
    type: list
    elements: dict
    default: []
    suboptions:
      state:
        description:
          - V(present) brings the plan to what is declared.
          - V(absent) deletes the plan with its selections. What it has backed up stays in the vaults.
        type: str
        choices: [present, absent]
        default: present
      name:
        description:
          - The name of the plan, of its rule and of its selection, up to 50 characters.
          - A live plan's only rule is taken for ours, whatever its name. Other rules and selections are left, with a
            warning.
        type: str
        required: true
      vault:
        description: The name of the vault that holds the backups, of the task's region. Needed to create the plan.
        type: str
      schedule:
        description:
          - When to back up, as C(cron(minutes hours day-of-month month day-of-week year)). One of day of month and day
            of week is C(?). AWS Backup knows no C(rate()).
          - A new plan has V(cron(0 5 ? * * *)).
        type: str
      timezone:
        description: The time zone of the schedule. A new plan has V(Etc/UTC).
        type: str
      start_window:
        description: Minutes within which a backup must have begun, 60 or more. A new plan has 480.
        type: int
      completion_window:
        description: Minutes within which a backup must be done, 60 or more. A new plan has 10080.
        type: int
      delete_after:
        description:
          - Days after which a backup is deleted. V(-1) is never, which is what a new plan has.
          - Where O(plans[].cold_storage_after) is declared, at least 90 days after that.
        type: int
      cold_storage_after:
        description: Days after which a backup moves to cold storage. V(-1) is never, which is what a new plan has.
        type: int
      copies:
        description: The other vaults to which each backup is copied. An empty list ends all copying.
        type: list
        elements: dict
        suboptions:
          vault_arn:
            description:
              - The other vault's ARN. One of the same account must be there, or be made by O(vaults). In check mode it
                is only warned of, since a task before may be about to create it.
            type: str
            required: true
          delete_after:
            description: Days after which a copy is deleted, as in O(plans[].delete_after).
            type: int
          cold_storage_after:
            description: Days after which a copy moves to cold storage, as in O(plans[].cold_storage_after).
            type: int
      recovery_point_tags:
        description: The tags of each backup. An empty dict ends the tagging.
        type: dict
      resources:
        description:
          - What is backed up, 500 at most. Each is an ARN, or the name of a DynamoDB table of the region and of the
            account of O(plans[].role_arn).
          - They are all that is selected. Conditions, tags and exceptions that the selection has besides are taken off.
          - AWS cannot change a selection, so one that differs is deleted and made anew.
        type: list
        elements: str
      role_arn:
        description: ARN of the role that AWS Backup takes on for it. A role that was just created is waited for.
        type: str
      tags:
        description: The plan's tags. Others are removed, but those that AWS itself sets.
        type: dict
  opt_in:
    description:
      - Consent to switch on, for the account in the task's region, the advanced features of AWS Backup for DynamoDB,
        where a plan needs them. Cold storage, copies and a vault with a key of your own do.
      - Where they are needed and off, and this is not given, that plan is an error. Other settings of the region are
        never changed.
    type: bool
    default: false
attributes:
  check_mode:
    support: full
    description: The actions of check mode are those of the real run, in the same words and order.
  diff_mode:
    support: full
    description: The declared options that change, before and after, as they would be written.
seealso:
  - module: stackkit.dynamodb.dynamodb_stackkit
  - module: amazon.aws.iam_role
  - module: amazon.aws.backup_plan
  - module: amazon.aws.backup_selection
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
"""

EXAMPLES = r"""
- name: Back up two tables into one vault, one of them into cold storage
  stackkit.dynamodb.dynamodb_stackkit_backup:
    opt_in: true
    vaults:
      - name: ecommerce-prod
        lock: {min_retention_days: 7}
        tags: {Owner: backend-team}
    plans:
      - name: ecommerce-prod-orders-backup
        vault: ecommerce-prod
        schedule: cron(0 2 ? * * *)
        cold_storage_after: 30
        delete_after: 365
        resources: [arn:aws:dynamodb:eu-west-1:123456789012:table/ecommerce-prod-orders]
        role_arn: arn:aws:iam::123456789012:role/ecommerce-prod-backup
        tags: {Owner: backend-team}
      - name: ecommerce-prod-sessions-backup
        vault: ecommerce-prod
        delete_after: 7
        resources: [ecommerce-prod-sessions]
        role_arn: arn:aws:iam::123456789012:role/ecommerce-prod-backup

- name: Another schedule. All that is left out stays as it is
  stackkit.dynamodb.dynamodb_stackkit_backup:
    plans:
      - name: ecommerce-prod-orders-backup
        schedule: cron(30 1 ? * * *)
        timezone: Europe/Berlin

- name: Back up no more. What is in the vault stays there
  stackkit.dynamodb.dynamodb_stackkit_backup:
    plans:
      - {name: ecommerce-prod-orders-backup, state: absent}
      - {name: ecommerce-prod-sessions-backup, state: absent}
"""

RETURN = r"""
actions:
  description: What was done, or in check mode would be done, a sentence for each mutating call.
  returned: always
  type: list
  elements: str
  sample: ["change schedule of backup plan ecommerce-prod-orders-backup"]
vaults:
  description: The vaults of the task that there are after the run. In check mode those that there are before it.
  returned: always
  type: list
  elements: dict
  contains:
    name:
      description: The vault's name.
      type: str
      sample: ecommerce-prod
    region:
      description: The vault's region.
      type: str
      sample: eu-west-1
    arn:
      description: The vault's ARN.
      type: str
    kms_key_arn:
      description: ARN of the key that encrypts what is in it. None where AWS has not told it.
      type: str
    recovery_points:
      description: How many recovery points it held when it was read.
      type: int
    locked:
      description: Whether it is locked.
      type: bool
plans:
  description: The plans that there are after the run. In check mode those that there are before it.
  returned: always
  type: list
  elements: dict
  contains:
    name:
      description: The plan's name.
      type: str
      sample: ecommerce-prod-orders-backup
    id:
      description: The plan's ID.
      type: str
    arn:
      description: The plan's ARN.
      type: str
    selection_id:
      description: The ID of the selection of the plan's name. None where there is none, or where neither
        O(plans[].resources) nor O(plans[].role_arn) is declared.
      type: str
region:
  description: The region that was worked in, whether the task named it or the session.
  returned: always
  type: str
  sample: eu-west-1
error:
  description: AWS's error, with C(code), C(message) and C(request_id). C(code) is none where it was not AWS that
    refused. The first one, where more than one plan failed; RV(ignore:msg) names all.
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

from ansible_collections.stackkit.dynamodb.plugins.module_utils.backups import reconcile, request
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.module import run


def main():
    run(request, reconcile)


if __name__ == "__main__":
    main()
