# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""make crosscheck: compare the simulator with engines that others wrote, and write docs/crosscheck.md."""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from ..environment.simulated import REPO
from . import judges, page, playbooks, verdicts
from .compare import outcome
from .engines import JudgedWorld, SimulatedWorld
from .playbooks import PASSED
from .scenarios import SCENARIOS

PAGE = REPO / "docs/crosscheck.md"
# The last run in full, for whoever has to find a verdict.
LAST = judges.CACHE / "last.json"
# For the scenarios, and for the playbooks, which would wait half a minute for every index.
PAIRS = (
    (judges.local("-delayTransientStatuses"), judges.local()),
    (judges.ministack(), judges.ministack()),
)
NEW, INCOMPLETE = 1, 2  # exit codes


def main(again):
    started = time.monotonic()
    run = json.loads(LAST.read_text(encoding="utf-8")) if again else _run()
    outcomes = run["outcomes"]
    ours = outcomes["simulator"]
    known = verdicts.read()
    found = {
        judge: {name: verdicts.of(known, judge, name, ours[name], outcomes[judge][name]) for name in ours}
        for judge in run["plays"]
    }
    _report(found, run["plays"])
    new = _new(found, outcomes) + _unexplained(run["plays"])
    complete = len(found) == len(PAIRS)
    if complete and not new:
        PAGE.write_text(page.write(run, found), encoding="utf-8")
        print(f"Written: {PAGE.relative_to(REPO)}")
    print(f"{time.monotonic() - started:.0f} s")
    if new:
        where = verdicts.FILE.relative_to(REPO)
        print(f"{new} differences or stops have no verdict. Look into them, put them into {where},")
        print('and have the same run judged anew: make crosscheck AGAIN="--again"')
        sys.exit(NEW)
    if not complete:
        print("Not every judge was there, so docs/crosscheck.md stays as it is.")
        sys.exit(INCOMPLETE)


def _run():
    """Ask everybody -> {"date", "versions", "outcomes", "plays"}; the last two by engine, and scenario or target."""
    run = {
        "date": datetime.now(UTC).date().isoformat(),
        "versions": {"the simulator": _own_version()},
        "outcomes": {"simulator": {scenario.name: outcome(scenario, SimulatedWorld()) for scenario in SCENARIOS}},
        "plays": {},
    }
    print(f"The simulator has played {len(SCENARIOS)} scenarios. The judges take ten minutes.", flush=True)
    # The two judges side by side; each is asked one thing at a time.
    with ThreadPoolExecutor(len(PAIRS)) as pool:
        for name, version, outcomes, plays in filter(None, pool.map(_judged, PAIRS)):
            run["versions"][name], run["outcomes"][name], run["plays"][name] = version, outcomes, plays
    judges.CACHE.mkdir(parents=True, exist_ok=True)
    LAST.write_text(json.dumps(run, indent=1) + "\n", encoding="utf-8")
    return run


def _judged(pair):
    """(name, version, {scenario: outcome}, {target: how far it goes}), or None where the judge cannot be had."""
    patient, quick = pair
    try:
        with judges.running(patient) as url:
            outcomes = {scenario.name: outcome(scenario, JudgedWorld(url)) for scenario in SCENARIOS}
        print(f"{patient.name} has played the scenarios.", flush=True)
        with judges.running(quick) as url:
            plays = playbooks.play(quick, url)
        print(f"{quick.name} has played the playbooks.", flush=True)
        return patient.name, patient.version(), outcomes, plays
    except judges.Missing as missing:
        print(f"SKIPPED {patient.name}: {missing}", flush=True)
        return None


def _report(found, plays):
    for judge, verdict in found.items():
        count = Counter(str(word) for word in verdict.values())
        print(f"\n{judge}: {len(verdict)} scenarios, {', '.join(f'{n} {word}' for word, n in count.most_common())}")
        for target, words in plays[judge].items():
            print(f"  {target:16} {words[:150]}")
    print()


def _new(found, outcomes):
    """Print the differences that nobody has looked at -> how many there are."""
    new = [(judge, name) for judge, verdict in found.items() for name, word in verdict.items() if word is None]
    for judge, name in new:
        mark = verdicts.digest(outcomes["simulator"][name], outcomes[judge][name])
        print(f"NEW  {judge}: {json.dumps(name)}: {json.dumps(mark)}")
        print(f"     simulator  {outcomes['simulator'][name][:300]}")
        print(f"     the judge  {outcomes[judge][name][:300]}")
    return len(new)


def _unexplained(plays):
    """Print the targets that stop for no known reason, and the reasons for which none stops -> how many there are."""
    stops = {(judge, target) for judge, played in plays.items() for target, words in played.items() if words != PASSED}
    reasons = {place for place in verdicts.reasons() if place[0] in plays}
    for judge, target in sorted(stops ^ reasons):
        print(f"NEW  {judge}: {target}: {plays[judge].get(target, 'is no target')[:600]}")
    return len(stops ^ reasons)


def _own_version():
    text = (REPO / "galaxy.yml").read_text(encoding="utf-8")
    return re.search(r"^version: (\S+)$", text, re.MULTILINE)[1]


if __name__ == "__main__":
    main(again="--again" in sys.argv)
