# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""docs/crosscheck.md, written out of a run."""

from __future__ import annotations

import platform
import re
from collections import Counter

from . import verdicts
from .playbooks import PASSED
from .scenarios import AREAS, SCENARIOS

LONGEST = 220

HEAD = """\
# The simulator against other engines

Written by `make crosscheck`; do not edit. It plays every scenario of `extensions/crosscheck/scenarios/` on the
simulator and on two engines that others wrote, compares the outcomes, and then plays the integration targets of
`tests/integration/` on those engines, as far as they go.

- **DynamoDB Local** is Amazon's own engine for developing offline. It is fetched for the check by npm, needs a JDK, and
  is never part of this repository: its licence forbids distributing it. It has no option for the address on which it
  listens, so it is started by a few lines that confine it to 127.0.0.1. It takes one client at a time.
- **ministack** emulates many services of AWS. Here it answers for itself, in a process of its own.

Neither is AWS. DynamoDB Local shares its operations and many checks, not its texts; both change tables at once and
know no limits in time. What AWS does is in [rules.md](rules.md), where the texts marked *measured* come from AWS
itself. Where an engine disagrees with those, it is the engine that is wrong; where they are silent, an engine that is
kinder than the simulator does no harm, and one that is stricter would show a fault of the simulator.

A refusal is compared by error code and message, an answer by the members that the scenario names; names of accounts and
regions, ids and times do not count. A difference that has no verdict in `extensions/crosscheck/verdicts.json` makes the
command fail, and so does one whose texts have changed since the verdict, and a target that stops for no known reason.
"""


# Sanity tests want them in all documentation; some of AWS's texts have others.
PLAIN_QUOTES = {0x2018: "'", 0x2019: "'"}


def write(run, found):
    """-> the page. run: as __main__ makes it. found: {judge: {scenario: verdict}}."""
    page = "\n".join(
        [
            HEAD,
            *_versions(run),
            *_counts(found),
            *_operations(found),
            *_reasons(found),
            *_plays(run["plays"]),
            *_differences(run["outcomes"], found),
        ]
    )
    return page.translate(PLAIN_QUOTES)


def _versions(run):
    rows = [["date", run["date"]], ["Python", platform.python_version()], *run["versions"].items()]
    return ["## The last run", "", *_table(["what", "version"], rows), ""]


def _counts(found):
    header = ["engine", "scenarios", "compared", "the same", "different", "not compared"]
    rows = []
    for judge, verdict in found.items():
        count = Counter(map(_kind, verdict.values()))
        compared = count["same"] + count["different"]
        rows.append([judge, len(verdict), compared, count["same"], count["different"], count["unknown"]])
    words = "Not compared is what the engine has no operation for, or cannot be prepared for."
    return [*_table(header, rows), "", words, ""]


def _operations(found):
    judges = list(found)
    rows = []
    for operation in sorted({scenario.operation for scenario in SCENARIOS}):
        names = [scenario.name for scenario in SCENARIOS if scenario.operation == operation]
        row = [operation, len(names)]
        for judge in judges:
            count = Counter(_kind(found[judge][name]) for name in names)
            row.append(f"{count['same']} / {count['different']} / {count['unknown']}")
        rows.append(row)
    header = ["operation", "scenarios", *(f"{judge}: same / different / not compared" for judge in judges)]
    words = "Application Auto Scaling and CloudWatch are simulated too; neither engine has enough of them to compare."
    return ["## Operations", "", words, "", *_table(header, rows), ""]


def _reasons(found):
    rows = []
    for key, (right, why) in verdicts.REASONS.items():
        counts = [sum(verdict == key for verdict in found[judge].values()) for judge in found]
        rows.append([key, right, why, *counts])
    return ["## Verdicts", "", *_table(["verdict", "who is right", "why", *found], rows), ""]


def _plays(plays):
    judges = list(plays)
    targets = sorted({target for played in plays.values() for target in played})
    rows = [
        [target, *(_played(plays[judge].get(target, "not played")) for judge in judges), _why(target, judges)]
        for target in targets
    ]
    passed = [
        f"{judge} {sum(words == PASSED for words in plays[judge].values())} of {len(plays[judge])}" for judge in plays
    ]
    words = (
        "The engine answers for what it has; services that it lacks are answered by the simulator. A target that does"
        " not pass stops at the task named, with what was said there. The playbooks ask for the simulator's clock and"
        " faults, and for AWS's states and limits, which these engines do not have."
    )
    return [
        "## Playbooks",
        "",
        f"Passed: {', '.join(passed)}.",
        "",
        words,
        "",
        *_table(["target", *judges, "why not"], rows),
        "",
    ]


def _why(target, judges):
    """Why a target stops; where the judges have different reasons, by judge."""
    known = verdicts.reasons()
    reasons = {judge: known[judge, target] for judge in judges if (judge, target) in known}
    if len(set(reasons.values())) == 1:
        return next(iter(reasons.values()))
    return " ".join(f"{judge}: {why}" for judge, why in reasons.items())


def _played(words):
    return words if words == PASSED else f"stops at {code(words)}"


def _differences(outcomes, found):
    lines = ["## Differences", ""]
    for judge, verdict in found.items():
        for area, scenarios in AREAS.items():
            rows = [
                [s.name, s.rules, code(outcomes["simulator"][s.name]), code(outcomes[judge][s.name]), verdict[s.name]]
                for s in scenarios
                if _kind(verdict[s.name]) == "different"
            ]
            if rows:
                header = ["scenario", "rule", "simulator", judge, "verdict"]
                lines += [f"### {judge}: {area}", "", *_table(header, rows), ""]
    return lines


def _kind(verdict):
    return verdict if verdict in (verdicts.SAME, verdicts.UNKNOWN) else "different"


def code(text):
    """Text as code in a table, cut where it is long."""
    text = re.sub(r"\s+", " ", text).replace("`", "'").replace("|", "\\|")
    return f"`{text if len(text) <= LONGEST else text[: LONGEST - 1] + '…'}`"


def _table(header, rows):
    line = "| {} |".format
    return [
        line(" | ".join(map(str, header))),
        "|" + "---|" * len(header),
        *(line(" | ".join(str(cell) for cell in row)) for row in rows),
    ]
