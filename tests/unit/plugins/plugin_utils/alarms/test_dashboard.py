# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The dashboard of a table, and its picture in the documentation."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
from ansible_collections.stackkit.dynamodb.extensions.dashboard import example
from ansible_collections.stackkit.dynamodb.plugins.plugin_utils.alarms import dashboard as alarm_dashboard
from ansible_collections.stackkit.dynamodb.tests.unit.plugins.plugin_utils.alarms.watched import (
    AWAY,
    CEILINGS,
    HOME,
    alarms,
    arn,
    asked,
    table,
)

TABLES = [
    table(),
    table(mode="PROVISIONED", indexes=["by-mail", "by-day"], replicas=[AWAY, "eu-north-1"]),
    table(on_demand_throughput=CEILINGS, indexes=["by-mail"]),
    table(replicas=[AWAY], multi_region_consistency="STRONG"),
    # The most indexes that AWS allows
    table(mode="PROVISIONED", indexes=[f"index-{number}" for number in range(20)], replicas=[AWAY]),
]


ARN = arn("shop-orders")


def body(declaration, table_arn=ARN, **settings):
    (entry,) = asked(declaration["name"], **settings)["tables"]
    names = [f"{declaration['name']}/{name}" for name in alarms(declaration, **settings)]
    return alarm_dashboard.body(declaration, table_arn, entry, HOME, names)


def graphs(declaration, **settings):
    return [widget["properties"] for widget in body(declaration, **settings)["widgets"] if widget["type"] == "metric"]


def metrics(graph):
    """The arrays of a graph that are metrics -> (name, dimensions, look)."""
    for entry in graph["metrics"]:
        if "expression" not in entry[-1]:
            yield entry[1], dict(zip(entry[2:-1:2], entry[3:-1:2], strict=True)), entry[-1]


@pytest.mark.parametrize("declaration", TABLES)
def test_widgets_do_not_overlap_and_fit_the_grid(declaration):
    taken = set()
    for widget in body(declaration)["widgets"]:
        cells = {
            (x, y)
            for x in range(widget["x"], widget["x"] + widget["width"])
            for y in range(widget["y"], widget["y"] + widget["height"])
        }
        assert not cells & taken
        assert all(x < alarm_dashboard.WIDTH for x, _y in cells)
        taken |= cells


@pytest.mark.parametrize("declaration", TABLES)
def test_cloudwatch_accepts_the_body(declaration):
    """The body is within CloudWatch's limits, and every ID in an expression exists."""
    widgets = body(declaration)["widgets"]
    assert len(widgets) <= 500
    assert sum(len(graph["metrics"]) for graph in graphs(declaration)) <= 2500
    for graph in graphs(declaration):
        looks = [entry[-1] for entry in graph["metrics"]]
        ids = [look["id"] for look in looks if "id" in look]
        assert len(ids) == len(set(ids))
        used = {name for look in looks for name in re.findall(r"\b[a-z]\w*", look.get("expression", ""))}
        assert used <= set(ids)
    assert json.loads(json.dumps(body(declaration))) == body(declaration)


@pytest.mark.parametrize("declaration", TABLES)
def test_the_dashboard_shows_the_metrics_of_the_alarms(declaration):
    shown = {
        (name, *sorted(dimensions.items()))
        for graph in graphs(declaration)
        if graph["region"] == HOME
        for name, dimensions, _look in metrics(graph)
    }
    for alarm in alarms(declaration, latency=True).values():
        for entry in [metric for metric in alarm.get("metrics", [alarm]) if "metric_name" in metric]:
            assert (entry["metric_name"], *sorted(entry["dimensions"].items())) in shown


def test_there_is_a_row_for_each_index_and_each_replica():
    widgets = body(TABLES[1])["widgets"]
    headings = [widget["properties"]["markdown"] for widget in widgets if widget["type"] == "text"]
    assert headings[0] == "# shop-orders\nProvisioned, in eu-west-1, us-east-1, eu-north-1."
    assert headings[1:] == [
        "## Index by-mail",
        "## Index by-day",
        "## Replica in us-east-1",
        "## Replica in eu-north-1",
    ]
    regions = [graph["region"] for graph in graphs(TABLES[1])]
    assert regions == [HOME] * 12 + [AWAY] * 3 + ["eu-north-1"] * 3


@pytest.mark.parametrize(
    ("declaration", "limits"),
    [
        (table(), []),
        (table(mode="PROVISIONED"), ["ProvisionedReadCapacityUnits", "ProvisionedWriteCapacityUnits"]),
        (table(on_demand_throughput=CEILINGS), ["OnDemandMaxReadRequestUnits"]),
    ],
)
def test_consumed_capacity_is_shown_with_its_limit(declaration, limits):
    shown = [
        name for graph in graphs(declaration) for name, _dimensions, look in metrics(graph) if look.get("id") == "limit"
    ]
    assert shown == limits


def test_thresholds_and_periods_are_those_of_the_alarms():
    provisioned = table(mode="PROVISIONED", replicas=[AWAY])
    reads, *_rest, latency, _errors, replication, _r, _w, _t = graphs(
        provisioned, capacity_threshold=0.5, capacity_period=600, latency_threshold=20, latency_statistic="p99"
    )
    assert reads["period"] == 600
    assert {"expression": "limit * 0.5", "label": "alarm", "color": alarm_dashboard.ORANGE} in reads["metrics"][-1]
    assert latency["annotations"]["horizontal"][0]["value"] == 20
    assert {look["stat"] for _name, _dimensions, look in metrics(latency)} == {"p99"}
    assert replication["annotations"]["horizontal"][0]["value"] == 60000


def test_alarms_are_shown_if_their_arns_are_known():
    (tiles,) = [widget for widget in body(table())["widgets"] if widget["type"] == "alarm"]
    assert tiles["properties"]["alarms"][0] == (
        "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:shop-orders/read-throttled"
    )
    assert not [widget for widget in body(table(), table_arn=None)["widgets"] if widget["type"] == "alarm"]


def test_the_picture_in_the_documentation_is_current():
    """Update it by python -m ansible_collections.stackkit.dynamodb.extensions.dashboard"""
    assert example.PICTURE.read_text() == example.drawn()


def test_the_picture_shows_every_title_and_label_of_the_body():
    picture = ElementTree.fromstring(example.drawn())
    words = {text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")}
    for widget in example.body()["widgets"]:
        properties = widget["properties"]
        if widget["type"] == "metric":
            labels = [entry[-1]["label"] for entry in properties["metrics"] if entry[-1].get("visible", True)]
            assert {properties["title"], *labels} <= words
        if widget["type"] == "alarm":
            assert {arn.split(":alarm:shop-prod-orders/")[1] for arn in properties["alarms"]} <= words
