# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reconciling sets of policies in the simulator, in check mode, again, and after failures."""

from __future__ import annotations

import json

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.access import read
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import policy_document
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.interruption import Interruption
from ansible_collections.stackkit.dynamodb.tests.unit.plugins import task_invariants
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.module_utils.access.support import (
    ORDERS,
    USERS,
    document,
    policy,
    problems,
    run,
)
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import REGION

TAGS = {"Owner": "backend-team"}
SHOP = policy("orders+shop", "dynamodb:GetItem", attach_to=["shop"])
MAIL = policy("orders+mail", "dynamodb:PutItem")
USERS_SET = {"path": USERS, "policies": [policy("users+shop", attach_to=["shop", "mail"])], "tags": TAGS}
# The declared states, each after the previous one, and the actions.
SCENARIO = [
    (
        [{"path": ORDERS, "policies": [SHOP, MAIL], "purge_policies": True, "tags": TAGS}, USERS_SET],
        [
            "create policy orders+shop, tagged with Owner=backend-team",
            "attach policy orders+shop to role shop",
            "create policy orders+mail, tagged with Owner=backend-team",
            "create policy users+shop, tagged with Owner=backend-team",
            "attach policy users+shop to role shop",
            "attach policy users+shop to role mail",
        ],
    ),
    (
        [
            {
                "path": ORDERS,
                "policies": [policy("orders+shop", "dynamodb:Query", attach_to=["mail"])],
                "tags": {"Stage": "test"},
            },
            USERS_SET,
        ],
        [
            "change the statement Items of policy orders+shop",
            "remove tags Owner of policy orders+shop",
            "tag policy orders+shop with Stage=test",
            "detach policy orders+shop from role shop",
            "attach policy orders+shop to role mail",
        ],
    ),
    ([{"path": ORDERS, "policies": [], "purge_policies": False}], []),
    (
        [{"path": ORDERS, "policies": [policy("orders+shop", "dynamodb:Query")], "purge_policies": True}],
        ["delete policy orders+mail"],
    ),
    (
        [{"path": ORDERS, "state": "absent"}, {"path": USERS, "policies": [], "purge_policies": True}],
        [
            "detach policy orders+shop from role mail",
            "delete version v1 of policy orders+shop",
            "delete policy orders+shop",
            "detach policy users+shop from role shop",
            "detach policy users+shop from role mail",
            "delete policy users+shop",
        ],
    ),
    ([{"path": ORDERS, "state": "absent"}], []),
]


@pytest.fixture(name="iam", autouse=True)
def iam_fixture(simulator):
    """The roles, and a policy that the task does not manage."""
    iam = simulator.client("iam", REGION)
    for role in ("shop", "mail"):
        iam.create_role(RoleName=role, AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[]}')
    theirs = iam.create_policy(PolicyName="theirs", Path="/stackkit/", PolicyDocument=text("s3:GetObject"))
    iam.attach_role_policy(RoleName="shop", PolicyArn=theirs["Policy"]["Arn"])
    simulator.log.clear()
    return iam


def text(*actions):
    return policy_document.sent(document(*actions))


def current(iam):
    """{name: the actions of the default version} of all policies."""
    found = {}
    for one in iam.list_policies(Scope="Local")["Policies"]:
        version = iam.get_policy_version(PolicyArn=one["Arn"], VersionId=one["DefaultVersionId"])["PolicyVersion"]
        found[one["PolicyName"]] = version["Document"]["Statement"][0]["Action"]
    return found


@pytest.mark.parametrize("step", range(len(SCENARIO)))
def test_check_mode_predicts_each_step_and_a_second_run_changes_nothing(simulator, step):
    for sets, _actions in SCENARIO[:step]:
        run(simulator, sets=sets)
    sets, actions = SCENARIO[step]
    before = len(simulator.writes())
    predicted = run(simulator, check_mode=True, sets=sets)
    assert len(simulator.writes()) == before
    result = run(simulator, sets=sets)
    assert "msg" not in result, result["msg"]
    assert predicted["actions"] == result["actions"] == actions
    assert predicted["diff"] == result["diff"]
    assert predicted["differences"] == result["differences"]
    assert len(simulator.writes()) - before == len(actions)
    task_invariants.the_second_run_is_unchanged(simulator, run, {"sets": sets})


def test_other_policies_of_a_role_and_of_the_account_do_not_change(simulator, iam):
    for sets, _actions in SCENARIO:
        run(simulator, sets=sets)
    assert current(iam) == {"theirs": ["s3:GetObject"]}
    attached = iam.list_attached_role_policies(RoleName="shop")["AttachedPolicies"]
    assert [one["PolicyName"] for one in attached] == ["theirs"]


