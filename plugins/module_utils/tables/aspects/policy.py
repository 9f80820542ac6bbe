# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The resource policy: who, besides IAM, may do what with the table. Compared by meaning, never shown in a diff."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from ...core.aws_errors import BUSY, DONE, KnownRefusal
from ...core.change import OWN, Change, Phase
from ...core.errors import AwsError

OPTIONS = dict(
    resource_policy=dict(type="json"),
    confirm_remove_self_resource_access=dict(type="bool", default=False),
)
# Each replica has its own.
IN_REPLICAS = OWN

REFUSALS = (
    KnownRefusal(
        BUSY,
        "R1",
        ("put_resource_policy", "delete_resource_policy"),
        "ResourceInUseException",
        r"^(?!Table already exists)(?!Global table with name)(?!.*Table is being deleted)",
    ),
    KnownRefusal(
        BUSY,
        "R44",
        ("put_resource_policy", "delete_resource_policy"),
        "ThrottlingException",
        r"Resource-based policy for \w+ .+ modified within the previous \d+ milliseconds"
        r"(?:.*try again after (?P<earliest>\d{4}-\d\d-\d\dT[\d:.]+Z))?",
    ),
    KnownRefusal(DONE, "R44", ("put_resource_policy", "delete_resource_policy"), "PolicyNotFoundException", ".*"),
)

MOST_BYTES = 20 * 1024  # white space counts (R44)
OLDEST_VERSION = "2008-10-17"  # what a policy without a version means


@dataclass(frozen=True)
class Policy:
    """document None: no policy. revision: of the live one. confirm: consent to lock oneself out."""

    document: dict | None = None
    revision: str | None = None
    confirm: bool = False


NEW = Policy()


def check(params):
    text = params["resource_policy"]
    if text is None:
        return
    document = _parsed(text)
    if not isinstance(document, dict):
        yield "resource_policy", "must be a JSON object, or {} to remove the policy"
    elif document and not document.get("Statement"):
        yield "resource_policy", "has no Statement"
    elif len(_sent(document).encode()) > MOST_BYTES:
        yield "resource_policy", f"has {len(_sent(document).encode())} bytes, but AWS takes {MOST_BYTES}"


def want(params):
    if params["resource_policy"] is None:
        return None
    return Policy(_parsed(params["resource_policy"]) or None, confirm=params["confirm_remove_self_resource_access"])


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
    """The revision that was read goes along, so that nobody's change in between is lost."""
    if want.document is None and have.document is not None:
        params = {"ExpectedRevisionId": have.revision} if have.revision else {}
        yield _change(table, "remove the resource policy", "delete_resource_policy", **params)
    if want.document is not None and (have.document is None or _differ(have.document, want.document)):
        params = {"ExpectedRevisionId": have.revision or "NO_POLICY"}
        if want.confirm:
            params["ConfirmRemoveSelfResourceAccess"] = True
        words = f"put the resource policy {_digest(want.document)}"
        yield _change(table, words, "put_resource_policy", Policy=_sent(want.document), **params)


def create_params(want):
    return {"ResourcePolicy": _sent(want.document)} if want.document else {}


def declare(have):
    return {"resource_policy": have.document or {}}


def shown(options):
    """The declaration as it may stand in a diff: a policy does not belong into logs, so its digest stands for it."""
    return {"resource_policy": _digest(options["resource_policy"])}


def _differ(have, want):
    # Not above: few tables have a policy, and importing this costs each task.
    from ansible_collections.amazon.aws.plugins.module_utils.policy import compare_policies

    return compare_policies(have, want)


def _digest(document):
    """A policy's stand-in where it must not be shown."""
    return f"sha256:{hashlib.sha256(_sent(document).encode()).hexdigest()[:12]}" if document else "none"


def _parsed(text):
    try:
        return json.loads(text) if isinstance(text, str) else text
    except ValueError:
        return None


def _sent(document):
    return json.dumps({"Version": OLDEST_VERSION, **document}, separators=(",", ":"), sort_keys=True)


def _change(table, action, method, **params):
    params = dict(ResourceArn=table.arn, **params)
    return Change(action, table.region, "dynamodb", method, params, Phase.ATTACH, "resource_policy")
