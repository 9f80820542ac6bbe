# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The callback `plan`: what it shows at the end of a playbook, for each kind of result."""

from __future__ import annotations

import textwrap
from types import SimpleNamespace

import pytest
from ansible import context
from ansible.utils.context_objects import CLIArgs
from ansible_collections.stackkit.dynamodb.plugins.callback import plan

HOME = "eu-west-1"
UNLISTED = {"global_secondary_indexes": [], "vector_indexes": [], "replicas": []}


@pytest.fixture
def shown(monkeypatch):
    """The lines that the callback displays."""
    lines = []
    display = SimpleNamespace(
        banner=lambda text: lines.append(f"[{text}]"),
        display=lambda text, color=None, stderr=False: lines.extend(text.split("\n")),
    )
    monkeypatch.setattr(plan.CallbackModule, "_display", display, raising=False)
    monkeypatch.setattr(plan.time, "monotonic", lambda: 100.0)
    monkeypatch.setenv("COLUMNS", "112")
    return lines


def callback(monkeypatch, *, check):
    monkeypatch.setattr(context, "CLIARGS", CLIArgs({"check": check}))
    made = plan.CallbackModule()
    monkeypatch.setattr(made, "_display", plan.CallbackModule._display)
    return made


def result(answer, host="shop-prod", *, role=None, name="Manage the tables", check_mode=False):
    task = SimpleNamespace(_uuid="1", _role=role, get_name=lambda: name, check_mode=check_mode)
    return SimpleNamespace(_result=answer, _task=task, _host=SimpleNamespace(get_name=lambda: host))


def answer(*changes, resource="orders", **more):
    """The answer of dynamodb_stackkit. changes: (key, kind, action)."""
    made = [
        {"key": key, "kind": kind, "action": action, "resource": resource, "region": HOME}
        for key, kind, action in changes
    ]
    differences = [{"resource": resource, "region": HOME, "before": {}, "after": {}, "notes": []}] if made else []
    table = {"changes": made, "differences": differences, "changed": bool(made), "pending": [], "unlisted": UNLISTED}
    return {**table, "declaration": {"name": resource}, **more}


CREATED = ("table", "create", "create the table")
TAGGED = ("tags", "update", "tag with a=1")


def ended(made, shown):
    made.v2_playbook_on_stats(None)
    return "\n".join(shown) + "\n"


def test_the_plan_of_check_mode(monkeypatch, shown):
    made = callback(monkeypatch, check=True)
    made.v2_runner_on_ok(result(answer(CREATED)))
    made.v2_runner_on_ok(result(answer(TAGGED, resource="users"), host="shop-dev"))
    assert ended(made, shown) == textwrap.dedent("""\
        [PLAN]
        shop-prod:
          orders in eu-west-1
            + create the table

        shop-dev:
          users in eu-west-1
            ~ tag with a=1

        Plan: 1 to create, 1 to update, 0 to delete.
        """)


def test_what_a_run_changed_how_long_what_is_pending_and_what_is_not_declared(monkeypatch, shown):
    made = callback(monkeypatch, check=False)
    pending = [{"path": "ttl", "reason": "AWS accepts one TTL change per hour (R13).", "earliest": None}]
    unlisted = {**UNLISTED, "replicas": ["us-east-1"], "global_secondary_indexes": ["by-day"]}
    made.v2_runner_on_start(SimpleNamespace(get_name=lambda: "shop-prod"), SimpleNamespace(_uuid="1"))
    monkeypatch.setattr(plan.time, "monotonic", lambda: 300.0)
    made.v2_runner_on_ok(result(answer(TAGGED, pending=pending, unlisted=unlisted)))
    assert ended(made, shown) == textwrap.dedent("""\
        [CHANGES]
        shop-prod (3 min 20 s):
          orders in eu-west-1
            ~ tag with a=1
            … ttl: AWS accepts one TTL change per hour (R13).

            ? index by-day of orders: not declared, left unchanged (purge_indexes deletes it)
            ? replica in us-east-1 of orders: not declared, left unchanged (purge_replicas deletes it)

        Changes: 0 created, 1 updated, 0 deleted, 1 pending.
        """)


