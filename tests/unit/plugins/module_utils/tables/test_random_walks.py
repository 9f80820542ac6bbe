# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Random walks of one table: from any state to any declared one, with the invariants of a run checked at each step."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects import (
    point_in_time_recovery,
    tags,
    ttl,
)
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.changes import Phase
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.checks import conflicts
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.registry import ASPECTS
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.request import RECREATABLE
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.values import replica
from ansible_collections.stackkit.dynamodb.tests.unit.plugins import option_space
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.option_space import (
    declarations,
    either,
    with_attributes,
)
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import unlimited
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.walk import Walk
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

HOUR = 3600
PAUSES = either(0, 2, 20, 600, HOUR + 60, 7 * HOUR, 25 * HOUR, 31 * 24 * HOUR)
REMOVALS = either(None, None, None, False, True)


class RandomWalk(RuleBasedStateMachine):
    """Each rule is a step. The Walk checks what must hold after it."""

    THROTTLED = False

    @initialize()
    def begin(self):
        self.walk = Walk(self.THROTTLED)
        self.last = {}

    @rule(options=declarations(), pause=PAUSES)
    def declare(self, options, pause):
        self.walk.simulator.clock.sleep(pause)
        self.last = options
        self.walk.declare(options)

    @rule(options=declarations(), pause=PAUSES, data=st.data())
    def vary(self, options, pause, data):
        """Declare some options of the last task and some new ones."""
        again = {name: value for name, value in self.last.items() if data.draw(st.integers(0, 3))}
        self.declare(with_attributes({**options, **again, "hash_key": "id", "range_key": "at"}), pause)

    @rule(
        index=either(None, "by-mail", "by-day"), read=either(None, 3, 30), write=either(None, 3, 30), removed=REMOVALS
    )
    def scale_or_remove(self, index, read, write, removed):
        """Auto scaling changes a capacity, or a task removes the table, with force_delete or without."""
        if removed is None:
            self.walk.scale(index, read, write)
        else:
            self.walk.declare({"state": "absent", "force_delete": removed})

    def teardown(self):
        if hasattr(self, "walk"):
            self.walk.end()


TestRandomWalk = pytest.mark.soak(RandomWalk.TestCase)
TestRandomWalk.settings = settings(
    max_examples=40, stateful_step_count=15, suppress_health_check=list(HealthCheck), report_multiple_bugs=False
)


class ThrottledWalk(RandomWalk):
    """The same, but AWS throttles calls: the client paces them, and repeats those that are throttled nevertheless."""

    THROTTLED = True


TestThrottledWalk = pytest.mark.soak(ThrottledWalk.TestCase)
TestThrottledWalk.settings = settings(TestRandomWalk.settings, max_examples=4, stateful_step_count=10)


def test_a_throttled_walk_is_throttled():
    walk = Walk(throttled=True)
    walk.declare({**TABLE, **TTL, **RECOVERY, "tags": {"a": "1"}})
    walk.end()
    assert {"CreateTable", "DescribeContinuousBackups"} & {call.operation for call in walk.simulator.throttled()}


def test_a_walk_reads_without_rates_while_its_clients_have_them():
    """A client that finds no limiter would not repeat the call that is throttled after the reading."""
    walk = Walk(throttled=True)
    walk.simulator.log.clear()
    with unlimited(walk.simulator):
        walk.other.read()
        assert walk.simulator.dispatcher.world.limiter
    assert not walk.simulator.throttled()
    walk.stop()


def test_every_option_is_part_of_the_walks():
    """A new option must be added to the option space."""
    text = Path(option_space.__file__).read_text()
    names = {name for aspect in ASPECTS for name in aspect.OPTIONS} | {*replica.OPTIONS, *RECREATABLE}
    assert [name for name in sorted(names) if f'"{name}"' not in text] == []


# Walks over broken code ----------------------------------------------------------------------------------------------

