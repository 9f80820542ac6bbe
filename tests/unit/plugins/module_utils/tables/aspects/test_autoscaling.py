# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plans for autoscaling."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects import autoscaling
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.aspects.autoscaling import NEW, Autoscaling
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.changes import Phase
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.values import scaling
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.values.scaling import (
    READ,
    TABLE,
    WRITE,
    Scheduled,
    Target,
)
from ansible_collections.stackkit.dynamodb.plugins.module_utils.tables.values.schema import GlobalIndexes, Index, Key
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.support import (
    REGION,
    faults,
    in_words,
    run,
    steps,
    whole,
)

BY_MAIL = Index("by-mail", (Key("mail", "S"),), (), "ALL", frozenset())
THERE = GlobalIndexes({"by-mail": BY_MAIL})
NONE = GlobalIndexes({})

DESIRED = Target(5, 100, 70.0)
LIVE = replace(DESIRED, disable_scale_in=False, scheduled={})
NIGHT = Scheduled("cron(0 22 * * ? *)", min_capacity=1)

OFF = Autoscaling(index_set=NONE, billing_mode="PROVISIONED")
ON = Autoscaling(True, {(TABLE, READ): LIVE}, NONE, "PROVISIONED")
NIGHTLY = Autoscaling(True, {(TABLE, READ): replace(LIVE, scheduled={"night": NIGHT})}, NONE, "PROVISIONED")
BOTH = Autoscaling(True, {(TABLE, READ): LIVE, ("by-mail", READ): LIVE}, THERE, "PROVISIONED")

GONE = Autoscaling(False, {("by-mail", READ): LIVE}, NONE, "PROVISIONED")

REGISTER, TRACK = (
    "register a scalable target for the read capacity of the table, 5-100 RCU",
    "set target tracking of the read capacity of the table at 70 % utilization",
)
REGISTER_WRITES, TRACK_WRITES = (words.replace("reads", "writes") for words in (REGISTER, TRACK))
REGISTER_INDEX = "register a scalable target for the read capacity of index by-mail, 5-100 RCU"
TRACK_INDEX = "set target tracking of the read capacity of index by-mail at 70 % utilization"


def desired(target=DESIRED, place=(TABLE, READ), index_set=None, **more):
    return Autoscaling(True, {place: target}, index_set or GlobalIndexes(), **more)


