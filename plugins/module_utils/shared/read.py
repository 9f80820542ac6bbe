# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reading what the tables of a stack share: the KMS key of each Region, and an IAM role.

The modules of amazon.aws read one key or role per task, one call after another, and what the roles do not use: the
aliases of all keys, grants, and instance profiles. A module start takes longer than all calls here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial

from ..core import kms
from ..core.errors import AwsError
from ..core.pools import Pools


@dataclass(frozen=True)
class Shared:
    """The values that the module returns."""

    kms_keys: list
    iam_role: dict | None
    caller: dict | None

    def warnings(self, *, diff_mode=False):
        """None: reading causes no warnings."""
        return []


def reconcile(params, run):
    """Read what the options name -> [Shared]. Raises AwsError. Nothing is changed."""
    alias, name = params["key_alias"], params["role_name"]
    regions = params["key_regions"] if alias else []
    home = run.aws.in_region(run.region, "role_name")
    with Pools() as pools:
        key_of = {
            one: pools.submit("keys", _key, run.aws.in_region(one or run.region, "key_alias"), alias) for one in regions
        }
        role = pools.submit("roles", _role, home, name) if name else None
        keys = [{"region": region, "key": key.result()} for region, key in key_of.items()]
        role = role and role.result()
    missing = (name and role is None) or any(entry["key"] is None for entry in keys)
    return [Shared(keys, role, _caller(run.aws.in_region(run.region)) if missing else None)]


def result(items, params, run):
    (found,) = items
    role = {"iam_role": found.iam_role} if params["role_name"] else {}
    return {"changed": False, "kms_keys": found.kms_keys, **role, "caller": found.caller}


def _key(region, alias):
    name = alias if alias.startswith("alias/") else f"alias/{alias}"
    key = kms.metadata(region, name)
    if not key:
        return None
    read = partial(region.call, service="kms", action=f"read the KMS key {name}", KeyId=key["KeyId"])
    policy, rotation, tags = region.side_by_side(
        [
            lambda: _if_allowed(lambda: read("get_key_policy", PolicyName="default")["Policy"]),
            lambda: _if_allowed(lambda: read("get_key_rotation_status")["KeyRotationEnabled"]),
            lambda: _if_allowed(lambda: read("list_resource_tags")["Tags"]),  # a page has all of them
        ]
    )
    return {
        "key_arn": key["Arn"],
        "key_state": key["KeyState"],
        "enable_key_rotation": rotation,
        "policy": policy and json.loads(policy),
        "tags": None if tags is None else {tag["TagKey"]: tag["TagValue"] for tag in tags},
    }


def _role(region, name):
    of_role = {"service": "iam", "action": f"read the IAM role {name}", "RoleName": name}
    role, inline, managed = region.side_by_side(
        [
            lambda: _if_there(lambda: region.call("get_role", **of_role)["Role"]),
            lambda: _if_there(lambda: region.pages("list_role_policies", "PolicyNames", **of_role)),
            lambda: _if_there(lambda: region.pages("list_attached_role_policies", "AttachedPolicies", **of_role)),
        ]
    )
    if None in (role, inline, managed):  # it may have been deleted meanwhile
        return None
    return {
        "arn": role["Arn"],
        "assume_role_policy_document": role["AssumeRolePolicyDocument"],
        "inline_policies": inline,
        "managed_policies": [policy["PolicyArn"] for policy in managed],
        "tags": {tag["Key"]: tag["Value"] for tag in role.get("Tags", [])},
    }


def _caller(region):
    answer = region.call("get_caller_identity", service="sts", action="read the account")
    return {"account": answer["Account"], "arn": answer["Arn"]}


def _if_there(read):
    """What read() returns; None if IAM has no such role."""
    try:
        return read()
    except AwsError as error:
        if error.code != "NoSuchEntity":
            raise
        return None


def _if_allowed(read):
    """What read() returns; None if the caller must not read it, or this kind of key does not have it."""
    try:
        return read()
    except AwsError as error:
        if not error.is_denied and error.code != "UnsupportedOperationException":
            raise
        return None
