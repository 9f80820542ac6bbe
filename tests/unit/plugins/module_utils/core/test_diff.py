# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Comparing things that have names."""

from __future__ import annotations

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import diff


def test_keyed_returns_added_changed_and_removed_names():
    assert diff.keyed({"a": 1, "b": 1}, {"b": 2, "c": 1}) == (["c"], ["b"], ["a"])


def test_declarations_of_one_index_by_two_aspects_are_merged():
    """Lists of named entries are merged entry by entry."""
    keys = {"global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail"}]}
    numbers = {"global_secondary_indexes": [{"name": "by-mail", "read_capacity": 5}], "read_capacity": 5}
    assert diff.merged(keys, numbers) == {
        "global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail", "read_capacity": 5}],
        "read_capacity": 5,
    }


def test_a_diff_shows_only_differences():
    """Equal options are omitted, also inside an entry of a named list."""
    before = {"a": 1, "b": 1, "replicas": [{"region": "x", "c": 1, "d": 1}, {"region": "y"}, {"region": "z"}]}
    after = {"a": 1, "b": 2, "replicas": [{"region": "x", "c": 1, "d": 2}, {"region": "y"}]}
    assert diff.differing(before, after) == (
        {"b": 1, "replicas": [{"region": "x", "d": 1}, {"region": "z"}]},
        {"b": 2, "replicas": [{"region": "x", "d": 2}]},
    )


def test_lists_of_plain_values_are_shown_completely():
    """They have no names to compare by."""
    assert diff.differing({"a": [1, 2]}, {"a": [1, 3]}) == ({"a": [1, 2]}, {"a": [1, 3]})
