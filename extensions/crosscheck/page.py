# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Write docs/crosscheck.md from the results of a run."""

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

Written by `make crosscheck`; do not edit. It runs every scenario of `extensions/crosscheck/scenarios/` on the
simulator and on two third-party engines, compares the outcomes, and then runs the integration targets of
`tests/integration/` on those engines, as far as they get.

- **DynamoDB Local** is Amazon's own engine for offline development. The check fetches it by npm; it needs a JDK, and is
  not part of this repository because its license forbids distributing it. It has no option for its listen address, so
  a small Java class restricts it to 127.0.0.1. It accepts one client at a time.
- **ministack** emulates many AWS services. The check runs it in a process of its own.

Neither is AWS. DynamoDB Local has the same operations and many of the same checks, but other messages; both engines
change tables immediately and have no rate limits. [rules.md](rules.md) describes the behavior of AWS; messages marked
*measured* there come from AWS itself. If an engine disagrees with those, the engine is wrong. Where the rules say
nothing, a less strict engine is harmless, and a stricter engine indicates a bug in the simulator.

Errors are compared by code and message, answers by the members that the scenario names; account IDs, Region names, IDs
and times are ignored. The command fails if a difference has no verdict in `extensions/crosscheck/verdicts.json`, if its
messages have changed since the verdict, or if a target stops without a recorded reason.
"""


# Sanity tests require plain quotation marks in documentation; some messages of AWS have others.
PLAIN_QUOTES = {0x2018: "'", 0x2019: "'"}


def write(run, found):
    """Return the page. run: as __main__ creates it. found: {engine: {scenario: verdict}}."""
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
    return ["## Last run", "", *_table(["what", "version"], rows), ""]


def _counts(found):
    header = ["engine", "scenarios", "compared", "the same", "different", "not compared"]
    rows = []
    for engine, verdict in found.items():
        count = Counter(map(_kind, verdict.values()))
        compared = count["same"] + count["different"]
        rows.append([engine, len(verdict), compared, count["same"], count["different"], count["unknown"]])
    note = "A scenario is not compared if the engine does not have the operation, or if the setup fails."
    return [*_table(header, rows), "", note, ""]


def _operations(found):
    engines = list(found)
    rows = []
    for operation in sorted({scenario.operation for scenario in SCENARIOS}):
        names = [scenario.name for scenario in SCENARIOS if scenario.operation == operation]
        row = [operation, len(names)]
        for engine in engines:
            count = Counter(_kind(found[engine][name]) for name in names)
            row.append(f"{count['same']} / {count['different']} / {count['unknown']}")
        rows.append(row)
    header = ["operation", "scenarios", *(f"{engine}: same / different / not compared" for engine in engines)]
    note = (
        "The simulator also has Application Auto Scaling and CloudWatch; neither engine has enough of them to compare."
    )
    return ["## Operations", "", note, "", *_table(header, rows), ""]


def _reasons(found):
    rows = []
    for key, (right, why) in verdicts.REASONS.items():
        counts = [sum(verdict == key for verdict in found[engine].values()) for engine in found]
        rows.append([key, right, why, *counts])
    return ["## Verdicts", "", *_table(["verdict", "correct", "reason", *found], rows), ""]


def _plays(plays):
    engines = list(plays)
    targets = sorted({target for played in plays.values() for target in played})
    rows = [
        [target, *(_result(plays[engine].get(target, "not run")) for engine in engines), _reason(target, engines)]
        for target in targets
    ]
    passed = [
        f"{engine} {sum(result == PASSED for result in plays[engine].values())} of {len(plays[engine])}"
        for engine in plays
    ]
    note = (
        "The engine answers requests for its own services; the simulator answers the others. The table shows the task"
        " at which a target stops, and its message. The playbooks use the simulator's clock and faults, and depend on"
        " states and rate limits of AWS, which these engines do not have."
    )
    return [
        "## Playbooks",
        "",
        f"Passed: {', '.join(passed)}.",
        "",
        note,
        "",
        *_table(["target", *engines, "reason"], rows),
        "",
    ]


def _reason(target, engines):
    """Return why a target stops, by engine if the reasons differ."""
    known = verdicts.reasons()
    reasons = {engine: known[engine, target] for engine in engines if (engine, target) in known}
    if len(set(reasons.values())) == 1:
        return next(iter(reasons.values()))
    return " ".join(f"{engine}: {why}" for engine, why in reasons.items())


def _result(result):
    return result if result == PASSED else f"stops at {code(result)}"


def _differences(outcomes, found):
    lines = ["## Differences", ""]
    for engine, verdict in found.items():
        for area, scenarios in AREAS.items():
            rows = [
                [s.name, s.rules, code(outcomes["simulator"][s.name]), code(outcomes[engine][s.name]), verdict[s.name]]
                for s in scenarios
                if _kind(verdict[s.name]) == "different"
            ]
            if rows:
                header = ["scenario", "rule", "simulator", engine, "verdict"]
                lines += [f"### {engine}: {area}", "", *_table(header, rows), ""]
    return lines


def _kind(verdict):
    return verdict if verdict in (verdicts.SAME, verdicts.UNKNOWN) else "different"


def code(text):
    """Format text as code in a table cell, truncated to LONGEST characters."""
    text = re.sub(r"\s+", " ", text).replace("`", "'").replace("|", "\\|")
    return f"`{text if len(text) <= LONGEST else text[: LONGEST - 1] + '…'}`"


def _table(header, rows):
    line = "| {} |".format
    return [
        line(" | ".join(map(str, header))),
        "|" + "---|" * len(header),
        *(line(" | ".join(str(cell) for cell in row)) for row in rows),
    ]