@pytest.mark.parametrize(("stdout", "expected"), [("default", {False}), ("ansible.posix.json", {True})])
def test_it_does_not_write_into_json(monkeypatch, shown, stdout, expected):
    """The callback for standard output prints one JSON document, which programs read."""
    made, errors = callback(monkeypatch, check=True), []
    display = SimpleNamespace(
        banner=lambda text: errors.append(False), display=lambda text, color=None, stderr=False: errors.append(stderr)
    )
    monkeypatch.setattr(made, "_display", display)
    monkeypatch.setattr(plan.constants, "DEFAULT_STDOUT_CALLBACK", stdout)
    made.v2_runner_on_ok(result(answer(CREATED)))
    made.v2_playbook_on_stats(None)
    assert set(errors) == expected


def test_many_tables_in_one_task(monkeypatch, shown):
    made = callback(monkeypatch, check=True)
    one, two = answer(CREATED, resource="orders"), answer(CREATED, resource="users")
    both = {"tables": {"orders": one, "users": two}, "changed": True}
    both.update({name: one[name] + two[name] for name in ("changes", "differences")})
    made.v2_runner_on_ok(result(both))
    assert "  2 with the same changes: orders, users in eu-west-1\n    + create the table\n" in ended(made, shown)


def test_a_failure_shows_what_was_not_done(monkeypatch, shown):
    made = callback(monkeypatch, check=False)
    failed = {"error": {"code": "X"}, "msg": "orders: Failed to tag with a=1", "remaining": ["tag with a=1"]}
    made.v2_runner_on_failed(result(answer(CREATED, **failed)))
    text = ended(made, shown)
    assert "    + create the table\n" in text
    assert "    ! orders: Failed to tag with a=1\n    ! not done: tag with a=1\n" in text
    assert text.endswith("Changes: 1 created, 0 updated, 0 deleted. 1 host failed.\n")


def test_the_problems_of_a_plan_are_not_taken_for_changes(monkeypatch, shown):
    made = callback(monkeypatch, check=False)
    message = "orders was not changed, because of 2 problems:\n- hash_key: is wrong\n- ttl: is wrong too"
    problems = [{"path": "hash_key", "message": "is wrong"}]
    failed = {"error": {"code": None}, "msg": message, "problems": problems, "remaining": ["tag with a=1"]}
    made.v2_runner_on_failed(result(answer(**failed)))
    text = ended(made, shown)
    assert "not done" not in text
    assert (
        "    ! orders was not changed, because of 2 problems:\n          - hash_key: is wrong\n          - ttl" in text
    )
    assert plan.SIGN.match("-/+ replace index by-mail")[1] == "-/+" and not plan.SIGN.match("        - hash_key: is")


def test_the_alarms_among_the_changes_are_counted(monkeypatch, shown):
    made = callback(monkeypatch, check=True)
    alarms = [(f"alarms[orders/{name}]", "create", f"create alarm orders/{name}") for name in ("a", "b")]
    made.v2_runner_on_ok(result(answer(CREATED)))
    made.v2_runner_on_ok(result(answer(*alarms, resource="orders/")))
    assert ended(made, shown).endswith("Plan: 3 to create (2 alarms), 0 to update, 0 to delete.\n")


def test_a_failure_of_one_of_many_tables(monkeypatch, shown):
    """Also where the role goes on, to report it by its own variables."""
    made = callback(monkeypatch, check=False)
    failed = answer(resource="users", error={"code": "X"}, msg="users: Failed to tag", remaining=["tag with a=1"])
    made.v2_runner_on_ok(result({**answer(CREATED), "tables": {"orders": answer(CREATED), "users": failed}}))
    text = ended(made, shown)
    assert "    + create the table\n" in text
    assert "    ! users: Failed to tag\n    ! not done: tag with a=1\n" in text
    assert text.endswith(" 1 host failed.\n")


