# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Run a scenario on an engine, and describe the outcome as text that can be compared."""

from __future__ import annotations

import json
import re
from datetime import datetime

import jmespath
from botocore.exceptions import BotoCoreError, ClientError

from .scenario import ARN, NAME
from .worlds import REGION

# Irrelevant differences between runs and between engines.
NORMALIZATIONS = (
    (r"arn:aws:dynamodb:[\w-]*:\d{12}:", "arn:aws:dynamodb:<region>:<account>:"),
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<id>"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)?", "<time>"),
    (r"\b[12]\d{11}\b", "<account>"),
    (r"(.)\1{60,}", r"\1…"),
)


def outcome(scenario, world):
    """Describe the engine's answer to the scenario's call; "cannot: ..." if the setup fails."""
    for step in scenario.setup:
        error = _error_of(world, step)
        if error:
            return f"cannot: {step[0]}: {error}"
        if not (scenario.immediate and step is scenario.setup[-1]):
            world.settle()
    try:
        answer = _send(world, scenario.call)
        if scenario.then:
            world.settle()
            answer = _send(world, scenario.then)
    except (ClientError, BotoCoreError) as error:
        return error_text(error)
    return answer_text(answer, scenario.show)


def answer_text(answer, expressions):
    """Describe the chosen members of an answer."""
    chosen = [jmespath.search(expression, answer) for expression in expressions]
    text = "; ".join(json.dumps(value, default=_plain_value, sort_keys=True) for value in chosen)
    return normalized(f"accepted: {text}" if text else "accepted")


def error_text(error):
    """Describe an error by code and message."""
    if isinstance(error, ClientError):
        return normalized(f"{error.response['Error'].get('Code')}: {error.response['Error'].get('Message')}")
    return normalized(f"{type(error).__name__}: {error}")


def normalized(text):
    for pattern, replacement in NORMALIZATIONS:
        text = re.sub(pattern, replacement, text)
    return text


def _plain_value(value):
    return "<time>" if isinstance(value, datetime) else str(value)


def _error_of(world, step):
    try:
        _send(world, step)
    except (ClientError, BotoCoreError) as error:
        return error_text(error)
    return None


def _send(world, call):
    operation, params = call
    method = next(name for name, known in world.client.meta.method_to_api_mapping.items() if known == operation)
    return getattr(world.client, method)(**_filled(params, world))


def _filled(params, world):
    """Return the parameters with the table's ARN on this engine."""
    if ARN not in json.dumps(params):
        return params
    try:
        arn = world.client.describe_table(TableName=NAME)["Table"]["TableArn"]
    except (ClientError, BotoCoreError):
        arn = f"arn:aws:dynamodb:{REGION}:{world.account}:table/{NAME}"
    return json.loads(json.dumps(params).replace(ARN, arn))
