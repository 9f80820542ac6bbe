# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The sets of each region, what goes where, and what is left to delete."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError
from ansible_collections.stackkit.dynamodb.plugins.filter import alarms_sets
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import sets as alarm_sets
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.shared import names
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.plugin_utils.alarms.watched import (
    AWAY,
    HOME,
    asked,
    table,
)

TOPIC, FAR_TOPIC = (f"arn:aws:sns:{region}:123456789012:alarms" for region in (HOME, AWAY))
NOWHERE = "arn:aws:ssm-incidents::123456789012:response-plan/wake"
OWN = {"name": "lost", "comparison": "GreaterThanThreshold", "threshold": 0, "evaluation_periods": 1}
OWN |= {"namespace": "Shop", "metric_name": "Lost", "statistic": "Sum", "period": 300}


def found(*tables, region=HOME):
    return {"region": region, "tables": {facts["table_name"]: facts for facts in tables}}


def sets(*tables, **settings):
    """{region: {prefix: set}}"""
    wanted = asked(*(facts["table_name"] for facts in tables), **settings)
    regions = alarm_sets.by_region(wanted, found(*tables))
    return {entry["region"]: {one["prefix"]: one for one in entry["sets"]} for entry in regions}


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
            # What no longer applies is deleted afterwards, region after region.
            assert not entry.get("purge_alarms")


def test_an_action_goes_to_the_alarms_of_its_region():
    by_region = sets(table(replicas=[AWAY, "eu-north-1"]), actions=[TOPIC, FAR_TOPIC], ok_actions=[NOWHERE])
    taken = {region: one["shop-orders/"]["alarms"][0] for region, one in by_region.items()}
    assert {region: alarm["alarm_actions"] for region, alarm in taken.items()} == {
        HOME: [TOPIC],
        AWAY: [FAR_TOPIC],
        "eu-north-1": [],
    }
    assert all(alarm["ok_actions"] == [NOWHERE] for alarm in taken.values())


def test_actions_are_for_the_good_news_too_unless_those_have_their_own():
    alarm = sets(table(), actions=[TOPIC])[HOME]["shop-orders/"]["alarms"][0]
    assert alarm["ok_actions"] == alarm["alarm_actions"] == [TOPIC]
    assert sets(table(), actions=[TOPIC], ok_actions=[])[HOME]["shop-orders/"]["alarms"][0]["ok_actions"] == []


@pytest.mark.parametrize(
    ("facts", "actions", "regions", "tables"),
    [
        (table(), [], [], []),
        (table(), [TOPIC], [], []),
        (table(), [NOWHERE], [], []),
        (table(), [FAR_TOPIC], [HOME], ["shop-orders"]),
        (table(replicas=[AWAY]), [FAR_TOPIC], [HOME], []),
        (table(replicas=[AWAY, "eu-north-1"]), [TOPIC], [AWAY, "eu-north-1"], []),
    ],
)
def test_alarms_that_nobody_hears_are_told(facts, actions, regions, tables):
    assert alarm_sets.deaf(asked("shop-orders", actions=actions), found(facts)) == (regions, tables)


@pytest.fixture
def warnings(monkeypatch):
    said = []
    monkeypatch.setattr(alarms_sets.Display, "warning", lambda _display, words: said.append(words))
    return said


def test_one_warning_names_all_regions_without_an_action(warnings):
    tables = table("user", replicas=[AWAY]), table("user-archive", replicas=[AWAY, "eu-north-1"])
    wanted = asked("user", "user-archive", actions=[TOPIC])
    assert alarms_sets.alarms_sets(wanted, found(*tables)) == alarm_sets.by_region(wanted, found(*tables))
    assert warnings == [f"alarms_actions: none is of {AWAY}, eu-north-1, so the alarms there notify nobody"]


def test_where_no_action_is_given_nobody_is_warned(warnings):
    alarms_sets.alarms_sets(asked("user"), found(table("user", replicas=[AWAY])))
    assert warnings == []


