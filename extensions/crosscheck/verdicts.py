# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The verdict on each known difference between the engines, stored in verdicts.json.

Each entry contains a short hash of both outcomes: if one of them changes, the difference is new and must be examined
again. The entries under PLAYBOOKS give the reason why a target stops on an engine.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

FILE = Path(__file__).resolve().with_name("verdicts.json")
PLAYBOOKS = "playbooks"
SAME = "same"
# The engine does not have the operation, or the setup failed, so nothing was compared.
UNKNOWN = "unknown"

# Verdict: (the correct engine, the reason).
REASONS = {
    "message": (
        "the simulator",
        "Both return the same error code. The simulator has the message of AWS, as far as the rules quote it;"
        " the engine has its own.",
    ),
    "accepted": ("the simulator", "The engine accepts a request that AWS rejects by the rule."),
    "unsupported": (
        "the simulator",
        "The engine does not support this. It ignores the parameter, or reports that the request has no changes.",
    ),
    "immediate": (
        "the simulator",
        "The engine applies changes immediately, so it lacks the states and errors of an operation in progress.",
    ),
    "rate limit": ("the simulator", "The engine has no rate limits."),
    "different answer": (
        "the simulator",
        "The engine accepts the call, but its answer differs from AWS's by the rule.",
    ),
    "error code": ("the simulator", "Both return an error; the engine's error code differs from AWS's by the rule."),
    "engine fault": ("the simulator", "The engine fails because of a bug (HTTP 500, or a wrong error)."),
    "stricter": (
        "possibly the engine",
        "No source describes the behavior of AWS. The simulator rejects the request to be at least as strict; the"
        " module does not send it.",
    ),
    "unclear": ("unknown", "The sources of the rule disagree or do not exist; the simulator follows the rule's text."),
}


def digest(ours, theirs):
    return hashlib.sha256(f"{ours}\n{theirs}".encode()).hexdigest()[:8]


def read():
    """Return {(engine, scenario): (verdict, digest)} of {engine: {verdict: {scenario: digest}}}."""
    known = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        (engine, scenario): (verdict, recorded)
        for engine, verdicts in known.items()
        if engine != PLAYBOOKS
        for verdict, scenarios in verdicts.items()
        for scenario, recorded in scenarios.items()
    }


def reasons():
    """Return {(engine, target): why the target stops there}."""
    known = json.loads(FILE.read_text(encoding="utf-8"))[PLAYBOOKS]
    return {(engine, target): why for engine, targets in known.items() for target, why in targets.items()}


def of(known, engine, scenario, ours, theirs):
    """Return SAME, UNKNOWN, a key of REASONS, or None for a difference without a verdict."""
    if ours == theirs:
        return SAME
    if not_compared(theirs):
        return UNKNOWN
    verdict, recorded = known.get((engine, scenario), (None, None))
    return verdict if recorded == digest(ours, theirs) else None


def not_compared(theirs):
    return theirs.startswith(("cannot: ", "UnknownOperationException: "))
