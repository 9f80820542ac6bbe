# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The keys that tables share: which they are and what they lack. Nothing of them is ever taken away. Pure."""

from __future__ import annotations

import json


def work(found, wanted_tags, caller):
    """kms_key_info's result of each region, and aws_caller_info's -> [{region, options for kms_key}]."""
    partition = caller.get("arn", "arn:aws:").split(":")[1]
    every = [
        {"region": _item(result), "options": additions(_first(result), wanted_tags, caller.get("account"), partition)}
        for result in found
    ]
    return [entry for entry in every if entry["options"]]


def keys(found, made):
    """The results of kms_key_info and kms_key -> [{region, key_arn}]; key_arn None where check mode made none."""
    arns = {_item(result): (_first(result) or {}).get("key_arn") for result in found}
    arns.update({_item(result)["region"]: result.get("key_arn") for result in made})
    return [{"region": region, "key_arn": arn} for region, arn in arns.items()]


def _item(result):
    """What the loop had when it gave this result, whatever it calls it."""
    return result[result.get("ansible_loop_var", "item")]


def _first(result):
    return result["kms_keys"][0] if result["kms_keys"] else None


def additions(key, wanted_tags, account, partition):
    """One region's answer of kms_key_info, or None where there is no key -> options for kms_key; {} where none lack.

    A key that is about to be deleted is kept after all. One that somebody has disabled stays so.
    """
    if key is None:
        policy = {"Version": "2012-10-17", "Statement": _statements(account, partition)}
        return {"tags": wanted_tags, "policy": json.dumps(policy), "enabled": True}
    options = {}
    policy = key["key_policies"][0] if key["key_policies"] else None
    if policy is not None:
        missing = _missing_statements(policy, _statements(*_owner(key)))
        if missing:
            options["policy"] = json.dumps({**policy, "Statement": [*_listed(policy), *missing]})
    tags = {name: value for name, value in wanted_tags.items() if name not in key["tags"]}
    if tags:
        options["tags"] = tags
    if options or key["enable_key_rotation"] is False or key["key_state"] == "PendingDeletion":
        return {"enabled": key["key_state"] != "Disabled", **options}
    return {}


def _owner(key):
    _arn, partition, _kms, _region, account, _id = key["key_arn"].split(":", 5)
    return account, partition


def _listed(policy):
    statements = policy.get("Statement", [])
    return statements if isinstance(statements, list) else [statements]


def _missing_statements(policy, wanted):
    there = {statement.get("Sid") for statement in _listed(policy)}
    return [statement for statement in wanted if statement["Sid"] not in there]


def _statements(account, partition):
    """The account's own IAM policies rule the key; and whoever may use DynamoDB or Backup may use it through them.

    So the AWS-managed keys of both services have it.
    """
    return [
        {
            "Sid": "IAM policies of the account apply",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:{partition}:iam::{account}:root"},
            "Action": "kms:*",
            "Resource": "*",
        },
        {
            "Sid": "Use through DynamoDB and AWS Backup",
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": [
                "kms:Encrypt",
                "kms:Decrypt",
                "kms:ReEncrypt*",
                "kms:GenerateDataKey*",
                "kms:CreateGrant",
                "kms:DescribeKey",
            ],
            "Resource": "*",
            "Condition": {
                "StringEquals": {"kms:CallerAccount": account},
                "StringLike": {"kms:ViaService": ["dynamodb.*.amazonaws.com*", "backup.*.amazonaws.com*"]},
            },
        },
    ]
