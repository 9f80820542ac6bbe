# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The sets of alarms of each Region, their actions, and the alarms to delete."""

from __future__ import annotations

import pytest
from ansible_collections.stackkit.dynamodb.plugins.filter import alarms_resolve
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import sets as alarm_sets
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.shared import names
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.plugin_utils.alarms.watched import (
    AWAY,
    HOME,
    arn,
    asked,
    found,
    table,
)

TOPIC, FAR_TOPIC = (f"arn:aws:sns:{region}:123456789012:alarms" for region in (HOME, AWAY))
NOWHERE = "arn:aws:ssm-incidents::123456789012:response-plan/wake"
OWN = {"name": "lost", "comparison": "GreaterThanThreshold", "threshold": 0, "evaluation_periods": 1}
OWN |= {"namespace": "Shop", "metric_name": "Lost", "statistic": "Sum", "period": 300}


def resolve(*declarations, **settings):
    names_of_tables = [one["name"] for one in declarations]
    return alarm_sets.resolve(asked(*names_of_tables, **settings), found(*declarations))


def sets(*declarations, **settings):
    """{Region: {prefix: set}}"""
    wanted, there = asked(*(one["name"] for one in declarations), **settings), found(*declarations)
    regions = alarm_sets.resolve(wanted, there)["regions"]
    return {region: {one["prefix"]: one for one in alarm_sets.of_region(wanted, there, region)} for region in regions}


def named(entry):
    return [alarm["name"] for alarm in entry["alarms"]]


def test_each_table_has_a_set_in_each_of_its_regions():
    by_region = sets(table("user"), table("user-archive", replicas=[AWAY]))
    assert {region: list(one) for region, one in by_region.items()} == {
        HOME: ["user/", "user-archive/"],
        AWAY: ["user-archive/"],
    }
    for one in by_region.values():
        for prefix, entry in one.items():
            assert named(entry) and all(name.startswith(prefix) for name in named(entry))
            # Alarms that no longer apply are deleted afterwards, in one Region after the other.
            assert not entry.get("purge_alarms")


def test_an_alarm_gets_the_actions_of_its_region():
    by_region = sets(table(replicas=[AWAY, "eu-north-1"]), actions=[TOPIC, FAR_TOPIC], ok_actions=[NOWHERE])
    taken = {region: one["shop-orders/"]["alarms"][0] for region, one in by_region.items()}
    assert {region: alarm["alarm_actions"] for region, alarm in taken.items()} == {
        HOME: [TOPIC],
        AWAY: [FAR_TOPIC],
        "eu-north-1": [],
    }
    assert all(alarm["ok_actions"] == [NOWHERE] for alarm in taken.values())


def test_ok_actions_default_to_the_alarm_actions():
    alarm = sets(table(), actions=[TOPIC])[HOME]["shop-orders/"]["alarms"][0]
    assert alarm["ok_actions"] == alarm["alarm_actions"] == [TOPIC]
    assert sets(table(), actions=[TOPIC], ok_actions=[])[HOME]["shop-orders/"]["alarms"][0]["ok_actions"] == []


@pytest.mark.parametrize(
    ("declaration", "actions", "regions", "tables"),
    [
        (table(), [], [], []),
        (table(), [TOPIC], [], []),
        (table(), [NOWHERE], [], []),
        (table(), [FAR_TOPIC], [], ["shop-orders"]),
        (table(replicas=[AWAY]), [FAR_TOPIC], [HOME], []),
        (table(replicas=[AWAY, "eu-north-1"]), [TOPIC], [AWAY, "eu-north-1"], []),
    ],
)
def test_regions_and_tables_without_an_action_are_reported(declaration, actions, regions, tables):
    resolved = resolve(declaration, actions=actions)
    assert resolved["warnings"] == [
        f"no alarm action is in {', '.join(regions)}; the alarms there notify nobody" for _once in regions[:1]
    ]
    assert resolved["problems"] == [
        f"alarms_actions: an alarm can only invoke actions in its own Region; table {name} is in {HOME}"
        for name in tables
    ]


@pytest.fixture
def warnings(monkeypatch):
    said = []
    monkeypatch.setattr(alarms_resolve.Display, "warning", lambda _display, words: said.append(words))
    return said


def test_one_warning_names_all_regions_without_an_action(warnings):
    tables = table("user", replicas=[AWAY]), table("user-archive", replicas=[AWAY, "eu-north-1"])
    variables = {"alarms_tables": ["user", "user-archive"], "alarms_actions": [TOPIC]}
    resolved = alarms_resolve.alarms_resolve(variables, found(*tables))
    for region in resolved["regions"]:
        entries = alarms_resolve.alarms_resolve(variables, found(*tables), region)
        assert [one["prefix"][:-1] for one in entries] == resolved["regions"][region]
    assert warnings == [f"no alarm action is in {AWAY}, eu-north-1; the alarms there notify nobody"]