@pytest.mark.parametrize(
    ("actions", "words"),
    [
        ([], "shop-orders cannot be watched, for there is no such table"),
        ([FAR_TOPIC], "user is in none of the actions'"),
    ],
)
def test_what_cannot_be_is_refused(actions, words):
    tables = ["user"] if actions else ["user", "shop-orders"]
    with pytest.raises(AnsibleFilterError, match=words):
        alarms_sets.alarms_sets(asked(*tables, actions=actions), found(table("user")))


def test_own_alarms_are_named_into_the_set_at_home():
    by_region = sets(table(replicas=[AWAY]), custom=[OWN, {**OWN, "name": "shop-orders/late"}], actions=[TOPIC])
    home, away = by_region[HOME]["shop-orders/"], by_region[AWAY]["shop-orders/"]
    assert named(home)[-2:] == ["shop-orders/lost", "shop-orders/late"]
    assert home["alarms"][-1]["alarm_actions"] == [TOPIC]
    assert not {"shop-orders/lost", "shop-orders/late"} & set(named(away))


def test_an_own_alarm_takes_the_place_of_the_catalogues():
    home = sets(table(), custom=[{**OWN, "name": "read-throttled"}])[HOME]["shop-orders/"]
    (alarm,) = [one for one in home["alarms"] if one["name"] == "shop-orders/read-throttled"]
    assert alarm["namespace"] == "Shop"


def test_an_own_alarm_can_have_actions_of_its_own():
    home = sets(table(), custom=[{**OWN, "alarm_actions": []}], actions=[TOPIC])[HOME]["shop-orders/"]
    assert home["alarms"][-1]["alarm_actions"] == []
    assert home["alarms"][-1]["ok_actions"] == [TOPIC]


def test_names_that_are_too_long_are_cut_and_stay_apart():
    long = "t" * 255
    indexes = ["i" * 254 + letter for letter in "ab"]
    one = sets(table(long, indexes=indexes, replicas=[AWAY]))[HOME][names.alarm_prefix(long)]
    assert max(map(len, named(one))) == 255
    assert len(set(named(one))) == len(named(one))
    assert f"{names.alarm_prefix(long)}replication-latency/{AWAY}" in named(one)


def test_dashboards_of_one_name_in_two_regions_are_two():
    """The account has them all in one place."""
    assert names.dashboard("shop-orders", HOME) == "shop-orders-eu-west-1"
    assert names.dashboard("shop-orders", AWAY) == "shop-orders-us-east-1"
    dotted, dashed = names.dashboard("shop.orders", HOME), names.dashboard("shop-orders", HOME)
    assert dotted != dashed and "." not in dotted
    assert len(names.dashboard("t" * 255, HOME)) == 255


def test_the_dashboard_is_kept_at_home():
    by_region = sets(table(replicas=[AWAY]), dashboard=True)
    assert by_region[HOME]["shop-orders/"]["dashboard"]["name"] == "shop-orders-eu-west-1"
    assert "dashboard" not in by_region[AWAY]["shop-orders/"]
    assert "dashboard" not in sets(table())[HOME]["shop-orders/"]


@pytest.mark.parametrize("settings", [{"enabled": False}, {"state": "absent"}])
def test_without_alarms_nothing_is_declared_in_the_first_run(settings):
    by_region = sets(table(replicas=[AWAY]), tags={"a": "b"}, **settings)
    assert {region: one["shop-orders/"] for region, one in by_region.items()} == {
        region: {"prefix": "shop-orders/", "alarms": []} for region in (HOME, AWAY)
    }


def test_a_table_that_is_not_there_is_told_unless_it_shall_not_be():
    assert alarm_sets.missing(asked("shop-orders"), found()) == ["shop-orders"]
    assert alarm_sets.missing(asked("shop-orders", state="absent"), found()) == []


