# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Play a scenario on an engine, and put what came of it into words that can be compared."""

from __future__ import annotations

import json
import re
from datetime import datetime

import jmespath
from botocore.exceptions import BotoCoreError, ClientError

from .engines import REGION
from .scenario import ARN, NAME

# What differs from run to run and from engine to engine, and means nothing.
PLAIN = (
    (r"arn:aws:dynamodb:[\w-]*:\d{12}:", "arn:aws:dynamodb:<region>:<account>:"),
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<id>"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)?", "<time>"),
    (r"\b[12]\d{11}\b", "<account>"),
    (r"(.)\1{60,}", r"\1…"),
)


def outcome(scenario, world):
    """What the engine says to the scenario's call, in words; "cannot: ..." where it does not even take the setup."""
    for step in scenario.setup:
        refusal = _refused(world, step)
        if refusal:
            return f"cannot: {step[0]}: {refusal}"
        if not (scenario.hasty and step is scenario.setup[-1]):
            world.settle()
    try:
        answer = _sent(world, scenario.call)
        if scenario.then:
            world.settle()
            answer = _sent(world, scenario.then)
    except (ClientError, BotoCoreError) as error:
        return words_of(error)
    return shown(answer, scenario.show)


def shown(answer, expressions):
    """The chosen members of an answer, in words."""
    chosen = [jmespath.search(expression, answer) for expression in expressions]
    text = "; ".join(json.dumps(value, default=_plain_value, sort_keys=True) for value in chosen)
    return plain(f"accepted: {text}" if text else "accepted")


def words_of(error):
    """An engine's refusal as code and message."""
    if isinstance(error, ClientError):
        return plain(f"{error.response['Error'].get('Code')}: {error.response['Error'].get('Message')}")
    return plain(f"{type(error).__name__}: {error}")


def plain(text):
    for pattern, replacement in PLAIN:
        text = re.sub(pattern, replacement, text)
    return text


def _plain_value(value):
    return "<time>" if isinstance(value, datetime) else str(value)


def _refused(world, step):
    try:
        _sent(world, step)
    except (ClientError, BotoCoreError) as error:
        return words_of(error)
    return None


def _sent(world, call):
    operation, params = call
    method = next(name for name, known in world.client.meta.method_to_api_mapping.items() if known == operation)
    return getattr(world.client, method)(**_filled(params, world))


def _filled(params, world):
    """The request, with the table's ARN as this engine gave it."""
    if ARN not in json.dumps(params):
        return params
    try:
        arn = world.client.describe_table(TableName=NAME)["Table"]["TableArn"]
    except (ClientError, BotoCoreError):
        arn = f"arn:aws:dynamodb:{REGION}:{world.account}:table/{NAME}"
    return json.loads(json.dumps(params).replace(ARN, arn))