def test_without_actions_there_is_no_warning(warnings):
    alarms_resolve.alarms_resolve({"alarms_table_name": "user"}, found(table("user", replicas=[AWAY])))
    assert warnings == []


@pytest.mark.parametrize(
    ("actions", "lines"),
    [
        ([], ["table shop-orders does not exist, so alarms cannot be created for it"]),
        (
            [FAR_TOPIC],
            [f"alarms_actions: an alarm can only invoke actions in its own Region; table user is in {HOME}"],
        ),
    ],
)
def test_a_missing_table_and_a_table_without_an_action_are_problems(actions, lines, warnings):
    tables = ["user"] if actions else ["user", "shop-orders"]
    variables = {"alarms_tables": tables, "alarms_actions": actions}
    assert alarms_resolve.alarms_resolve(variables, found(table("user")))["problems"] == lines
    assert warnings == []


def test_the_results_of_both_modules_fit_the_variable_for_found_tables():
    """dynamodb_stackkit_info returns the facts next to the declaration, dynamodb_stackkit below `table`."""
    declaration, wanted = table(), asked("shop-orders", dashboard=True)
    (expected,) = alarm_sets.of_region(wanted, found(declaration), HOME)
    result = {"changed": False, "declaration": declaration, "table": {"table_arn": arn("shop-orders")}}
    assert alarm_sets.of_region(wanted, {"region": HOME, "tables": {"shop-orders": result}}, HOME) == [expected]
    assert "alarm" in [widget["type"] for widget in expected["dashboard"]["body"]["widgets"]]


def test_custom_alarms_get_the_prefix_of_the_set_in_the_home_region():
    by_region = sets(table(replicas=[AWAY]), custom=[OWN, {**OWN, "name": "shop-orders/late"}], actions=[TOPIC])
    home, away = by_region[HOME]["shop-orders/"], by_region[AWAY]["shop-orders/"]
    assert named(home)[-2:] == ["shop-orders/lost", "shop-orders/late"]
    assert home["alarms"][-1]["alarm_actions"] == [TOPIC]
    assert not {"shop-orders/lost", "shop-orders/late"} & set(named(away))


def test_a_custom_alarm_replaces_the_catalogue_alarm_of_its_name():
    home = sets(table(), custom=[{**OWN, "name": "read-throttled"}])[HOME]["shop-orders/"]
    (alarm,) = [one for one in home["alarms"] if one["name"] == "shop-orders/read-throttled"]
    assert alarm["namespace"] == "Shop"


def test_a_custom_alarm_can_override_the_actions():
    home = sets(table(), custom=[{**OWN, "alarm_actions": []}], actions=[TOPIC])[HOME]["shop-orders/"]
    assert home["alarms"][-1]["alarm_actions"] == []
    assert home["alarms"][-1]["ok_actions"] == [TOPIC]


def test_names_that_are_too_long_are_cut_and_stay_unique():
    long = "t" * 255
    indexes = ["i" * 254 + letter for letter in "ab"]
    one = sets(table(long, indexes=indexes, replicas=[AWAY]))[HOME][names.alarm_prefix(long)]
    assert max(map(len, named(one))) == 255
    assert len(set(named(one))) == len(named(one))
    assert f"{names.alarm_prefix(long)}replication-latency/{AWAY}" in named(one)


def test_the_name_of_a_dashboard_contains_the_region():
    """The dashboards of an account are global (R87)."""
    assert names.dashboard("shop-orders", HOME) == "shop-orders-eu-west-1"
    assert names.dashboard("shop-orders", AWAY) == "shop-orders-us-east-1"
    dotted, dashed = names.dashboard("shop.orders", HOME), names.dashboard("shop-orders", HOME)
    assert dotted != dashed and "." not in dotted
    assert len(names.dashboard("t" * 255, HOME)) == 255


def test_the_dashboard_belongs_to_the_set_in_the_home_region():
    by_region = sets(table(replicas=[AWAY]), dashboard=True)
    assert by_region[HOME]["shop-orders/"]["dashboard"]["name"] == "shop-orders-eu-west-1"
    assert "dashboard" not in by_region[AWAY]["shop-orders/"]
    assert "dashboard" not in sets(table())[HOME]["shop-orders/"]


@pytest.mark.parametrize("settings", [{"enabled": False}, {"state": "absent"}])
def test_without_alarms_the_sets_are_empty(settings):
    by_region = sets(table(replicas=[AWAY]), tags={"a": "b"}, **settings)
    assert {region: one["shop-orders/"] for region, one in by_region.items()} == {
        region: {"prefix": "shop-orders/", "alarms": []} for region in (HOME, AWAY)
    }


