# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The invariants of every aspect. Each takes a simulator and the options of a task, and raises AssertionError."""

from __future__ import annotations

from ansible_collections.stackkit.dynamodb.plugins.module_utils.core.client import Aws
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.registry import ASPECTS
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import (
    REGION,
    TABLE,
    Clock,
    called,
    clients_of,
    in_words,
    run,
)

# {option: the reading call} of the aspects that DescribeTable does not show.
READS = {
    "ttl": "DescribeTimeToLive",
    "point_in_time_recovery": "DescribeContinuousBackups",
    "tags": "ListTagsOfResource",
    "contributor_insights": "ListContributorInsights",
    "kinesis_stream": "DescribeKinesisStreamingDestination",
    "resource_policy": "GetResourcePolicy",
    "autoscaling": "DescribeScalableTargets",
    "server_side_encryption": "DescribeKey",
}
RATE_LIMITS_END = 31 * 24 * 3600  # seconds after which AWS accepts any change again


def observing_never_writes(simulator, options):
    """Check mode writes nothing."""
    before = len(simulator.writes())
    run(simulator, check_mode=True, **options)
    assert len(simulator.writes()) == before


def check_mode_predicts(simulator, options):
    """Check mode returns the actions of the run, and each action is one call, in the same order."""
    predicted = run(simulator, check_mode=True, **options)
    before = len(simulator.writes())
    result = run(simulator, **options)
    assert "msg" not in result, result["msg"]
    assert [change.action for change in result["planned"]] == predicted["actions"]  # all in the Region of the table
    made = [(call.operation, call.params) for call in simulator.writes()[before:]]
    planned = [called(change) for change in result["planned"]]
    if result["pending"]:
        assert {entry["path"] for entry in result["pending"]} == {"ttl"}, "only TTL takes two runs for one declaration"
        planned = [call for call in planned if call in made]
    assert made == planned
    assert len(result["actions"]) == len(made)


def undeclared_settings_are_not_read_or_changed(simulator, options):
    """A setting that the task does not declare is neither read nor changed."""
    simulator.log.clear()
    result = run(simulator, check_mode=True, **options)
    operations = {call.operation for call in simulator.log}
    for option, operation in READS.items():
        assert operation not in operations or option in options, f"{operation}, but no {option}"
    assert {change.path for change in result["planned"]} <= {*options, "name"}


def planning_after_applying_is_empty(simulator, options):
    """The next run changes nothing."""
    run(simulator, **options)
    simulator.clock.sleep(RATE_LIMITS_END)
    run(simulator, **options)  # applies what was pending
    again = run(simulator, **options)
    assert (again["changed"], again["actions"], again["pending"]) == (False, [], [])
    assert (again["differences"], again["diff"]) == ([], {})


def planning_the_current_state_is_empty(simulator, options):
    """The plan from the current state to the current state is empty."""
    run(simulator, **options)
    description = simulator.client("dynamodb", REGION).describe_table(TableName=options["name"])["Table"]
    region = Aws(clients_of(simulator), Clock(simulator.clock)).in_region(REGION)
    for aspect in ASPECTS:
        answer = aspect.read(region, description, None) if hasattr(aspect, "read") else None
        have = aspect.observe(description, answer)
        assert in_words(aspect.plan(TABLE, want=have, have=have)) == []


INVARIANTS = (
    observing_never_writes,
    check_mode_predicts,
    undeclared_settings_are_not_read_or_changed,
    planning_after_applying_is_empty,
    planning_the_current_state_is_empty,
)