PLANS = [
    # have, want, actions
    (OFF, Autoscaling(), []),
    (OFF, desired(), [REGISTER, TRACK]),
    (ON, desired(), []),
    (ON, ON, []),
    (ON, desired(Target(6, 100, 70.0)), ["register a scalable target for the read capacity of the table, 6-100 RCU"]),
    (ON, desired(Target(5, 100, 50.0)), ["set target tracking of the read capacity of the table at 50 % utilization"]),
    (ON, desired(replace(DESIRED, scale_in_cooldown=60)), [TRACK]),
    (ON, desired(replace(DESIRED, disable_scale_in=True)), [TRACK]),
    # omitted values do not change
    (replace(ON, targets={(TABLE, READ): replace(LIVE, scale_in_cooldown=60)}), desired(), []),
    # a dimension that is not declared does not change
    (
        ON,
        desired(place=(TABLE, WRITE)),
        [
            "register a scalable target for the write capacity of the table, 5-100 WCU",
            "set target tracking of the write capacity of the table at 70 % utilization",
        ],
    ),
    # a policy of another name is replaced by the one that the console uses
    (
        replace(ON, targets={(TABLE, READ): replace(LIVE, policy="mine")}),
        desired(),
        ["delete scaling policy mine of the read capacity of the table", TRACK],
    ),
    # a target without a policy gets one
    (replace(ON, targets={(TABLE, READ): Target(5, 100, scheduled={})}), desired(), [TRACK]),
    # every index has the targets of the table, unless it has its own
    (replace(OFF, index_set=THERE), desired(), [REGISTER, TRACK, REGISTER_INDEX, TRACK_INDEX]),
    (BOTH, desired(), []),
    (
        BOTH,
        Autoscaling(True, {(TABLE, READ): DESIRED, ("by-mail", READ): Target(1, 2, 70.0)}),
        ["register a scalable target for the read capacity of index by-mail, 1-2 RCU"],
    ),
    (OFF, desired(place=("by-mail", READ)), ["no: autoscaling.indexes[by-mail]"]),
    # deregistered if disabled, and with the index; a new index of that name cannot use the target
    (
        BOTH,
        Autoscaling(),
        [
            "deregister the scalable target for the read capacity of the table",
            "deregister the scalable target for the read capacity of index by-mail",
        ],
    ),
    (
        BOTH,
        desired(index_set=GlobalIndexes({}, purge=True)),
        ["deregister the scalable target for the read capacity of index by-mail"],
    ),
    (
        BOTH,
        desired(index_set=GlobalIndexes({"by-mail": replace(BY_MAIL, projection_type="KEYS_ONLY")})),
        ["deregister the scalable target for the read capacity of index by-mail", REGISTER_INDEX, TRACK_INDEX],
    ),
    # the targets of an index that was deleted before are deregistered, and a new index of that name has its own
    (GONE, Autoscaling(), ["deregister the scalable target for the read capacity of index by-mail"]),
    (
        GONE,
        desired(place=(TABLE, WRITE), index_set=THERE),
        [
            "deregister the scalable target for the read capacity of index by-mail",
            "register a scalable target for the write capacity of the table, 5-100 WCU",
            "set target tracking of the write capacity of the table at 70 % utilization",
            "register a scalable target for the write capacity of index by-mail, 5-100 WCU",
            "set target tracking of the write capacity of index by-mail at 70 % utilization",
        ],
    ),
    # a declared list replaces all scheduled actions; without it they do not change
    (
        ON,
        desired(replace(DESIRED, scheduled={"night": NIGHT})),
        ["put scheduled action night on the read capacity of the table: cron(0 22 * * ? *)"],
    ),
    (NIGHTLY, desired(), []),
    (
        NIGHTLY,
        desired(replace(DESIRED, scheduled={})),
        ["delete scheduled action night of the read capacity of the table"],
    ),
    # an on-demand table has no capacity to scale
    (replace(OFF, billing_mode="PAY_PER_REQUEST"), desired(), ["no: autoscaling.enabled"]),
    (
        replace(ON, billing_mode="PAY_PER_REQUEST"),
        Autoscaling(),
        ["deregister the scalable target for the read capacity of the table"],
    ),
    (NEW, desired(billing_mode="PROVISIONED"), [REGISTER, TRACK]),
]


@pytest.mark.parametrize(("have", "want", "actions"), PLANS)
def test_plan(have, want, actions):
    """The plan from the current to the desired value has these actions."""
    assert in_words(steps(autoscaling, have=have, want=want)) == actions


def test_policies_have_the_names_of_the_console():
    """The console warns about other names (R50)."""
    names = [
        change.params["PolicyName"]
        for change in steps(autoscaling, have=replace(OFF, index_set=THERE), want=desired())
        if change.method == "put_scaling_policy"
    ]
    assert names == [
        "DynamoDBReadCapacityUtilization:table/orders",
        "DynamoDBReadCapacityUtilization:table/orders/index/by-mail",
    ]


def test_a_long_policy_name_is_shortened():
    """AWS accepts 256 characters; the names of a table and an index can be longer together (R50)."""
    place = ("i" * 255, "read")
    name = scaling.policy_name("orders", place)
    assert len(name) == 256 and name != scaling.policy_name("orders", ("i" * 254 + "j", "read"))


def test_an_index_with_an_entry_does_not_inherit_from_the_table():
    """A dimension that the entry omits is not managed."""
    want = autoscaling.want(whole(autoscaling={"enabled": True, "read": DIMENSION, "indexes": [{"name": "by-mail"}]}))
    planned = in_words(steps(autoscaling, have=replace(OFF, index_set=THERE), want=want))
    assert planned == [
        "register a scalable target for the read capacity of the table, 5-100 RCU",
        "set target tracking of the read capacity of the table at 70 % utilization",
    ]


