# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plans for the resource policy."""

from __future__ import annotations

import copy
import json

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects import resource_policy
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects.resource_policy import NEW, Policy
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import faults, in_words, run, steps
from botocore.exceptions import ClientError

DOCUMENT = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "Read",
            "Effect": "Allow",
            "Principal": {"AWS": ["arn:aws:iam::123456789012:root", "arn:aws:iam::123456789012:user/ann"]},
            "Action": ["dynamodb:GetItem", "dynamodb:Query"],
            "Resource": "*",
        }
    ],
}
# the same policy as AWS may return it
REWRITTEN = {
    "Statement": {
        "Action": ["dynamodb:Query", "dynamodb:GetItem"],
        "Resource": ["*"],
        "Principal": {"AWS": ["arn:aws:iam::123456789012:user/ann", "123456789012"]},
        "Effect": "Allow",
        "Sid": "Read",
    },
    "Version": "2012-10-17",
}
OTHER = copy.deepcopy(DOCUMENT)
OTHER["Statement"][0]["Action"].append("dynamodb:Scan")

SHOWN = resource_policy.shown({"resource_policy": DOCUMENT})
PUT, REMOVE = f"put the resource policy {SHOWN['resource_policy']}", "delete the resource policy"

PLANS = [
    # have, want, actions
    (NEW, NEW, []),
    (NEW, Policy(DOCUMENT), [PUT]),
    (Policy(DOCUMENT, "1"), Policy(DOCUMENT), []),
    (Policy(REWRITTEN, "1"), Policy(DOCUMENT), []),
    (Policy(OTHER, "1"), Policy(DOCUMENT), [PUT]),
    (Policy(DOCUMENT, "1"), NEW, [REMOVE]),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    """The plan from the current to the desired value has these actions."""
    assert in_words(steps(resource_policy, have=have, want=want)) == actions


def test_the_revision_that_was_read_is_sent():
    """AWS rejects the call if another caller has changed the policy (R44)."""
    (change,) = steps(resource_policy, have=Policy(OTHER, "7"), want=Policy(DOCUMENT))
    assert change.params["ExpectedRevisionId"] == "7"
    (change,) = steps(resource_policy, have=NEW, want=Policy(DOCUMENT))
    assert change.params["ExpectedRevisionId"] == "NO_POLICY"
    (change,) = steps(resource_policy, have=Policy(DOCUMENT, "7"), want=NEW)
    assert change.params["ExpectedRevisionId"] == "7"


def test_removing_the_own_access_requires_confirmation():
    """AWS rejects such a policy otherwise."""
    (change,) = steps(resource_policy, have=NEW, want=Policy(DOCUMENT))
    assert "ConfirmRemoveSelfResourceAccess" not in change.params
    (change,) = steps(resource_policy, have=NEW, want=Policy(DOCUMENT, confirm=True))
    assert change.params["ConfirmRemoveSelfResourceAccess"] is True


@pytest.mark.parametrize(
    "text",
    [
        "no json",
        "[]",
        '"text"',
        '{"Version": "2012-10-17"}',
        '{"Statement": []}',
        json.dumps({"Statement": [{"Sid": "x" * 20480}]}),
    ],
)
def test_invalid_options(text):
    """An invalid policy is reported before the first call."""
    assert list(faults(name="orders", resource_policy=text)) == ["resource_policy"]


def changed(**members):
    """The policy with other members in its statement; None removes a member."""
    statement = {**DOCUMENT["Statement"][0], **members}
    return {**DOCUMENT, "Statement": [{name: value for name, value in statement.items() if value is not None}]}


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({**DOCUMENT, "Version": "2012-10-18"}, "Version"),
        ({**DOCUMENT, "Statement": ["Allow"]}, "Statement[0]"),
        ({**DOCUMENT, "Statement": DOCUMENT["Statement"] * 2}, "Statement[1].Sid"),
        (changed(Effect=None), "Statement[0].Effect"),
        (changed(Effect="Permit"), "Statement[0].Effect"),
        (changed(Principal=None), "Statement[0].Principal"),
        (changed(Principal="123456789012"), "Statement[0].Principal"),
        (changed(Principal="*"), "Statement[0].Principal"),
        (changed(Principal={"AWS": ["*"]}, Effect="allow"), "Statement[0].Principal"),
        (changed(Action=None), "Statement[0].Action"),
        (changed(Action=["dynamodb:GetItem", "dynamodb:GetRecords"]), "Statement[0].Action"),
        (changed(Resource=None), "Statement[0].Resource"),
        (changed(Resources="*"), "Statement[0].Resources"),
    ],
)
def test_a_policy_that_aws_rejects(simulator, document, path):
    """What is invalid in any account is an error before the first call (R44); AWS rejects it as well."""
    assert list(faults(name="orders", resource_policy=document)) == [f"resource_policy.{path}"]
    client = simulator.client("dynamodb", "eu-west-1")
    key = {"KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST"}
    attributes = [{"AttributeName": "id", "AttributeType": "S"}]
    with pytest.raises(ClientError, match="ValidationException"):
        client.create_table(
            TableName="orders", AttributeDefinitions=attributes, **key, ResourcePolicy=json.dumps(document)
        )


@pytest.mark.parametrize(
    "document",
    [
        changed(Principal="*", Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}}),
        changed(Principal="*", Effect="Deny"),
        changed(Principal=None, NotPrincipal={"AWS": "123456789012"}, Effect="Deny"),
        changed(Action=None, NotAction="dynamodb:DeleteTable"),
        {"Statement": DOCUMENT["Statement"][0]},
    ],
)
def test_a_policy_that_aws_accepts(document):
    assert not faults(name="orders", resource_policy=document)


TABLE = {"name": "orders", "hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}


def test_the_policy_is_set_with_the_table_and_deleted_by_an_empty_one(simulator):
    """As a dict or as JSON; {} deletes it."""
    assert len(run(simulator, **TABLE, resource_policy=DOCUMENT)["actions"]) == 1
    assert not run(simulator, **TABLE, resource_policy=json.dumps(REWRITTEN))["changed"]
    assert not run(simulator, **TABLE)["changed"]
    assert run(simulator, **TABLE, resource_policy={})["actions"] == [REMOVE]
    assert not run(simulator, **TABLE, resource_policy={})["changed"]
    assert run(simulator, **TABLE, resource_policy=DOCUMENT)["actions"] == [PUT]
    assert not run(simulator, **TABLE, resource_policy=DOCUMENT)["changed"]


def test_a_policy_that_excludes_the_caller_names_the_option_that_confirms_it(simulator):
    """AWS answers as if a permission were missing."""
    run(simulator, **TABLE)
    deny = changed(Effect="Deny", Principal="*", Action="dynamodb:PutResourcePolicy")
    result = run(simulator, **TABLE, resource_policy=deny)
    assert result["msg"].endswith("future. If you intend this, set confirm_remove_self_resource_access to true.")
    assert "msg" not in run(simulator, **TABLE, resource_policy=deny, confirm_remove_self_resource_access=True)


def test_a_policy_is_never_shown(simulator):
    """The diff and the actions show its digest."""
    run(simulator, **TABLE)
    result = run(simulator, check_mode=True, **TABLE, resource_policy=DOCUMENT)
    assert result["differences"][0]["after"] == SHOWN
    assert "Statement" not in str({key: result[key] for key in ("actions", "differences", "diff", "warnings")})
