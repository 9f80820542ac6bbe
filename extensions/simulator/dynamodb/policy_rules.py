# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from ..core.dispatcher import Context
from ..core.errors import AwsError, invalid, invalid_parameter
from ..core.regions import partition_of
from ..core.shapes import service_model

VERSIONS = ("2012-10-17", "2008-10-17")
MEMBERS = ("Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition")
REQUIRED = (("Effect",), ("Principal", "NotPrincipal"), ("Action", "NotAction"), ("Resource", "NotResource"))
EVERYBODY = ("*", {"AWS": "*"}, {"AWS": ["*"]})
# Condition keys that make an Allow for everybody non-public, if they have no wildcards.
TRUSTED_KEYS = frozenset(
    "aws:principalaccount aws:principalarn aws:principalorgid aws:principalorgpaths aws:sourceaccount aws:sourcearn"
    " aws:sourcevpc aws:sourcevpce aws:userid aws:principalservicename aws:principalservicenameslist"
    " aws:principalisawsservice aws:ec2instancesourcevpc aws:sourceorgid aws:sourceorgpaths".split()
)
OPERATOR = re.compile(
    r"((ForAllValues|ForAnyValue):)?"
    r"(String(Not)?(Equals(IgnoreCase)?|Like)|(Numeric|Date)((Not)?Equals|(LessThan|GreaterThan)(Equals)?)|Bool"
    r"|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?|Null",
    re.IGNORECASE,
)
SERVICES = ("redshift.amazonaws.com", "replication.dynamodb.amazonaws.com", "glue.amazonaws.com")
# IAM actions of tables that are not operations of botocore's model.
ACTIONS_ONLY = (
    "ConditionCheckItem CreateTableReplica DeleteTableReplica PartiQLDelete PartiQLInsert PartiQLSelect PartiQLUpdate"
    " ReadDataForReplication ReplicateSettings RestoreTableFromAwsBackup StartAwsBackupJob WriteDataForReplication"
    " AssociateTableReplica"
).split()
# Operations that a policy of a table cannot name, because they are for another kind of resource, or for none.
EXCLUDED = (
    "CreateGlobalTable CreateTable DeleteBackup DescribeBackup DescribeEndpoints DescribeGlobalTable"
    " DescribeGlobalTableSettings DescribeImport DescribeLimits ImportTable ListBackups ListContributorInsights"
    " ListExports ListGlobalTables ListImports ListTables RestoreTableFromBackup UpdateGlobalTable"
    " UpdateGlobalTableSettings"
).split()
TABLE = re.compile(r"table/[^/]+(/index/[^/]+|/\*)?")
PRINCIPAL = re.compile(r"arn:(?P<partition>[\w-]+):(iam|sts)::(?P<account>\d{12}):(?P<kind>[\w-]+)(/(?P<name>.+))?")
ACCOUNT = re.compile(r"\d{12}")
UNIQUE_ID = re.compile(r"A(RO|ID)A\w{16,}")


def check(ctx: Context, document: dict[str, Any], statements: list[Any]) -> None:
    """Check a policy document of a table, whose JSON is valid (R44). Raise AWS's error."""
    if document.get("Version", VERSIONS[0]) not in VERSIONS:
        raise syntax_error()
    for statement in statements:
        _check_form(statement)
    sids = [statement["Sid"] for statement in statements if "Sid" in statement]
    if len(set(sids)) < len(sids):
        raise invalid_policy("The Statement Ids in the policy are not unique")
    wrong = [action for statement in statements for action in _named(statement, "Action") if not _is_action(action)]
    if wrong:
        names = ", ".join(f'"{action}"' for action in wrong)
        raise invalid_policy(f"The following action names are invalid: {names}")
    for statement in statements:
        for resource in _named(statement, "Resource"):
            _check_resource(ctx, resource)
        _check_services(statement)
    if any(_is_public(statement) for statement in statements):
        raise invalid(
            "Resource-based policy grants unbounded access in one or more elements. Please revise the policy to"
            " ensure least-privilege form of access"
        )
    for statement in statements:
        for principal in _principals(statement, "AWS"):
            _check_principal(ctx, principal)


