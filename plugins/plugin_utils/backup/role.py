# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The IAM role that AWS Backup assumes, and what is missing from it. It is shared, so nothing is ever removed. Pure."""

from __future__ import annotations

import json

# At arn:<partition>:iam::aws:policy/service-role/…
MANAGED = ("AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForRestores")
SERVICE = "backup.amazonaws.com"
INLINE = "use-of-keys"


def arn(role, caller, name):
    """The ARN of the role; before it is created, the one that it will have. role: None if it does not exist."""
    return role["arn"] if role else f"arn:{_partition(role, caller)}:iam::{caller.get('account')}:role/{name}"


def missing(resolved, role, caller):
    """-> {role: [options for iam_role], policy: [document for iam_policy]}; empty lists if nothing is missing.

    role, caller: as dynamodb_stackkit_shared_info returns them; the caller only if the role does not exist.
    """
    desired_tags = resolved["shared_tags"]
    if resolved["state"] == "absent" or not resolved["enabled"]:
        return {"role": [], "policy": []}
    if role is None:
        options = {"tags": desired_tags, "managed_policies": managed(role, caller), "trust": json.dumps(_trusting({}))}
        return {"role": [options], "policy": [_key_policy()]}
    policies = [policy for policy in managed(role, caller) if policy not in role["managed_policies"]]
    tags = {name: value for name, value in desired_tags.items() if name not in role["tags"]}
    trust = _trusting(role["assume_role_policy_document"])
    incomplete = policies or tags or trust != role["assume_role_policy_document"]
    options = {"tags": tags, "managed_policies": policies, "trust": json.dumps(trust)}
    return {
        "role": [options] if incomplete else [],
        "policy": [] if INLINE in role["inline_policies"] else [_key_policy()],
    }


def managed(role, caller):
    return [f"arn:{_partition(role, caller)}:iam::aws:policy/service-role/{name}" for name in MANAGED]


def _partition(role, caller):
    return (role or caller).get("arn", "arn:aws:").split(":")[1]


def _trusting(policy):
    """The trust policy, with a statement that allows AWS Backup to assume the role."""
    statements = policy.get("Statement", [])
    statements = statements if isinstance(statements, list) else [statements]
    if any(_trusts(statement) for statement in statements):
        return policy
    trust = {"Effect": "Allow", "Principal": {"Service": SERVICE}, "Action": "sts:AssumeRole"}
    return {"Version": "2012-10-17", **policy, "Statement": [*statements, trust]}


def _trusts(statement):
    principal = statement.get("Principal")
    services = principal.get("Service", []) if isinstance(principal, dict) else []
    actions = statement.get("Action", [])
    return (
        statement.get("Effect") == "Allow"
        and SERVICE in (services if isinstance(services, list) else [services])
        and "sts:AssumeRole" in (actions if isinstance(actions, list) else [actions])
    )


def _key_policy():
    """The managed policies do not allow using keys through AWS Backup (R97). The keys' own policies still apply."""
    use = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
    services = {"kms:ViaService": ["backup.*", "dynamodb.*"]}
    statement = {"Effect": "Allow", "Action": use, "Resource": "*", "Condition": {"StringLike": services}}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
