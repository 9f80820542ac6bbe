# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plans for the stream."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.aspects import stream
from ansible_collections.stackkit.dynamodb.plugins.module_utils.aspects.stream import Stream
from ansible_collections.stackkit.dynamodb.plugins.module_utils.change import Notice
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import faults, in_words, steps

OFF = Stream()
KEYS, IMAGES = Stream(True, "KEYS_ONLY"), Stream(True, "NEW_AND_OLD_IMAGES")

PLANS = [
    # have, want, actions
    (OFF, OFF, []),
    (OFF, IMAGES, ["stream changes as NEW_AND_OLD_IMAGES"]),
    (OFF, Stream(True), ["stream changes as NEW_AND_OLD_IMAGES"]),
    (IMAGES, OFF, ["end the stream"]),
    (IMAGES, IMAGES, []),
    # a view that is not declared stays as it is
    (KEYS, Stream(True), []),
    (KEYS, IMAGES, ["no: stream.view_type"]),
    (
        KEYS,
        Stream(True, "NEW_AND_OLD_IMAGES", recreate=True),
        ["end the stream", "stream changes as NEW_AND_OLD_IMAGES"],
    ),
    # consent alone changes nothing
    (KEYS, Stream(True, "KEYS_ONLY", recreate=True), []),
    (OFF, Stream(recreate=True), []),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    """What is done to get from what is there to what is declared."""
    assert in_words(steps(stream, have=have, want=want)) == actions


def test_a_refusal_names_the_consent():
    """The error says which option gives it."""
    (refusal,) = steps(stream, have=KEYS, want=IMAGES)
    assert "list stream in allow_recreate" in str(refusal)


def test_a_new_stream_is_told():
    """Consumers of the old one must be pointed to the new one (R25)."""
    *_changes, notice = steps(stream, have=KEYS, want=Stream(True, "NEW_IMAGE", recreate=True))
    assert isinstance(notice, Notice)


def test_an_ended_stream_is_off_though_its_arn_is_shown():
    """DescribeTable goes on showing LatestStreamArn (R26)."""
    assert stream.observe({"LatestStreamArn": "arn:…", "LatestStreamLabel": "2026-11-23T00:00:00.000"}) == OFF


def test_a_view_needs_a_stream():
    """A view without a stream is a contradiction."""
    assert list(faults(name="orders", stream={"enabled": False, "view_type": "KEYS_ONLY"})) == ["stream.view_type"]
