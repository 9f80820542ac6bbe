# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Write docs/performance.md from the results of a run."""

from __future__ import annotations

import datetime
import os
import platform
from collections import Counter
from statistics import median

from .measure import Spread, processors, round_trips, walls
from .texts import FOUR, HEAD, MANY, PARTS, ROLE, SIDES, TRIPS


def write(figures, took):
    """Return the page."""
    return "\n".join(
        [
            HEAD,
            *machine(figures, took),
            "## Comparison\n",
            SIDES,
            *_sides(figures["near"], figures["far"]),
            "## Four Regions\n",
            FOUR,
            *_four(figures["near"], figures["far"]),
            "## Time within our process\n",
            *_parts(figures["near"], figures["far"]),
            "## Calls\n",
            *_calls(figures["calls"]),
            TRIPS,
            *_clients(figures["notes"]),
            "## The role, task by task\n",
            ROLE,
            *_roles(figures["roles"]),
            "## Many tables\n",
            MANY,
            *_many(figures),
            "## Imports\n",
            *_imports(figures["imports"], figures["imports of the empty one"]),
        ]
    )


def parts(marked):
    """Return {part: Spread} of [(Sample, notes)]."""
    split = [_split(sample, notes) for sample, notes in marked]
    return {part: Spread.of(one[part] for one in split) for part in PARTS}


def _split(sample, notes):
    clients = [(start, stop) for _name, start, stop in notes["clients"]]
    first = min(start for _name, start, _stop in notes["calls"])
    last = max(stop for _name, _start, stop in notes["calls"])
    first_client = min(start for start, _stop in clients)
    making = sum(stop - start for start, stop in clients)
    between = sum(stop - start for start, stop in clients if start >= first)
    seconds = {
        "Python starts": notes["begun"] - sample.begun,
        "botocore and boto3": notes["libraries"],
        "Ansible, amazon.aws, ours": first_client - notes["begun"] - notes["libraries"],
        "session and clients": making,
        "calls": last - first - between,
    }
    return seconds | {"the rest": sample.wall - sum(seconds.values())}


