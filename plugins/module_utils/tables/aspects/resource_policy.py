# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The resource policy. It is compared by meaning, and never shown in a diff."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ...core.aws_errors import APPLIED, IAM_CONSISTENCY, RETRY, KnownError
from ...core.change import CREATE, DELETE, UPDATE
from ...core.errors import AwsError
from ...core.policy_document import differ, digest, parsed
from ..changes import OWN, Phase
from ..checks import policy_statements

OPTIONS = dict(
    resource_policy=dict(type="json"),
    confirm_remove_self_resource_access=dict(type="bool", default=False),
)
# Each replica has its own, and does not inherit that of the table.
IN_REPLICAS = OWN

KNOWN_ERRORS = (
    KnownError(
        RETRY,
        "R1",
        ("put_resource_policy", "delete_resource_policy"),
        "ResourceInUseException",
        r"^(?!Table already exists)(?!Global table with name)(?!.*Table is being deleted)",
    ),
    KnownError(
        RETRY,
        "R44",
        ("put_resource_policy", "delete_resource_policy"),
        "ThrottlingException",
        r"Resource-based policy for \w+ .+ modified within the previous \d+ milliseconds"
        r"(?:.*try again after (?P<earliest>\d{4}-\d\d-\d\dT[\d:.]+Z))?",
        hidden=True,
    ),
    KnownError(
        RETRY,
        "R112",
        ("create_table", "put_resource_policy"),
        "ValidationException",
        "Invalid principal in policy document",
        seconds=IAM_CONSISTENCY,
        hidden=True,
    ),
    KnownError(APPLIED, "R44", ("put_resource_policy", "delete_resource_policy"), "PolicyNotFoundException", ".*"),
)

MAX_BYTES = 20 * 1024  # including white space (R44)
DEFAULT_VERSION = "2008-10-17"  # of a policy without a Version


@dataclass(frozen=True)
class Policy:
    """document: None if there is no policy. revision: of the live one. confirm: confirm_remove_self_resource_access."""

    document: dict | None = None
    revision: str | None = None
    confirm: bool = False


NEW = Policy()


def check(params):
    text = params["resource_policy"]
    if text is None:
        return
    document = parsed(text)
    size = len(_sent(document or {}).encode())
    if document is None:
        yield "resource_policy", "must be a JSON object; {} deletes the policy"
    elif document and not document.get("Statement"):
        yield "resource_policy", "has no Statement; {} deletes the policy"
    elif size > MAX_BYTES:
        yield "resource_policy", f"has {size} bytes; AWS accepts up to {MAX_BYTES}"
    elif document:
        for path, problem in policy_statements.check(document):
            yield f"resource_policy.{path}", problem


def want(params):
    if params["resource_policy"] is None:
        return None
    return Policy(parsed(params["resource_policy"]) or None, confirm=params["confirm_remove_self_resource_access"])


def read(region, description, want):
    try:
        return region.call(
            "get_resource_policy", action="read the resource policy", ResourceArn=description["TableArn"]
        )
    except AwsError as error:
        if error.code == "PolicyNotFoundException":
            return {}
        raise


def observe(description, answer):
    return Policy(json.loads(answer["Policy"]), answer.get("RevisionId")) if answer.get("Policy") else NEW


def plan(table, *, want, have):
    """Send the revision that was read, so that AWS rejects the call if another caller has changed the policy."""
    if want.document is None and have.document is not None:
        params = {"ExpectedRevisionId": have.revision} if have.revision else {}
        yield _change(table, DELETE, "delete the resource policy", "delete_resource_policy", **params)
    if want.document is not None and (have.document is None or differ(have.document, want.document)):
        params = {"ExpectedRevisionId": have.revision or "NO_POLICY"}
        if want.confirm:
            params["ConfirmRemoveSelfResourceAccess"] = True
        words = f"put the resource policy {digest(want.document)}"
        kind = UPDATE if have.document else CREATE
        yield _change(table, kind, words, "put_resource_policy", Policy=_sent(want.document), **params)


def create_params(want):
    return {"ResourcePolicy": _sent(want.document)} if want.document else {}


def declare(have):
    return {"resource_policy": have.document or {}}


def shown(options):
    """The options for a diff, with a digest of the policy, because policies must not appear in logs."""
    return {"resource_policy": digest(options["resource_policy"])}


def _sent(document):
    return json.dumps({"Version": DEFAULT_VERSION, **document}, separators=(",", ":"), sort_keys=True)


def _change(table, kind, action, method, **params):
    return table.change_by_arn("resource_policy", kind, action, method=method, phase=Phase.ATTACH, **params)