def test_after_a_failure_nothing_is_called_as_declared(monkeypatch, shown):
    made = callback(monkeypatch, check=False)
    made.v2_runner_on_ok(result(answer()))
    made.v2_runner_on_failed(result({"failed": True}, name="Fail"))
    assert ended(made, shown) == "No changes. 1 host failed.\n"


def test_a_preview_within_a_run_is_not_a_change(monkeypatch, shown):
    """A task with check_mode: true, and a task that only looks, with changed_when: false."""
    made = callback(monkeypatch, check=False)
    made.v2_runner_on_ok(result(answer(CREATED), check_mode=True))
    made.v2_runner_on_ok(result(answer(CREATED, changed=False)))
    assert ended(made, shown) == "No changes: everything declared is as declared.\n"


def test_the_second_half_of_a_replacement_is_pending(monkeypatch, shown):
    made = callback(monkeypatch, check=True)
    changes = [("ttl", "delete", "disable TTL on attribute a"), ("ttl", "replace", "enable TTL on attribute b")]
    pending = [{"path": "ttl", "reason": "Cannot enable TTL on attribute b yet.", "earliest": None}]
    made.v2_runner_on_ok(result(answer(*changes, pending=pending)))
    text = ended(made, shown)
    assert "    - disable TTL on attribute a\n    … ttl: Cannot enable TTL on attribute b yet.\n" in text
    assert text.endswith("Plan: 0 to create, 0 to update, 1 to delete, 1 pending.\n")


def test_the_items_of_a_loop_and_a_resource_that_changes_twice(monkeypatch, shown):
    made = callback(monkeypatch, check=False)
    made.v2_runner_item_on_ok(result(answer(CREATED)))
    made.v2_runner_item_on_ok(result(answer(TAGGED)))
    made.v2_runner_on_ok(result({"results": [answer(CREATED), answer(TAGGED)]}))
    text = ended(made, shown)
    assert text.index("+ create the table") < text.index("~ tag with a=1")
    assert "1 created, 1 updated" in text


def test_what_other_modules_change_in_the_roles(monkeypatch, shown):
    made = callback(monkeypatch, check=False)
    role = SimpleNamespace(_role_collection="stackkit.dynamodb")
    changed = {"changed": True, "_ansible_item_label": "eu-west-1"}
    made.v2_runner_item_on_ok(result(changed, role=role, name="stackkit.dynamodb.encryption : Create the keys"))
    made.v2_runner_on_ok(result({"changed": True}, name="Something else"))
    made.v2_runner_on_ok(result(answer()))
    text = ended(made, shown)
    assert "    ~ Create the keys (eu-west-1)\n" in text and "Something else" not in text
    assert "0 deleted, 1 by other modules." in text


def test_one_line_where_nothing_changes(monkeypatch, shown):
    made = callback(monkeypatch, check=False)
    made.v2_runner_on_ok(result(answer()))
    assert ended(made, shown) == "No changes: everything declared is as declared.\n"


@pytest.mark.parametrize("other", [{"changed": True}, {"censored": "hidden", "changed": True}, {"skipped": True}])
def test_nothing_where_no_module_of_the_collection_ran(monkeypatch, shown, other):
    made = callback(monkeypatch, check=False)
    made.v2_runner_on_ok(result(other))
    made.v2_playbook_on_stats(None)
    assert shown == []


def test_the_alarms_that_are_not_declared(monkeypatch, shown):
    made = callback(monkeypatch, check=False)
    made.v2_runner_on_ok(result({"changes": [], "differences": [], "changed": False, "unlisted": ["orders/mine"]}))
    mine = "    ? alarm orders/mine: not declared, left unchanged (purge_alarms deletes it)\n"
    assert mine in ended(made, shown)


def test_alarms_that_a_later_task_deletes_are_not_left(monkeypatch, shown):
    made = callback(monkeypatch, check=False)
    made.v2_runner_on_ok(result({"changes": [], "differences": [], "changed": False, "unlisted": ["orders/mine"]}))
    made.v2_runner_on_ok(result(answer(("alarms[orders/mine]", "delete", "delete alarm mine"), resource="orders/")))
    assert "left unchanged" not in ended(made, shown)