def test_a_set_does_not_contain_policies_of_longer_paths(simulator, iam):
    archive = {"path": "/stackkit/{region}/orders-archive/", "policies": [policy("archive+shop")]}
    below = {"path": ORDERS + "below/", "policies": [policy("below+shop")]}
    run(simulator, sets=[archive, below])
    run(simulator, sets=[{"path": ORDERS, "state": "absent"}, {"path": USERS, "policies": [], "purge_policies": True}])
    assert set(current(iam)) == {"theirs", "archive+shop", "below+shop"}


def test_the_oldest_version_is_deleted_before_the_sixth(simulator, iam):
    """A policy can have five versions."""
    for number in range(7):
        result = run(simulator, sets=[{"path": ORDERS, "policies": [policy("orders+shop", f"dynamodb:Get{number}")]}])
        assert "msg" not in result, result["msg"]
    assert result["actions"][0] == "delete version v2 of policy orders+shop, which can have up to 5 versions"
    assert current(iam)["orders+shop"] == ["dynamodb:Get6"]


def test_all_sets_are_read_by_one_list_call(simulator):
    run(simulator, sets=SCENARIO[0][0])
    simulator.log.clear()
    run(simulator, sets=SCENARIO[0][0])
    assert [call.operation for call in simulator.log].count("ListPolicies") == 1
    assert not [call for call in simulator.log if call.write]


def test_attachments_to_users_and_groups_change_only_with_the_deletion(simulator, iam):
    arn = run(simulator, sets=[{"path": ORDERS, "policies": [SHOP]}])["policies"][0]["arn"]
    iam.create_user(UserName="ann")
    iam.attach_user_policy(UserName="ann", PolicyArn=arn)
    assert not run(simulator, sets=[{"path": ORDERS, "policies": [SHOP]}])["changed"]
    deleted = run(simulator, sets=[{"path": ORDERS, "state": "absent"}])
    assert "detach policy orders+shop from user ann" in deleted["actions"]


def test_a_missing_role_is_an_error_before_the_first_change(simulator):
    sets = [{"path": ORDERS, "policies": [policy("orders+shop", attach_to=["shop", "nobody"])]}]
    result = run(simulator, sets=sets)
    assert (
        result["msg"]
        == "orders+shop was not changed: sets[0].policies[0].attach_to: role nobody does not exist; create it first"
    )
    assert not simulator.writes()
    predicted = run(simulator, check_mode=True, sets=sets)
    assert "msg" not in predicted
    assert predicted["warnings"] == ["orders+shop: attach_to: role nobody does not exist yet"]


def test_an_awaited_resource_must_exist_outside_of_check_mode(simulator):
    sets = [{"path": ORDERS, "policies": [SHOP], "awaits": "table orders"}]
    assert run(simulator, check_mode=True, sets=sets)["changed"]
    message = run(simulator, sets=sets)["msg"]
    assert message == "orders+shop was not changed: sets[0].policies[0]: table orders does not exist; create it first"
    assert not simulator.writes()


def test_a_policy_whose_creation_lost_its_answer_is_attached(simulator):
    """The retry of the call says that it exists. It is read again, and its ARN is used for what follows."""
    simulator.fail("CreatePolicy", service="iam", lost=True)
    result = run(simulator, sets=[USERS_SET])
    assert "msg" not in result, result["msg"]
    assert result["actions"] == SCENARIO[0][1][3:]
    assert not run(simulator, sets=[USERS_SET])["changed"]


def test_a_policy_that_another_caller_creates_is_a_failure(simulator, iam):
    """With another document, or under another path, where AWS accepts no second policy of that name (R110)."""

    def create(words):
        if "create policy" in words:
            text = json.dumps(document("s3:*"))
            iam.create_policy(PolicyName="users+shop", Path=USERS.format(region=REGION), PolicyDocument=text)

    simulator.fail("CreatePolicy", service="iam", code="EntityAlreadyExists", message="it has another path")
    for log in (lambda words: None, create):
        result = run(simulator, log=log, sets=[USERS_SET])
        assert "EntityAlreadyExists" in result["msg"] and not result["changed"]


def test_a_policy_whose_last_version_lost_its_answer_is_changed(simulator):
    """The retry of the call exceeds the number of versions, so the policy is read again."""
    for action in ("GetItem", "PutItem", "Query", "Scan"):
        run(simulator, sets=[{"path": ORDERS, "policies": [policy("orders+shop", f"dynamodb:{action}")]}])
    simulator.fail("CreatePolicyVersion", service="iam", lost=True)
    sets = [{"path": ORDERS, "policies": [policy("orders+shop", "dynamodb:*")]}]
    result = run(simulator, sets=sets)
    assert "msg" not in result, result["msg"]
    assert result["actions"] == ["change the statement Items of policy orders+shop"]
    assert not run(simulator, sets=sets)["changed"]