def _check_form(statement: Any) -> None:
    if not isinstance(statement, dict):
        raise syntax_error()
    for names in REQUIRED:
        if not any(name in statement for name in names):
            raise invalid_policy(f"Missing required field {names[0]}")
    if set(statement) - set(MEMBERS) or str(statement["Effect"]).capitalize() not in ("Allow", "Deny"):
        raise syntax_error()
    for name in ("Principal", "NotPrincipal"):
        principal = statement.get(name, {})
        if not isinstance(principal, dict) and principal != "*":
            raise syntax_error()
    for name in ("Action", "NotAction", "Resource", "NotResource"):
        if not all(isinstance(one, str) for one in listed(statement.get(name, []))):
            raise syntax_error()
    condition = statement.get("Condition", {})
    if not isinstance(condition, dict):
        raise syntax_error()
    for operator, keys in condition.items():
        if not OPERATOR.fullmatch(operator) or not isinstance(keys, dict):
            raise syntax_error()


def _is_action(action: str) -> bool:
    """Whether an action, or a pattern of actions, is one of tables. Case does not matter."""
    if action == "*":
        return True
    prefix, _colon, name = action.lower().partition(":")
    known = {*service_model("dynamodb").operation_names, *ACTIONS_ONLY} - set(EXCLUDED)
    return prefix == "dynamodb" and any(fnmatchcase(one.lower(), name) for one in known)


def _check_resource(ctx: Context, resource: str) -> None:
    """Another table and an index are accepted; a stream is not."""
    if resource == "*":
        return
    parts = resource.split(":", 5)
    if len(parts) < 6 or parts[0] != "arn":
        raise invalid_policy(f'Resource {resource} must be in ARN format or "*".')
    if parts[1] not in ("*", partition_of(ctx.region)):
        raise invalid_policy(f'Partition "{parts[1]}" is not valid for resource "{resource}".')
    if parts[2] not in ("*", "dynamodb") or not (parts[5] == "*" or TABLE.fullmatch(parts[5])):
        raise invalid_policy(f'The relative-id "{parts[5]}" is invalid for ARN "{resource}"')


def _check_services(statement: dict[str, Any]) -> None:
    if any(service not in SERVICES for service in _principals(statement, "Service")):
        raise invalid_policy("Policy contains invalid service principal")


def _is_public(statement: dict[str, Any]) -> bool:
    if str(statement["Effect"]).capitalize() != "Allow" or statement.get("Principal") not in EVERYBODY:
        return "NotPrincipal" in statement and str(statement["Effect"]).capitalize() == "Allow"
    values = [
        [str(value) for value in listed(given)]
        for keys in statement.get("Condition", {}).values()
        for key, given in keys.items()
        if key.lower() in TRUSTED_KEYS
    ]
    return not any(given and not any(mark in one for one in given for mark in "*?$") for given in values)


def _check_principal(ctx: Context, principal: Any) -> None:
    """IAM knows the identities of this account only; those of another account are taken to exist."""
    if principal == "*" or ACCOUNT.fullmatch(str(principal)) or UNIQUE_ID.fullmatch(str(principal)):
        return
    match = PRINCIPAL.fullmatch(str(principal))
    if not match or match["partition"] != partition_of(ctx.region):
        raise _no_principal()
    if match["account"] != ctx.account or match["kind"] not in ("role", "user", "assumed-role"):
        return
    kind, names = match["kind"], (match["name"] or "").split("/")
    name = names[0] if kind == "assumed-role" else names[-1]
    if not ctx.world.lookups.has_identity(ctx.account, ctx.region, kind.removeprefix("assumed-"), name):
        raise _no_principal()


def _principals(statement: dict[str, Any], kind: str) -> Iterator[Any]:
    for name in ("Principal", "NotPrincipal"):
        principal = statement.get(name)
        if isinstance(principal, dict):
            yield from listed(principal.get(kind, []))


def _named(statement: dict[str, Any], name: str) -> list[str]:
    return listed(statement.get(name, [])) + listed(statement.get(f"Not{name}", []))


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def syntax_error() -> AwsError:
    """AWS gives the position; only that of an empty document was recorded."""
    return invalid_policy("Syntax error at position (1,3)")


def invalid_policy(detail: str) -> AwsError:
    return invalid_parameter(f"Invalid policy document: {detail}")


def _no_principal() -> AwsError:
    return invalid_parameter("Invalid principal in policy document.")
