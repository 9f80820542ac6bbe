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
    # a view type that is not declared does not change
    (KEYS, Stream(True), []),
    (KEYS, IMAGES, ["no: stream.view_type"]),
    (
        KEYS,
        Stream(True, "NEW_AND_OLD_IMAGES", recreate=True),
        ["disable the stream", "replace the stream with one of view type NEW_AND_OLD_IMAGES"],
    ),
    # allow_recreate alone changes nothing
    (KEYS, Stream(True, "KEYS_ONLY", recreate=True), []),
    (OFF, Stream(recreate=True), []),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    """The plan from the current to the desired value has these actions."""
    assert in_words(steps(stream, have=have, want=want)) == actions


def replicated(stream, **more):
    return replace(stream, replicas=frozenset({"us-east-1"}), **more)


@pytest.mark.parametrize(
    ("have", "want", "actions"),
    [
        (replicated(IMAGES), Stream(replicas=None), ["no: stream.enabled"]),
        (replicated(IMAGES), Stream(True, "KEYS_ONLY", recreate=True, replicas=None), ["no: stream.view_type"]),
        (replicated(IMAGES), replicated(OFF), ["no: stream.enabled"]),
        # the replicas are removed first
        (replicated(IMAGES), OFF, ["disable the stream"]),
        # a table with strong consistency requires no stream
        (replicated(IMAGES, strong=True), Stream(replicas=None), ["disable the stream"]),
    ],
)
def test_the_stream_cannot_be_disabled_with_replicas(have, want, actions):
    """AWS rejects it, whether replicas are declared or not (R28)."""
    assert in_words(steps(stream, have=have, want=want)) == actions


def test_the_stream_is_disabled_after_the_replicas_are_purged(simulator):
    """In one run, and check mode predicts it."""
    table = {"name": "orders", "hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}
    run(simulator, **table, replicas=[{"region": "us-east-1"}])
    off = {"name": "orders", "stream": {"enabled": False}}
    failed = run(simulator, check_mode=True, **off)
    assert "stream.enabled: the replicas in us-east-1 require the stream" in failed["msg"]
    assert run(simulator, **off)["msg"] == failed["msg"]
    ended = run(simulator, **off, replicas=[], purge_replicas=True)
    assert ended["actions"] == ["remove the replica in us-east-1", "disable the stream"] and "msg" not in ended


def test_the_error_names_the_confirmation():
    """It names the option and its value."""
    (error,) = steps(stream, have=KEYS, want=IMAGES)
    assert "requires allow_recreate: [stream]" in str(error)


def test_a_new_stream_causes_a_warning():
    """Consumers need the new ARN (R25)."""
    *_changes, warning = steps(stream, have=KEYS, want=Stream(True, "NEW_IMAGE", recreate=True))
    assert isinstance(warning, PlanWarning)


def test_a_disabled_stream_with_an_arn_counts_as_disabled():
    """DescribeTable shows LatestStreamArn after the stream was disabled (R26)."""
    assert stream.observe({"TableArn": TABLE.arn, "LatestStreamLabel": "2026-11-23T00:00:00.000"}) == OFF


def test_a_view_type_with_enabled_false_is_not_sent():
    """Users change only enabled."""
    options = {"enabled": False, "view_type": "KEYS_ONLY"}
    assert not faults(name="orders", stream=options)
    assert stream.want(whole(stream=options)).view_type is None


def test_the_stream_of_a_table_with_strong_consistency_can_change(simulator):
    """Its replicas do not use it (R28)."""
    table = {"name": "orders", "hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}
    replicas = [{"region": "eu-west-2"}, {"region": "eu-west-3"}]
    run(simulator, **table, stream={"enabled": True}, replicas=replicas, multi_region_consistency="STRONG")
    for options in ({"enabled": False}, {"enabled": True, "view_type": "KEYS_ONLY"}):
        assert "msg" not in run(simulator, **table, stream=options)
        assert not run(simulator, **table, stream=options)["changed"]


def test_a_stream_that_replicas_require_is_a_change_of_the_option_replicas(simulator):
    """An error would otherwise name an option that the task does not declare."""
    table = {"name": "orders", "hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}
    run(simulator, **table)
    paths = [
        {change.key: change.path for change in run(simulator, name="orders", check_mode=True, **more)["planned"]}
        for more in ({"replicas": [{"region": "us-east-1"}]}, {"stream": {"enabled": True}})
    ]
    assert [found["stream"] for found in paths] == ["replicas", "stream"]
