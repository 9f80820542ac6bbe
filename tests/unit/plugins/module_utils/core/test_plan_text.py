# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The plan as text: a line for each change, what differs below it, and equal changes together."""

from __future__ import annotations

import textwrap

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.plan_text import (
    MAX_BLOCKS,
    counts,
    left_unchanged,
    plan_text,
    wrapped,
)

HOME = "eu-west-1"


def change(key, kind, action, region=HOME, resource="orders"):
    return {"key": key, "kind": kind, "resource": resource, "region": region, "action": action}


def difference(before=None, after=None, resource="orders", notes=()):
    return {
        "resource": resource,
        "region": HOME,
        "before": before or {},
        "after": after or {},
        "notes": list(notes),
    }


def lines(text):
    return textwrap.dedent(text).lstrip("\n")


def test_nothing_is_no_text():
    assert plan_text([], []) == ""
    assert plan_text([], [difference()]) == ""


def test_each_kind_has_its_sign_and_an_update_shows_what_differs():
    changes = [
        change("tags", "update", "tag with team=shop"),
        change("global_secondary_indexes[by-mail]", "create", "create index by-mail"),
        change("global_secondary_indexes[old]", "delete", "delete index old"),
    ]
    before = {"tags": {"team": "web"}, "global_secondary_indexes": [{"name": "old", "hash_key": "x"}]}
    after = {"tags": {"team": "shop"}, "global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail"}]}
    assert plan_text(changes, [difference(before, after)]) == lines("""
        orders in eu-west-1
          ~ tag with team=shop
                tags.team: web -> shop
          + create index by-mail
          - delete index old
    """)


def test_two_changes_of_one_key_are_one_line():
    changes = [
        change("global_secondary_indexes[by-mail]", "delete", "delete index by-mail to replace it"),
        change("tags", "delete", "remove tags b"),
        change("global_secondary_indexes[by-mail]", "replace", "replace index by-mail with sort key city (S)"),
        change("tags", "update", "tag with a=2"),
    ]
    before = {"global_secondary_indexes": [{"name": "by-mail"}], "tags": {"a": "1", "b": "1"}}
    after = {"global_secondary_indexes": [{"name": "by-mail", "range_key": "city"}], "tags": {"a": "2"}}
    found = plan_text(
        changes, [difference(before, after, notes=["by-mail: queries fail until it is re-created; it is slow"])]
    )
    assert found == lines("""
        orders in eu-west-1
        -/+ replace index by-mail with sort key city (S) (forces replacement)
                global_secondary_indexes[by-mail].range_key: (none) -> city
          ~ remove tags b
                tag with a=2
                tags.a: 1 -> 2
                tags.b: 1 -> (none)
          ! by-mail: queries fail until it is re-created; it is slow
    """)
    assert counts(changes) == {"create": 0, "update": 1, "delete": 1, "replace": 1}


def test_equal_changes_in_several_regions_and_of_several_entries_are_one_line():
    changes = [
        change(f"{prefix}contributor_insights.indexes[{index}]", "create", f"enable it on index {index}", region)
        for region, prefix in ((HOME, ""), ("us-east-1", "replicas[us-east-1]."))
        for index in ("by-mail", "by-city")
    ]
    changes += [change(f"replicas[{region}]", "create", f"add a replica in {region}") for region in ("a-b-1", "a-c-1")]
    assert plan_text(changes, [difference({"x": 1}, {"x": 1})]) == lines("""
        orders in eu-west-1
          + enable it on indexes by-mail, by-city, in eu-west-1, us-east-1
          + add a replica in a-b-1, a-c-1
    """)


def test_a_name_that_is_also_another_word_of_the_action_is_left_alone():
    changes = [change(f"global_secondary_indexes[{name}]", "delete", f"delete index {name}") for name in ("index", "b")]
    assert plan_text(changes, [difference()]) == lines("""
        orders in eu-west-1
          - delete index index
          - delete index b
    """)