def test_an_interruption_of_the_first_call_is_reported(simulator):
    """It is not an AwsError."""
    interruption = Interruption()
    interruption.reason = "by SIGINT"
    result = run(simulator, sets=SCENARIO[0][0], interruption=interruption)
    assert "Interrupted by SIGINT" in result["msg"] and not result["changed"]


@pytest.mark.parametrize("operation", ["CreatePolicy", "AttachRolePolicy", "CreatePolicyVersion", "DetachRolePolicy"])
@pytest.mark.parametrize("lost", [False, True])
def test_a_failed_run_is_completed_by_the_next_one(simulator, operation, lost):
    for sets, _actions in SCENARIO[:1] if operation in ("CreatePolicyVersion", "DetachRolePolicy") else []:
        run(simulator, sets=sets)
    sets = SCENARIO[1 if operation in ("CreatePolicyVersion", "DetachRolePolicy") else 0][0]
    simulator.fail(operation, service="iam", code="UnmodifiableEntity", lost=lost, times=1 if lost else 20)
    run(simulator, sets=sets)
    simulator.dispatcher.faults.clear()
    run(simulator, sets=sets)
    again = run(simulator, sets=sets)
    assert (again["changed"], again.get("msg")) == (False, None)


@pytest.mark.parametrize(
    ("operation", "code", "message"),
    [
        ("AttachRolePolicy", "NoSuchEntity", "Policy arn:aws:iam::123456789012:policy/x was not found."),
        ("AttachRolePolicy", "ConcurrentModification", "Try again"),
    ],
)
def test_calls_are_retried_until_iam_is_consistent(simulator, operation, code, message):
    simulator.fail(operation, service="iam", code=code, message=message, times=3)
    result = run(simulator, sets=SCENARIO[0][0])
    assert "msg" not in result, result["msg"]


def test_a_denied_list_of_an_absent_set_is_a_warning(simulator):
    """Unless the task lists its policies."""
    for policies, failed in ((None, False), ([], True)):
        simulator.fail("ListPolicies", service="iam", code="AccessDenied", message="not authorized")
        entry = {"path": ORDERS, "state": "absent"} | ({} if policies is None else {"policies": policies})
        result = run(simulator, sets=[entry])
        assert ("msg" in result) == failed
        assert bool(result["warnings"]) != failed


def test_a_policy_that_is_a_permissions_boundary_is_not_deleted(simulator, iam, monkeypatch):
    run(simulator, sets=[{"path": ORDERS, "policies": [SHOP]}])
    listed = read.listed

    def with_boundary(*arguments):
        found = listed(*arguments)
        for one in found["/stackkit/eu-west-1/orders/"].values():
            one.boundaries = 2
        return found

    monkeypatch.setattr(read, "listed", with_boundary)
    before = len(simulator.writes())
    result = run(simulator, sets=[{"path": ORDERS, "state": "absent"}])
    assert "is the permissions boundary of 2" in result["msg"]
    assert len(simulator.writes()) == before


def test_documents_are_compared_by_meaning(simulator):
    one = {"name": "a", "document": document("dynamodb:GetItem", "dynamodb:Query")}
    same = {"name": "a", "document": document("dynamodb:Query", "dynamodb:GetItem")}
    run(simulator, sets=[{"path": ORDERS, "policies": [one]}])
    assert not run(simulator, sets=[{"path": ORDERS, "policies": [same]}])["changed"]


def test_documents_are_not_shown(simulator):
    result = run(simulator, check_mode=True, sets=[{"path": ORDERS, "policies": [SHOP]}])
    assert "GetItem" not in repr((result["diff"], result["differences"]))
    assert result["differences"][0]["after"]["document"].startswith("sha256:")


@pytest.mark.parametrize(
    ("entry", "path", "words"),
    [
        ({"path": "orders"}, "sets[0].path", "must begin and end with /"),
        ({"path": "/"}, "sets[0].path", "must begin and end with /"),
        ({"path": ORDERS}, "sets[0].policies", "is required"),
        ({"path": ORDERS, "policies": [policy("a b")]}, "sets[0].policies[0].name", "must be 1 to 128"),
        ({"path": ORDERS, "policies": [policy("a"), policy("a")]}, "sets[0].policies[1].name", "is also the name of"),
        ({"path": ORDERS, "policies": [policy("a", "x" * 6200)]}, "sets[0].policies[0].document", "accepts up to 6144"),
        ({"path": ORDERS, "policies": [{"name": "a", "document": "[]"}]}, "sets[0].policies[0].document", "must be a"),
        (
            {"path": ORDERS, "policies": [policy("a", attach_to=["a/b"])]},
            "sets[0].policies[0].attach_to[0]",
            "not the name of an IAM role",
        ),
    ],
)
def test_an_invalid_option_is_reported_with_its_path(entry, path, words):
    assert words in problems(entry)[path]
