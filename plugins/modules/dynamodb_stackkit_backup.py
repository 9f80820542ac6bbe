#!/usr/bin/python
# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)

from __future__ import annotations

DOCUMENTATION = r"""
module: dynamodb_stackkit_backup
short_description: Manage AWS Backup plans for Amazon DynamoDB tables, and their vaults
version_added: 0.9.0
description:
  - Manages the AWS Backup plans of one Region in one task. Each plan has one rule and one selection with the name of
    the plan.
  - Manages backup vaults in the same Region and in the Regions of the copies.
  - Enables the advanced features of AWS Backup for DynamoDB in the Region if a plan requires them and O(opt_in=true).
  - An option that is omitted is not managed. It is not compared and not changed.
  - The module checks all options before the first call to AWS. One message lists every problem.
  - The module applies the vaults first, and then the plans in parallel. If one fails, the module still applies the
    others, and then fails with a message that names it.
  - The IAM role that AWS Backup assumes must exist. M(amazon.aws.iam_role) can create it.
author:
  - The stackkit.dynamodb authors (@stackkit)
requirements:
  - python >= 3.9
  - boto3 >= 1.35.0
  - botocore >= 1.35.0
options:
  vaults:
    description:
      - The backup vaults. Because many plans can share a vault, the module only adds to it.
    type: list
    elements: dict
    default: []
    suboptions:
      state:
        description:
          - V(present) creates the vault or adds what is missing.
          - V(absent) deletes the vault. This is an error if the vault contains recovery points, or if a plan in the
            Region of the task or of the vault backs up or copies to it.
        type: str
        choices: [present, absent]
        default: present
      name:
        description: The name of the vault. It has 2 to 50 letters, digits, hyphens and underscores.
        type: str
        required: true
      region:
        description: The Region of the vault. If omitted, it is the Region of the task.
        type: str
      kms_key_id:
        description:
          - The ARN, ID or alias of the KMS key that encrypts the vault. If omitted, a new vault uses the key of AWS
            Backup.
          - The key of a vault cannot be changed. A key that differs from the current one is an error.
        type: str
      tags:
        description: Tags to add to the vault. The value of an existing tag is not changed.
        type: dict
      lock:
        description:
          - The vault lock. It prevents the deletion of recovery points before their retention ends, and makes a backup
            or a copy with a shorter or longer retention fail. Declaring such a retention in O(plans) is an error, even
            if the lock exists and is not declared.
          - Omitted options are not changed, and a lock is never removed.
        type: dict
        suboptions:
          min_retention_days:
            description: The minimum retention of a recovery point in days.
            type: int
          max_retention_days:
            description: The maximum retention of a recovery point in days.
            type: int
          changeable_for_days:
            description:
              - The grace time in days, 3 or more. After it, nobody can change or remove the lock (compliance mode).
              - If omitted, a new lock can be removed by any principal with the permission (governance mode).
              - The grace time begins with the run that creates the lock. A later run restarts it only if it changes
                the retention. After the grace time, a different retention is an error.
            type: int
      role_arn:
        description:
          - Only with O(vaults[].state=absent). The ARN of an IAM role that will be deleted with the vault. If a plan in
            these Regions uses this role, deleting the vault is an error.
        type: str
      gone_plans:
        description:
          - Only with O(vaults[].state=absent). The names of plans that an earlier task deletes. In check mode these
            plans still exist, but the module does not treat them as users of the vault.
        type: list
        elements: str
        default: []
  plans:
    description: The backup plans.
    type: list
    elements: dict
    default: []
    suboptions:
      state:
        description:
          - V(present) creates or updates the plan.
          - V(absent) deletes the plan and its selections. Its recovery points are not deleted.
        type: str
        choices: [present, absent]
        default: present
      name:
        description:
          - The name of the plan, of its rule and of its selection. It has up to 50 characters.
          - If an existing plan has only one rule, the module manages this rule, whatever its name. Other rules and
            selections are not changed, and a warning names them.
        type: str
        required: true
      vault:
        description: The name of the vault for the backups, in the Region of the task. Required to create the plan.
        type: str
      schedule:
        description:
          - The schedule, as C(cron(minutes hours day-of-month month day-of-week year)). Exactly one of day of month and
            day of week is C(?). AWS Backup does not support C(rate()).
          - The default of a new plan is V(cron(0 5 ? * * *)).
        type: str
      timezone:
        description: The time zone of the schedule. The default of a new plan is V(Etc/UTC).
        type: str
      start_window:
        description: The minutes within which a backup must start, 60 or more. The default of a new plan is 480.
        type: int
      completion_window:
        description: The minutes within which a backup must complete. The default of a new plan is 10080.
        type: int
      delete_after:
        description:
          - The days after which a recovery point is deleted. V(-1) means never, the default of a new plan.
          - With O(plans[].cold_storage_after), at least 90 days more than that.
        type: int
      cold_storage_after:
        description:
          - The days after which a recovery point moves to cold storage. V(-1) means never, the default of a new plan.
        type: int
      copies:
        description: The vaults to which each recovery point is copied. An empty list means no copies.
        type: list
        elements: dict
        suboptions:
          vault_arn:
            description:
              - The ARN of the vault. A vault in the same account must exist or be declared in O(vaults). In check mode
                a missing vault is only a warning, because an earlier task may be about to create it.
            type: str
            required: true
          delete_after:
            description: The days after which a copy is deleted, as in O(plans[].delete_after).
            type: int
          cold_storage_after:
            description: The days after which a copy moves to cold storage, as in O(plans[].cold_storage_after).
            type: int
      recovery_point_tags:
        description: The tags of each recovery point. An empty dict means no tags.
        type: dict
      resources:
        description:
          - The resources to back up, at most 500. Each is an ARN, or the name of a DynamoDB table in the Region of the
            task and the account of O(plans[].role_arn).
          - They replace the whole selection. Conditions, tags and exclusions of the selection are removed.
          - AWS cannot change a selection, so the module deletes and re-creates one that differs.
        type: list
        elements: str
      role_arn:
        description:
          - The ARN of the IAM role that AWS Backup assumes. The module waits until AWS Backup can assume a new role.
        type: str
      tags:
        description: The tags of the plan. Other tags are removed, except system tags of AWS.
        type: dict
  opt_in:
    description:
      - Confirm that the module may enable the advanced features of AWS Backup for DynamoDB, for the account in the
        Region of the task, if a plan requires them. Cold storage, copies and a vault with a customer managed key
        require them.
      - If they are required and disabled, V(false) makes the plan an error. The module never changes other settings of
        the Region.
    type: bool
    default: false
attributes:
  check_mode:
    support: full
    description: Check mode returns the same actions as a run without check mode, in the same order.
  diff_mode:
    support: full
    description: The diff is the plan as text. RV(differences) contains the same as data.
seealso:
  - module: stackkit.dynamodb.dynamodb_stackkit
  - module: amazon.aws.iam_role
  - module: amazon.aws.backup_plan
  - module: amazon.aws.backup_selection
extends_documentation_fragment:
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - stackkit.dynamodb.pace
"""