TABLE = {"hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}
TTL = {"ttl": {"enabled": True, "attribute_name": "expires_at"}}
RECOVERY = {"point_in_time_recovery": {"enabled": True}}
PROVISIONED = {"billing_mode": "PROVISIONED", "read_capacity": 5, "write_capacity": 5}


def _tagging_as_it_reads(region, description, want):
    region.call("tag_resource", action="tag", ResourceArn=description["TableArn"], Tags=[{"Key": "b", "Value": "2"}])
    return [{"Key": "a", "Value": "1"}]


def _tagging_again(table, *, want, have):
    params = {"Tags": [{"Key": "a", "Value": "1"}], "method": "tag_resource", "phase": Phase.ATTACH}
    return [table.change_by_arn("tags", "update", "tag with a=1 again", **params)]


_TIMES = itertools.count()


def _alternating(table, *, want, have):
    words = f"enable TTL in mood {next(_TIMES)}"
    params = {"TimeToLiveSpecification": {"Enabled": True, "AttributeName": "expires_at"}, "phase": Phase.ATTACH}
    return [table.change("ttl", "create", words, method="update_time_to_live", **params)]


BROKEN = {
    # what is broken: (module, function, the broken function, the task, its assertion error)
    "check mode writes": (tags, "read", _tagging_as_it_reads, {"tags": {"a": "1"}}, "check mode has sent"),
    "check mode predicts something else": (ttl, "plan", _alternating, TTL, "mood"),
    "an undeclared setting changes": (ttl, "want", lambda params: ttl.Ttl("expires_at"), {}, "expires_at"),
    "a declared setting does not change": (ttl, "plan", lambda *_table, **_values: (), TTL, "expires_at"),
    "the second run changes something": (
        point_in_time_recovery,
        "observe",
        lambda *_arguments: point_in_time_recovery.NEW,
        RECOVERY,
        "enable point-in-time recovery",
    ),
    "a call changes nothing": (tags, "plan", _tagging_again, {"tags": {"a": "1"}}, "TagResource .* changed nothing"),
    "a run fails after a change": (
        conflicts,
        "unscaled_writes",
        lambda *_arguments: (),
        {"stream": {"enabled": True}, "replicas": [{"region": "us-east-1"}]},
        "before: .*should either be Pay-Per-Request or AutoScaled",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_walk_finds_what_is_broken(monkeypatch, what):
    """An invariant that nothing can break tests nothing."""
    module, function, broken, options, error = BROKEN[what]
    walk = Walk()
    walk.declare({**TABLE, **PROVISIONED, "tags": {"a": "1"}})
    monkeypatch.setattr(module, function, broken)
    with pytest.raises(AssertionError, match=error):
        walk.declare({**TABLE, **options})
    walk.stop()


def test_a_walk_accepts_what_is_right():
    """The same tasks, without the faults."""
    walk = Walk()
    walk.declare({**TABLE, **PROVISIONED, "tags": {"a": "1"}})
    for _module, _function, _broken, options, _error in BROKEN.values():
        walk.declare({**TABLE, **options})
    walk.end()


def test_a_walk_accepts_a_change_that_is_completed_after_the_next_call():
    """AWS shows another precision only minutes later; the run sends the remaining calls meanwhile."""
    kinesis = {"enabled": True, "stream_arn": "arn:aws:kinesis:eu-west-1:123456789012:stream/one"}
    walk = Walk()
    walk.declare({**TABLE, "kinesis_stream": kinesis})
    walk.declare({**TABLE, "kinesis_stream": {**kinesis, "timestamp_precision": "MICROSECOND"}, "tags": {"a": "1"}})
    walk.end()


def test_a_walk_accepts_a_replacement_that_is_pending_once():
    """AWS defers the first half, and the second half has the same reason."""
    walk = Walk()
    walk.declare({**TABLE, **TTL})
    walk.declare({**TABLE, "ttl": {"enabled": True, "attribute_name": "until"}})
    walk.end()


def test_a_walk_declares_no_capacity_that_auto_scaling_moves_back():
    """Undeclared auto scaling would change it after every run: in a Region, of the table, and of an index."""
    bounds = {"min_capacity": 5, "max_capacity": 40}
    scaled = {"autoscaling": {"enabled": True, "read": bounds, "write": bounds}}
    walk = Walk()
    replica = {"region": "us-east-1", "autoscaling": {"read": bounds}}
    walk.declare({**TABLE, **PROVISIONED, **scaled, "replicas": [replica]})
    walk.declare(
        {**TABLE, **PROVISIONED, "read_capacity": 1, "replicas": [{"region": "us-east-1", "read_capacity": 1}]}
    )
    assert walk.options["replicas"] == [{"region": "us-east-1"}]
    assert "read_capacity" not in walk.options and "write_capacity" in walk.options
    walk.end()


def test_a_walk_accepts_that_auto_scaling_changes_an_undeclared_index():
    """It has begun before the task, and ends after it."""
    bounds = {"min_capacity": 5, "max_capacity": 40}
    index = {"name": "by-mail", "hash_key": "mail", "read_capacity": 5, "write_capacity": 5}
    mail = {"name": "mail", "type": "S"}
    walk = Walk()
    walk.declare(
        {
            **TABLE,
            **PROVISIONED,
            "attributes": [*TABLE["attributes"], mail],
            "global_secondary_indexes": [index],
            "autoscaling": {"enabled": True, "write": bounds},
        }
    )
    walk.scale("by-mail", None, 30)
    walk.declare(TABLE)
    walk.end()


def test_a_walk_declares_no_capacity_outside_the_bounds_that_aws_registers():
    """AWS registers the writes of a new index of a provisioned global table, 1-10 (R39)."""
    bounds = {"min_capacity": 5, "max_capacity": 40}
    mail = {"name": "mail", "type": "S"}
    walk = Walk()
    walk.declare(
        {
            **TABLE,
            **PROVISIONED,
            "autoscaling": {"enabled": True, "write": bounds},
            "replicas": [{"region": "us-east-1"}],
        }
    )
    index = {"name": "by-mail", "hash_key": "mail", "read_capacity": 5}
    more = {**TABLE, **PROVISIONED, "attributes": [*TABLE["attributes"], mail]}
    walk.declare({**more, "global_secondary_indexes": [{**index, "write_capacity": 40}]})
    assert walk.options["global_secondary_indexes"] == [index]
    walk.end()
