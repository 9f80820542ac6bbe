# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""make crosscheck: compare the simulator with third-party engines, and write docs/crosscheck.md."""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from ..environment.simulated import REPO
from . import engines, page, playbooks, verdicts
from .compare import outcome
from .playbooks import PASSED
from .scenarios import SCENARIOS
from .worlds import EngineWorld, SimulatedWorld

PAGE = REPO / "docs/crosscheck.md"
# The full results of the last run, for deciding on verdicts.
LAST_RUN = engines.CACHE / "last.json"
# (engine for the scenarios, engine for the playbooks): the first creates an index in half a minute, the second at once.
PAIRS = (
    (engines.local("-delayTransientStatuses"), engines.local()),
    (engines.ministack(), engines.ministack()),
)
NEW, INCOMPLETE = 1, 2  # exit codes


def main(use_last_run):
    started = time.monotonic()
    run = json.loads(LAST_RUN.read_text(encoding="utf-8")) if use_last_run else _run()
    outcomes = run["outcomes"]
    ours = outcomes["simulator"]
    known = verdicts.read()
    found = {
        engine: {name: verdicts.of(known, engine, name, ours[name], outcomes[engine][name]) for name in ours}
        for engine in run["plays"]
    }
    _report(found, run["plays"])
    new = _report_new(found, outcomes) + _report_unexplained(run["plays"])
    complete = len(found) == len(PAIRS)
    if complete and not new:
        PAGE.write_text(page.write(run, found), encoding="utf-8")
        print(f"Written: {PAGE.relative_to(REPO)}")
    print(f"{time.monotonic() - started:.0f} s")
    if new:
        where = verdicts.FILE.relative_to(REPO)
        print(f"{new} differences or stops have no verdict. Examine them, add them to {where},")
        print('and evaluate the same run again: make crosscheck AGAIN="--again"')
        sys.exit(NEW)
    if not complete:
        print("An engine is unavailable, so docs/crosscheck.md is not changed.")
        sys.exit(INCOMPLETE)


def _run():
    """Run all engines. Return date, versions, outcomes and plays; the last two by engine and scenario or target."""
    run = {
        "date": datetime.now(UTC).date().isoformat(),
        "versions": {"the simulator": _own_version()},
        "outcomes": {"simulator": {scenario.name: outcome(scenario, SimulatedWorld()) for scenario in SCENARIOS}},
        "plays": {},
    }
    print(f"The simulator has run {len(SCENARIOS)} scenarios. The other engines take ten minutes.", flush=True)
    # Run the engines in parallel; each gets one request at a time.
    with ThreadPoolExecutor(len(PAIRS)) as pool:
        for name, version, outcomes, plays in filter(None, pool.map(_run_engine, PAIRS)):
            run["versions"][name], run["outcomes"][name], run["plays"][name] = version, outcomes, plays
    engines.CACHE.mkdir(parents=True, exist_ok=True)
    LAST_RUN.write_text(json.dumps(run, indent=1) + "\n", encoding="utf-8")
    return run


def _run_engine(pair):
    """Return (name, version, {scenario: outcome}, {target: result}), or None if the engine is unavailable."""
    scenario_engine, playbook_engine = pair
    try:
        with engines.running(scenario_engine) as url:
            outcomes = {scenario.name: outcome(scenario, EngineWorld(url)) for scenario in SCENARIOS}
        print(f"{scenario_engine.name} has run the scenarios.", flush=True)
        with engines.running(playbook_engine) as url:
            plays = playbooks.run(playbook_engine, url)
        print(f"{playbook_engine.name} has run the playbooks.", flush=True)
        return scenario_engine.name, scenario_engine.version(), outcomes, plays
    except engines.Unavailable as reason:
        print(f"SKIPPED {scenario_engine.name}: {reason}", flush=True)
        return None


def _report(found, plays):
    for engine, verdict in found.items():
        count = Counter(str(kind) for kind in verdict.values())
        print(f"\n{engine}: {len(verdict)} scenarios, {', '.join(f'{n} {kind}' for kind, n in count.most_common())}")
        for target, result in plays[engine].items():
            print(f"  {target:16} {result[:150]}")
    print()


def _report_new(found, outcomes):
    """Print the differences that have no verdict. Return their number."""
    new = [(engine, name) for engine, verdict in found.items() for name, kind in verdict.items() if kind is None]
    for engine, name in new:
        digest = verdicts.digest(outcomes["simulator"][name], outcomes[engine][name])
        print(f"NEW  {engine}: {json.dumps(name)}: {json.dumps(digest)}")
        print(f"     simulator  {outcomes['simulator'][name][:300]}")
        print(f"     the engine {outcomes[engine][name][:300]}")
    return len(new)


def _report_unexplained(plays):
    """Print the targets that stop without a recorded reason, and obsolete reasons. Return their number."""
    stops = {
        (engine, target) for engine, played in plays.items() for target, result in played.items() if result != PASSED
    }
    reasons = {place for place in verdicts.reasons() if place[0] in plays}
    for engine, target in sorted(stops ^ reasons):
        print(f"NEW  {engine}: {target}: {plays[engine].get(target, 'does not stop')[:600]}")
    return len(stops ^ reasons)


def _own_version():
    text = (REPO / "galaxy.yml").read_text(encoding="utf-8")
    return re.search(r"^version: (\S+)$", text, re.MULTILINE)[1]


if __name__ == "__main__":
    main(use_last_run="--again" in sys.argv)