def test_a_missing_table_is_a_problem_only_if_alarms_are_to_be_present():
    (line,) = alarm_sets.resolve(asked("shop-orders"), found())["problems"]
    assert "shop-orders" in line
    assert alarm_sets.resolve(asked("shop-orders", state="absent"), found())["problems"] == []


def applied(resolved, unlisted):
    """The module's results with the sets. unlisted: {Region: names}."""
    return [{"item": region, "region": region, "unlisted": unlisted.get(region, [])} for region in resolved["regions"]]


def outdated(tables, unlisted, **settings):
    """{"replicas" or "home": {Region: {prefix: names of alarms to delete, or "all"}}}"""
    resolved = resolve(*tables, **settings)
    work = alarm_sets.outdated(resolved, applied(resolved, unlisted))
    return {
        place: {entry["region"]: {one["prefix"]: one.get("names", "all") for one in entry["sets"]} for entry in entries}
        for place, entries in work.items()
    }


ALARMS = ["user/read-throttled", "user/write-throttled"]
MARK = f"user/replication-latency/{AWAY}"


def test_without_unlisted_alarms_nothing_is_deleted():
    assert outdated([table("user"), table("user-archive", replicas=[AWAY])], {}) == {"replicas": {}, "home": {}}


def test_the_alarms_of_a_deleted_index_are_deleted():
    assert outdated([table("user"), table("user-archive")], {HOME: ["user/by-mail/read-throttled"]}) == {
        "replicas": {},
        "home": {HOME: {"user/": ["user/by-mail/read-throttled"]}},
    }


def test_a_former_region_is_found_by_the_set_in_the_home_region():
    """The set there is deleted before the alarm that names it, so the next run completes an interrupted one."""
    assert outdated([table("user")], {HOME: [MARK]}) == {
        "replicas": {AWAY: {"user/": "all"}},
        "home": {HOME: {"user/": [MARK]}},
    }


def test_a_former_region_is_found_if_another_table_is_still_there():
    tables = [table("user"), table("user-archive", replicas=[AWAY])]
    assert outdated(tables, {HOME: [MARK]})["replicas"] == {AWAY: {"user/": "all"}}


def test_an_index_with_a_similar_name_is_not_a_region():
    tables = [table("user")]
    assert outdated(tables, {HOME: ["user/replication-latency/read-throttled"]})["replicas"] == {}


@pytest.mark.parametrize("settings", [{"enabled": False}, {"state": "absent"}])
def test_sets_are_deleted_in_every_region(settings):
    there = {HOME: [*ALARMS, MARK], AWAY: [*ALARMS, f"user/replication-latency/{HOME}"]}
    assert outdated([table("user", replicas=[AWAY])], there, **settings) == {
        "replicas": {AWAY: {"user/": there[AWAY]}},
        "home": {HOME: {"user/": "all" if "state" in settings else there[HOME]}},
    }


def test_the_sets_of_a_deleted_table_are_deleted():
    resolved = alarm_sets.resolve(asked("user", state="absent"), found())
    work = alarm_sets.outdated(resolved, applied(resolved, {HOME: [*ALARMS, MARK]}))
    assert work["replicas"] == [{"region": AWAY, "sets": [{"prefix": "user/", "state": "absent"}]}]
    assert work["home"][0]["sets"] == [
        {"prefix": "user/", "state": "absent", "dashboard": {"name": f"user-{HOME}"}},
    ]


def test_disabling_alarms_does_not_delete_the_dashboard():
    assert sets(table(), enabled=False, dashboard=True)[HOME]["shop-orders/"]["dashboard"]["name"] == (
        "shop-orders-eu-west-1"
    )
    resolved = resolve(table(), enabled=False, dashboard=True)
    results = applied(resolved, {HOME: ["shop-orders/read-throttled"]})
    (entry,) = alarm_sets.outdated(resolved, results)["home"][0]["sets"]
    assert entry == {"prefix": "shop-orders/", "state": "absent", "names": ["shop-orders/read-throttled"]}


def test_outputs_are_the_names_of_existing_alarms():
    assert resolve(table("user", mode="PROVISIONED"), table())["outputs"] == {
        "user": {
            "cloudwatch_alarm_read_throttle_id": "user/read-throttled",
            "cloudwatch_alarm_write_throttle_id": "user/write-throttled",
            "cloudwatch_alarm_read_capacity_id": "user/read-capacity",
            "cloudwatch_alarm_write_capacity_id": "user/write-capacity",
        },
        "shop-orders": {
            "cloudwatch_alarm_read_throttle_id": "shop-orders/read-throttled",
            "cloudwatch_alarm_write_throttle_id": "shop-orders/write-throttled",
            "cloudwatch_alarm_read_capacity_id": None,
            "cloudwatch_alarm_write_capacity_id": None,
        },
    }