def test_targets_are_deregistered_after_the_billing_switch_and_before_a_new_index():
    """A target is not removed while it is required."""
    (release,) = steps(autoscaling, have=ON, want=Autoscaling())
    assert release.phase == Phase.REMOVE
    again = desired(index_set=GlobalIndexes({"by-mail": replace(BY_MAIL, projection_type="KEYS_ONLY")}))
    phases = [change.phase for change in steps(autoscaling, have=BOTH, want=again)]
    assert phases == [Phase.REMOVE, Phase.SCALE_ADDED, Phase.SCALE_ADDED]


DIMENSION = {"min_capacity": 5, "max_capacity": 100}


def scheduled(**more):
    action = {"name": "night", "schedule": "rate(1 day)", "min_capacity": 1, **more}
    return {"read": {**DIMENSION, "scheduled_actions": [action]}}


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({}, ""),
        ({"read": {"min_capacity": 5}}, ".read.max_capacity"),
        ({"read": {"min_capacity": 0, "max_capacity": 5}}, ".read.min_capacity"),
        ({"read": {"min_capacity": 6, "max_capacity": 5}}, ".read.max_capacity"),
        ({"write": {**DIMENSION, "target_value": 95}}, ".write.target_value"),
        ({"write": {**DIMENSION, "target_value": 9}}, ".write.target_value"),
        ({"write": {**DIMENSION, "scale_in_cooldown": -1}}, ".write.scale_in_cooldown"),
        ({"indexes": [{"name": "a", "read": DIMENSION}, {"name": "a"}]}, ".indexes[1].name"),
        (scheduled(schedule="daily"), ".read.scheduled_actions[0].schedule"),
        (scheduled(schedule="cron(0 22 * * *)"), ".read.scheduled_actions[0].schedule"),
        (scheduled(min_capacity=None), ".read.scheduled_actions[0]"),
        (scheduled(min_capacity=3, max_capacity=2), ".read.scheduled_actions[0].max_capacity"),
        (scheduled(start_time="soon"), ".read.scheduled_actions[0].start_time"),
        (scheduled(end_time=""), ".read.scheduled_actions[0].end_time"),
    ],
)
def test_invalid_options(options, path):
    """An invalid option is reported with its path, before the first call."""
    assert list(faults(name="orders", autoscaling={"enabled": True, **options})) == [f"autoscaling{path}"]


def test_autoscaling_of_an_on_demand_table_is_an_error():
    """It has no capacity to scale. Disabling auto scaling is allowed."""
    options = {"name": "orders", "billing_mode": "PAY_PER_REQUEST"}
    assert list(faults(**options, autoscaling={"enabled": True, "read": DIMENSION})) == ["autoscaling.enabled"]
    assert faults(**options, autoscaling={"enabled": False, "read": DIMENSION}) == {}


TABLE_OPTIONS = {
    "name": "orders",
    "hash_key": "id",
    "attributes": [{"name": "id", "type": "S"}, {"name": "mail", "type": "S"}],
    "global_secondary_indexes": [{"name": "by-mail", "hash_key": "mail", "read_capacity": 2, "write_capacity": 200}],
    "billing_mode": "PROVISIONED",
    "read_capacity": 10,
    "write_capacity": 10,
    "autoscaling": {"enabled": True, "read": DIMENSION, "write": DIMENSION},
}


def test_omitted_values_of_a_scheduled_action_do_not_change(simulator):
    """AWS would delete the times that are not sent (R90)."""

    def options(**more):
        action = {"name": "night", "schedule": "rate(1 day)", "min_capacity": 1, **more}
        read = {**DIMENSION, "scheduled_actions": [action]}
        return {**TABLE_OPTIONS, "autoscaling": {"enabled": True, "read": read}}

    run(simulator, **options(timezone="Europe/Dublin", start_time="2026-12-24T18:00:00Z"))
    assert not run(simulator, **options())["changed"]
    changed = run(simulator, **options(schedule="rate(2 days)"))
    assert "msg" not in changed
    client = simulator.client("application-autoscaling", REGION)
    for action in client.describe_scheduled_actions(ServiceNamespace="dynamodb")["ScheduledActions"]:
        assert action["Timezone"] == "Europe/Dublin" and action["StartTime"].year == 2026
    assert not run(simulator, **options(schedule="rate(2 days)"))["changed"]