def kept(wanted, tables, unlisted):
    """The results of a first run. unlisted: {region: names}."""
    regions = alarm_sets.by_region(wanted, found(*tables))
    return [
        {
            "item": entry["region"],
            "region": entry["region"],
            "unlisted": unlisted.get(entry["region"], []),
        }
        for entry in regions
    ]


def left(tables, unlisted, **settings):
    """{"away" or "home": {region: {prefix: names that go, or "all"}}}"""
    wanted = asked(*(facts["table_name"] for facts in tables), **settings)
    work = alarm_sets.left(wanted, found(*tables), kept(wanted, tables, unlisted))
    return {
        place: {entry["region"]: {one["prefix"]: one.get("names", "all") for one in entry["sets"]} for entry in entries}
        for place, entries in work.items()
    }


ALARMS = ["user/read-throttled", "user/write-throttled"]
MARK = f"user/replication-latency/{AWAY}"


def test_nothing_is_left_where_nothing_is_unlisted():
    assert left([table("user"), table("user-archive", replicas=[AWAY])], {}) == {"away": {}, "home": {}}


def test_the_alarms_of_an_index_that_is_gone_are_left():
    assert left([table("user"), table("user-archive")], {HOME: ["user/by-mail/read-throttled"]}) == {
        "away": {},
        "home": {HOME: {"user/": ["user/by-mail/read-throttled"]}},
    }


def test_a_region_that_the_table_has_left_is_told_by_the_set_at_home():
    """So it goes before the alarm that names it, and a run that died between the two is made good by the next."""
    assert left([table("user")], {HOME: [MARK]}) == {
        "away": {AWAY: {"user/": "all"}},
        "home": {HOME: {"user/": [MARK]}},
    }


def test_it_is_told_too_where_another_table_has_stayed():
    tables = [table("user"), table("user-archive", replicas=[AWAY])]
    assert left(tables, {HOME: [MARK]})["away"] == {AWAY: {"user/": "all"}}


def test_an_index_of_a_like_name_is_no_region():
    tables = [table("user")]
    assert left(tables, {HOME: ["user/replication-latency/read-throttled"]})["away"] == {}


@pytest.mark.parametrize("settings", [{"enabled": False}, {"state": "absent"}])
def test_sets_go_in_every_region(settings):
    there = {HOME: [*ALARMS, MARK], AWAY: [*ALARMS, f"user/replication-latency/{HOME}"]}
    assert left([table("user", replicas=[AWAY])], there, **settings) == {
        "away": {AWAY: {"user/": there[AWAY]}},
        "home": {HOME: {"user/": "all" if "state" in settings else there[HOME]}},
    }


def test_of_a_table_that_is_gone_the_sets_go_too():
    wanted = asked("user", state="absent")
    results = kept(wanted, [], {HOME: [*ALARMS, MARK]})
    work = alarm_sets.left(wanted, found(), results)
    assert work["away"] == [{"region": AWAY, "sets": [{"prefix": "user/", "state": "absent"}]}]
    assert work["home"][0]["sets"] == [
        {"prefix": "user/", "state": "absent", "dashboard": {"name": f"user-{HOME}"}},
    ]


def test_the_dashboard_stays_where_alarms_are_switched_off():
    wanted = asked("shop-orders", enabled=False, dashboard=True)
    assert sets(table(), enabled=False, dashboard=True)[HOME]["shop-orders/"]["dashboard"]["name"] == (
        "shop-orders-eu-west-1"
    )
    results = kept(wanted, [table()], {HOME: ["shop-orders/read-throttled"]})
    (entry,) = alarm_sets.left(wanted, found(table()), results)["home"][0]["sets"]
    assert entry == {"prefix": "shop-orders/", "state": "absent", "names": ["shop-orders/read-throttled"]}


def test_outputs_are_the_names_of_alarms_that_there_are():
    wanted = asked("user", "shop-orders")
    assert alarm_sets.outputs(wanted, found(table("user", mode="PROVISIONED"), table())) == {
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