EXAMPLES = r"""
- name: Back up two tables to one vault, and move the backups of one of them to cold storage
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

- name: Change only the schedule of a plan
  stackkit.dynamodb.dynamodb_stackkit_backup:
    plans:
      - name: ecommerce-prod-orders-backup
        schedule: cron(30 1 ? * * *)
        timezone: Europe/Berlin

- name: Delete two plans, but not their recovery points
  stackkit.dynamodb.dynamodb_stackkit_backup:
    plans:
      - {name: ecommerce-prod-orders-backup, state: absent}
      - {name: ecommerce-prod-sessions-backup, state: absent}
"""

RETURN = r"""
actions:
  description: The actions that were taken, or in check mode would be taken. Each one describes one call that changes
    something.
  returned: always
  type: list
  elements: str
  sample: ["change schedule of backup plan ecommerce-prod-orders-backup"]
changes:
  description: The same as RV(actions), as data for conditions and templates.
  returned: always
  type: list
  elements: dict
  contains:
    key:
      description: What changes.
      type: str
      sample: plans[ecommerce-prod-orders-backup]
    kind:
      description: How it changes, which is C(create), C(update), C(delete), or C(replace).
      type: str
      sample: update
    resource:
      description: The name of the plan. For a vault, C(vault) and its name; for the opt-in, C(opt_in).
      type: str
      sample: ecommerce-prod-orders-backup
    region:
      description: The Region in which it changes.
      type: str
      sample: eu-west-1
    action:
      description: The action.
      type: str
      sample: change schedule of backup plan ecommerce-prod-orders-backup
differences:
  description:
    - What differs, one entry for each resource that changes, with its C(resource) and C(region), and the options that
      differ as C(before) and C(after). C(notes) contains notes, for example that queries fail until an index is active.
    - The diff, which Ansible shows with C(--diff), is the same as text.
  returned: always
  type: list
  elements: dict
vaults:
  description: The vaults of the task that exist after the run; in check mode, before it.
  returned: always
  type: list
  elements: dict
  contains:
    name:
      description: The name of the vault.
      type: str
      sample: ecommerce-prod
    region:
      description: The Region of the vault.
      type: str
      sample: eu-west-1
    arn:
      description: The ARN of the vault.
      type: str
    kms_key_arn:
      description: The ARN of the KMS key of the vault; none if AWS did not return it.
      type: str
    recovery_points:
      description: The number of recovery points when the vault was read.
      type: int
    locked:
      description: Whether the vault is locked.
      type: bool
plans:
  description: The plans of the task that exist after the run; in check mode, before it.
  returned: always
  type: list
  elements: dict
  contains:
    name:
      description: The name of the plan.
      type: str
      sample: ecommerce-prod-orders-backup
    id:
      description: The ID of the plan.
      type: str
    arn:
      description: The ARN of the plan.
      type: str
    selection_id:
      description: The ID of the selection with the name of the plan; none if it does not exist, or if neither
        O(plans[].resources) nor O(plans[].role_arn) is declared.
      type: str
region:
  description: The Region of the task, whether it comes from the task, the environment, or the profile.
  returned: always
  type: str
  sample: eu-west-1
error:
  description: The error. If several vaults or plans failed, the first one; RV(ignore:msg) contains all.
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
      sample: opt_in
    message:
      description: The problem.
      type: str
      sample: must be true to enable the advanced features of AWS Backup for DynamoDB in eu-west-1
"""

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.module import run  # isort: split

from ansible_collections.stackkit.dynamodb.plugins.module_utils.backups import reconcile, request


def main():
    run(request, reconcile)


if __name__ == "__main__":
    main()
