# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Comparing things that have names."""

from __future__ import annotations

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core import diff


def test_keyed():
    """What is only wanted, what differs, what is only there."""
    assert diff.keyed({"a": 1, "b": 1}, {"b": 2, "c": 1}) == (["c"], ["b"], ["a"])


def test_two_aspects_may_speak_of_one_index():
    """Lists of named entries are joined entry by entry."""
    keys = {"global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail"}]}
    numbers = {"global_secondary_indexes": [{"name": "by-mail", "read_capacity": 5}], "read_capacity": 5}
    assert diff.merged(keys, numbers) == {
        "global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail", "read_capacity": 5}],
        "read_capacity": 5,
    }


def test_a_diff_shows_what_differs():
    """Options that are equal are left out, also inside an entry of a named list."""
    before = {"a": 1, "b": 1, "replicas": [{"region": "x", "c": 1, "d": 1}, {"region": "y"}, {"region": "z"}]}
    after = {"a": 1, "b": 2, "replicas": [{"region": "x", "c": 1, "d": 2}, {"region": "y"}]}
    assert diff.differing(before, after) == (
        {"b": 1, "replicas": [{"region": "x", "d": 1}, {"region": "z"}]},
        {"b": 2, "replicas": [{"region": "x", "d": 2}]},
    )


def test_lists_of_plain_values_are_shown_whole():
    """There is nothing to match their entries by."""
    assert diff.differing({"a": [1, 2]}, {"a": [1, 3]}) == ({"a": [1, 2]}, {"a": [1, 3]})