def test_options_that_no_change_names_are_shown_too():
    changes = [change("billing_mode", "update", "switch to PROVISIONED billing")]
    before = {"billing_mode": "PAY_PER_REQUEST"}
    after = {"billing_mode": "PROVISIONED", "read_capacity": 5}
    assert plan_text(changes, [difference(before, after)]) == lines("""
        orders in eu-west-1
          ~ switch to PROVISIONED billing
                billing_mode: PAY_PER_REQUEST -> PROVISIONED
                read_capacity: (none) -> 5
    """)


def test_what_is_pending_is_shown_with_its_reason():
    pending = [{"resource": "orders", "path": "ttl", "reason": "AWS accepts one TTL change per hour (R13)."}]
    pending[0]["earliest"] = "2026-11-29T14:01:10Z"
    differences = [difference({"ttl": {"enabled": True}}, {"ttl": {"enabled": False}})]
    assert plan_text([], differences, pending) == lines("""
        orders in eu-west-1
          … ttl: AWS accepts one TTL change per hour (R13). Earliest: 2026-11-29T14:01:10Z.
                ttl.enabled: true -> false
    """)


def test_what_is_not_declared_is_shown_of_a_resource_that_changes():
    remaining = [(name, left_unchanged("global_secondary_indexes", "by-mail")) for name in ("orders", "users")]
    assert plan_text([change("ttl", "create", "enable TTL")], [difference()], (), remaining) == lines("""
        orders in eu-west-1
          + enable TTL
          ? index by-mail: not declared, left unchanged (purge_indexes deletes it)
    """)
    assert plan_text([], [], (), remaining) == ""


def test_the_signs_stay_readable_in_a_narrow_terminal():
    changes = [change("tags", "update", "tag with team=shop, owner=web; enable deletion protection, and more of it")]
    found = plan_text(changes, [difference({"tags": {"a": "1 2 3"}}, {"tags": {"a": "a value with words, and more"}})])
    assert wrapped(found, 40) == lines("""
        orders in eu-west-1
          ~ tag with team=shop, owner=web
                enable deletion protection, and
                    more of it
                tags.a: 1 2 3 -> a value with
                    words, and more
    """)
    assert wrapped(wrapped(found, 110), 110) == found == wrapped(found, 110)


def test_a_value_cannot_control_the_terminal():
    text = plan_text([change("x", "update", "set x")], [difference({"x": "a"}, {"x": "b\x1b[2J\nc"})])
    assert r'x: a -> "b\u001b[2J\nc"' in text


def test_a_long_value_is_cut():
    before, after = {"resource_policy": "a" * 500}, {"resource_policy": "b" * 500}
    found = plan_text([change("resource_policy", "update", "put the policy")], [difference(before, after)])
    assert max(map(len, found.splitlines())) < 160


def test_a_set_of_alarms_is_one_line_without_its_prefix():
    changes = [
        change(f"alarms[orders/{name}]", "create", f"create alarm orders/{name}, tagged with a=1", resource="orders/")
        for name in ("read-throttled", "system-errors")
    ]
    assert plan_text(changes, [difference(resource="orders/")]) == lines("""
        alarms of orders in eu-west-1
          + create alarms read-throttled, system-errors, tagged with a=1
    """)


def test_resources_that_change_alike_share_a_block():
    names = [f"table-{number}" for number in range(1000)]
    changes = [change("ttl", "update", f"expire items of {name}", resource=name) for name in names]
    assert plan_text(changes, [difference(resource=name) for name in names]) == lines("""
        1000 with the same changes: table-0, table-1, table-2, table-3, table-4, table-5 and 994 more in eu-west-1
          ~ expire items of <name>
    """)


def test_of_a_thousand_different_resources_some_are_shown_and_all_that_delete():
    names = [f"table-{number}" for number in range(1000)]
    changes = [change("tags", "update", f"tag with number={number}", resource=names[number]) for number in range(1000)]
    changes.append(change("replicas[us-east-1]", "delete", "remove the replica", resource=names[-1]))
    found = plan_text(changes, [difference(resource=name) for name in names])
    assert found.count("  ~ ") == MAX_BLOCKS + 1
    assert "  - remove the replica" in found
    assert found.endswith(
        f"and {1000 - MAX_BLOCKS - 1} more, of which none deletes anything: see `changes` in the result\n"
    )
