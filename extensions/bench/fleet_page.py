# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Write docs/performance-fleet.md from the results of a run."""

from __future__ import annotations

from collections import Counter

from .page import machine, table
from .texts import AT_ONCE, FLEET, LIMITS, NEW, TERRAFORM, THEIR_FLEET

MEASURES = ["time, s", "floor, s", "time / floor", "calls", "throttled"]


def write(figures, took):
    """Return the page."""
    return "\n".join(
        [
            FLEET,
            *machine(figures, took),
            "## Runs without changes\n",
            LIMITS,
            *_ours(figures["ours"]),
            "## Two runs at once\n",
            AT_ONCE,
            *_two(figures["two"]),
            "## A refresh as by Terraform\n",
            TERRAFORM,
            *_terraform(figures["terraform"]),
            "## community.aws and amazon.aws\n",
            THEIR_FLEET,
            *_theirs(figures["theirs"]),
            "## Sixty new tables\n",
            NEW,
            *_tasks({"60": figures["new"]}, memory=False),
            *_operations({"60": figures["new"]}),
        ]
    )


def _ours(fleets):
    return [*_tasks(fleets), *_operations(fleets)]


def _tasks(fleets, memory=True):
    """memory: False where it cannot be measured, because the benchmark itself has grown larger than the process."""
    rows = []
    for number, tasks in fleets.items():
        for one in tasks:
            used = [f"{one.sample.memory:.0f}"] if memory else []
            rows.append([number, one.title, *_cells(one), *used, one.limit])
        wall, floor = sum(one.sample.wall for one in tasks), sum(one.floor for one in tasks)
        calls, throttled = sum(one.calls.total() for one in tasks), sum(one.throttled for one in tasks)
        seconds = [f"{wall:.1f}", f"{floor:.1f}", _ratio(wall, floor)]
        rows.append([number, "**all tasks**", *seconds, calls, throttled, *[""] * memory, ""])
    header = ["tables", "task", *MEASURES, *["memory, MB"] * memory, "slowest rate"]
    return [*table(header, rows), ""]


def _cells(one):
    wall, floor = one.sample.wall, one.floor
    return [f"{wall:.1f}", f"{floor:.1f}", _ratio(wall, floor), one.calls.total(), one.throttled]


def _ratio(wall, floor):
    return f"{wall / floor:.2f}" if floor else ""


def _operations(fleets):
    """Return one row for each operation and one column for each fleet."""
    counts = {number: sum((one.calls for one in tasks), Counter()) for number, tasks in fleets.items()}
    names = sorted(set().union(*counts.values()))
    rows = [[service, name, *(count[service, name] for count in counts.values())] for service, name in names]
    header = ["service", "operation", *(f"{number} tables" for number in counts)]
    return [*table(header, rows), ""]


def _two(two):
    walls = " and ".join(f"{sample.wall:.1f}" for sample in two["samples"])
    share = f"{two['throttled'] / two['calls']:.2%}"
    rows = [["time of the runs, s", walls], ["calls", two["calls"]], ["throttled", f"{two['throttled']}, {share}"]]
    return [*table(["", ""], rows), ""]


def _terraform(runs):
    rows = [
        [number, run["resources"], *_cells(run["measured"]), run["failed"], ", ".join(run["codes"]) or "none"]
        for number, run in runs.items()
    ]
    header = ["tables", "resources", *MEASURES, "resources that failed", "their errors"]
    return [*table(header, rows), "", *_operations({number: [run["measured"]] for number, run in runs.items()})]


def _theirs(one):
    return [*table(MEASURES, [_cells(one)]), ""]