def machine(figures, took):
    rows = [
        ["date", datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC")],
        ["processor cores", os.cpu_count()],
        ["system", f"{platform.system()} {platform.machine()}"],
        ["Python", platform.python_version()],
        ["load at the start and the end", f"{figures['load']:.1f} and {figures['load at the end']:.1f}"],
        ["duration of the run", f"{took:.0f} s"],
    ]
    return [*table(["", ""], rows), ""]


def _sides(near, far):
    names = {
        "(a) our module": "one",
        "(b) an empty AnsibleAWSModule": "empty",
        "(c) a bare script of the same calls": "script",
        "(b) + (c)": "sum",
        "(a), of which processor": "processor of one",
        "(b) + (c), of which processor": "processor of sum",
        "(d) community.aws, eight processes": "theirs",
        "a bare Python": "python",
        "a play without tasks": "play",
        "a play with a task of (a)": "play of one",
        "a play with the tasks of (d)": "play of theirs",
        "the task of (a)": "task of one",
        "the tasks of (d)": "tasks of theirs",
    }
    targets = {"(a) ≤ (b) + (c)": ("one", "sum"), "(a) < (d)": ("one", "theirs")}
    return _compared(names, targets, near, far)


def _four(near, far):
    names = {
        "(a) our module": "four",
        "(b) an empty AnsibleAWSModule": "empty",
        "(c) a bare script of the same calls": "script of four",
        "(b) + (c)": "sum of four",
        "(a), of which processor": "processor of four",
        "(b) + (c), of which processor": "processor of sum of four",
        "a play with a task of (a)": "play of four",
        "the task of (a)": "task of four",
    }
    return _compared(names, {"(a) ≤ (b) + (c)": ("four", "sum of four")}, near, far)


def _compared(names, targets, near, far):
    rows = [[name, near[key], far[key]] for name, key in names.items()]
    for name, (less, more) in targets.items():
        rows.append([name, *(_yes(side[less].median <= side[more].median) for side in (near, far))])
    return [*table(["", "no latency", "50 ms per call"], rows), ""]


def _parts(near, far):
    sides = [side["parts"][name] for name in ("one", "four") for side in (near, far)]
    rows = [[part, text, *(side[part] for side in sides)] for part, text in PARTS.items()]
    header = ["part", "content", "one Region", "one, 50 ms per call", "four Regions", "four, 50 ms per call"]
    return [*table(header, rows), "", f"The process uses up to {near['memory'].maximum:.0f} MB.", ""]


def _calls(calls):
    names = {
        "our module, and the script": "one",
        "our module in four Regions, and its script": "four",
        "community.aws": "theirs",
    }
    return [*table(["program", "calls"], [[name, calls[key]] for name, key in names.items()]), ""]


def _clients(notes):

    created = {name: Counter(client[0] for client in one["clients"]) for name, one in notes.items()}
    rows = [
        ["round trips", *(round_trips(one["calls"]) for one in notes.values())],
        ["target, at most", 2, 3],
        ["calls", *(len(one["calls"]) for one in notes.values())],
        ["botocore sessions", *(one["sessions"] for one in notes.values())],
        ["clients", *(", ".join(sorted(some)) for some in created.values())],
        [
            "clients created twice",
            *(", ".join(name for name, count in some.items() if count > 1) or "none" for some in created.values()),
        ],
    ]
    return [*table(["", "one Region", "four Regions"], rows), ""]


def _roles(kinds):
    return [line for title, some in kinds.items() for line in _kind(title, some)]


def _kind(title, some):
    """One column for each stack; stacks differ in their number of tables or Regions."""
    names = dict.fromkeys(name for _stack, plays in some for play in plays for name in play.tasks)
    rows = [[name, *(_task(name, plays) for _stack, plays in some)] for name in names]
    rows.append(["**the whole play**", *(walls(play.sample for play in plays) for _stack, plays in some)])
    rows.append(["of which processor", *(processors(play.sample for play in plays) for _stack, plays in some)])
    rows.append(["target", *("" if stack.seconds is None else f"under {stack.seconds}" for stack, _plays in some)])
    rows.append(["**module starts**", *(sum(plays[0].starts.values()) for _stack, plays in some)])
    rows.append(["target, at most", *(stack.starts for stack, _plays in some)])
    rows.append(["changed", *(", ".join(plays[-1].changed) or "nothing" for _stack, plays in some)])
    return [f"### {title}\n", *table(["task", *(stack.title for stack, _plays in some)], rows), ""]


def _task(name, plays):
    seconds = [play.tasks[name] for play in plays if name in play.tasks]
    if not seconds:
        return ""
    starts = plays[0].starts.get(name)
    return f"{median(seconds):.2f}" + (f" ({starts})" if starts else "")


def _many(figures):
    header = [
        "tables",
        "process",
        "of which processor",
        "memory, MB",
        "calls",
        "a play with the task",
        "latency",
    ]
    rows = [
        [
            entry["number"],
            entry["process"],
            entry["processor"],
            f"{entry['memory'].maximum:.0f}",
            f"{entry['calls']}: {entry['names']}",
            entry["play"],
            latency,
        ]
        for latency, entries in (("none", figures["many"]), ("50 ms", figures["far many"]))
        for entry in entries
    ]
    loops = [[entry["number"], f"{entry['play']:.2f}"] for entry in figures["one by one"]]
    growth = _growth(figures["many"])
    return [
        *table(header, rows),
        "",
        growth,
        "",
        "The same with one task per table in a loop, measured once:",
        "",
        *table(["tables", "a play with the loop"], loops),
        "",
    ]


def _growth(entries):
    few, many = entries[-2], entries[-1]
    each = (many["process"].median - few["process"].median) / (many["number"] - few["number"])
    return f"From {few['number']} to {many['number']} tables, each additional table takes {each * 1000:.1f} ms."


def _imports(ours, empty):
    """Compare the imports of our module with those of an empty one, and list the slowest."""
    known = {name for _own, name in empty}
    more = [(own, name) for own, name in ours if name not in known]
    mine = [(own, name) for own, name in more if "stackkit" in name]
    others = [(own, name) for own, name in more if "stackkit" not in name]
    count = [
        ["our module, total", len(ours), _total(ours)],
        ["an empty AnsibleAWSModule", len(empty), _total(empty)],
        ["from the collection", len(mine), _total(mine)],
        ["others", len(others), _total(others)],
    ]
    note = (
        "Measured by `python -X importtime`, which slows down imports. Ansible sends a module's files in a zip file, so"
        " Python compiles those of Ansible, amazon.aws and the collection in each run. zipimport even compiles each"
        " file twice, to find it and to load it; `core/startup.py` avoids that for the files that are imported after"
        " it. The files of botocore are compiled already."
    )
    rows = [[name, f"{own / 1000:.1f}"] for own, name in ours[:20]]
    rest = [[name, f"{own / 1000:.1f}"] for own, name in others[:10]]
    return [
        note,
        "",
        *table(["imported by", "modules", "ms"], count),
        "",
        *table(["slowest imports", "ms by itself"], rows),
        "",
        *table(["slowest imports beyond the empty module and the collection", "ms by itself"], rest),
        "",
    ]


def _total(times):
    return f"{sum(own for own, _name in times) / 1000:.0f}"


def _yes(fact):
    return "yes" if fact else "**no**"


def table(header, rows):
    line = "| {} |".format
    return [
        line(" | ".join(map(str, header))),
        "|" + "---|" * len(header),
        *(line(" | ".join(str(cell) for cell in row)) for row in rows),
    ]
