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

from ..environment.simulated import REPO
from . import judges, page, playbooks, verdicts
from .compare import outcome
from .engines import JudgedWorld, SimulatedWorld
from .scenarios import SCENARIOS

PAGE = REPO / "docs/crosscheck.md"
# Everything in full, for whoever has to find a verdict.
OUTCOMES = judges.CACHE / "outcomes.json"
# For the scenarios, and for the playbooks, which would wait half a minute for every index.
PAIRS = (
    (judges.local("-delayTransientStatuses"), judges.local()),
    (judges.ministack(), judges.ministack()),
)
NEW, INCOMPLETE = 1, 2  # exit codes


def main():
    started = time.monotonic()
    ours = {scenario.name: outcome(scenario, SimulatedWorld()) for scenario in SCENARIOS}
    print(f"The simulator has played {len(ours)} scenarios. Now the judges do, which takes a few minutes.", flush=True)
    # The two judges side by side; each is asked one thing at a time.
    with ThreadPoolExecutor(len(PAIRS)) as pool:
        judged = [answer for answer in pool.map(_judged, PAIRS) if answer]
    theirs = {name: outcomes for name, _version, outcomes, _plays in judged}
    known = verdicts.read()
    judges.CACHE.mkdir(parents=True, exist_ok=True)
    OUTCOMES.write_text(json.dumps({"simulator": ours} | theirs, indent=1) + "\n", encoding="utf-8")
    found = {
        judge: {name: verdicts.of(known, judge, name, ours[name], outcomes[name]) for name in ours}
        for judge, outcomes in theirs.items()
    }
    _report(found, {name: plays for name, _version, _outcomes, plays in judged})
    new = _new(found, ours, theirs)
    if not new and len(judged) == len(PAIRS):
        versions = {"the simulator": _own_version()} | {name: version for name, version, _outcomes, _plays in judged}
        plays = {name: plays for name, _version, _outcomes, plays in judged}
        PAGE.write_text(page.write(versions, {"simulator": ours} | theirs, found, plays), encoding="utf-8")
        print(f"Written: {PAGE.relative_to(REPO)}")
    print(f"{time.monotonic() - started:.0f} s")
    if new:
        print(
            f"{new} differences have no verdict: look into them, and put them into {verdicts.FILE.relative_to(REPO)}."
        )
        sys.exit(NEW)
    if len(judged) < len(PAIRS):
        print("Not every judge was there, so docs/crosscheck.md stays as it is.")
        sys.exit(INCOMPLETE)


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


def _new(found, ours, theirs):
    """Print the differences that nobody has looked at -> how many there are."""
    new = [(judge, name) for judge, verdict in found.items() for name, word in verdict.items() if word is None]
    for judge, name in new:
        mark = verdicts.digest(ours[name], theirs[judge][name])
        print(f"NEW  {judge}: {json.dumps(name)}: {json.dumps(mark)}")
        print(f"     simulator  {ours[name][:300]}\n     the judge  {theirs[judge][name][:300]}")
    return len(new)


def _own_version():
    text = (REPO / "galaxy.yml").read_text(encoding="utf-8")
    return re.search(r"^version: (\S+)$", text, re.MULTILINE)[1]


if __name__ == "__main__":
    main()
