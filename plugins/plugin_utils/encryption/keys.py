# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The KMS keys that tables share: which exist, and what they lack. Nothing is ever removed from them. Pure."""

from __future__ import annotations

import json


def work(found, tags, caller):
    """kms_keys and caller of dynamodb_stackkit_shared_info -> [{region, options of kms_key}]."""
    partition = caller.get("arn", "arn:aws:").split(":")[1]
    every = [
        {"region": entry["region"], "options": additions(entry["key"], tags, caller.get("account"), partition)}
        for entry in found
    ]
    return [entry for entry in every if entry["options"]]


def keys(found, made):
    """The keys that were found, and the results of kms_key -> [{region, key_arn}].

    key_arn is None where there is no key, such as where check mode would create one.
    """
    arns = {entry["region"]: entry["key"] and entry["key"]["key_arn"] for entry in found}
    arns.update({_item(result)["region"]: result.get("key_arn") for result in made})
    return [{"region": region, "key_arn": arn} for region, arn in arns.items()]


def users(found, tables, vaults, gone):
    """The ARNs of the tables and backup vaults that one of the keys encrypts, except those with these names.

    tables, vaults: the results of dynamodb_stackkit_info and backup_vault_info in each Region.
    """
    arns = {entry["key"]["key_arn"] for entry in found if entry["key"]}
    every = [table for result in tables for table in result.get("tables", {}).values()]
    used = [table["table_arn"] for table in every if table.get("sse_description", {}).get("kms_master_key_arn") in arns]
    every = [vault for result in vaults for vault in result.get("backup_vaults", [])]
    used += [vault["backup_vault_arn"] for vault in every if vault.get("encryption_key_arn") in arns]
    return [arn for arn in used if arn.replace("/", ":").rpartition(":")[2] not in gone]


def _item(result):
    """The loop's item of a result, whatever the loop calls it."""
    return result[result.get("ansible_loop_var", "item")]


def additions(key, wanted_tags, account, partition):
    """A key, or None where there is none -> options of kms_key; {} for a key that lacks nothing.

    The deletion of a key is canceled. A key that somebody has disabled stays disabled. What is None could not be read.
    """
    if key is None:
        policy = {"Version": "2012-10-17", "Statement": _statements(account, partition)}
        return {"tags": wanted_tags, "policy": json.dumps(policy), "enabled": True}
    options = {}
    policy = key["policy"]
    if policy is not None:
        missing = _missing_statements(policy, _statements(*_owner(key)))
        if missing:
            options["policy"] = json.dumps({**policy, "Statement": [*_listed(policy), *missing]})
    present = wanted_tags if key["tags"] is None else key["tags"]
    tags = {name: value for name, value in wanted_tags.items() if name not in present}
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
    """The account's IAM policies apply, and whoever may use DynamoDB or AWS Backup may use the key through them.

    The AWS managed keys of both services have such a policy.
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
                "StringLike": {"kms:ViaService": ["dynamodb.*", "backup.*"]},
            },
        },
    ]
