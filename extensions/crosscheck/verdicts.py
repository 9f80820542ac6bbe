# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What was thought of each difference. verdicts.json holds them; here is what the words in it mean.

Each entry there is held to what the two engines said, by a short hash: when either says something else, the difference
is a new one, and somebody has to look at it again. Under PLAYBOOKS it says why a target stops on a judge.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

FILE = Path(__file__).resolve().with_name("verdicts.json")
PLAYBOOKS = "playbooks"
SAME = "same"
# The judge knows nothing of the operation, or not even of the setup, so that nothing was compared.
UNKNOWN = "unknown"

# Verdict: (who is right, why).
REASONS = {
    "words": (
        "the simulator",
        "Both refuse with the same error code. The judge's words are its own; the simulator's are AWS's,"
        " as far as the rules quote them.",
    ),
    "lax": ("the simulator", "The judge accepts what AWS refuses by the rule."),
    "absent": ("the simulator", "The judge does not have this. It ignores the option, or says that nothing was asked."),
    "instant": (
        "the simulator",
        "The judge carries changes out at once, so it never shows nor refuses what AWS does meanwhile.",
    ),
    "windows": ("the simulator", "The judge has no limits in time."),
    "shown": ("the simulator", "The judge accepts the call and shows the result otherwise than AWS does by the rule."),
    "code": ("the simulator", "Both refuse; the judge has another error code than AWS by the rule."),
    "broken": ("the simulator", "The judge fails by a fault of its own (HTTP 500, or a wrong refusal)."),
    "stricter": (
        "perhaps the judge",
        "No source tells what AWS does. The simulator refuses, so as never to be kinder; the module does not send it.",
    ),
    "undecided": ("unknown", "The sources of the rule disagree or are silent; the simulator follows the rule's text."),
}


def digest(ours, theirs):
    return hashlib.sha256(f"{ours}\n{theirs}".encode()).hexdigest()[:8]


def read():
    """{judge: {verdict: {scenario: digest}}} -> {(judge, scenario): (verdict, digest)}."""
    known = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        (judge, scenario): (verdict, mark)
        for judge, verdicts in known.items()
        if judge != PLAYBOOKS
        for verdict, scenarios in verdicts.items()
        for scenario, mark in scenarios.items()
    }


def reasons():
    """{(judge, target): why the target stops there}."""
    known = json.loads(FILE.read_text(encoding="utf-8"))[PLAYBOOKS]
    return {(judge, target): why for judge, targets in known.items() for target, why in targets.items()}


def of(known, judge, scenario, ours, theirs):
    """SAME, UNKNOWN, a key of REASONS, or None for a difference that nobody has looked at."""
    if ours == theirs:
        return SAME
    if not_compared(theirs):
        return UNKNOWN
    verdict, mark = known.get((judge, scenario), (None, None))
    return verdict if mark == digest(ours, theirs) else None


def not_compared(theirs):
    return theirs.startswith(("cannot: ", "UnknownOperationException: "))
