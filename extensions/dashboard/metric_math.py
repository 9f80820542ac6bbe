# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The part of CloudWatch metric math that alarms and dashboard use, over lists with None for missing data (R101)."""

from __future__ import annotations

import ast
import operator

OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def evaluate(expression, series, period):
    """Evaluate an expression over {ID: values} of the same length, with the period in seconds; return values."""

    def value(node):
        if isinstance(node, ast.Expression):
            return value(node.body)
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            return series[node.id]
        if isinstance(node, ast.BinOp):
            return _pointwise(OPERATORS[type(node.op)], value(node.left), value(node.right))
        name, arguments = node.func.id, node.args
        if name == "METRICS":
            return list(series.values())
        if name == "PERIOD":
            return period
        return {"FILL": _fill, "SUM": _sum}[name](*map(value, arguments))

    return value(ast.parse(expression, mode="eval"))


def watched(metrics, series, period):
    """Return the values of an alarm on metric math. metrics: as in the module's option; series: {metric ID: values}."""
    (returned,) = [entry for entry in metrics if entry.get("return_data")]
    return evaluate(returned["expression"], series, period)


def _pointwise(function, left, right):
    """Apply a function point by point. Missing data on one side is 0, on both sides missing; so is a division by 0."""
    length = len(left) if isinstance(left, list) else len(right)
    lefts = left if isinstance(left, list) else [left] * length
    rights = right if isinstance(right, list) else [right] * length
    return [_of_pair(function, *pair) for pair in zip(lefts, rights, strict=True)]


def _of_pair(function, left, right):
    if left is None and right is None:
        return None
    try:
        return function(left or 0, right or 0)
    except ZeroDivisionError:
        return None


def _fill(series, value):
    if series and isinstance(series[0], list):
        return [_fill(one, value) for one in series]
    return [value if point is None else point for point in series]


def _sum(many):
    return [
        None if set(values) == {None} else sum(value or 0 for value in values) for values in zip(*many, strict=True)
    ]
