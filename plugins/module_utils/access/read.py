# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reading the current state of sets of IAM policies."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from ..core import tagging
from ..core.errors import AwsError
from ..core.policy_document import differ

READERS = 8  # threads


@dataclass
class PolicyState:
    """The current state of one policy. arn: None if it does not exist.

    default_version: the ID of the version in force. versions: the IDs of the others, the oldest first, if needed.
    roles, users, groups: the names of those to whom the policy is attached, if needed.
    boundaries: the number of users and roles that have it as their permissions boundary.
    missing: the roles to attach it to that do not exist, as far as the caller can read them.
    """

    arn: str | None = None
    default_version: str | None = None
    boundaries: int = 0
    document: dict = field(default_factory=dict)
    versions: list = field(default_factory=list)
    tags: dict = field(default_factory=dict)
    roles: list = field(default_factory=list)
    users: list = field(default_factory=list)
    groups: list = field(default_factory=list)
    missing: list = field(default_factory=list)


def listed(paths, aws, region):
    """List the policies directly under these paths, by their common path -> {path: {name: PolicyState}}."""
    common = posixpath.commonpath(paths).rstrip("/") + "/"
    policies = aws.in_region(region, "sets").pages(
        "list_policies",
        "Policies",
        service="iam",
        action="list the policies",
        Scope="Local",
        PathPrefix=common,
        PaginationConfig={"PageSize": 1000},
    )
    found = {path: {} for path in paths}
    for policy in policies:
        if policy["Path"] in found:
            found[policy["Path"]][policy["PolicyName"]] = PolicyState(
                policy["Arn"], policy["DefaultVersionId"], policy.get("PermissionsBoundaryUsageCount", 0)
            )
    return found


def read(item, region, run):
    """Fill the rest of `have`, as far as the plan needs it. Raises AwsError."""
    want, region = item.want, run.aws.in_region(region, item.want["at"])
    to_delete = want["state"] == "absent"
    if item.have.arn:
        try:
            _read_existing(item, region, to_delete)
        except AwsError as error:
            if error.code != "NoSuchEntity":
                raise
            item.have = PolicyState()  # another caller has deleted it since it was listed
    if not to_delete:
        wanted = [role for role in want["attach_to"] or [] if role not in item.have.roles]
        item.have.missing = [role for role in wanted if _is_missing(role, region)]


def _read_existing(item, region, to_delete):
    if not to_delete:
        _read_document(item, region)
    if to_delete or differ(item.have.document, item.want["document"]):
        _read_versions(item, region)
    if to_delete or item.want["attach_to"] is not None:
        _read_entities(item, region)


def _read_document(item, region):
    answer = _call(item, region, "get_policy_version", VersionId=item.have.default_version)
    item.have.document = answer["PolicyVersion"]["Document"]
    if item.want["tags"] is not None:
        item.have.tags = tagging.own(_pages(item, region, "list_policy_tags")["Tags"])


def _read_versions(item, region):
    versions = _pages(item, region, "list_policy_versions")["Versions"]
    old = [version for version in versions if not version["IsDefaultVersion"]]
    item.have.versions = [version["VersionId"] for version in sorted(old, key=lambda version: version["CreateDate"])]


def _read_entities(item, region):
    entities = _pages(item, region, "list_entities_for_policy", PolicyUsageFilter="PermissionsPolicy")
    item.have.roles = [role["RoleName"] for role in entities.get("PolicyRoles", [])]
    item.have.users = [user["UserName"] for user in entities.get("PolicyUsers", [])]
    item.have.groups = [group["GroupName"] for group in entities.get("PolicyGroups", [])]


def _is_missing(role, region):
    try:
        region.once("get_role", service="iam", action=f"look up role {role}", RoleName=role)
    except AwsError as error:
        if error.code == "NoSuchEntity":
            return True
        if not error.is_denied:
            raise
    return False


def _call(item, region, method, **params):
    return region.call(method, service="iam", action=f"read policy {item.name}", PolicyArn=item.have.arn, **params)


def _pages(item, region, method, **params):
    return region.all_pages(method, service="iam", action=f"read policy {item.name}", PolicyArn=item.have.arn, **params)
