# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Draw a dashboard body as SVG, with invented, reproducible data points."""

from __future__ import annotations

import math
import random
from html import escape

from . import metric_math

UNIT, GAP = 48, 4
POINTS = 72  # six hours of five minutes
PALETTE = ["#1f77b4", "#2ca02c", "#9467bd", "#8c564b"]
INK, GREY, LINE, GREEN = "#16191f", "#687078", "#d5dbdb", "#1d8102"


def svg(body):
    """Return the text of the SVG."""
    height = max(widget["y"] + widget["height"] for widget in body["widgets"]) * UNIT
    widgets = [_widget(widget) for widget in body["widgets"]]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {24 * UNIT} {height}"'
            ' font-family="Helvetica, Arial, sans-serif">',
            f'<rect width="{24 * UNIT}" height="{height}" fill="#f2f3f3"/>',
            *widgets,
            "</svg>",
            "",
        ]
    )


def _widget(widget):
    x, y, width, height = (widget[name] * UNIT for name in ("x", "y", "width", "height"))
    draw = {"text": _text, "alarm": _alarms, "metric": _graph}[widget["type"]]
    inner = draw(widget["properties"], width - 2 * GAP, height - 2 * GAP)
    return f'<g transform="translate({x + GAP} {y + GAP})">\n{inner}\n</g>'


def _card(width, height):
    return f'<rect width="{width}" height="{height}" fill="#fff" stroke="{LINE}"/>'


def _label(x, y, text, size=12, color=INK, **more):
    attributes = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in more.items())
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{color}"{attributes}>{escape(text)}</text>'


def _text(properties, width, height):
    lines, y = [], 4
    for line in properties["markdown"].splitlines():
        level = len(line) - len(line.lstrip("#"))
        size = {0: 14, 1: 28, 2: 20}[level]
        y += size + 8
        lines.append(_label(8, y, line.lstrip("# "), size, INK if level else GREY))
    return "\n".join(lines)


def _alarms(properties, width, height):
    """Draw the alarms, all in the state OK, without the common prefix of their names."""
    names = [arn.split(":alarm:")[1] for arn in properties["alarms"]]
    columns = 6
    wide = (width - 16) / columns
    parts = [_card(width, height), _label(12, 24, properties["title"], 15, font_weight="bold")]
    for place, name in enumerate(names):
        x, y = 8 + place % columns * wide, 38 + place // columns * 44
        parts.append(f'<rect x="{x:.1f}" y="{y}" width="{wide - 6:.1f}" height="36" fill="{GREEN}" rx="2"/>')
        parts.append(_label(x + 8, y + 22, name.partition("/")[2], 11, "#fff"))
    return "\n".join(parts)


def _graph(properties, width, height):
    left, top, right, bottom = 48, 40, width - 12, height - 44
    lines = _lines(properties)
    annotations = properties.get("annotations", {}).get("horizontal", [])
    maximum = max([1, *(value for *_look, values in lines for value in values), *(one["value"] for one in annotations)])
    maximum = _rounded(maximum * 1.1)

    def at(place, value):
        return left + (right - left) * place / (POINTS - 1), bottom - (bottom - top) * value / maximum

    parts = [_card(width, height), _label(12, 24, properties["title"], 15, font_weight="bold")]
    parts.append(_label(right, 24, properties["region"], 11, GREY, text_anchor="end"))
    for step in range(5):
        _x, y = at(0, maximum * step / 4)
        parts.append(f'<path d="M{left} {y:.1f}H{right}" stroke="{LINE}"/>')
        parts.append(_label(left - 6, y + 4, _number(maximum * step / 4), 11, GREY, text_anchor="end"))
    for hour in range(7):
        x, _y = at((POINTS - 1) * hour / 6, 0)
        anchor = "end" if hour == 6 else "middle"
        parts.append(_label(x, bottom + 16, f"{8 + hour:02}:00", 11, GREY, text_anchor=anchor))
    legend = 12
    for label, color, values in [*lines, *((one["label"], one["color"], None) for one in annotations)]:
        if values is None:
            (value,) = [one["value"] for one in annotations if one["label"] == label]
            _x, y = at(0, value)
            path, dash = f"M{left} {y:.1f}H{right}", ' stroke-dasharray="6 4"'
        else:
            points = [at(place, value) for place, value in enumerate(values)]
            path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
            dash = ' stroke-dasharray="6 4"' if label == "alarm" else ""
        parts.append(f'<path d="{path}" fill="none" stroke="{color}" stroke-width="2"{dash}/>')
        parts.append(f'<rect x="{legend:g}" y="{height - 20}" width="10" height="10" fill="{color}"/>')
        parts.append(_label(legend + 15, height - 11, label, 11))
        legend += 24 + 6.9 * len(label)
    return "\n".join(parts)


def _lines(properties):
    """Return [(label, color, values)] of a graph."""
    period = properties["period"]
    series, shown = {}, []
    for place, entry in enumerate(properties["metrics"]):
        look = entry[-1] if isinstance(entry[-1], dict) else {}
        if "expression" not in look:
            values = _figures(entry[1], entry[2:-1], look, period, properties["region"])
            series[look.get("id", f"metric{place}")] = values
        if look.get("visible", True):
            shown.append((look, place))
    lines = []
    for number, (look, place) in enumerate(shown):
        if "expression" in look:
            values = metric_math.evaluate(look["expression"], series, period)
        else:
            values = series[look.get("id", f"metric{place}")]
        lines.append((look["label"], look.get("color", PALETTE[number % len(PALETTE)]), values))
    return lines


def _figures(metric, dimensions, look, period, region):
    """Invent data points of a metric on a busy morning; they are the same in each run."""
    chance = random.Random(" ".join([metric, *dimensions, region]))
    share = 0.35 if "GlobalSecondaryIndexName" in dimensions else 1
    if region != "eu-west-1":
        share *= 0.6
    morning = [0.45 + 0.4 * math.sin(place / POINTS * 2.6 - 0.3) for place in range(POINTS)]
    if metric.startswith("Consumed"):
        busy = 420 if "Read" in metric else 190
        return [period * busy * share * part * chance.uniform(0.9, 1.1) for part in morning]
    if metric.startswith("Provisioned"):
        steps = (300, 450, 600) if "Read" in metric else (150, 220, 300)
        return [share * steps[min(2, place * 4 // POINTS)] for place in range(POINTS)]
    if metric.startswith("OnDemandMax"):
        return [share * (800 if "Read" in metric else 400)] * POINTS
    if metric.endswith("ThrottleEvents"):
        burst = {16: 14, 17: 6} if "Read" in metric and share == 1 else {}
        return [burst.get(place) for place in range(POINTS)]
    if metric == "SuccessfulRequestLatency":
        usual = {"GetItem": 3, "PutItem": 5, "Query": 11, "UpdateItem": 7}[dimensions[-1]]
        return [usual * part * chance.uniform(1.2, 2) for part in morning]
    if metric == "ReplicationLatency":
        return [900 * chance.uniform(0.85, 1.25) for _place in range(POINTS)]
    return [None] * POINTS


def _rounded(value):
    """Return the next round number that is divisible by four axis sections."""
    size = 10 ** math.floor(math.log10(value))
    return next(step * size for step in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10) if step * size >= value)


def _number(value):
    return f"{value / 1000:g}k" if value >= 1000 else f"{value:g}"
