# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plans for the Kinesis destination."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.errors import StackkitError
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects import kinesis_stream
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects.kinesis_stream import NEW, Kinesis
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import faults, in_words, run, steps

ONE, TWO = (f"arn:aws:kinesis:eu-west-1:123456789012:stream/{name}" for name in ("one", "two"))
LIVE = Kinesis(ONE, "MILLISECOND")

PLANS = [
    # have, want, actions
    (NEW, NEW, []),
    (NEW, Kinesis(ONE), [f"stream changes to Kinesis data stream {ONE} with MILLISECOND timestamps"]),
    (NEW, Kinesis(ONE, "MICROSECOND"), [f"stream changes to Kinesis data stream {ONE} with MICROSECOND timestamps"]),
    (LIVE, LIVE, []),
    # a precision that is not declared does not change
    (Kinesis(ONE, "MICROSECOND"), Kinesis(ONE), []),
    (LIVE, Kinesis(ONE, "MICROSECOND"), [f"set the timestamp precision of Kinesis data stream {ONE} to MICROSECOND"]),
    (LIVE, NEW, [f"stop streaming changes to Kinesis data stream {ONE}"]),
    (
        LIVE,
        Kinesis(TWO),
        [
            f"stop streaming changes to Kinesis data stream {ONE}",
            f"stream changes to Kinesis data stream {TWO} with MILLISECOND timestamps",
        ],
    ),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    """The plan from the current to the desired value has these actions."""
    assert in_words(steps(kinesis_stream, have=have, want=want)) == actions


def test_a_different_precision_is_one_update():
    """The destination is not disabled."""
    (change,) = steps(kinesis_stream, have=LIVE, want=Kinesis(ONE, "MICROSECOND"))
    assert change.method == "update_kinesis_streaming_destination"


def test_the_default_precision_is_not_sent():
    """A botocore without precisions can still enable the destination."""
    (change,) = steps(kinesis_stream, have=NEW, want=Kinesis(ONE))
    assert "EnableKinesisStreamingConfiguration" not in change.params


def destination(status, arn=ONE, **more):
    return {"KinesisDataStreamDestinations": [{"StreamArn": arn, "DestinationStatus": status, **more}]}


@pytest.mark.parametrize(
    ("status", "have"),
    [
        ("ENABLING", LIVE),
        ("ACTIVE", LIVE),
        ("UPDATING", LIVE),
        ("DISABLING", NEW),
        ("DISABLED", NEW),
        ("ENABLE_FAILED", NEW),
    ],
)
def test_observe(status, have):
    """A destination that is being enabled counts as enabled."""
    assert kinesis_stream.observe({}, destination(status)) == have


def test_a_destination_that_cannot_be_enabled_is_an_error():
    """AWS reports it only after it has accepted the call (R45)."""
    region = SimpleNamespace(name="us-east-1")
    with pytest.raises(StackkitError, match="in us-east-1: no such stream"):
        kinesis_stream.in_progress(region, destination("ENABLE_FAILED", DestinationStatusDescription="no such stream"))
    assert kinesis_stream.in_progress(region, destination("ACTIVE")) is None
    assert "ENABLING" in kinesis_stream.in_progress(region, destination("ENABLING"))


@pytest.mark.parametrize(
    "options",
    [
        {"enabled": True},
        {"enabled": True, "stream_arn": "arn:aws:sqs:eu-west-1:123456789012:queue"},
        {"enabled": True, "stream_arn": ONE.replace("eu-west-1", "us-east-1")},
        {"enabled": True, "stream_arn": ONE.replace("arn:aws", "arn:aws-cn")},
    ],
)
def test_invalid_options(options):
    """The ARN of another service, Region or partition is reported before the first call."""
    assert list(faults(name="orders", kinesis_stream=options)) == ["kinesis_stream.stream_arn"]


def test_the_stream_can_be_changed_in_one_run(simulator):
    """The old destination is disabled before the new one is enabled."""
    table = {"name": "orders", "hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}
    run(simulator, **table, kinesis_stream={"enabled": True, "stream_arn": ONE})
    options = {**table, "kinesis_stream": {"enabled": True, "stream_arn": TWO}}
    assert len(run(simulator, **options)["actions"]) == 2
    again = run(simulator, **options)
    assert not again["changed"] and again["table"]["kinesis_stream"]["stream_arn"] == TWO
