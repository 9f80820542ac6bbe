# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plans for the stream."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.change import PlanWarning
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects import stream
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects.stream import Stream
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import TABLE, faults, in_words, run, steps, whole

OFF = Stream()
KEYS, IMAGES = Stream(True, "KEYS_ONLY"), Stream(True, "NEW_AND_OLD_IMAGES")

PLANS = [
    # have, want, actions
    (OFF, OFF, []),
    (OFF, IMAGES, ["enable the stream with view type NEW_AND_OLD_IMAGES"]),
    (OFF, Stream(True), ["enable the stream with view type NEW_AND_OLD_IMAGES"]),
    (IMAGES, OFF, ["disable the stream"]),
    (IMAGES, IMAGES, []),
    # a view that is not declared stays as it is
    (KEYS, Stream(True), []),
    (KEYS, IMAGES, ["no: stream.view_type"]),
    (
        KEYS,
        Stream(True, "NEW_AND_OLD_IMAGES", recreate=True),
        ["disable the stream", "enable the stream with view type NEW_AND_OLD_IMAGES"],
    ),
    # consent alone changes nothing
    (KEYS, Stream(True, "KEYS_ONLY", recreate=True), []),
    (OFF, Stream(recreate=True), []),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    """What is done to get from what is there to what is declared."""
    assert in_words(steps(stream, have=have, want=want)) == actions


def replicated(stream, **more):
    return replace(stream, replicas=frozenset({"us-east-1"}), **more)


@pytest.mark.parametrize(
    ("have", "want", "actions"),
    [
        (replicated(IMAGES), Stream(replicas=None), ["no: stream.enabled"]),
        (replicated(IMAGES), Stream(True, "KEYS_ONLY", recreate=True, replicas=None), ["no: stream.view_type"]),
        (replicated(IMAGES), replicated(OFF), ["no: stream.enabled"]),
        # the replicas go first
        (replicated(IMAGES), OFF, ["disable the stream"]),
        # a strongly consistent table needs no stream
        (replicated(IMAGES, strong=True), Stream(replicas=None), ["disable the stream"]),
    ],
)
def test_the_stream_cannot_end_while_there_are_replicas(have, want, actions):
    """Declared or not: AWS refuses it (R28)."""
    assert in_words(steps(stream, have=have, want=want)) == actions


def test_the_stream_ends_once_the_replicas_are_purged(simulator):
    """All in one run, and check mode says what is done."""
    table = {"name": "orders", "hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}
    run(simulator, **table, replicas=[{"region": "us-east-1"}])
    off = {"name": "orders", "stream": {"enabled": False}}
    refused = run(simulator, check_mode=True, **off)
    assert "stream.enabled: the replicas in us-east-1 require the stream" in refused["msg"]
    assert run(simulator, **off)["msg"] == refused["msg"]
    ended = run(simulator, **off, replicas=[], purge_replicas=True)
    assert ended["actions"] == ["remove the replica in us-east-1", "disable the stream"] and "msg" not in ended


def test_a_refusal_names_the_consent():
    """The error says which option gives it."""
    (refusal,) = steps(stream, have=KEYS, want=IMAGES)
    assert "requires allow_recreate: [stream]" in str(refusal)


def test_a_new_stream_is_told():
    """Consumers of the old one must be pointed to the new one (R25)."""
    *_changes, notice = steps(stream, have=KEYS, want=Stream(True, "NEW_IMAGE", recreate=True))
    assert isinstance(notice, PlanWarning)


def test_an_ended_stream_is_off_though_its_arn_is_shown():
    """DescribeTable goes on showing LatestStreamArn (R26)."""
    assert stream.observe({"TableArn": TABLE.arn, "LatestStreamLabel": "2026-11-23T00:00:00.000"}) == OFF


def test_a_view_type_beside_enabled_false_is_not_sent():
    """Users flip enabled and leave the rest."""
    options = {"enabled": False, "view_type": "KEYS_ONLY"}
    assert not faults(name="orders", stream=options)
    assert stream.want(whole(stream=options)).view_type is None
