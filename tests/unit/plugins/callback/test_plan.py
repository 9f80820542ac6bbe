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
        banner=lambda text: lines.append(f"[{text}]"), display=lambda text, color=None: lines.extend(text.split("\n"))
    )
    monkeypatch.setattr(plan.CallbackModule, "_display", display, raising=False)
    monkeypatch.setattr(plan.time, "monotonic", lambda: 100.0)
    return lines


def callback(monkeypatch, *, check):
    monkeypatch.setattr(context, "CLIARGS", CLIArgs({"check": check}))
    made = plan.CallbackModule()
    monkeypatch.setattr(made, "_display", plan.CallbackModule._display)
    return made


def result(answer, host="shop-prod", *, role=None, name="Manage the tables"):
    task = SimpleNamespace(_uuid="1", _role=role, get_name=lambda: name)
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

            ? index by-day of orders: not declared, left unchanged
            ? replica in us-east-1 of orders: not declared, left unchanged

        Changes: 0 created, 1 updated, 0 deleted, 1 pending.
        """)


def test_many_tables_in_one_task(monkeypatch, shown):
    made = callback(monkeypatch, check=True)
    one, two = answer(CREATED, resource="orders"), answer(CREATED, resource="users")
    both = {"tables": {"orders": one, "users": two}}
    both.update({name: one[name] + two[name] for name in ("changes", "differences")})
    made.v2_runner_on_ok(result(both))
    assert "  2 alike: orders, users in eu-west-1\n    + create the table\n" in ended(made, shown)


def test_a_failure_shows_what_was_not_done(monkeypatch, shown):
    made = callback(monkeypatch, check=False)
    failed = {"error": {"code": "X"}, "msg": "orders: Failed to tag with a=1", "remaining": ["tag with a=1"]}
    made.v2_runner_on_failed(result(answer(CREATED, **failed)))
    text = ended(made, shown)
    assert "    + create the table\n" in text
    assert "    ! orders: Failed to tag with a=1\n    ! not done: tag with a=1\n" in text
    assert text.endswith("Changes: 1 created, 0 updated, 0 deleted. Not everything was done.\n")


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
    assert ended(made, shown) == "No changes: everything is as declared.\n"


@pytest.mark.parametrize("other", [{"changed": True}, {"censored": "hidden", "changed": True}, {"skipped": True}])
def test_nothing_where_no_module_of_the_collection_ran(monkeypatch, shown, other):
    made = callback(monkeypatch, check=False)
    made.v2_runner_on_ok(result(other))
    made.v2_playbook_on_stats(None)
    assert shown == []


def test_the_alarms_that_are_not_declared(monkeypatch, shown):
    made = callback(monkeypatch, check=False)
    made.v2_runner_on_ok(result({"changes": [], "differences": [], "changed": False, "unlisted": ["orders/mine"]}))
    assert "    ? alarm orders/mine: not declared, left unchanged\n" in ended(made, shown)