def test_a_scaled_capacity_is_not_reset(simulator):
    """Inside the bounds, auto scaling controls it; outside, the nearest bound is sent (R48)."""
    created = run(simulator, **TABLE_OPTIONS)
    index = created["table"]["global_secondary_indexes"][0]["provisioned_throughput"]
    assert (index["read_capacity_units"], index["write_capacity_units"]) == (5, 100)
    assert not run(simulator, **TABLE_OPTIONS)["changed"]
    simulator.autoscale("orders", read=60, write=70)
    simulator.clock.sleep(600)
    assert not run(simulator, **TABLE_OPTIONS)["changed"]
    narrower = {
        **TABLE_OPTIONS,
        "autoscaling": {"enabled": True, "read": {"min_capacity": 5, "max_capacity": 50}, "write": DIMENSION},
    }
    actions = run(simulator, **narrower)["actions"]
    assert any("provision 50 RCU and 70 WCU for the table" in action for action in actions)


def test_the_declared_capacity_applies_again_without_autoscaling(simulator):
    """The targets are deregistered."""
    run(simulator, **TABLE_OPTIONS)
    simulator.autoscale("orders", read=60)
    simulator.clock.sleep(600)
    result = run(simulator, **{**TABLE_OPTIONS, "autoscaling": {"enabled": False}})
    assert any("provision 10 RCU and 10 WCU for the table" in action for action in result["actions"])
    assert result["table"]["scalable_targets"] == []


def test_targets_are_deregistered_with_the_table(simulator):
    """AWS would apply them to a new table of that name (R49)."""
    run(simulator, **TABLE_OPTIONS)
    result = run(simulator, name="orders", state="absent")
    assert result["actions"][:-1] == [
        f"deregister the scalable target for the {what}"
        for what in (
            "read capacity of the table",
            "write capacity of the table",
            "read capacity of index by-mail",
            "write capacity of index by-mail",
        )
    ]
    client = simulator.client("application-autoscaling", REGION)
    assert client.describe_scalable_targets(ServiceNamespace="dynamodb")["ScalableTargets"] == []


@pytest.mark.parametrize("later", [{"autoscaling": {"enabled": False}}, {"state": "absent"}])
def test_the_targets_of_a_deleted_index_are_found_by_a_later_run(simulator, later):
    """A run that fails between the deletion of an index and the deregistration leaves them, and so does AWS (R49)."""
    run(simulator, **TABLE_OPTIONS)
    purged = {**TABLE_OPTIONS, "attributes": None, "global_secondary_indexes": [], "purge_indexes": True}
    simulator.fail("DeregisterScalableTarget", code="AccessDeniedException", message="cut off")
    assert "cut off" in run(simulator, **{**purged, "autoscaling": {"enabled": False}})["msg"]
    assert "msg" not in run(simulator, name="orders", **later)
    client = simulator.client("application-autoscaling", REGION)
    assert client.describe_scalable_targets(ServiceNamespace="dynamodb")["ScalableTargets"] == []


def test_the_targets_of_a_region_are_listed_once(simulator):
    """Not for each table. When a table is read again, only its own targets are read."""
    tables = [{**TABLE_OPTIONS, "name": f"orders-{number}"} for number in range(30)]
    run(simulator, tables=tables)
    simulator.log.clear()
    assert not run(simulator, tables=tables)["changed"]
    pages = [call for call in simulator.log if call.operation == "DescribeScalableTargets"]
    assert len(pages) == 3  # 120 targets
    simulator.log.clear()
    tables[7] = {**tables[7], "autoscaling": {"enabled": False}}
    assert run(simulator, tables=tables)["tables"]["orders-7"]["table"]["scalable_targets"] == []
    calls = [call.params for call in simulator.log if call.operation == "DescribeScalableTargets"]
    again = [call["ResourceIds"] for call in calls if "ResourceIds" in call]
    assert len(calls) == 4 and again == [["table/orders-7", "table/orders-7/index/by-mail"]]
