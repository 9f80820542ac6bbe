# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plans for tags."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects import tags
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects.tags import Tags
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import faults, in_words, steps, whole

A, AB = Tags({"a": "1"}), Tags({"a": "1", "b": "2"})

PLANS = [
    # have, want, actions
    (Tags(), Tags(), []),
    (A, A, []),
    (Tags(), AB, ["tag with a=1, b=2"]),
    (AB, A, ["remove tags b"]),
    (AB, Tags(), ["remove tags a, b"]),
    (A, Tags({"a": "9"}), ["tag with a=9"]),
    (A, Tags({"b": "2"}), ["remove tags a", "tag with b=2"]),
    # without purging, tags are only added
    (A, Tags({"b": "2"}, purge=False), ["tag with b=2"]),
    (AB, Tags({}, purge=False), []),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    """The plan from the current to the desired value has these actions."""
    assert in_words(steps(tags, have=have, want=want)) == actions


def test_tags_of_aws_are_ignored():
    """Callers cannot remove them."""
    assert tags.observe({}, [{"Key": "aws:cloudformation:stack-name", "Value": "x"}, {"Key": "a", "Value": "1"}]) == A


def test_values_are_strings():
    """YAML parses some values as numbers; AWS has only strings."""
    assert tags.want(whole(tags={"a": 1})).tags == {"a": "1"}


@pytest.mark.parametrize(
    ("declared", "path"),
    [
        ({str(number): "x" for number in range(51)}, "tags"),
        ({"aws:mine": "x"}, "tags.aws:mine"),
        ({"a" * 129: "x"}, "tags." + "a" * 129),
        ({"a": "x" * 257}, "tags.a"),
        ({"a": ["x"]}, "tags.a"),
        ({"a": None}, "tags.a"),
        ({"a": "50%"}, "tags.a"),
        ({"a#": "x"}, "tags.a#"),
    ],
)
def test_limits(declared, path):
    """A broken limit is reported before the first call (R60)."""
    assert list(faults(name="orders", tags=declared)) == [path]
